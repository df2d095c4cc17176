"""Names of people, organisations and places, as an installed spaCy pipeline finds them. Nothing is downloaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from typing import Any

from zvirka.model.canonical import digest, sha256_hex
from zvirka.model.errors import PluginError
from zvirka.model.items import Text
from zvirka.model.ports import Ask
from zvirka.model.spans import Span
from zvirka.model.suggestions import Name, NameKind, Suggested

NAME = "spacy"
PIPELINES = {"en": "en_core_web_sm", "uk": "uk_core_news_sm", "ru": "ru_core_news_sm"}
"""spaCy's own small pipelines; option `en`, `uk` or `ru` names another, by package or folder."""
KINDS: dict[str, NameKind] = {
    "PERSON": "person",
    "PER": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
}
"""Labels of spaCy's pipelines (OntoNotes 5 for English, WikiNER's for the others) that are names of ours."""
PORTION = 100_000
"""Characters read at once: a tenth of what spaCy refuses (`Language.max_length`), as it holds about 1 GB for 100,000 of them."""


def make(options: Mapping[str, str], ask: Ask) -> SpacyNames:
    """The plug-in of its options: for each language the pipeline to use."""
    unknown = sorted(set(options) - set(PIPELINES))
    if unknown:
        raise PluginError("has no such option", file=NAME, value=unknown[0], remedy=f"It takes {', '.join(PIPELINES)}.")
    try:
        import spacy
    except ImportError as fault:
        raise PluginError(
            f"cannot be loaded ({fault})", file=NAME, remedy="Install it: pip install 'zvirka[spacy]'."
        ) from fault
    pipelines: dict[str, Any] = {}
    for language, package in {**PIPELINES, **options}.items():
        try:
            pipelines[language] = spacy.load(package)
        except (OSError, ValueError, ImportError) as fault:
            if language in options:
                raise PluginError(
                    "cannot load a pipeline",
                    file=NAME,
                    value=package,
                    remedy=f"Install it, or correct {NAME}.{language}.",
                ) from fault
    if not pipelines:
        raise PluginError(
            "finds none of its pipelines installed",
            file=NAME,
            remedy=f"Install one: python -m spacy download {PIPELINES['en']}. Or name one: --plugin {NAME}.en=FOLDER.",
        )
    return SpacyNames(pipelines)


class SpacyNames:
    """Implements PluginPort over pipelines by language. Texts of other languages give nothing."""

    name = NAME

    def __init__(self, pipelines: Mapping[str, Any]) -> None:
        self._pipelines = pipelines
        about = [
            [language, sha256_hex(repr(each.meta).encode("utf-8"))] for language, each in sorted(pipelines.items())
        ]
        code = sha256_hex(resources.files(__package__).joinpath("spacy_names.py").read_bytes())
        self.version = digest(NAME, code, about)[:16]

    def suggest(self, texts: Sequence[Text]) -> list[Suggested]:
        """One Suggested a text, its names in text order."""
        return [Suggested(text.report, names=tuple(self._names(text))) for text in texts]

    def _names(self, text: Text) -> Iterator[Name]:
        pipeline = self._pipelines.get(text.language or "")
        if pipeline is None:
            return
        for start in range(0, len(text.text), PORTION):
            for entity in pipeline(text.text[start : start + PORTION]).ents:
                kind = KINDS.get(entity.label_)
                words = entity.text.strip()
                if kind is not None and words:
                    at = start + entity.start_char + entity.text.index(words)
                    yield Name(Span.of(text.text, at, at + len(words)), kind)
