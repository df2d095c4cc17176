"""Redaction is by allow-list: it names every field of every record, and whoever adds one is asked."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import pytest

from tests.publish.edition.making import edition_of, keyed
from tests.publish.kharkiv import Kharkiv
from zvirka.ground import Ground
from zvirka.model.account import Account
from zvirka.model.canonical import canonical_bytes, canonical_json
from zvirka.model.claims import Claim
from zvirka.model.findings import ClaimBacking, ClaimScope, Estimate, Finding, LinkReason, Range
from zvirka.model.items import Item, Text
from zvirka.model.observations import (
    AreaObservation,
    CountObservation,
    DisagreementObservation,
    LossObservation,
    PictureObservation,
    RevisionObservation,
    StatusObservation,
)
from zvirka.model.sources import Attribution
from zvirka.model.wire import to_canonical, to_plain

DECIDED = {
    Account: (
        "case time_zone items texts claims observations findings links issues origins coverage changes before judgements as_read "
        "relevance ledger terms speeches lives records"
    ),
    Item: "id object path media size_bytes",
    Text: (
        "item fragment path text digest language published address voice reader known position marks author forwarded_from reply_to "
        "edited media dated"
    ),
    Claim: (
        "id item path fragment text_digest language type label polarity modality literal presupposed actor target equipment quote voice "
        "attribution hedges quantity places times extractor reasons"
    ),
    Attribution: "name kind side named at_least medium commitment carried quote cue",
    AreaObservation: (
        "id source holder place boundary as_of since held_km2 unknown_km2 regained_low_km2 regained_high_km2 lost_km2 method items address "
        "previous gained_km2 given_up_km2 redrawn aside"
    ),
    DisagreementObservation: (
        "id first second holder place boundary day first_at second_at both_km2 only_first_km2 only_second_km2 items"
    ),
    CountObservation: "id source owner cls status day total increment date_basis rows items",
    LossObservation: (
        "id source owner cls model model_as_written status count day date_basis place place_as_written lon lat evidence row number items"
    ),
    RevisionObservation: "id source owner cls cls_as_written status day before_at after_at before after lowered note items",
    PictureObservation: "id path object format outcome reason width height seconds at_s pdq says items on_screen_by on_screen",
    StatusObservation: "id source place place_as_written lon lat status holder as_of address row items",
    Finding: (
        "id question relation backing sides origins reports differing range ranges by_side claims backings observations highlights rank "
        "rank_reasons searched judged history decided_by left_out estimates admissions"
    ),
    ClaimScope: "claim scope differs_in unknown_in reasons",
    Estimate: "method low best high unit as_of coverage origins refused claims",
    ClaimBacking: "claim backing at low high fits_on observations reasons",
    Range: "low best high unit as_of method source observations",
}
"""Fields somebody has decided about. One that is not here must be looked at in `publish/edition/redact.py`: may it be given out?"""


@pytest.mark.parametrize("kind", DECIDED, ids=lambda kind: kind.__name__)
def test_every_field_was_decided_about(kind: type) -> None:
    assert [field.name for field in fields(kind)] == DECIDED[kind].split()


def accepted(language: str = "en") -> Kharkiv:
    """The example, with its area and border findings accepted."""
    made = Kharkiv(language)
    for finding in (made.area_finding, made.border_finding):
        made.findings.remove(finding)
        made.finding(finding.question, decided_by=["Ann Editor"])
        told = made.findings.pop()
        made.findings.append(replace(finding, judged=told.judged, history=told.history, decided_by=told.decided_by))
    return made


def test_only_what_bears_on_accepted_findings_is_left(ground: Ground) -> None:
    made = accepted()
    account = edition_of(made.account(), ground).account
    wanted = {each.claim for finding in (made.area_finding, made.border_finding) for each in finding.claims}
    assert {claim.id for claim in account.claims} == {keyed(id) for id in wanted}
    assert len(account.findings) == 2
    assert "Belgorod" not in "".join(text.text for text in account.texts)


def test_every_span_still_points_at_its_words(ground: Ground) -> None:
    account = edition_of(accepted().account(), ground).account
    texts = {text.report: text.text for text in account.texts}
    for claim in account.claims:
        assert texts[claim.item][claim.quote.start : claim.quote.end] == claim.quote.exact


def test_a_content_is_the_canonical_json_of_its_records(ground: Ground) -> None:
    """Written in one go, it is what RFC 8785 asks for to the byte."""
    edition = edition_of(accepted().account(), ground)
    assert edition.content == canonical_bytes(json.loads(edition.content))
    account = edition.account
    for record in (
        account,
        *account.claims,
        *account.findings,
        *account.links,
        *account.observations,
        {},
        {"ё": [(), 1e21]},
    ):
        assert to_canonical(record) == canonical_json(to_plain(record))


def test_all_ids_lead_somewhere(ground: Ground) -> None:
    """Claims, observations and reports that a finding or a link names are in the edition."""
    account = edition_of(accepted().account(), ground).account
    claims, seen = {each.id for each in account.claims}, {each.id for each in account.observations}
    reports = {text.report for text in account.texts}
    for finding in account.findings:
        assert {each.claim for each in finding.claims} <= claims
        assert {*finding.highlights, *(id for view in finding.by_side for id in view.claims)} <= claims
        assert set(finding.observations) <= seen
        assert set(finding.judged) <= {each.judgement.id for each in account.judgements}
    assert {end for link in account.links for end in (link.left, link.right)} <= claims | seen | reports


def test_the_same_account_gives_the_same_digest_at_any_time(ground: Ground) -> None:
    made = accepted().account()
    first, second = edition_of(made, ground), edition_of(made, ground)
    assert first.digest == second.digest
    assert edition_of(replace(made, findings=made.findings[:-1]), ground).digest != first.digest


def test_of_what_was_read_into_a_claim_figures_and_units_go_out_and_words_stay(ground: Ground) -> None:
    made = accepted()
    at = made.findings.index(next(each for each in made.findings if each.decided_by and each.claims))
    told = (("claim", "0123abc"), ("high", "7700"), ("low", "6750"), ("speaker", "Ann Private"), ("unit", "km2"))
    first, *rest = made.findings[at].claims
    read = replace(first, reasons=(LinkReason("ratio_of", told),))
    made.findings[at] = replace(made.findings[at], claims=(read, *rest))
    account = edition_of(made.account(), ground).account
    reasons = [reason for finding in account.findings for each in finding.claims for reason in each.reasons]
    assert reasons == [LinkReason("ratio_of", (("high", "7700"), ("low", "6750"), ("unit", "km2")))]
