"""Publishing: editions that never change, told to the log, after a gate that looks twice."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import zvirka
import zvirka.record.lock as lock
from zvirka.cli.commands import zvirka as command
from zvirka.cli.ending import run_to_exit_code
from zvirka.model.errors import Busy, Damaged, InputError, PublicationRefused
from zvirka.pipeline import publishing
from zvirka.pipeline.by_hand import judge_case, undo_case
from zvirka.pipeline.publishing import prepare, publish
from zvirka.pipeline.views import open_case
from zvirka.record import Record

NOW = datetime(2022, 9, 20, 8, tzinfo=UTC)
REPORT = "Ukrainian forces have recaptured {} square kilometres in Kharkiv oblast since 6 September, the General Staff said on Sunday."
CASE = """
schema = 1
[case]
title = "Regained"
[publish]
chosen_by = "The Desk"
[[questions]]
measure = "territory_regained"
place = "geonames:706482"
since = 2022-09-06
[[items]]
files = "*"
outlet = "The Herald"
published = 2022-09-12
"""


class Desk:
    """A folder, its case, and what people do with it; every step a minute later."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.case, self.to = folder / "in", folder / "case", folder / "out"
        self.folder.mkdir(parents=True)
        self.now = NOW
        (self.folder / "case.toml").write_text(CASE, encoding="utf-8")
        self.write("herald.txt", 120)

    def write(self, name: str, figure: int) -> None:
        """A report of a figure."""
        (self.folder / name).write_text(REPORT.format(figure), encoding="utf-8")

    def tick(self) -> datetime:
        """A minute later."""
        self.now += timedelta(minutes=1)
        return self.now

    def run(self) -> None:
        """A run."""
        zvirka.run(self.folder, self.case, now=self.tick())

    def accept(self, by: str = "Ann") -> None:
        """Somebody accepts the first question, and the case is run."""
        judge_case(self.case, "accept", ("1",), by, "it fits", self.tick())
        self.run()

    def publish(self, note: str = "") -> publishing.Published:
        """A publication."""
        return publish(self.case, self.to, self.tick(), note)

    def about(self, number: int) -> dict[str, object]:
        """`edition.json` of an edition given out."""
        found: dict[str, object] = json.loads((self.to / f"editions/{number}/edition.json").read_bytes())
        return found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk's folder after its first edition; tests work on copies."""
    desk = Desk(tmp_path_factory.mktemp("desk") / "it")
    desk.run()
    desk.accept()
    desk.publish()
    return desk.folder.parent


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Desk:
    """A desk that has published once."""
    copy = shutil.copytree(made, tmp_path / "it")
    found = Desk.__new__(Desk)
    found.folder, found.case, found.to, found.now = copy / "in", copy / "case", copy / "out", NOW + timedelta(hours=1)
    return found


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_nothing_goes_out_before_somebody_accepted(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "it")
    desk.run()
    with pytest.raises(PublicationRefused, match="no finding passed the gate"):
        desk.publish()
    assert not desk.to.exists()
    assert not (desk.case / "editions").exists() or not list((desk.case / "editions").glob("[0-9]*"))


