"""What reconcile found out before: one more report makes only its own anew, and the account is that of a run from nothing."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reconcile.hand import ASKED, IZIUM, KYIV, NONE_READ, Folder, ground, maps, said_by
from tests.reconcile.test_laws import built, made_claims
from zvirka.model.case import Case
from zvirka.model.claims import Claim
from zvirka.model.findings import Coverage
from zvirka.model.items import Text
from zvirka.model.judgements import NOTHING_TOLD, Told, pair
from zvirka.model.observations import Observation
from zvirka.pipeline import found_before
from zvirka.pipeline.found_before import SCHEMA, FoundBefore
from zvirka.pipeline.packed import packed
from zvirka.reconcile import Reconciled, reconcile
from zvirka.record import derived as derived_module
from zvirka.record.derived import Derived


def reconciled(
    folder: Folder,
    before: FoundBefore | None,
    told: Told = NOTHING_TOLD,
    seen: Sequence[Observation] = (),
    read: Coverage = NONE_READ,
) -> Reconciled:
    case = Case(questions=(ASKED,))
    return reconcile(case, folder.texts, folder.claims, seen, read, ground(), zone=KYIV, told=told, before=before)


def again(place: Path, folder: Folder, *more: Any) -> tuple[Reconciled, Counter[str]]:
    """Reconciled with what the folder `place` keeps; and what had to be found out, by kind."""
    before = FoundBefore(Derived(place), ground())
    found = reconciled(folder, before, *more)
    before.close()
    return found, before.computed


def people(claims: Sequence[Claim], wanted: Sequence[tuple[str, int, int]]) -> Told:
    """Decisions on claims and reports by their places, modulo how many there are."""
    pairs: dict[str, list[tuple[str, str]]] = {"same": [], "apart": [], "copies": [], "not_copies": [], "reject": []}
    for kind, left, right in wanted:
        one, other = claims[left % len(claims)], claims[right % len(claims)]
        ends = (one.item, other.item) if kind in ("copies", "not_copies") else (one.id, other.id)
        if ends[0] != ends[1]:
            pairs[kind].append(pair(*ends))
    return Told(
        frozenset(left for left, _ in pairs["reject"]), dict.fromkeys(pairs["same"], "Ann"), frozenset(pairs["apart"]),
        dict.fromkeys(pairs["copies"], "Ann"), frozenset(pairs["not_copies"]),
    )  # fmt: skip


decisions = st.tuples(
    st.sampled_from(("same", "apart", "copies", "not_copies", "reject")), st.integers(0, 9), st.integers(0, 9)
)
states = st.tuples(
    st.sets(st.integers(0, 7), min_size=1), st.sets(st.integers(0, 7)), st.lists(decisions, max_size=3), st.booleans()
)
"""Which reports are there, which of them once more, what people decided, whether maps are."""


@settings(max_examples=60, deadline=None)
@given(given_claims=st.lists(made_claims, min_size=2, max_size=8), history=st.lists(states, min_size=2, max_size=4))
def test_after_any_changes_it_is_what_a_run_from_nothing_finds(
    tmp_path_factory: pytest.TempPathFactory, given_claims: list[dict[str, Any]], history: list[Any]
) -> None:
    place = tmp_path_factory.mktemp("kept")
    for number, (there, twice, decided, mapped) in enumerate(history):
        folder = built(given_claims, sorted({index % len(given_claims) for index in there}))
        for index in sorted(twice & there):
            if any(text.item == f"r{index}" for text in folder.texts):
                folder.copy(f"c{index}", f"r{index}")
        told, seen = people(folder.claims, decided), maps() if mapped else ()
        read = Coverage(number, number, number, 0, 0)
        kept, _ = again(place, folder, told, seen, read)
        fresh = reconciled(folder, None, told, seen, read)
        assert kept == fresh
        assert packed(kept) == packed(fresh)
        nothing_new, computed = again(place, folder, told, seen, read)
        assert nothing_new == fresh
        assert not computed


SENTENCES = (
    "Volodymyr saw {n} tanks of the garrison burn behind the mill near the station, he told us on the phone.",
    "Our forces took {n} square kilometres there, the brigade's press office wrote in its evening note.",
    "The mayor said the column left by night and that {n} lorries stood empty at the bridge.",
)


GROUP = 6
TOWNS = Random(5).sample([id for id in sorted(ground().gazetteer.ids) if id.startswith("geonames:")], 200)


def reports(count: int) -> Folder:
    """So many reports by ever other speakers, six of each town and its day, a third of them copied."""
    folder = Folder()
    for number in range(count):
        add(folder, number, number // GROUP)
    return folder


def add(folder: Folder, number: int, town: int) -> None:
    day, kind = town % 20 + 8, number % 3
    words = SENTENCES[kind].format(n=number + 100)
    around = " ".join(f"word{Random(number).randrange(9_000)}x{each}" for each in range(30))
    folder.report(f"r{number:03d}", f"{words} {around}.", date(2022, 9, day))
    folder.claim(
        f"r{number:03d}", words, float(number + 100), by=said_by(f"Speaker {number}", "ukraine"), at=TOWNS[town], as_of=day,
        since=6 if number % 4 == 0 else None, said=day, kind=("territory_regained", "casualties", "strike")[kind],
        unit=("km2", "people", "items")[kind], counted=("area", "people", "items")[kind], event=day if kind == 2 else None,
    )  # fmt: skip
    if kind == 0:
        folder.copy(f"c{number:03d}", f"r{number:03d}")


@pytest.mark.parametrize("later", [150, 151, 152])
def test_one_more_report_makes_as_much_anew_in_a_case_twice_as_large(tmp_path: Path, later: int) -> None:
    computed, all_of_it = [], []
    for count in (30, 60):
        folder = reports(count)
        place = tmp_path / str(count)
        all_of_it.append(again(place, folder)[1])
        add(folder, later, 0)
        found, new = again(place, folder)
        assert found == reconciled(folder, None)
        computed.append(new)
    assert computed[0] == computed[1]
    assert computed[0]["question"] > 0
    assert computed[0]["retold"] > 0
    assert computed[0]["copied"] == int(later % 3 == 0)
    assert all_of_it[1]["question"] > all_of_it[0]["question"] > computed[0]["question"]
    assert all_of_it[1]["retold"] > all_of_it[0]["retold"] > computed[0]["retold"]


def test_a_report_that_bears_on_nothing_makes_no_question_anew(tmp_path: Path) -> None:
    folder = reports(12)
    again(tmp_path, folder)
    folder.report("quiet", "It rained over the market and people stood in line for bread.")
    found, computed = again(tmp_path, folder, NOTHING_TOLD, (), Coverage(9, 9, 9, 0, 0))
    assert not computed
    assert {finding.searched.reports for finding in found.findings} == {9}


def test_a_map_more_makes_every_question_anew(tmp_path: Path) -> None:
    folder = reports(12)
    before, _ = again(tmp_path, folder, NOTHING_TOLD, maps()[:-1])
    found, computed = again(tmp_path, folder, NOTHING_TOLD, maps())
    assert computed["question"] == len(found.findings) == len(before.findings)
    assert found == reconciled(folder, None, NOTHING_TOLD, maps())


def tables(place: Path) -> list[Path]:
    return sorted(place.rglob("*.parquet"))


def other_relation(place: Path) -> None:
    """Somebody writes other answers under the digests that ours have."""
    for path in tables(place):
        rows = pq.read_table(path).to_pylist()
        for row in rows:
            row["json"] = row["json"].replace('"relation":"', '"relation":"agree","was":"')
        pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), path, write_page_checksum=True)


def sealed_anew(place: Path) -> None:
    """The same, with seals that give the digests of what is there now, as whoever packs a folder for others could write."""
    other_relation(place)
    for path in place.rglob("seals.json"):
        table = Derived(place)
        stage = path.parent.relative_to(place).as_posix()
        for each in tables(place):
            table.put_sealed(stage, each.stem, pq.read_table(each))


def flipped(place: Path) -> None:
    for path in tables(place):
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(bytes(data))


def cut(place: Path) -> None:
    for path in tables(place):
        path.write_bytes(path.read_bytes()[:90])


def no_seals(place: Path) -> None:
    for path in place.rglob("seals.json"):
        path.unlink()


def strange_seals(place: Path) -> None:
    for path, words in zip(place.rglob("seals.json"), ('{"../../x": [1], "y": null}', "[" * 9_000), strict=False):
        path.write_text(words, encoding="utf-8")


@pytest.mark.parametrize("damage", [other_relation, flipped, cut, no_seals, strange_seals, shutil.rmtree])
def test_what_does_not_stand_as_it_was_written_is_found_out_anew(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    folder = reports(12)
    found, computed = again(tmp_path / "kept", folder)
    damage(tmp_path / "kept")
    after, anew = again(tmp_path / "kept", folder)
    assert after == found
    assert anew == computed
    assert not again(tmp_path / "kept", folder)[1]


@pytest.mark.parametrize("forged", [lambda place: None, sealed_anew])
def test_a_folder_that_came_from_elsewhere_brings_no_answers_along(
    tmp_path: Path, forged: Callable[[Path], None]
) -> None:
    folder = reports(12)
    found, computed = again(tmp_path / "theirs", folder)
    forged(tmp_path / "theirs")
    shutil.copytree(tmp_path / "theirs", tmp_path / "ours", copy_function=shutil.copy2)
    after, anew = again(tmp_path / "ours", folder)
    assert after == found
    assert anew == computed


def test_answers_of_another_version_are_not_used_and_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = reports(12)
    _, computed = again(tmp_path, folder)
    monkeypatch.setattr(found_before, "code_version", lambda *packages: "other")
    assert again(tmp_path, folder)[1] == computed
    assert len(list((tmp_path / found_before.STAGE).iterdir())) == 1


def test_a_run_killed_at_any_write_leaves_what_the_next_one_can_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = reports(12)
    fresh, all_of_it = reconciled(folder, None), again(tmp_path / "whole", folder)[1]
    write = derived_module.write_whole
    for writes in range(2):
        for before in (True, False):
            place, left = tmp_path / f"{writes}{before}", [writes]

            def dies(path: Path, data: bytes, left: list[int] = left, before: bool = before) -> None:
                if left[0] == 0 and before:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.with_name(f".{path.name}.partly").write_bytes(data[:40])
                    raise KeyboardInterrupt
                write(path, data)
                left[0] -= 1
                if left[0] < 0:
                    raise KeyboardInterrupt

            with monkeypatch.context() as patched:
                patched.setattr(derived_module, "write_whole", dies)
                with pytest.raises(KeyboardInterrupt):
                    again(place, folder)
            found, computed = again(place, folder)
            assert found == fresh
            assert computed == (Counter() if (writes, before) == (1, False) else all_of_it)


def test_many_runs_leave_few_tables_that_hold_what_is_used(tmp_path: Path) -> None:
    folder = reports(6)
    for number in range(found_before.MOST_SEGMENTS + 2):
        folder.report(f"x{number}", "x")
        add(folder, 200 + number, number)
        again(tmp_path, folder)
    assert len(tables(tmp_path)) <= found_before.MOST_SEGMENTS
    assert not again(tmp_path, folder)[1]


def test_what_json_does_not_give_back_is_not_kept(tmp_path: Path) -> None:
    before = FoundBefore(Derived(tmp_path), ground())
    before.keep("kind", "endless", float, float("inf"))
    before.keep("kind", "finite", float, 0.5)
    before.close()
    after = FoundBefore(Derived(tmp_path), ground())
    assert after.recall("kind", "endless", float) is None
    assert after.recall("kind", "finite", float) == 0.5
    assert after.recall("kind", "finite", str) is None


@pytest.mark.parametrize("field", ["language", "published", "text"])
def test_a_report_that_changes_is_compared_anew(tmp_path: Path, field: str) -> None:
    folder = Folder()
    told = (
        "Anna Koval of Izium saw 17 lorries cross the Oskil at dawn on 8 September and told the mayor Pavlo Hrytsenko. "
    )
    for key, words in (("a", told + "It was cold."), ("b", "Later she repeated: " + told)):
        folder.claim(key, words, kind="sighting", at=IZIUM, event=8, by=said_by("Anna Koval"))
    again(tmp_path, folder)
    changes: dict[str, Any] = {
        "language": "uk", "published": replace(folder.texts[0].published, day=date(2022, 9, 8) + timedelta(days=20)),  # type: ignore[type-var]
        "text": "Nobody saw anything in Izium.",
    }  # fmt: skip
    changed: Text = replace(folder.texts[0], **{field: changes[field]})
    folder.texts[0] = replace(changed, digest="0" * 64) if field == "text" else changed
    assert again(tmp_path, folder)[0] == reconciled(folder, None)
