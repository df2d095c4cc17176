"""Learns from the example clauses of each language what type of statement a clause is: `make teach`.

Reads packs/languages/<code>/examples/*.txt and writes clause_types.json beside that folder. Examples are passages of our own, a clause
a line as `type<TAB>words`, in the order of the passage, an empty line between passages; lines that begin with # are comments. `nothing` is
a clause that states nothing checkable, `source` words that only name who says it (left out). A second type that a careful reader would
accept stands behind a slash.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, get_args

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from zvirka.extract.clause_types import NOTHING, features_of
from zvirka.extract.reading import TextReader
from zvirka.ground import load_ground
from zvirka.model.claims import StatementType

LANGUAGES = Path(__file__).resolve().parent.parent / "packs" / "languages"
SOURCE = "source"
_STRENGTH = 10.0
"""Inverse of the regularisation (scikit-learn's C): of 1, 3, 10 and 30 the best where one writer's examples are held against another's."""
_LEAST_WEIGHT = 0.02
"""Share of the largest weight under which a feature's weights are left out."""


class Example(NamedTuple):
    """A clause and the types it may have, the likeliest first."""

    types: tuple[str, ...]
    clause: str


def read_passages(files: Iterable[Path]) -> Iterator[list[Example]]:
    """The passages of these files. Raises ValueError naming file and line for what is no such line."""
    known = {*get_args(StatementType), NOTHING, SOURCE}
    for path in files:
        passage: list[Example] = []
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if line.startswith("#"):
                continue
            named, tab, clause = line.partition("\t")
            types = tuple(named.split("/"))
            if not line.strip():
                if passage:
                    yield passage
                passage = []
            elif not tab or not clause.strip() or any(each not in known for each in types):
                raise ValueError(f"{path.name}, line {number}: write a type, a tab and a clause, not {line[:60]!r}")
            else:
                passage.append(Example(types, clause.strip()))
        if passage:
            yield passage


def as_text(passage: Sequence[Example]) -> tuple[str, list[tuple[int, int, Example]]]:
    """A passage as one text, a sentence a clause, with where each clause stands; words of sources left out."""
    text, places = "", []
    for example in passage:
        if example.types == (SOURCE,):
            continue
        clause = example.clause[0].upper() + example.clause[1:]
        places.append((len(text), len(text) + len(clause), example))
        text += clause + ("\n" if clause.endswith((".", "!", "?", "…", ":")) else ".\n")
    return text, places


def seen(reader: TextReader, passages: Iterable[Sequence[Example]]) -> Iterator[tuple[set[str], Example]]:
    """What is seen of each clause, read in its passage."""
    for passage in passages:
        text, places = as_text(passage)
        reading = reader.read(text, None)
        for start, end, example in places:
            first, past = reading.document.tokens.at(start), reading.document.tokens.at(end)
            if first < past:
                yield features_of(reading, reader.statements, first, past), example


def learn(examples: Iterable[tuple[set[str], Example]]) -> dict[str, Any]:
    """The pack section of these examples."""
    rows = [(sorted(features), example.types[0]) for features, example in examples]
    vectorizer = TfidfVectorizer(analyzer=list)
    model = LogisticRegression(C=_STRENGTH, class_weight="balanced", max_iter=1000)
    model.fit(vectorizer.fit_transform([features for features, _ in rows]), [type_ for _, type_ in rows])
    weights = model.coef_.T
    largest = float(np.abs(weights).max())
    kept = np.abs(weights).max(axis=1) >= _LEAST_WEIGHT * largest
    names = vectorizer.get_feature_names_out()[kept]
    step = largest / 127
    return {
        "types": list(model.classes_),
        "bias": [round(float(each), 4) for each in model.intercept_],
        "step": step,
        "features": "\n".join(names),
        "rarity": _packed(np.round(vectorizer.idf_[kept] * 20).clip(1, 255).astype(np.uint8)),
        "weights": _packed(np.round(weights[kept] / step).astype(np.int8)),
    }


def digest_of(files: Iterable[Path]) -> str:
    """What tells whether a section was learnt from these files."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()


def main() -> int:
    """Learns every language's examples anew."""
    ground = load_ground("ukraine")
    for folder in sorted(path for path in LANGUAGES.iterdir() if (path / "examples").is_dir()):
        files = sorted((folder / "examples").glob("*.txt"))
        section = learn(seen(TextReader(ground, folder.name), read_passages(files)))
        document = {"clause_types": {"examples": digest_of(files), **section}}
        (folder / "clause_types.json").write_text(json.dumps(document, ensure_ascii=False, indent=0) + "\n", "utf-8")
        print(
            f"{folder.name}: {section['features'].count(chr(10)) + 1} features of {len(files)} files", file=sys.stderr
        )
    return 0


def _packed(array: Any) -> str:
    return base64.b64encode(zlib.compress(array.tobytes(), 9)).decode("ascii")


if __name__ == "__main__":
    raise SystemExit(main())
