"""Whatever a folder holds, every span of every export points at its exact words, and every line is canonical."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import zvirka
from zvirka.model.canonical import canonical_json
from zvirka.model.items import text_digest
from zvirka.pipeline.views import export_chunks

NOW = datetime(2022, 9, 20, 8, tzinfo=UTC)
SENTENCES = (
    "The regional governor said on Saturday that troops had retaken some 340 square kilometres around Izium.",
    "According to a partisan channel, at least 14 tanks were destroyed near Kupiansk overnight.",
    "“We lost two to three kilometres,” a wounded sergeant told the radio, “and nobody asked why.”",
    "Moscow's ministry called it a regrouping; a local paper wrote that 1.2 million hryvnias were stolen.",
    "Nobody knows who holds Lyman.",
    "Голова області заявив у суботу, що військові повернули близько 340 км² під Ізюмом.",
    "За даними партизанського каналу, під Куп’янськом знищено щонайменше 14 танків.",
    "«Ми втратили два-три кілометри», — розповів поранений сержант.",
    "Станом на ранок 9 вересня загинули 5 цивільних, повідомила мерія Балаклії.",
    "Губернатор области сообщил в субботу, что войска вернули около 340 кв. км под Изюмом.",
    "По данным одного канала, под Купянском уничтожено не менее 14 танков Т-80БВМ.",
    "«Мы отступили на 2–3 км», — рассказал раненый сержант.",
    "Минобороны России назвало это перегруппировкой.",
)
NOISE = st.sampled_from(
    [
        "\u0301",
        "\u202e",
        "\u2067\u2069",
        "\u200b",
        "\u2060",
        "👩‍🌾",
        "🇺🇦",
        "\r\n",
        "\r",
        "\n\n",
        "\t",
        "\xa0",
        "\u2028",
        "\x85",
        "\ufeff",
        "\x1b[31m",
        "\x00",
        "{{7*7}}",
        "<b>",
        "&amp;",
        '"',
        "«",
        "’",
        "‘",
        "((",
        "…",
        "½",
        "²",
        "①",
        "1²",
        "٣٤",
        "Ⅻ",
        "𝟑𝟒",
        "ß",
        "İ",
    ]
)
PIECES = st.one_of(
    st.sampled_from(SENTENCES),
    NOISE,
    st.text(min_size=1, max_size=6),
    st.builds(
        lambda s, n, at: s[: at % len(s)] + n + s[at % len(s) :], st.sampled_from(SENTENCES), NOISE, st.integers(0, 200)
    ),
)
TEXTS = st.lists(PIECES, min_size=1, max_size=7).map(" ".join)
EXPORTS = ("claims", "observations", "findings", "links", "issues")


def spans(value: Any) -> Iterator[dict[str, Any]]:
    """All spans anywhere in a plain value."""
    if isinstance(value, dict):
        if value.keys() >= {"start", "end", "exact"}:
            yield value
        for entry in value.values():
            yield from spans(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from spans(entry)


def exported(case: Path, what: Any) -> list[dict[str, Any]]:
    """The records of an export, each line checked to be canonical and to carry its schema."""
    records = []
    for line in b"".join(export_chunks(case, what, "jsonl", "en")).decode("utf-8").split("\n")[:-1]:
        record = json.loads(line)
        assert canonical_json(record) == line
        assert record["schema"] == 1
        records.append(record)
    return records


def write(folder: Path, texts: list[str], posts: list[str]) -> None:
    """Texts as files, posts as report JSONL."""
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_bytes(text.encode("utf-8", "replace"))
    lines = [
        json.dumps({"report_id": f"p{n % 2}", "text": text, "published": "2022-09-12"}) for n, text in enumerate(posts)
    ]
    (folder / "posts.jsonl").write_text("\n".join(lines), encoding="utf-8")


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(st.lists(TEXTS, min_size=1, max_size=4), st.lists(TEXTS, max_size=4))
def test_every_span_of_every_export_is_exact_and_every_id_is_its_own(texts: list[str], posts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "in"
        folder.mkdir()
        write(folder, texts, posts)
        result = zvirka.run(folder, jobs=1, now=NOW)
        by_digest = {text.digest: text.text for text in result.account.texts}
        assert all(text_digest(words) == key for key, words in by_digest.items())
        for what in EXPORTS:
            records = exported(result.case_folder, what)
            ids = [record["id"] for record in records if "id" in record]
            assert len(set(ids)) == len(ids), f"{what}: an id twice"
            for record in records:
                found = list(spans(record))
                assert found or what != "claims", "a claim without exact words"
                told = record.get("text_digest")
                texts_of_it = [by_digest[told]] if told else list(by_digest.values())
                for span in found:
                    start, end, exact = span["start"], span["end"], span["exact"]
                    assert exact
                    assert any(words[start:end] == exact for words in texts_of_it)


def test_the_sentences_without_noise_give_claims_in_each_language(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    write(tmp_path / "in", list(SENTENCES), [])
    account = zvirka.run(tmp_path / "in", jobs=1, now=NOW).account
    assert {claim.language for claim in account.claims if claim.quantity} == {"en", "uk", "ru"}
