"""What a page is made of: digests of all records that bear on a claim, a question or a report, so that a page is made again when,
and only when, one of them is another.

To show something new of another record on a page, add that record here; `tests/pipeline/test_working.py` and the trials of decisions
compare every page that was left alone with one made anew.
"""

from __future__ import annotations

from dataclasses import replace

from zvirka.model.account import Account
from zvirka.model.claims import Claim
from zvirka.model.findings import Coverage, Finding
from zvirka.model.items import Text
from zvirka.model.observations import PictureObservation
from zvirka.publish.blocks import DigestOf
from zvirka.publish.index import AccountIndex

_NOTHING = Coverage(0, 0, 0, 0, 0)
COPIES = 12
"""Other reports of one origin that a report's page names."""
ASKED = 4
"""Questions that a claim on a report's page links to."""


class Footing:
    """Digests over one account."""

    def __init__(self, account: Account, index: AccountIndex, digest_of: DigestOf) -> None:
        self._index, self._digest_of = index, digest_of
        sizes = [
            len(next(iter(ids.values()), "")) for ids in (index.short_claim, index.short_report, index.short_question)
        ]
        sides = [each for each in account.judgements if each.judgement.kind == "side"]  # they change words everywhere
        pictured = any(isinstance(each, PictureObservation) for each in account.observations)
        menu = (pictured, index.has_maps, index.has_lists)  # the pages it leads to
        self._everywhere = digest_of("account", account.case, account.time_zone, sizes, sides, menu)
        self._claims: dict[str, str] = {}
        self._abouts: dict[str, Text] = {}

    def claim(self, claim: Claim) -> str:
        """All that any page shows of one claim, but for how it stands to a question."""
        found = self._claims.get(claim.id)
        if found is None:
            index, text = self._index, self._index.text_of(claim)
            found = self._claims[claim.id] = self._digest_of(
                claim,
                self._about(text),
                index.issues_of(claim.id),
                index.decisions_of.get(claim.id),
                index.as_read.get(claim.id),
                [(link, origin, self._about(index.text_of(origin))) for link, origin in index.told_again(claim.id)],
                index.tied(claim.id),
                index.spoken.get(claim.id),
            )
        return found

    def question(self, finding: Finding) -> str:
        """All that the page of a question shows, but for what was searched and how it ranks."""
        index = self._index
        links = index.links_of_question(finding.question.id)
        told = [index.judgements[id] for id in finding.history if id in index.judgements]
        ids = [each.claim for each in finding.claims]
        ids += [*finding.left_out, *(end for link in links for end in (link.left, link.right))]
        ids += [subject.id for each in told for subject in each.judgement.subjects]
        seen = [*finding.observations, *ids]
        seen += [id for found in (*finding.ranges, finding.range) if found is not None for id in found.observations]
        seen += [id for found in finding.backings for id in found.observations]
        plain = replace(finding, searched=_NOTHING, rank=0, rank_reasons=())
        claims = [self.claim(index.claims[id]) for id in dict.fromkeys(ids) if id in index.claims]
        observations = [index.observations[id] for id in dict.fromkeys(seen) if id in index.observations]
        over_time = [index.lives_of.get(finding.question.id), [turn for _, turn in index.turns_of(finding)]]
        return self._digest_of("question", self._everywhere, plain, claims, list(links), observations, told, over_time)

    def report(self, text: Text) -> str:
        """All that the pages of a report show."""
        index = self._index
        claims = index.claims_of_report(text.report)
        questions = [[each.question for each in index.findings_of.get(claim.id, ())[:ASKED]] for claim in claims]
        copies = [self._about(index.texts.get(other)) for other in index.same_origin(text.report)[:COPIES]]
        return self._digest_of(
            "report", self._everywhere, text, [self.claim(each) for each in claims], questions, copies
        )

    def _about(self, text: Text | None) -> Text | None:
        """A report without its words: their digest stands for them."""
        if text is None:
            return None
        if text.report not in self._abouts:
            self._abouts[text.report] = replace(text, text="")
        return self._abouts[text.report]
