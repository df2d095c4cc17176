"""The words of a language pack that attribution needs, made ready (pack section `attribution`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from zvirka.extract.tokens import Lexicon, word_set
from zvirka.model.claims import Modality
from zvirka.model.sources import Commitment, SourceKind


@dataclass(frozen=True, slots=True)
class Cue:
    """What the pack says of a cue. frames: clause, inverted, thought, infinitive, object. subject: for references.

    modality: how what is said is meant where the verb tells ("plans to", "demanded that"). type: which statement the words are
    where none of their own words tells ("expects that …" is an assessment, "called for …" a position); "" for none.
    """

    commitment: Commitment
    frames: tuple[str, ...]
    subject: str = ""
    modality: Modality = "asserted"
    type: str = ""


class Words:
    """The closed classes of a language by name; a class the pack does not list is empty."""

    def __init__(self, section: Mapping[str, Any]) -> None:
        self.sets = defaultdict(frozenset[str], {name: word_set(words) for name, words in section.items()})
        self.adverb_endings = tuple(section.get("adverb_endings", ()))
        self.participle_endings = tuple(section.get("participle_endings", ()))
        self.verb_endings = tuple(section.get("verb_endings", ()))
        self.oblique_endings = tuple(section.get("oblique_endings", ())) or ("\0",)
        self.dative_endings = tuple(section.get("dative_endings", ()))
        self.oblique_names = tuple(section.get("oblique_names", ())) or ("\0",)

        self.governed_endings = tuple(section.get("governed_endings", ())) or ("\0",)
        self.object_endings = tuple(section.get("object_endings", ())) or ("\0",)
        self.plural_nouns = tuple(section.get("plural_nouns", ())) or ("\0",)
        self.gerund_endings = tuple(section.get("gerund_endings", ())) or ("\0",)
        self.singular_verbs = tuple(section.get("singular_verbs", ())) or ("\0",)
        self.past_endings = tuple(section.get("past_endings", ())) or ("\0",)
        self.plural_endings = tuple(section.get("plural_endings", ())) or ("\0",)
        self.adjective_endings = tuple(section.get("adjective_endings", ()))
        self.patronymic_endings = tuple(section.get("patronymic_endings", ()))
        self.impersonal_endings = tuple(section.get("impersonal_endings", ())) or ("\0",)
        self.doer_endings = tuple(section.get("doer_endings", ())) or ("\0",)
        self.only_infinitive = tuple(section.get("only_infinitive", ())) or ("\0",)
        self.infinitive_endings = tuple(section.get("infinitive_endings", ())) or ("\0",)

    def is_a(self, name: str, word: str) -> bool:
        """Whether a folded word belongs to the class."""
        return word in self.sets[name]

    def skipped(self, word: str) -> bool:
        """Whether a word may stand between a source and its verb."""
        return self.is_a("auxiliary", word) or self.adverb(word)

    def adverb(self, word: str) -> bool:
        """Whether a word only colours a verb."""
        return self.is_a("adverb", word) or (len(word) > 4 and word.endswith(self.adverb_endings or ("\0",)))

    def infinitive(self, word: str) -> bool:
        """Whether a word opens or is an infinitive."""
        return self.is_a("infinitive", word) or (len(word) > 3 and word.endswith(self.infinitive_endings))

    def verbal(self, word: str) -> bool:
        """Whether a word can hardly belong to a noun phrase."""
        return self.is_a("verb_like", word) or (len(word) > 4 and word.endswith(self.verb_endings or ("\0",)))


class CuePack:
    """All cue lexicons of a language."""

    def __init__(self, pack: Mapping[str, Any]) -> None:
        section = pack.get("attribution", {})
        self.words = Words(section.get("words", {}))
        self.abbreviations = word_set(pack.get("sentences", {}).get("abbreviations", ()))
        self.verbs = Lexicon(_cues(section.get("cues", ())))
        self.prepositions = Lexicon(_cues(section.get("prepositions", ())))
        self.references = Lexicon(_cues(section.get("references", ())))
        self.unnamed = Lexicon(_cues(section.get("unnamed", ())))
        self.nouns = Lexicon(_cues(section.get("nouns", ())))
        outlets = section.get("outlets", {}).get("words", ())
        self.kinds: Lexicon[tuple[int, SourceKind]] = Lexicon(
            (word, (rank, row["kind"]))
            for rank, row in enumerate(({"kind": "media", "words": outlets}, *section.get("kinds", ())))
            for word in row["words"]
        )
        self.press = Lexicon((word, row["country"]) for row in section.get("press", ()) for word in row["words"])
        self.given_names = Lexicon((word, True) for word in section.get("given_names", {}).get("words", ()))
        self.described = Lexicon((word, True) for word in section.get("described", {}).get("words", ()))
        self.at_least = Lexicon((word, row["count"]) for row in section.get("at_least", ()) for word in row["words"])
        media = section.get("media", {})
        self.media = Lexicon((word, True) for word in media.get("words", ()))
        self.media_where = word_set(media.get("where", ()))
        self.venues = Lexicon((word, True) for word in section.get("venues", {}).get("words", ()))
        self.bodies = Lexicon((word, True) for word in section.get("bodies", {}).get("words", ()))
        self.third = Lexicon((word, True) for word in (*section.get("third", {}).get("words", ()), *outlets))
        self.armed = Lexicon((word, True) for word in section.get("armed", {}).get("words", ()))
        self.local = Lexicon((word, True) for word in section.get("local", {}).get("words", ()))
        self.quoted_by = Lexicon((word, True) for word in section.get("quoted_by", {}).get("words", ()))
        self.asked = Lexicon((word, True) for word in section.get("asked", {}).get("words", ()))
        self.among = Lexicon((word, True) for word in section.get("among", {}).get("words", ()))
        self.one_of = Lexicon((word, True) for word in section.get("one_of", {}).get("words", ()))
        self.opponent = Lexicon((word, True) for word in section.get("opponent", {}).get("words", ()))
        self.comrade = Lexicon((word, True) for word in section.get("comrade", {}).get("words", ()))
        self.apart = Lexicon((word, True) for word in section.get("apart", {}).get("words", ()))
        self.abroad = Lexicon((word, True) for word in section.get("abroad", {}).get("words", ()))
        self.through = Lexicon(_cues(section.get("through", ())))
        self.behind = Lexicon(_cues(section.get("behind", ())))
        self.relays = Lexicon(_cues(section.get("relays", ())))
        self.home_country: str = section.get("home", {}).get("country", "")
        self.speaker = word_set(section.get("self", {}).get("words", ()))
        parallel = section.get("parallel", {})
        self.both = word_set(parallel.get("words", ()))
        self.both_joiner = word_set(parallel.get("joiner", ()))


def _cues(rows: Iterable[Mapping[str, Any]]) -> Iterable[tuple[str, Cue]]:
    for row in rows:
        cue = Cue(
            row["commitment"],
            tuple(row.get("frames", ())),
            row.get("subject", ""),
            row.get("modality", "asserted"),
            row.get("type", ""),
        )
        for word in row["words"]:
            yield word, cue
