"""Decisions: kept for good, applied between extract and reconcile, attached again when ids change, never settled over people's heads."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

import zvirka
import zvirka.pipeline.run as pipeline_run
from zvirka.model.account import Account
from zvirka.model.claims import Claim
from zvirka.model.errors import CaseError, InputError
from zvirka.model.findings import Finding, status
from zvirka.model.judgements import Judgement, Subject
from zvirka.pipeline.by_hand import judge_case, judged_text, undo_case
from zvirka.pipeline.history import history_text
from zvirka.pipeline.views import export_chunks, open_case, result_text, show
from zvirka.record import Record
from zvirka.record.judgements import Judgements
from zvirka.record.log import Log
from zvirka.record.objects import Objects

NOW = datetime(2022, 9, 20, 8, tzinfo=UTC)
ABOUT = " square kilometres in Kharkiv oblast since 6 September, "
REPORTS = {
    "herald.txt": f"Ukrainian forces have recaptured about 120{ABOUT}the General Staff said on Sunday.",
    "courier.txt": f"Ukrainian forces have recaptured 4,700{ABOUT}Oleh Synytskyi, a volunteer, said on Sunday.",
}
CASE = """
schema = 1
[[questions]]
measure = "territory_regained"
place = "geonames:706482"
since = 2022-09-06
[[items]]
files = "herald*"
outlet = "The Herald"
published = 2022-09-12
[[items]]
files = "courier*"
outlet = "The Courier"
published = 2022-09-12
"""


class Desk:
    """A folder, its case, and hands to work on them; every step a minute later."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.case = folder, folder.with_name("case")
        self.minutes = 0
        folder.mkdir()
        (folder / "case.toml").write_text(CASE, encoding="utf-8")
        for name, text in REPORTS.items():
            (folder / name).write_text(text, encoding="utf-8")

    def run(self) -> Account:
        return zvirka.run(self.folder, self.case, jobs=1, now=NOW).account

    def judge(self, kind: str, *words: str, by: str = "Ann", why: str = "") -> Judgement:
        self.minutes += 1
        return judge_case(self.case, kind, words, by, why, NOW.replace(minute=self.minutes))  # type: ignore[arg-type]

    def undo(self, words: str | None = None, by: str = "Ann") -> Judgement:
        self.minutes += 1
        return undo_case(self.case, words, by, "", NOW.replace(minute=self.minutes))[0]

    def rows(self) -> list[dict[str, str]]:
        with (self.case / "decisions.csv").open(newline="", encoding="utf-8") as lines:
            return list(csv.DictReader(lines))

    def write(self, rows: list[dict[str, str]]) -> None:
        names = list(rows[0])
        with (self.case / "decisions.csv").open("w", newline="", encoding="utf-8") as out:
            table = csv.DictWriter(out, names)
            table.writeheader()
            table.writerows(rows)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk whose folder was run once."""
    made = Desk(tmp_path / "in")
    made.run()
    return made


def asked(account: Account) -> Finding:
    """The finding of the question asked."""
    return next(finding for finding in account.findings if finding.question.asked)


def formed(account: Account) -> Finding:
    """The finding on ground regained in the oblast, which nobody asked for."""
    return next(
        finding
        for finding in account.findings
        if (finding.question.measure, finding.question.place) == ("territory_regained", "geonames:706482")
    )


def figure(account: Account, path: str) -> Claim:
    """The claim on ground regained in one report."""
    return next(claim for claim in account.claims if claim.path == path and claim.type == "territory_regained")


def standings(account: Account) -> list[tuple[str, str]]:
    """(kind, standing) of all judgements, in order."""
    return [(each.judgement.kind, each.standing) for each in account.judgements]


def test_a_rejected_claim_is_left_out_of_the_finding_and_still_shown(desk: Desk) -> None:
    before = desk.run()
    claim = figure(before, "courier.txt")
    assert claim.id in {each.claim for each in asked(before).claims}
    made = desk.judge("reject", claim.id[:12], why="a slip of the pen")
    after = desk.run()
    finding = asked(after)
    assert claim.id not in {each.claim for each in finding.claims}
    assert finding.left_out == (claim.id,)
    assert finding.judged == (made.id,)
    assert claim in after.claims, "shown, not deleted"
    page = next((desk.case / "working" / "questions").glob(f"{finding.question.id[:12]}*")).read_text("utf-8")
    assert "a slip of the pen" in page
    assert "4,700" in page
    desk.undo()
    undone = desk.run()
    assert asked(undone).claims == asked(before).claims
    assert [standing for _, standing in standings(undone)] == ["superseded", "acts"]


def test_an_accepted_question_is_decided_by_name(desk: Desk) -> None:
    desk.judge("accept", "1", by="Ann Veresh", why="checked with both")
    account = desk.run()
    finding = asked(account)
    assert status(finding) == "decided"
    assert finding.decided_by == ("Ann Veresh",)
    line = next(json.loads(each) for each in b"".join(export_chunks(desk.case, "findings", "jsonl", "en")).splitlines())
    assert line["status"] == "decided"
    assert "Ann Veresh" in line["sentence"]


def test_a_corrected_slot_keeps_id_and_words_and_says_by_whom(desk: Desk) -> None:
    before = figure(desk.run(), "courier.txt")
    desk.judge("slot", before.id, "quantity.value", "470")
    account = desk.run()
    after = figure(account, "courier.txt")
    assert (after.id, after.quote, after.quantity and after.quantity.as_written) == (
        before.id,
        before.quote,
        before.quantity and before.quantity.as_written,
    )
    assert after.quantity is not None
    assert after.quantity.value == 470
    assert [(each.field, each.rule) for each in after.reasons if each.rule.startswith("by:")] == [
        ("quantity.value", "by:Ann")
    ]
    assert account.as_read == (before,)
    assert before.id in {each.claim for each in asked(account).claims}


def test_a_side_set_by_a_person_overrides_the_packs_everywhere(desk: Desk) -> None:
    before = desk.run()
    general = figure(before, "herald.txt").attribution[0]
    assert general.side == "ukraine"
    desk.judge("side", general.name, "third")
    account = desk.run()
    assert figure(account, "herald.txt").attribution[0].side == "third"
    assert "third" in {view.side for view in asked(account).by_side}
    _, ground = open_case(desk.case)
    known = ground.sources.resolve(general.name, "en", None)
    assert known is None or known.side == "third"
    desk.undo()
    assert desk.run().claims == before.claims


def test_a_side_set_on_an_outlet_is_the_side_of_its_reports(desk: Desk) -> None:
    desk.judge("side", "The Courier", "russia")
    account = desk.run()
    text = next(text for text in account.texts if text.path == "courier.txt")
    assert (text.voice.side, dict(text.known)["side"]) == ("russia", "judged")
    assert figure(account, "courier.txt").voice.side == "russia"


def test_two_reports_called_duplicates_have_one_origin(desk: Desk) -> None:
    before = dict(desk.run().origins)
    assert len(set(before.values())) == 2
    desk.judge("duplicate", "herald.txt", "courier.txt")
    account = desk.run()
    assert len({origin for _, origin in account.origins}) == 1
    assert [(link.kind, link.by) for link in account.links if link.by != "rule"] == [("retells", "Ann")]


def test_claims_called_the_same_are_linked_by_the_person_and_conflict_no_more(desk: Desk) -> None:
    account = desk.run()
    left, right = figure(account, "herald.txt").id, figure(account, "courier.txt").id
    assert asked(account).relation == "conflict"
    desk.judge("same", left, right)
    after = desk.run()
    links = [link for link in after.links if {link.left, link.right} == {left, right}]
    assert {(link.kind, link.by) for link in links} == {("same", "Ann")}
    assert asked(after).relation == "agree"
    desk.judge("not-same".replace("-", "_"), left, right)
    apart = desk.run()
    assert not [link for link in apart.links if {link.left, link.right} == {left, right} and link.kind == "same"]
    assert [standing for _, standing in standings(apart)] == ["superseded", "acts"]


def test_two_peoples_contradictory_decisions_are_shown_and_not_settled(desk: Desk) -> None:
    claim = figure(desk.run(), "courier.txt").id
    desk.judge("reject", claim, by="Ann")
    desk.judge("accept", claim, by="Borys")
    account = desk.run()
    finding = asked(account)
    assert standings(account) == [("reject", "contradicted"), ("accept", "contradicted")]
    assert claim in {each.claim for each in finding.claims}, "neither acts"
    assert finding.decided_by == ()
    assert len(finding.judged) == 2, "both are shown"
    assert [issue.claim for issue in account.issues if issue.code == "judgements_contradict"] == [claim]
    desk.undo(by="Borys")
    assert standings(desk.run())[:2] == [("reject", "acts"), ("accept", "superseded")]


def test_people_who_accept_claims_that_contradict_each_other_decide_nothing(desk: Desk) -> None:
    account = desk.run()
    desk.judge("accept", figure(account, "herald.txt").id, by="Ann")
    assert asked(desk.run()).decided_by == ("Ann",)
    desk.judge("accept", figure(account, "courier.txt").id, by="Borys")
    after = desk.run()
    assert asked(after).decided_by == ()
    assert "judgements_contradict" in {issue.code for issue in after.issues}


def moved_file(desk: Desk) -> None:
    (desk.folder / "courier.txt").rename(desk.folder / "courier-2.txt")


def new_publication(desk: Desk) -> None:
    text = (desk.folder / "case.toml").read_text("utf-8")
    (desk.folder / "case.toml").write_text(text.replace("2022-09-12", "2022-09-13"), "utf-8")


def words_added_before(desk: Desk) -> None:
    path = desk.folder / "courier.txt"
    path.write_text("Updated at noon.\n\n" + path.read_text("utf-8"), "utf-8")


@pytest.mark.parametrize("change", [moved_file, new_publication, words_added_before])
def test_a_decision_finds_its_words_again_when_the_claims_id_changed(
    desk: Desk, change: Callable[[Desk], None]
) -> None:
    before = figure(desk.run(), "courier.txt")
    desk.judge("reject", before.id)
    change(desk)
    account = desk.run()
    (left_out,) = asked(account).left_out
    assert left_out != before.id
    assert next(claim for claim in account.claims if claim.id == left_out).quote.exact == before.quote.exact
    assert standings(account) == [("reject", "acts")]


def test_a_decision_on_words_that_are_gone_is_an_issue_and_not_lost(desk: Desk) -> None:
    claim = figure(desk.run(), "courier.txt").id
    desk.judge("reject", claim)
    kept = (desk.folder / "courier.txt").read_text("utf-8")
    (desk.folder / "courier.txt").write_text("Nothing was said about the ground that day.", "utf-8")
    account = desk.run()
    assert standings(account) == [("reject", "unattached")]
    assert [issue.path for issue in account.issues if issue.code == "judgement_unattached"] == ["courier.txt"]
    (desk.folder / "courier.txt").write_text(kept, "utf-8")
    assert asked(desk.run()).left_out == (claim,)


def test_a_row_written_by_hand_is_taken_in_with_its_anchor(desk: Desk) -> None:
    claim = figure(desk.run(), "courier.txt").id
    (desk.case / "decisions.csv").write_text(f"kind,subject,by,why\nreject,{claim[:10]},Olha,=1+1\n", "utf-8")
    account = desk.run()
    assert asked(account).left_out == (claim,)
    (row,) = desk.rows()
    assert (row["subject"], row["by"], row["why"], row["path"]) == (claim, "Olha", "'=1+1", "courier.txt")
    assert account.judgements[0].judgement.why == "=1+1"
    assert desk.run().judgements == account.judgements


def test_an_edited_row_supersedes_and_a_deleted_row_comes_back(desk: Desk) -> None:
    claim = figure(desk.run(), "courier.txt").id
    first = desk.judge("reject", claim)
    rows = desk.rows()
    rows[0]["kind"] = "unsure"
    desk.write(rows)
    account = desk.run()
    assert sorted(standings(account)) == [("reject", "superseded"), ("unsure", "acts")]
    assert first.id in {each.judgement.supersedes for each in account.judgements}
    (desk.case / "decisions.csv").unlink()
    assert desk.run().judgements == account.judgements
    assert [row["kind"] for row in desk.rows()] == ["reject", "unsure"]
    desk.write(rows)
    assert desk.run().judgements == account.judgements, "an old file saved once more decides nothing new"


def test_a_row_that_is_wrong_is_refused_with_its_line(desk: Desk) -> None:
    for cells, place in (
        ("agree,x,Ann", "line 2, kind"),
        ("reject,x,", "line 2, by"),
        ("side,The Herald,Ann", "line 2, value"),
    ):
        (desk.case / "decisions.csv").write_text(f"kind,subject,by\n{cells}\n", "utf-8")
        with pytest.raises(CaseError) as caught:
            desk.run()
        assert (caught.value.file, caught.value.place) == ("decisions.csv", place)
    (desk.case / "decisions.csv").write_text("kind,by\nreject,Ann\n", "utf-8")
    with pytest.raises(CaseError, match="column subject is missing"):
        desk.run()


def test_the_log_holds_no_words_and_verify_sees_a_judgement_that_is_gone(desk: Desk) -> None:
    made = desk.judge("reject", figure(desk.run(), "courier.txt").id, by="Ann Veresh", why="a slip of the pen")
    log = (desk.case / "log.jsonl").read_text("utf-8")
    assert log.count('"kind":"judged"') == 1
    for word in ("Veresh", "slip", made.id, "reject"):
        assert word not in log
    record = Record(desk.case)
    assert record.verify().problems == ()
    record.objects.path(made.id).unlink()
    assert record.verify().problems
    (desk.case / "decisions.csv").unlink()
    assert "judgement_unattached" in {issue.code for issue in desk.run().issues}, "its words are gone, and that is said"


def test_a_case_moved_or_copied_keeps_its_decisions(desk: Desk, tmp_path: Path) -> None:
    desk.judge("reject", figure(desk.run(), "courier.txt").id)
    account = desk.run()
    shutil.move(desk.case, tmp_path / "elsewhere")
    shutil.move(desk.folder, tmp_path / "other")
    desk.case, desk.folder = tmp_path / "elsewhere", tmp_path / "other"
    shutil.rmtree(desk.case / "derived")
    assert desk.run().judgements == account.judgements
    assert asked(desk.run()) == asked(account)


def test_rows_of_a_colleagues_file_are_taken_in_as_they_are(desk: Desk, tmp_path: Path) -> None:
    claim = figure(desk.run(), "courier.txt").id
    other = Desk(tmp_path / "theirs")
    other.case = tmp_path / "their-case"
    other.run()
    theirs = other.judge("unsure", claim, by="Borys")
    mine = desk.judge("reject", figure(desk.run(), "herald.txt").id)
    desk.write([*other.rows(), *desk.rows()])
    account = desk.run()
    assert {each.judgement.id for each in account.judgements} == {theirs.id, mine.id}


def test_what_is_not_there_or_not_clear_is_refused(desk: Desk) -> None:
    claim = figure(desk.run(), "courier.txt").id
    for kind, words, problem in (
        ("reject", ("ffffffffffff",), "no such claim or question"),
        ("side", ("Nobody at All", "russia"), "no such source"),
        ("side", ("The Herald", "moon"), "no side of this case"),
        ("slot", (claim, "quote", "x"), "no such slot"),
        ("slot", (claim, "quantity.unit", "furlongs"), "no value"),
        ("slot", (claim, "times.as_of", "last week"), "no value"),
        ("same", (claim, claim), "one thing twice"),
        ("same", (claim,), "takes ONE OTHER"),
    ):
        with pytest.raises(InputError, match=problem):
            desk.judge(kind, *words)
    assert not (desk.case / "decisions.csv").exists()
    with pytest.raises(InputError, match="no such decision"):
        desk.undo()


def test_decisions_made_at_the_same_time_by_two_processes_are_all_kept(desk: Desk) -> None:
    claims = [claim.id for claim in desk.run().claims]
    with ProcessPoolExecutor(2) as people:
        made = list(people.map(_decide_five_times, [desk.case] * 2, ("Ann", "Borys"), [claims] * 2))
    account = desk.run()
    assert {each.judgement.id for each in account.judgements} == {id for ids in made for id in ids}
    assert len(account.judgements) == 10
    assert Record(desk.case).verify().problems == ()


def _decide_five_times(case: Path, by: str, claims: list[str]) -> list[str]:
    kinds = ("reject", "accept", "unsure", "accept", "reject")
    return [
        judge_case(case, kind, (claims[number % len(claims)],), by, f"reason {number}", NOW.replace(minute=number)).id  # type: ignore[arg-type]
        for number, kind in enumerate(kinds)
    ]


def test_a_decision_made_while_a_run_goes_on_waits_for_the_next_run(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = figure(desk.run(), "courier.txt").id
    compare = pipeline_run.reconcile

    def meanwhile(*given: object, **more: object) -> object:
        desk.judge("reject", claim, by="Borys")
        return compare(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline_run, "reconcile", meanwhile)
    assert desk.run().judgements == ()
    monkeypatch.undo()
    assert standings(desk.run()) == [("reject", "acts")]


@pytest.mark.parametrize("cut", ["file", "object", "log"])
def test_a_judge_cut_off_anywhere_is_made_good_by_the_next_run(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, cut: str
) -> None:
    claim = figure(desk.run(), "courier.txt").id

    def killed(*given: object) -> None:
        raise KeyboardInterrupt

    place = {"file": (Judgements, "keep"), "object": (Objects, "add_salt"), "log": (Log, "append")}[cut]
    monkeypatch.setattr(*place, killed)
    with pytest.raises(KeyboardInterrupt):
        desk.judge("reject", claim)
    monkeypatch.undo()
    account = desk.run()
    assert asked(account).left_out == (claim,)
    assert Record(desk.case).verify().problems == ()


def test_history_tells_decisions_and_what_they_moved(desk: Desk) -> None:
    desk.judge("reject", figure(desk.run(), "courier.txt").id, why="a slip of the pen")
    desk.run()
    told = history_text(desk.case, "1", False)
    assert "a slip of the pen" in told
    steps = json.loads(history_text(desk.case, "1", True))["steps"]
    assert {"decision", "account"} <= {step["what"] for step in steps}
    assert any((step.get("run"), step.get("field")) == (2, "relation") for step in steps)


def test_history_says_why_a_finding_moved_by_what_joined_it_and_what_left_it(desk: Desk) -> None:
    (desk.folder / "later.txt").write_text(
        "Ukrainian forces have recaptured 900 square kilometres in Kharkiv oblast since 6 September, Oleh Syniehubov said on Sunday.",
        encoding="utf-8",
    )
    came = figure(desk.run(), "later.txt")
    told = history_text(desk.case, "1", False)
    assert (
        "because 1 claim was new: Syniehubov, later.txt: “Ukrainian forces have recaptured 900 square kilometres"
        in told
    )
    (why,) = [step for step in json.loads(history_text(desk.case, "1", True))["steps"] if step["what"] == "because"]
    assert (why["claims_new"], why["claims_gone"], why["decisions"]) == ([came.id], [], [])
    (desk.folder / "later.txt").unlink()
    desk.run()
    assert "because 1 claim was no longer there" in history_text(desk.case, "1", False)


def test_history_says_that_people_moved_a_finding(desk: Desk) -> None:
    desk.judge("reject", figure(desk.run(), "courier.txt").id)
    desk.run()
    told = history_text(desk.case, "1", False)
    assert "because 1 claim was no longer there: " in told
    assert "people decided: Ann" in told


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("run 1: first answered", "run 2: The claims: was ", "Ann: left out: “")),
        ("uk", ("запуск 1: уперше є відповідь", "запуск 2: ", "Ann: вилучено: «")),
        ("ru", ("запуск 1: впервые есть ответ", "запуск 2: ", "Ann: исключено: «")),
    ],
)
def test_history_speaks_the_language_asked_for(desk: Desk, language: str, words: tuple[str, ...]) -> None:
    desk.judge("reject", figure(desk.run(), "courier.txt").id, why="a slip")
    desk.run()
    told = history_text(desk.case, "1", False, language)
    for each in words:
        assert each in told


def test_a_verdict_on_a_formed_question_follows_it_when_new_reports_move_its_days(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "in")
    (desk.folder / "case.toml").write_text("schema = 1\n" + CASE[CASE.index("[[items]]") :], encoding="utf-8")
    first = formed(desk.run())
    made = desk.judge("accept", f"question:{first.question.id}", why="checked")
    for number, name in enumerate(("ISW", "Zelensky", "the Ministry of Defence of Ukraine", "Zaluzhny")):
        told = f"Ukrainian forces have recaptured about 300 square kilometres in Kharkiv oblast since 3 September, {name} said on Sunday."
        (desk.folder / f"herald-{number}.txt").write_text(told, encoding="utf-8")
    account = desk.run()
    moved = formed(account)
    assert moved.question.id != first.question.id
    assert standings(account) == [("accept", "acts")]
    assert moved.decided_by == ("Ann",)
    assert made.id in moved.judged
    page = next((desk.case / "working" / "questions").glob(f"{moved.question.id[:12]}*")).read_text("utf-8")
    assert "decided when its days were: 6 September 2022" in page


def test_a_side_that_was_taken_back_stays_in_the_history_of_the_questions_it_bore_on(desk: Desk) -> None:
    desk.judge("side", "The Courier", "russia", why="their own page says so")
    desk.run()
    desk.undo()
    desk.run()
    told = history_text(desk.case, "1", False)
    assert "side: Russia: “The Courier” (their own page says so) — superseded" in told
    assert "taken back" in told


def test_of_claims_by_side_history_tells_only_the_sides_that_moved(desk: Desk) -> None:
    desk.judge("side", "the General Staff", "third")
    desk.run()
    told = history_text(desk.case, "1", False)
    assert "Claims by side: Third parties: 0 → 1; Ukraine: general staff: 1 → 0\n" in f"{told}\n"


def test_grades_and_likelihood_are_unknown_until_a_person_judges(desk: Desk) -> None:
    account = desk.run()
    assert account.records == ()
    pages = {path.name: path.read_text("utf-8") for path in (desk.case / "working").rglob("*.html")}
    assert "Nobody has graded a source" in pages["speakers.html"]
    (question,) = [page for page in pages.values() if "What can be printed" in page and "4,700" in page][:1]
    assert "not judged by anybody" in question


def test_a_judged_outcome_makes_a_record_and_changes_no_finding(desk: Desk) -> None:
    before = desk.run()
    claim = figure(before, "herald.txt")
    desk.judge("outcome", claim.id, "refuted", why="maps of the day show less")
    desk.judge("grade", "the General Staff", "d", by="Ben")
    desk.judge("credibility", claim.id, "5")
    desk.judge("likelihood", "1", "very unlikely", why="one volunteer's word")
    account = desk.run()
    (record,) = account.records
    assert (record.topic, record.borne_out, record.refuted, record.open) == ("territory_regained", 0, 1, 0)
    assert [(each.judgement.kind, each.judgement.value) for each in account.judgements] == [
        ("outcome", "refuted"),
        ("grade", "D"),
        ("credibility", "5"),
        ("likelihood", "very_unlikely"),
    ]
    faces = ("relation", "backing", "sides", "origins", "range", "estimates", "decided_by")
    assert [[getattr(each, face) for face in faces] for each in account.findings] == [
        [getattr(each, face) for face in faces] for each in before.findings
    ]
    page = (desk.case / "working" / "speakers.html").read_text("utf-8")
    assert "not usually reliable" in page
    assert "0–79 % borne out" in page
    question = next((desk.case / "working" / "questions").glob("*.html")).read_text("utf-8")
    assert "very unlikely (5–20 %) (decided by Ann)" in question
    assert "turned out: refuted (decided by Ann)" in question
    exported = b"".join(export_chunks(desk.case, "records", "jsonl", "en"))
    assert json.loads(exported)["refuted"] == 1


def test_two_peoples_likelihoods_are_shown_and_neither_acts(desk: Desk) -> None:
    desk.judge("likelihood", "1", "likely")
    desk.judge("likelihood", "1", "remote", by="Ben")
    assert standings(desk.run()) == [("likelihood", "contradicted"), ("likelihood", "contradicted")]
    question = next((desk.case / "working" / "questions").glob("*.html")).read_text("utf-8")
    assert "another person decided otherwise" in question


@pytest.mark.parametrize(
    ("kind", "subject", "value"),
    [
        ("grade", "Oleh Synytskyi", "G"),
        ("likelihood", "1", "probable-ish"),
        ("outcome", "", "true"),
        ("credibility", "", "0"),
    ],
)
def test_a_grade_or_word_there_is_not_is_refused(desk: Desk, kind: str, subject: str, value: str) -> None:
    claim = figure(desk.run(), "courier.txt").id
    with pytest.raises(InputError, match="is no "):
        desk.judge(kind, subject or claim, value)


def test_a_source_goes_by_part_of_its_name_where_it_is_the_only_one(desk: Desk) -> None:
    assert desk.judge("side", "Synytskyi", "ukraine").subjects[0].id.startswith("Oleh Synytskyi")
    with pytest.raises(InputError, match=r"Named here are .*Synytskyi"):
        desk.judge("side", "Oleg Sinitsky", "ukraine")


@pytest.mark.parametrize(
    ("language", "decided", "stands_on", "copy"),
    [
        ("en", "Decided by Ann", "The sources contradict each other", "zvirka publish"),
        ("uk", "Рішення: Ann", "Джерела суперечать одне одному", "zvirka publish"),
        ("ru", "Решение: Ann", "Источники противоречат друг другу", "zvirka publish"),
    ],
)
def test_a_decided_question_is_shown_with_who_decided_and_what_it_stands_on(
    desk: Desk, language: str, decided: str, stands_on: str, copy: str
) -> None:
    desk.run()
    before = show(desk.case, "1", language, False)
    desk.judge("accept", "1")
    desk.run()
    shown = show(desk.case, "1", language, False)
    assert decided not in before
    assert copy not in before
    assert f"\n  {decided}\n  {stands_on}\n" in shown
    assert copy in shown.splitlines()[-1]
    assert not shown.endswith("\n"), "the command ends the last line"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "People decided differently: Ann, Zed; neither acts."),
        ("uk", "Люди вирішили по-різному: Ann, Zed; жодне рішення не діє."),
        ("ru", "Люди решили по-разному: Ann, Zed; ни одно решение не действует."),
    ],
)
def test_people_who_differ_on_a_question_are_named_on_the_terminal(desk: Desk, language: str, told: str) -> None:
    desk.run()
    desk.judge("accept", "1")
    desk.judge("reject", "1", by="Zed")
    result = zvirka.run(desk.folder, desk.case, jobs=1, now=NOW)
    assert f"\n  {told}\n" in result_text(result, language)
    assert f"\n  {told}\n" in show(desk.case, "1", language, False)


def test_people_who_differ_on_a_claim_are_named_with_its_words(desk: Desk) -> None:
    claim = next(each for each in desk.run().claims if "4,700" in each.quote.exact)
    desk.judge("accept", claim.id)
    desk.judge("reject", claim.id, by="Zed")
    desk.run()
    assert re.search(
        "People decided differently on “[^”]*4,700[^”]*”: Ann, Zed; neither acts", show(desk.case, "1", None, False)
    )


def test_a_decision_on_reports_names_the_part_of_the_file() -> None:
    reports = Subject("report", "a", "a", "herald.txt"), Subject("report", "b#d20", "b", "posts.jsonl", "d20")
    assert "— herald.txt; posts.jsonl#d20\n" in judged_text(
        Judgement("not_same", reports, "Ann", "2022-09-20T08:00:00Z")
    )


def test_a_row_that_names_a_question_there_is_not_is_an_issue_and_is_counted(desk: Desk) -> None:
    desk.run()
    (desk.case / "decisions.csv").write_text("kind,subject,by\naccept,99,Zed\n", "utf-8")
    result = zvirka.run(desk.folder, desk.case, jobs=1, now=NOW)
    messages = [each.message for each in result.account.issues if each.code == "judgement_unattached"]
    assert messages == ["Zed decided (accept) on a claim or question that is not in the account: '99'"]
    assert "\n1 decision does not act: what it names is not in the account" in result_text(result, "en")
