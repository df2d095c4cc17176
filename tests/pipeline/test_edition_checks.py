"""VERIFY.sh in an edition and in its bag passes good copies and fails broken ones, in a plain shell without Python."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pipeline.test_publishing import Desk
from tests.record.test_verify_sh import edit, flip, relist, verify
from zvirka.model.canonical import sha256_hex
from zvirka.pipeline.bag import write_bag
from zvirka.record.editions import MANIFEST, manifest

Change = Callable[[Path], object]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two editions given out, `1` and `2`, the bag of the second, unpacked, and the bag of the record they came from."""
    folder = tmp_path_factory.mktemp("editions")
    desk = Desk(folder / "desk")
    desk.run()
    desk.accept()
    desk.publish()
    desk.write("herald.txt", 130)
    desk.run()
    desk.accept()
    desk.publish("The figure was misread.")
    for number in ("1", "2"):
        shutil.copytree(desk.to / "editions" / number, folder / number)
    with zipfile.ZipFile(folder / "2" / "edition.zip") as archive:
        archive.extractall(folder)
    (folder / "edition-2").rename(folder / "bag")
    write_bag(desk.case, folder / "record", "2022-09-21")
    return folder


@pytest.fixture
def copies(made: Path, tmp_path: Path) -> Path:
    """The same, to be broken."""
    shutil.copytree(made, tmp_path / "made")
    return tmp_path / "made"


def digest_of(edition: Path) -> str:
    told: str = json.loads((edition / "edition.json").read_bytes())["digest"]
    return told


def told_digest(edition: Path, digest: str) -> None:
    """Makes `edition.json` tell another digest of its content."""
    edit(edition / "edition.json", f'"digest":"{digest_of(edition)}","f'.encode(), f'"digest":"{digest}","f'.encode())


def list_anew(edition: Path) -> None:
    """Makes the list of an edition anew, as whoever changes a file would."""
    files = [path for path in edition.rglob("*") if path.is_file() and path != edition / MANIFEST]
    listed = {path.relative_to(edition).as_posix(): sha256_hex(path.read_bytes()) for path in files}
    (edition / MANIFEST).write_bytes(manifest(listed))


@pytest.mark.parametrize("number", ["1", "2"])
def test_an_edition_passes_by_itself_and_by_the_digest_it_is_cited_with(made: Path, number: str) -> None:
    digest = digest_of(made / number)
    for options in ((), ("--edition", digest)):
        assert verify(made / number, *options) == (0, f"edition {digest}\nAll as listed.\n")


def test_the_bag_of_an_edition_passes_the_same(made: Path) -> None:
    digest = digest_of(made / "2")
    assert verify(made / "bag", "--edition", digest) == (0, f"edition {digest}\nAll as listed.\n")


def test_the_record_of_an_edition_says_that_it_was_given_out(made: Path) -> None:
    for number in ("1", "2"):
        code, told = verify(made / "record", "--edition", digest_of(made / number))
        assert (code, told.splitlines()[-1]) == (0, "All as recorded.")
    code, told = verify(made / "record", "--edition", "ab" * 32)
    assert code == 1
    assert "no edition with the digest that you gave was given out of this record" in told


def test_another_edition_than_the_one_cited_fails(made: Path) -> None:
    code, told = verify(made / "2", "--edition", digest_of(made / "1"))
    assert code == 1
    assert "this edition has another digest than the one you gave" in told


def test_an_edition_has_no_checkpoint_to_be_checked(made: Path) -> None:
    code, told = verify(made / "2", "--checkpoint", "ab" * 32)
    assert code == 1
    assert "those are in its record" in told


BROKEN: dict[str, tuple[Change, str]] = {
    "a byte of a page": (lambda edition: flip(edition / "en" / "index.html", 30), r"en/index.html: FAILED"),
    "a byte of the content": (lambda edition: flip(edition / "content.json", 30), "content.json: FAILED"),
    "a file taken away": (lambda edition: (edition / "feed.xml").unlink(), "feed.xml is listed and is not here"),
    "a file added": (
        lambda edition: (edition / "en" / "extra.html").write_text("x"),
        "en/extra.html is listed nowhere",
    ),
    "a link for a file": (
        lambda edition: ((edition / "feed.xml").unlink(), (edition / "feed.xml").symlink_to("feed.json")),
        "feed.xml is a link or device, not a file",
    ),
    "the list taken away": (lambda edition: (edition / MANIFEST).unlink(), f"{MANIFEST} is missing"),
    "the content taken away": (lambda edition: (edition / "content.json").unlink(), "content.json is missing"),
    "other content, listed anew": (
        lambda edition: (edit(edition / "content.json", b"130", b"131"), list_anew(edition)),
        "content.json is not what edition.json says",
    ),
    "another digest told, listed anew": (
        lambda edition: (
            told_digest(edition, "cd" * 32),
            list_anew(edition),
        ),
        "content.json is not what edition.json says",
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_edition_fails_for_what_was_broken(copies: Path, what: str) -> None:
    change, wanted = BROKEN[what]
    change(copies / "2")
    code, told = verify(copies / "2")
    assert code == 1
    assert wanted in told


def test_content_digest_and_list_made_anew_fail_by_the_digest_cited(copies: Path) -> None:
    edition = copies / "2"
    cited = digest_of(edition)
    edit(edition / "content.json", b"130", b"131")
    told_digest(edition, sha256_hex((edition / "content.json").read_bytes()))
    list_anew(edition)
    assert verify(edition)[0] == 0
    assert verify(edition, "--edition", cited)[0] == 1


def test_a_record_whose_log_was_taken_away_is_no_edition(copies: Path) -> None:
    (copies / "record" / "data" / "log.jsonl").unlink()
    shutil.copy(copies / "2" / "edition.json", copies / "record" / "data")
    relist(copies / "record")
    code, told = verify(copies / "record")
    assert code == 1
    assert "data/log.jsonl is missing" in told
