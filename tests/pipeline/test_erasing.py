"""What was erased is nowhere, and the rest of the record still proves what it proved."""

from __future__ import annotations

from pathlib import Path

import pytest

import zvirka
from tests.capture.readers.samples import zipped
from tests.pipeline.left import left_of
from zvirka.model.errors import InputError
from zvirka.pipeline.by_hand import judge_case
from zvirka.pipeline.erasing import erase_items, redact
from zvirka.pipeline.sealing import seal
from zvirka.record import Record

AT = "2022-09-20T08:00:00Z"
WHO = {"by": "Maria", "why": "asked to be forgotten", "authority": "the person's letter", "at": AT}


def folder_of(tmp_path: Path, count: int) -> Path:
    """Reports of several villages, each by a witness of its own whose name is found nowhere else."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(count):
        (folder / f"report{number:03d}.txt").write_text(
            f"Ukrainian forces recaptured {number + 100} square kilometres of Kharkiv Oblast on 11 September 2022, "
            f"said Zoryana Canary{number:03d}x, a resident of Hrakove. "
            "The people of the village had been waiting for the army since the spring.\n",
            encoding="utf-8",
        )
    return folder


def test_no_byte_of_erased_subjects_remains_and_older_checkpoints_verify(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, 12)
    case = tmp_path / "in-case"
    result = zvirka.run(folder, jobs=1)
    claim = next(each for each in result.account.claims if each.path == "report003.txt")
    other = next(each for each in result.account.claims if each.path == "report009.txt")
    judge_case(case, "accept", [claim.id], "Maria", "Canary003x told me", None)
    judge_case(case, "accept", [other.id], "Maria", "stands", None)
    zvirka.run(folder, jobs=1)
    sealed = seal(case, AT)
    assert left_of(case, ["Canary003x"])
    for number in range(6):
        (folder / f"report{number:03d}.txt").unlink()
        gone = erase_items(case, [f"report{number:03d}.txt"], folder=folder, **WHO)
        assert gone.judgements == (1 if number == 3 else 0)
    for step in (1, 2):
        for number in range(6):
            assert left_of(case, [f"Canary{number:03d}x"]) == set(), step
        assert Record(case).verify().problems == ()
        zvirka.run(folder, jobs=1)
    assert left_of(case, ["Canary009x"])
    assert sealed.path.exists()
    account, _ = zvirka.open_case(case)
    assert [each.judgement.subjects[0].path for each in account.judgements] == ["report009.txt"]
    assert not [issue for issue in account.issues if issue.code == "judgement_unattached"]


def test_what_still_lies_in_the_folder_is_not_erased(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, 2)
    zvirka.run(folder, jobs=1)
    with pytest.raises(InputError, match=r"report001\.txt: still lies in the folder"):
        erase_items(tmp_path / "in-case", ["report001.txt"], folder=folder, **WHO)
    assert left_of(tmp_path / "in-case", ["Canary001x"])


@pytest.mark.parametrize("missing", ["by", "why", "authority"])
def test_an_erasure_says_who_why_and_on_whose_word(tmp_path: Path, missing: str) -> None:
    zvirka.run(folder_of(tmp_path, 1), jobs=1)
    with pytest.raises(InputError, match=f"--{missing}: is not said"):
        erase_items(tmp_path / "in-case", ["report000.txt"], **{**WHO, missing: " "})


@pytest.mark.parametrize("name", ["nothing.txt", "0", "ffffffffffff"])
def test_what_is_not_in_the_record_is_not_erased(tmp_path: Path, name: str) -> None:
    zvirka.run(folder_of(tmp_path, 1), jobs=1)
    with pytest.raises(InputError, match="is not in the record"):
        erase_items(tmp_path / "in-case", [name], **WHO)


def test_copies_of_one_object_go_together(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, 2)
    (folder / "copy.txt").write_bytes((folder / "report000.txt").read_bytes())
    zvirka.run(folder, jobs=1)
    gone = erase_items(tmp_path / "in-case", ["copy.txt"], **WHO)
    assert [item.path for item in gone.items] == ["copy.txt", "report000.txt"]


def test_an_erasure_that_was_cut_short_is_named_and_can_be_ended(tmp_path: Path) -> None:
    zvirka.run(folder_of(tmp_path, 2), jobs=1)
    case = tmp_path / "in-case"
    item = next(each for each in zvirka.open_case(case)[0].items if each.path == "report000.txt")
    path = Record(case).objects.path(item.object)
    salt = Record(case).objects.salt_path(item.object)
    kept = (path.read_bytes(), salt.read_bytes())
    erase_items(case, ["report000.txt"], **WHO)
    path.write_bytes(kept[0])
    salt.write_bytes(kept[1])
    assert any("was erased and is still here" in each for each in Record(case).verify().problems)
    erase_items(case, ["report000.txt"], **WHO)
    assert Record(case).verify().problems == ()


def test_redacting_blacks_out_letter_for_letter_and_leaves_the_original(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Оксана of Izium, said Оксана.", encoding="utf-8")
    assert redact(tmp_path / "a.txt", ["Оксана"], tmp_path / "b.txt") == 2
    assert (tmp_path / "b.txt").read_text(encoding="utf-8") == "██████ of Izium, said ██████."
    assert "Оксана" in (tmp_path / "a.txt").read_text(encoding="utf-8")
    with pytest.raises(InputError, match="is not in it"):
        redact(tmp_path / "a.txt", ["Olha"], tmp_path / "c.txt")
    with pytest.raises(InputError, match="is there already"):
        redact(tmp_path / "a.txt", ["Izium"], tmp_path / "b.txt")
    (tmp_path / "x.bin").write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="is no UTF-8 text"):
        redact(tmp_path / "x.bin", ["x"], tmp_path / "c.txt")


def test_what_lies_in_an_archive_goes_with_it_and_stays_where_another_holds_it_too(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, 1)
    for name, own in (("a", "Canary100x"), ("b", "Canary200x")):
        words = {f"{own}.txt": f"{own} saw lorries on the road to the river on Monday.".encode()}
        (folder / f"{name}.zip").write_bytes(zipped(words | {"same.txt": b"Enclosed is the letter of the mayor."}))
    zvirka.run(folder, jobs=1)
    case = tmp_path / "in-case"
    sealed = seal(case, AT)
    same = next(each for each in zvirka.open_case(case)[0].items if each.path == "a.zip!/same.txt")
    salt = Record(case).objects.kept(same.object)
    (folder / "a.zip").unlink()
    gone = erase_items(case, ["a.zip!/Canary100x.txt"], folder=folder, **WHO)
    assert [item.path for item in gone.items] == ["a.zip", "a.zip!/Canary100x.txt", "a.zip!/same.txt"]
    assert [item.path for item in gone.elsewhere] == ["b.zip!/same.txt"]
    assert left_of(case, ["Canary100x", same.id]) == set()
    kept = Record(case).objects.kept(same.object)
    assert kept is not None
    assert salt is not None
    assert [item.path for item in kept.items] == ["b.zip!/same.txt"]
    assert kept.salt != salt.salt, "the old salt would still tell of the item that went"
    assert Record(case).verify().problems == ()
    zvirka.run(folder, jobs=1)
    assert left_of(case, ["Canary100x", same.id]) == set()
    assert left_of(case, ["Canary200x"])
    assert Record(case).verify().problems == ()
    assert sealed.path.exists()


def test_an_archive_that_still_lies_in_the_folder_keeps_what_lies_in_it(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, 1)
    (folder / "a.zip").write_bytes(zipped({"a.txt": b"Lorries were seen."}))
    zvirka.run(folder, jobs=1)
    with pytest.raises(InputError, match=r"a\.zip: still lies in the folder"):
        erase_items(tmp_path / "in-case", ["a.zip!/a.txt"], folder=folder, **WHO)