def test_an_edition_is_whole_and_checked_by_others(desk: Desk) -> None:
    """sha256sum reads its manifest, and content.json has the digest it is cited with."""
    edition = desk.to / "editions/1"
    ran = subprocess.run(
        ["sha256sum", "--quiet", "--strict", "-c", "manifest-sha256.txt"],
        cwd=edition,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (0, "")
    told = subprocess.run(["sha256sum", "content.json"], cwd=edition, capture_output=True, text=True, check=True)
    assert told.stdout.split()[0] == desk.about(1)["digest"]
    page = (edition / "en" / "index.html").read_text("utf-8")
    assert "120 km²" in page
    assert "From 1 item chosen by The Desk." in page
    assert '<meta name="citation_title" content="Regained">' in page


def test_the_bag_is_checked_with_standard_tools(desk: Desk, tmp_path: Path) -> None:
    """sha256sum -c over both manifests; the payload's size as bag-info.txt says; it holds what other tools read, and no page."""
    edition = desk.to / "editions/1"
    with zipfile.ZipFile(edition / "edition.zip") as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path / "bag")
        names = archive.namelist()
    folder = tmp_path / "bag/edition-1"
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        ran = subprocess.run(
            ["sha256sum", "--strict", "--quiet", "-c", manifest],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (ran.returncode, ran.stdout + ran.stderr) == (0, "")
    payload = tree(folder / "data")
    assert f"Payload-Oxum: {sum(map(len, payload.values()))}.{len(payload)}\n" in (folder / "bag-info.txt").read_text(
        "utf-8"
    )
    assert {path.name for path in folder.iterdir() if path.is_file()} == {
        *("VERIFY.md", "VERIFY.sh", "bag-info.txt", "bagit.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt")
    }
    assert len(names) == len(payload) + 6
    assert payload == {path: (edition / path).read_bytes() for path in payload}
    assert {"content.json", "data/claims.csv", "data/tables.xlsx", "feed.xml"} <= payload.keys()
    assert "index.html" not in payload


def test_the_log_holds_the_digest_and_verify_sees_a_change(desk: Desk) -> None:
    events = [each for each in Record(desk.case).log.events() if each["kind"] == "published"]
    assert [(each["edition"], each["digest"]) for each in events] == [(1, desk.about(1)["digest"])]
    assert Record(desk.case).verify().problems == ()
    page = desk.case / "editions/1/index.html"
    page.write_bytes(page.read_bytes() + b" ")
    assert "editions/1/index.html: the bytes have changed" in Record(desk.case).verify().problems


def test_publishing_again_makes_no_new_edition(desk: Desk) -> None:
    before = tree(desk.to)
    again = desk.publish()
    assert (again.new, again.edition.number) == (False, 1)
    assert tree(desk.to) == before


def test_a_changed_finding_waits_until_it_is_accepted_anew(desk: Desk) -> None:
    """Then it is a new edition with an entry in the corrections log; the old one keeps its bytes."""
    old = tree(desk.to / "editions/1")
    desk.write("courier.txt", 4700)
    desk.run()
    held = prepare(desk.case, desk.tick()).plan.held
    assert held[0].reason == "changed_since"
    desk.accept()
    second = desk.publish("The Courier's figure was added.")
    assert (second.new, second.edition.number) == (True, 2)
    assert tree(desk.to / "editions/1") == old
    assert json.loads((desk.to / "latest.json").read_bytes())["address"] == "editions/2/"
    assert "editions/2/index.html" in (desk.to / "index.html").read_text("utf-8")
    about = desk.about(2)
    assert about["previous"] == {
        "number": 1,
        "at": desk.about(1)["at"],
        "digest": desk.about(1)["digest"],
        "address": "editions/1/",
    }
    (correction,) = json.loads((desk.to / "corrections.json").read_bytes())["corrections"]
    assert (correction["number"], correction["note"]) == (2, "The Courier's figure was added.")
    assert "figure_new" in {each["field"] for each in correction["changes"]}


def test_what_is_taken_back_goes_in_the_next_edition(desk: Desk) -> None:
    """An empty edition may follow one that was not: that is how a finding is withdrawn."""
    undo_case(desk.case, None, "Ann", "wrong", desk.tick())
    with pytest.raises(PublicationRefused, match="Run the case again"):
        desk.publish()
    desk.run()
    second = desk.publish("Withdrawn.")
    assert second.prepared.plan.out == ()
    correction = json.loads((desk.to / "corrections.json").read_bytes())["corrections"][0]
    assert [each["field"] for each in correction["changes"]] == ["gone"]
    assert "120 square kilometres" not in (desk.to / "editions/2/content.json").read_text("utf-8")


def test_a_decision_about_nothing_any_more_stops_everything(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """The command ends with code 4 and says which, until its words are back."""
    desk.write("courier.txt", 4700)
    desk.run()
    claim = next(claim for claim in open_case(desk.case)[0].claims if claim.path == "courier.txt" and claim.quantity)
    judge_case(desk.case, "reject", (claim.id,), "Ann", "misread", desk.tick())
    (desk.folder / "courier.txt").write_text("Nothing was said about the ground that day.", encoding="utf-8")
    desk.run()
    capsys.readouterr()
    assert run_to_exit_code(command, ["publish", str(desk.case), "--to", str(desk.to)]) == 4
    assert "courier.txt" in capsys.readouterr().err
    assert not (desk.to / "editions/2").exists()


def test_ids_are_the_same_in_every_edition(desk: Desk) -> None:
    """And are not those of the case, which could be tested against guesses."""
    desk.accept("Ben")
    desk.publish()
    first, second = (json.loads((desk.to / f"editions/{n}/content.json").read_bytes())["account"] for n in (1, 2))
    assert [each["id"] for each in first["claims"]] == [each["id"] for each in second["claims"]]
    assert {each.id for each in open_case(desk.case)[0].claims}.isdisjoint(each["id"] for each in first["claims"])


def test_an_edition_has_the_same_bytes_however_many_make_it(desk: Desk, tmp_path: Path) -> None:
    """By one process or by two, the same time and case give the same files; and nothing of how they were made is left."""
    desk.accept("Ben")
    at, copy = desk.tick(), shutil.copytree(desk.case, tmp_path / "copy")
    publish(desk.case, desk.to, at)
    publish(copy, tmp_path / "there", at, jobs=2)
    one, other = tree(desk.to / "editions/2"), tree(tmp_path / "there/editions/2")
    assert one == other
    assert not [path for path in one if path.startswith(".")]


def test_a_killed_publication_is_made_good(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it died while writing, or before the log was told."""
    desk.accept("Ben")
    (desk.case / "editions/2.partly").mkdir()
    (desk.case / "editions/2").mkdir()
    (desk.case / "editions/2/half").write_text("half", encoding="utf-8")
    assert desk.publish().edition.number == 2
    assert not (desk.case / "editions/2/half").exists()
    assert Record(desk.case).verify().problems == ()


def test_two_who_publish_at_once_do_not_take_each_others_edition_away(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second begins when the first has seen what may go out, and would end before it."""
    monkeypatch.setattr(lock, "WAIT_S", 0.05)
    prepared, nested = publishing.prepare, []

    def meanwhile(*args: Any, **more: Any) -> publishing.Prepared:
        found = prepared(*args, **more)
        if not nested:
            nested.append(True)
            with pytest.raises(Busy, match="which publishes since"):
                publish(desk.case, tmp_path / "other", desk.tick(), "another note")
        return found

    monkeypatch.setattr(publishing, "prepare", meanwhile)
    desk.accept("Ben")
    assert publish(desk.case, tmp_path / "first", desk.tick(), "a note").edition.number == 2
    assert nested
    assert Record(desk.case).verify().problems == ()
    desk.accept("Cid")
    assert publish(desk.case, tmp_path / "other", desk.tick(), "another note").edition.number == 3
    assert Record(desk.case).verify().problems == ()


def test_an_edition_that_was_changed_where_it_was_given_out_is_named(desk: Desk) -> None:
    (desk.to / "editions/1/index.html").write_text("other", encoding="utf-8")
    with pytest.raises(InputError, match="An edition never changes"):
        desk.publish()


def published(case: Path) -> list[int]:
    """Numbers of the editions that the log of a case holds."""
    return [each["edition"] for each in Record(case).log.events() if each["kind"] == "published"]


def test_a_folder_of_another_case_is_refused_before_the_log_is_told(desk: Desk, tmp_path: Path) -> None:
    """Whether or not the number is one the case has given out already; in a folder of its own its first edition is then a new one."""
    other = Desk(tmp_path / "other")
    other.run()
    other.accept()
    before, log = tree(desk.to), (other.case / "log.jsonl").read_bytes()
    with pytest.raises(InputError, match=r"holds the editions of another case\. Name another with --to"):
        publish(other.case, desk.to, other.tick())
    assert (tree(desk.to), (other.case / "log.jsonl").read_bytes()) == (before, log)
    assert not list((other.case / "editions").glob("[0-9]*"))
    assert other.publish().new
    with pytest.raises(InputError, match="holds the editions of another case"):
        publish(other.case, desk.to, other.tick())
    assert published(other.case) == [1]


def test_a_refused_edition_is_not_in_the_log(desk: Desk) -> None:
    """Where an edition at the target was changed, a new one is not made, though there is something new to say."""
    desk.accept("Ben")
    (desk.to / "editions/1/manifest-sha256.txt").write_bytes(b"\xff other")
    with pytest.raises(InputError, match="An edition never changes"):
        desk.publish()
    assert published(desk.case) == [1]


def test_a_new_folder_gets_all_editions_and_is_told_so(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = tmp_path / "there"
    assert run_to_exit_code(command, ["publish", str(desk.case), "--to", str(there)]) == 0
    assert "Edition 1 is written again to this folder" in capsys.readouterr().out
    assert tree(there) == tree(desk.to)
    assert desk.publish().again == ()


def test_a_correction_of_nothing_is_refused(desk: Desk, tmp_path: Path) -> None:
    """Neither when nothing has changed nor before the first edition; the same command once more is no new correction."""
    with pytest.raises(PublicationRefused, match="nothing has changed since edition 1"):
        desk.publish("A figure was misread.")
    assert published(desk.case) == [1]
    desk.accept("Ben")
    assert desk.publish("A figure was misread.").edition.number == 2
    assert not desk.publish("A figure was misread.").new
    assert published(desk.case) == [1, 2]
    first = Desk(tmp_path / "first")
    first.run()
    first.accept()
    with pytest.raises(PublicationRefused, match="no edition yet"):
        first.publish("A figure was misread.")
    assert published(first.case) == []


def test_what_the_case_file_does_not_say_of_an_edition_is_named(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """By the plan and by the publication, in words and for programs; and nothing is named once all is said."""
    case, to = str(desk.case), str(desk.to)
    for told in (["--dry-run"], ["--to", to]):
        assert run_to_exit_code(command, ["publish", case, *told]) == 0
        assert "case.toml does not say: [publish] publisher, [publish] address." in capsys.readouterr().out
    bare = CASE.replace('title = "Regained"', "").replace('chosen_by = "The Desk"', "")
    (desk.folder / "case.toml").write_text(bare, encoding="utf-8")
    desk.run()
    assert run_to_exit_code(command, ["publish", case, "--dry-run", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["unsaid"] == [
        "[case] title",
        "[publish] publisher",
        "[publish] address",
        "[publish] chosen_by",
    ]
    whole = CASE.replace("[publish]", '[publish]\npublisher = "The Herald"\naddress = "https://herald.example/"')
    (desk.folder / "case.toml").write_text(whole, encoding="utf-8")
    desk.run()
    assert run_to_exit_code(command, ["publish", case, "--dry-run"]) == 0
    assert "case.toml" not in capsys.readouterr().out


def test_questions_nobody_accepted_are_one_line(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """With their number and the command that accepts one; a publication says how many stay, not the plan again."""
    reports = "Russian forces destroyed 12 tanks near Izium, the General Staff said. Ukraine lost {} aircraft, it said."
    (desk.folder / "more.txt").write_text(reports.format(3), encoding="utf-8")
    desk.run()
    waiting = sum(each.reason == "not_accepted" for each in prepare(desk.case, desk.tick()).plan.held)
    assert waiting > 1
    assert run_to_exit_code(command, ["publish", str(desk.case), "--dry-run"]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if "judge accept" in line]
    assert lines == [f"  {waiting} questions nobody has accepted: `zvirka judge accept QUESTION --case {desk.case}`"]
    assert run_to_exit_code(command, ["publish", str(desk.case), "--to", str(desk.to)]) == 0
    told = capsys.readouterr().out
    assert "judge accept" not in told
    assert "accepted by" not in told
    assert "--dry-run` says why" in told


def test_a_changed_edition_of_the_case_is_given_to_nobody(desk: Desk) -> None:
    (desk.case / "editions/1/edition.json").write_text("{}", encoding="utf-8")
    with pytest.raises(Damaged, match=r"edition\.json"):
        desk.publish()


def test_what_a_picture_tells_of_who_took_it_stays(desk: Desk) -> None:
    """Neither its name nor a word of its metadata is in a published byte, packed ones included; the case does hold them."""
    canaries = [f"Kanarok{number}q" for number in range(5)]
    picture = Image.new("RGB", (64, 48), "green")
    exif = picture.getexif()
    for tag, words in zip((0x010E, 0x013B, 0x8298, 0x0131), canaries[:4], strict=True):
        exif[tag] = words
    picture.save(desk.folder / f"{canaries[4]}.jpg", exif=exif, comment=canaries[0].encode())
    desk.run()
    desk.accept("Ben")
    desk.publish("A picture came in.")
    given = tree(desk.to)
    with zipfile.ZipFile(io.BytesIO(given["editions/2/edition.zip"])) as archive:
        given |= {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(io.BytesIO(given["editions/2/data/tables.xlsx"])) as archive:
        given |= {name: archive.read(name) for name in archive.namelist()}
    kept = b"".join(tree(desk.case / "objects").values()) + (desk.case / "items.csv").read_bytes()
    for canary in (each.encode() for each in canaries):
        assert canary in kept
        assert [path for path, data in given.items() if canary in data] == []


def test_the_key_of_the_ids_stays_in_the_case(desk: Desk) -> None:
    key = (desk.case / "editions/key").read_bytes()
    assert len(key) == 64
    assert all(key not in data for data in tree(desk.to).values())


@pytest.mark.parametrize("where", ["case", "case/editions", "."])
def test_the_case_is_no_place_to_publish_to(desk: Desk, where: str) -> None:
    with pytest.raises(InputError, match="a folder of its own"):
        publish(desk.case, desk.folder.parent / where, desk.tick())


def test_the_last_look_stops_what_redaction_missed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Here words that do go out are told to be private; nothing is given out, and the log is told nothing."""
    desk.accept("Ben")
    monkeypatch.setattr(publishing, "secrets", lambda *_: {"recaptured 120 square": "a private name"})
    with pytest.raises(PublicationRefused, match="a private name would have gone out"):
        desk.publish()
    assert not list((desk.case / "editions").glob("2*"))
    assert len([each for each in Record(desk.case).log.events() if each["kind"] == "published"]) == 1


def test_nobody_can_tell_without_the_findings_of_then(desk: Desk) -> None:
    """Where `derived` was deleted, what was accepted is no longer known, and must be accepted anew."""
    shutil.rmtree(desk.case / "derived")
    desk.run()
    assert [each.reason for each in prepare(desk.case, desk.tick()).plan.held][:1] == ["changed_since"]


def test_the_command_lists_and_gives_out(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """--dry-run writes nothing; a clock set forward is refused; a refusal ends with code 4."""
    case = str(desk.case)
    before = tree(desk.case)
    assert run_to_exit_code(command, ["publish", case, "--dry-run", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [each["accepted_by"] for each in told["out"]] == [["Ann"]]
    assert tree(desk.case) == before
    assert run_to_exit_code(command, ["publish", case, "--dry-run"]) == 0
    assert "accepted by Ann" in capsys.readouterr().out
    assert run_to_exit_code(command, ["publish", case, "--to", str(desk.to), "--now", "2999-01-01T00:00:00Z"]) == 2
    assert run_to_exit_code(command, ["publish", case]) == 2
    judge_case(desk.case, "reject", ("1",), "Ben", "", desk.tick())
    desk.run()
    capsys.readouterr()
    assert run_to_exit_code(command, ["publish", case, "--dry-run"]) == 0  # it withdraws what edition 1 said
    assert "people decided differently" in capsys.readouterr().out
    judge_case(desk.case, "accept", ("1",), "Cid", "", desk.tick())
    assert run_to_exit_code(command, ["publish", case, "--to", str(desk.to)]) == 4
    assert "Run the case again" in capsys.readouterr().err
