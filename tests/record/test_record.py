"""The record keeps every byte and every event, and says so when one is missing or changed."""

from __future__ import annotations

import json
import multiprocessing
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zvirka.model.canonical import canonical_bytes, sha256_hex
from zvirka.model.errors import Damaged, StorageFault
from zvirka.model.items import Item, item_id
from zvirka.record import Record
from zvirka.record.log import FIRST, Log, is_canonical
from zvirka.record.objects import Objects

AT = "2022-09-12T10:00:00Z"


def item_of(data: bytes, path: str = "a.txt") -> Item:
    sha256 = sha256_hex(data)
    return Item(item_id(sha256, path, None, None, None), sha256, path, "text", len(data))


def recorded(folder: Path, *bodies: bytes) -> Record:
    record = Record(folder)
    record.capture(AT, [(item_of(body, f"{number}.txt"), body) for number, body in enumerate(bodies)])
    return record


def test_what_was_captured_is_read_back_unchanged(tmp_path: Path) -> None:
    record = recorded(tmp_path, b"one", b"two")
    assert record.objects.get(sha256_hex(b"one")) == b"one"
    assert record.verify().problems == ()


def test_capturing_again_logs_nothing(tmp_path: Path) -> None:
    recorded(tmp_path, b"one", b"two")
    before = (tmp_path / "log.jsonl").read_bytes()
    recorded(tmp_path, b"one", b"two")
    assert (tmp_path / "log.jsonl").read_bytes() == before


def test_one_object_may_have_several_items(tmp_path: Path) -> None:
    record = recorded(tmp_path, b"same", b"same")
    kept = record.objects.kept(sha256_hex(b"same"))
    assert kept is not None
    assert [item.path for item in sorted(kept.items, key=lambda each: each.path)] == ["0.txt", "1.txt"]
    assert record.verify().problems == ()


def test_a_file_is_kept_without_holding_it_in_memory(tmp_path: Path) -> None:
    file = tmp_path / "large.bin"
    file.write_bytes(b"large" * 1000)
    record = Record(tmp_path / "case")
    item = item_of(file.read_bytes(), "large.bin")
    assert record.capture(AT, [(item, file)]) == 1
    assert record.objects.get(item.object) == file.read_bytes()
    file.write_bytes(b"changed while it was read")
    with pytest.raises(StorageFault, match="not what was read"):
        record.objects.put_file(file, sha256_hex(b"as it was"))


def test_the_log_holds_no_words_and_no_bare_digests(tmp_path: Path) -> None:
    record = recorded(tmp_path, b"secret words")
    log = (tmp_path / "log.jsonl").read_text()
    assert "0.txt" not in log
    assert sha256_hex(b"secret words") not in log
    assert item_of(b"secret words", "0.txt").id not in log
    assert sum(1 for _ in record.log.events()) == 2


def test_a_log_cut_short_is_noticed(tmp_path: Path) -> None:
    recorded(tmp_path, b"one", b"two")
    log = tmp_path / "log.jsonl"
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:-1]))
    assert any("too early" in problem for problem in Record(tmp_path).verify().problems)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_every_flipped_bit_is_noticed(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("case")
    record = recorded(folder, b"some bytes of a report", b"others")
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")
    victim = data.draw(st.sampled_from(files))
    content = bytearray(victim.read_bytes())
    position = data.draw(st.integers(0, len(content) - 1))
    content[position] ^= 1 << data.draw(st.integers(0, 7))
    victim.write_bytes(bytes(content))
    # a flip in the newline that ends the log is a torn tail: the event before it is then missing
    assert Record(folder).verify().problems, f"{victim.name} byte {position}"
    assert record.folder == folder


@pytest.mark.parametrize("suffix", ["", ".salt"])
def test_a_missing_object_or_salt_is_named(tmp_path: Path, suffix: str) -> None:
    record = recorded(tmp_path, b"one")
    sha256 = sha256_hex(b"one")
    record.objects.path(sha256).with_name(sha256 + suffix).unlink()
    assert any(sha256 in problem for problem in record.verify().problems)


def test_an_object_nobody_logged_is_named(tmp_path: Path) -> None:
    record = recorded(tmp_path, b"one")
    record.objects.put(b"slipped in")
    assert any(sha256_hex(b"slipped in") in problem for problem in record.verify().problems)


def test_a_run_killed_before_its_event_is_made_good_by_the_next(tmp_path: Path) -> None:
    record = recorded(tmp_path, b"one")
    item = item_of(b"two", "two.txt")
    record.objects.put(b"two")
    record.objects.add_items(item.object, [item])
    assert record.verify().problems
    assert Record(tmp_path).capture(AT, [(item, b"two")]) == 1
    assert record.verify().problems == ()


def test_a_torn_tail_is_kept_aside_and_said(tmp_path: Path) -> None:
    recorded(tmp_path, b"one")
    log = tmp_path / "log.jsonl"
    log.write_bytes(log.read_bytes() + b'{"half":')
    record = recorded(tmp_path, b"one", b"two")
    kinds = [event["kind"] for event in record.log.events()]
    assert kinds == ["opened", "captured", "recovered", "captured"]
    assert [path.read_bytes() for path in tmp_path.glob("log.torn-*")] == [b'{"half":']


def test_a_changed_line_is_named(tmp_path: Path) -> None:
    recorded(tmp_path, b"one", b"two")
    log = tmp_path / "log.jsonl"
    lines = log.read_text().splitlines()
    event = json.loads(lines[1])
    event["at"] = "2022-09-13T10:00:00Z"
    lines[1] = json.dumps(event, sort_keys=True, separators=(",", ":"))
    log.write_text("\n".join(lines) + "\n")
    with pytest.raises(Damaged, match="line 3"):
        list(Log(log).events())


def append_many(folder: str, name: str) -> None:
    log = Log(Path(folder) / "log.jsonl")
    for number in range(25):
        log.append(AT, [("noted", {"by": name, "number": number})])


def test_two_writers_lose_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=append_many, args=(str(tmp_path), name)) for name in ("a", "b")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    events = list(Log(tmp_path / "log.jsonl").events())
    assert [event["seq"] for event in events] == list(range(50))
    assert events[0]["prev"] == FIRST
    assert sorted((event["by"], event["number"]) for event in events) == [(name, n) for name in "ab" for n in range(25)]


