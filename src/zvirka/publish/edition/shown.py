"""What several exports say of an edition in words: sentences, names, standings, addresses."""

from __future__ import annotations

from functools import cached_property

from zvirka.ground.ground import Ground
from zvirka.model.claims import Claim
from zvirka.model.findings import ClaimBacking, ClaimScope, Finding
from zvirka.publish.edition.edition import Edition
from zvirka.publish.index import AccountIndex
from zvirka.publish.sentences import composed
from zvirka.publish.speakers import listed_name, speaker
from zvirka.publish.views import Views
from zvirka.publish.words import LANGUAGES, Words


class Shown:
    """An edition in the language of its case. root: the address of its folder, absolute if the case says where it is published."""

    def __init__(self, edition: Edition, ground: Ground) -> None:
        self.edition = edition
        self.index = AccountIndex(edition.account)
        languages = {code: Words(ground, code, edition.account.time_zone) for code in LANGUAGES}
        self.words = languages.get(edition.account.case.language, languages["en"])
        self.views = Views(self.index, self.words, languages)
        self.root = f"{edition.base}{edition.address}" if edition.base else ""

    def address(self, finding: Finding) -> str:
        """Where the reader shows a finding."""
        return f"{self.root}{self.words.language}/questions/{self.index.short_question[finding.question.id]}.html"

    def marked(self, claim: Claim) -> str:
        """Where the reader shows the words of a claim marked."""
        return f"{self.root}{self.words.language}/{self.views.claim_href(claim, '') or 'index.html'}"

    @cached_property
    def _sentences(self) -> dict[str, str]:
        return {each.id: composed(each, self.index, self.words).text for each in self.edition.account.findings}

    def sentence(self, finding: Finding) -> str:
        """The printable sentence."""
        return self._sentences[finding.id]

    def title(self, finding: Finding) -> str:
        """The question in words."""
        return self.views.title(finding.question)

    def who(self, claim: Claim) -> str:
        """The closest source of a claim, as lists print it."""
        return listed_name(speaker(claim, self.words), self.words)

    def standing(self, scope: ClaimScope, backing: ClaimBacking | None) -> str:
        """How a claim stands to its question, in words: what evidence shows, and in what it differs."""
        told = []
        if backing is not None and backing.backing in ("fits", "outside", "partly"):
            told.append(self.words.say(f"backing_{backing.backing}"))
        if scope.scope == "differs":
            names = ", ".join(self.words.say(f"dimension_{name}") for name in scope.differs_in)
            told.append(self.words.say("scope_differs", dimensions=names))
        return "; ".join(told)

    def bears_on(self, claim: Claim) -> list[str]:
        """The questions a claim bears on, in words."""
        return [self.title(finding) for finding in self.index.findings_of.get(claim.id, ())]