def test_a_derived_table_with_a_flipped_bit_is_made_anew(tmp_path: Path) -> None:
    record = Record(tmp_path)
    table = pa.table({"id": [str(number) for number in range(2000)]})
    record.derived.put("claims", "k", table)
    assert record.derived.get("claims", "k").equals(table)
    path = tmp_path / "derived" / "claims" / "k.parquet"
    content = bytearray(path.read_bytes())
    content[200] ^= 4
    path.write_bytes(bytes(content))
    assert record.derived.get("claims", "k") is None


def held_after(folder: Path) -> list[str]:
    """The paths of what a record opened anew says it holds."""
    return sorted(item.path for item in Record(folder).held())


def captured(folder: Path, *names: str) -> Record:
    """A record of these reports whose table of captures is kept."""
    record = Record(folder)
    record.capture(AT, [(item_of(name.encode(), f"{name}.txt"), name.encode()) for name in names])
    record.keep_held()
    return record


def test_what_was_captured_is_held_without_reading_salts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    captured(tmp_path, "one", "two")
    monkeypatch.setattr(Objects, "kept", lambda self, sha256: pytest.fail("a salt file was read"))
    assert held_after(tmp_path) == ["one.txt", "two.txt"]


def test_an_item_whose_bytes_or_salt_are_gone_or_cut_is_not_held(tmp_path: Path) -> None:
    record = captured(tmp_path, "one", "two", "three", "four")
    paths = {name: record.objects.path(item_of(name.encode(), "x").object) for name in ("one", "two", "three")}
    paths["one"].unlink()
    paths["two"].write_bytes(b"t")
    paths["three"].with_suffix(".salt").unlink()
    assert held_after(tmp_path) == ["four.txt"]


def test_nothing_is_held_by_a_log_that_was_changed_or_by_a_broken_table(tmp_path: Path) -> None:
    captured(tmp_path, "one")
    log, table = tmp_path / "log.jsonl", tmp_path / "derived" / "record" / "captured.parquet"
    before = log.read_bytes()
    log.write_bytes(before.replace(b"opened", b"opener"))
    assert held_after(tmp_path) == []
    log.write_bytes(before)
    assert held_after(tmp_path) == ["one.txt"]
    table.write_bytes(table.read_bytes()[:-9])
    assert held_after(tmp_path) == []


def test_what_others_log_later_does_not_unsay_what_is_held_and_is_not_logged_twice(tmp_path: Path) -> None:
    captured(tmp_path, "one")
    Record(tmp_path).note(AT, "noted", {"number": 1})
    other = Record(tmp_path)
    other.capture(AT, [(item_of(b"two", "two.txt"), b"two")])
    record = Record(tmp_path)
    assert {item.path for item in record.held()} == {"one.txt"}
    both = [(item_of(name, f"{name.decode()}.txt"), name) for name in (b"one", b"two", b"three")]
    assert record.capture(AT, both) == 1
    record.keep_held()
    assert held_after(tmp_path) == ["one.txt", "three.txt", "two.txt"]
    assert Record(tmp_path).verify().problems == ()


def test_a_line_that_is_no_event_behind_what_is_held_is_named(tmp_path: Path) -> None:
    captured(tmp_path, "one")
    with (tmp_path / "log.jsonl").open("ab") as log:
        log.write(b"[]\n")
    with pytest.raises(Damaged, match="line 3"):
        Record(tmp_path).held()


@pytest.mark.parametrize("relied_on", [False, True])
def test_events_of_some_kinds_are_those_among_all(tmp_path: Path, relied_on: bool) -> None:
    record = captured(tmp_path, "one", "two")
    record.note(AT, "noted", {"by": '"kind":"captured"'})
    record.keep_held()
    record.note(AT, "noted", {"by": "later"})
    again = Record(tmp_path)
    if relied_on:
        assert again.held()
    for kinds in (("captured",), ("noted",), ("opened", "noted"), ("judged",)):
        assert list(again.log.events_of(*kinds)) == [event for event in again.log.events() if event["kind"] in kinds]


_FIELDS = st.dictionaries(
    st.text(max_size=3),
    st.one_of(
        st.text(max_size=4),
        st.integers(-(2**60), 2**60),
        st.sampled_from(
            [1.0, 1e22, True, None, "\x7f", "\\", "\u2028", 2**53, [1], ["a", "b"], [["a"]], {"b": 1, "a": 2}]
        ),
        st.lists(st.text(max_size=2), max_size=3),
    ),
    max_size=4,
)


@given(_FIELDS, st.sampled_from(["canonical", "spaced", "unsorted", "escaped"]))
def test_a_line_is_canonical_where_it_is_the_canonical_json_of_its_event(event: dict[str, object], how: str) -> None:
    try:
        whole = canonical_bytes(event)
    except ValueError:
        whole = b""
    line = {
        "canonical": whole,
        "spaced": json.dumps(event, sort_keys=True).encode(),
        "unsorted": json.dumps(dict(reversed(event.items())), separators=(",", ":"), ensure_ascii=False).encode(),
        "escaped": json.dumps(event, sort_keys=True, separators=(",", ":")).encode(),
    }[how]
    assert is_canonical(event, line) == (line == whole and whole != b"")
