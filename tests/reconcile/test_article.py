"""The example of DESIGN section 1, with claims made by hand."""

from __future__ import annotations

import pytest

from tests.reconcile.hand import (
    BELGOROD,
    IZIUM,
    KHARKIV,
    RUSSIA,
    UKRAINE,
    Folder,
    asked_finding,
    ground,
    loss,
    maps,
    place,
    said_by,
    sept,
)
from zvirka.model.claims import EquipmentSlot
from zvirka.model.findings import Finding, status
from zvirka.model.spans import Span
from zvirka.reconcile import compare


@pytest.fixture
def folder() -> Folder:
    """The article of 12 September alone: two figures side by side."""
    made = Folder()
    made.report("article", "They won back 2,500 as a careful guess. A deputy minister spoke of some 6,000.")
    made.claim("article", "won back 2,500", 2500, "conservative", as_of=10)
    made.claim(
        "article",
        "some 6,000",
        6000,
        "closer_to",
        by=said_by("Ukraine's Deputy Defense Minister", "ukraine", named=False),
    )
    return made


def widened(folder: Folder) -> Folder:
    """The same with the sources' own words beside it."""
    folder.claim(
        "isw", "about 2,500 in the region", 2500, "about", by=said_by("ISW", "third"), as_of=9, since=6, said=9
    )
    folder.claim(
        "post",
        "almost 6,000 of our country",
        6000,
        "nearly",
        by=said_by("Hanna Maliar", "ukraine"),
        at=UKRAINE,
        said=12,
    )
    folder.claim("late", "about 8,500 freed", 8500, "about", by=said_by("Hanna Maliar", "ukraine"), since=6, said=14)
    folder.claim("essay", "10,000 were freed", 10_000, by=said_by("An Essayist", "third"), since=8, as_of=11, said=21)
    return folder


def backing(finding: Finding, claim: str) -> tuple[str, float | None, float | None]:
    found = next(entry for entry in finding.backings if entry.claim == claim)
    return found.backing, found.low, found.high


def test_the_articles_two_figures_differ_in_as_of_only_also_when_it_is_the_only_report(folder: Folder) -> None:
    found = folder.reconcile()
    link = next(link for link in found.links if {link.left, link.right} == {claim.id for claim in folder.claims})
    assert (link.kind, link.differs_in) == ("differs_in_scope", ("as_of",))
    assert asked_finding(found).relation != "conflict"


def test_beside_the_ministers_own_post_they_differ_in_place_too(folder: Folder) -> None:
    widened(folder)
    relation = compare(folder.view(folder.claims[0]), folder.view(folder.claims[3]), ground())
    assert (relation.kind, relation.differs_in) == ("differs_in_scope", ("as_of", "place"))


def test_the_articles_6000_and_the_ministers_post_are_one_utterance(folder: Folder) -> None:
    widened(folder)
    relation = compare(folder.view(folder.claims[1]), folder.view(folder.claims[3]), ground())
    assert (relation.kind, relation.differs_in) == ("same_origin", ("place",))


def test_of_two_figures_of_one_speaker_in_one_scope_the_later_supersedes() -> None:
    folder = Folder()
    early = folder.claim("a", "2,000 by then", 2000, by=said_by("Zelensky", "ukraine"), since=1, said=10)
    late = folder.claim("b", "6,000 by then", 6000, by=said_by("Zelensky", "ukraine"), since=1, said=12)
    relation = compare(folder.view(early), folder.view(late), ground())
    assert (relation.kind, relation.later, relation.differs_in) == ("supersedes", late.id, ("as_of",))


def test_3800_stabilised_and_8500_differ_in_as_of_and_definition() -> None:
    folder = Folder()
    part = folder.claim("a", "3,800 were stabilised", 3800, since=6, said=13, definition="stabilised")
    full = folder.claim("b", "8,500 freed", 8500, "about", since=6, said=14)
    relation = compare(folder.view(part), folder.view(full), ground())
    assert (relation.kind, relation.differs_in) == ("differs_in_scope", ("as_of", "definition"))


def test_2500_of_9_september_is_outside_the_maps_and_borne_out_on_the_10th(folder: Folder) -> None:
    finding = asked_finding(widened(folder).reconcile(maps()))
    isw = folder.claims[2].id
    assert backing(finding, isw) == ("outside", 768.6, 1981.5)
    runs = next(entry for entry in finding.backings if entry.claim == isw).fits_on
    assert [(run.source, str(run.first), str(run.last)) for run in runs] == [
        ("DeepState", "2022-09-10T21:49:47Z", "2022-09-10T21:49:47Z")
    ]


def test_2500_as_of_10_september_fits(folder: Folder) -> None:
    assert backing(asked_finding(folder.reconcile(maps())), folder.claims[0].id)[0] == "fits"


def test_10000_by_11_september_is_outside_every_map(folder: Folder) -> None:
    finding = asked_finding(widened(folder).reconcile(maps()))
    found = next(entry for entry in finding.backings if entry.claim == folder.claims[5].id)
    assert (found.backing, found.fits_on) == ("outside", ())


def test_8500_of_14_september_fits(folder: Folder) -> None:
    assert backing(asked_finding(widened(folder).reconcile(maps())), folder.claims[4].id) == ("fits", 8145.5, 8650.2)


def test_a_figure_for_the_whole_country_is_bounded_by_the_oblasts_maps_but_not_judged(folder: Folder) -> None:
    assert backing(asked_finding(widened(folder).reconcile(maps())), folder.claims[3].id)[0] == "cannot_tell"


def test_the_figures_to_explain_are_the_articles_two_by_their_best_named_sources(folder: Folder) -> None:
    finding = asked_finding(widened(folder).reconcile(maps()))
    assert finding.highlights == (folder.claims[2].id, folder.claims[3].id)


def test_the_printed_range_is_of_maps_published_by_the_evening_of_the_later_figures_day(folder: Folder) -> None:
    finding = asked_finding(widened(folder).reconcile(maps()))
    assert finding.range is not None
    assert (finding.range.low, finding.range.high, str(finding.range.as_of)) == (7054.1, 8584.2, "2022-09-12T16:06:55Z")
    assert {entry.source for entry in finding.ranges} == {"DeepState", "ISW", "Liveuamap"}


def test_the_same_number_in_square_metres_is_a_suspected_slip() -> None:
    folder = Folder()
    folder.claim("right", "3,800 square kilometres", 3800, by=said_by("Hanna Maliar", "ukraine"), since=6, said=13)
    slip = folder.claim(
        "slip", "3,800 square metres", 3800, unit="m2", by=said_by("Hanna Maliar", "ukraine"), since=6, said=13
    )
    found = folder.reconcile(maps())
    assert [(issue.code, issue.claim) for issue in found.issues] == [("unit_suspect", slip.id)]
    link = next(link for link in found.links if slip.id in (link.left, link.right))
    assert (link.kind, link.differs_in) == ("differs_in_scope", ("unit",))
    scope = next(entry for entry in asked_finding(found).claims if entry.claim == slip.id)
    assert scope.differs_in == ("unit",)
    assert backing(asked_finding(found), slip.id)[0] == "cannot_tell"


def test_3000_km2_printed_as_2000_square_miles_is_a_suspected_slip() -> None:
    folder = Folder()
    folder.claim(
        "right", "over 3,000", 3000, "at_least", by=said_by("Zaluzhnyi", "ukraine"), at=UKRAINE, since=1, said=11
    )
    slip = folder.claim(
        "slip",
        "almost 2,000 square miles",
        1500,
        "at_most",
        unit="mi2",
        by=said_by("Zaluzhnyi", "ukraine"),
        at=UKRAINE,
        said=11,
    )
    assert compare(folder.view(folder.claims[0]), folder.view(slip), ground()).slip is None, (
        "1,500 square miles may be over 3,000 km²"
    )
    as_length = folder.claim(
        "length",
        "almost 2,000 of them",
        2000,
        "nearly",
        unit="mi2",
        by=said_by("Zaluzhnyi", "ukraine"),
        at=UKRAINE,
        said=11,
    )
    assert compare(folder.view(folder.claims[0]), folder.view(as_length), ground()).slip == as_length.id, (
        "3,000 kilometres are 1,864 miles"
    )
    low = folder.claim(
        "low", "some 900 square miles", 900, unit="mi2", by=said_by("Zaluzhnyi", "ukraine"), at=UKRAINE, said=11
    )
    assert compare(folder.view(folder.claims[0]), folder.view(low), ground()).slip == low.id


def test_that_the_whole_oblast_was_left_is_outside_the_maps() -> None:
    folder = Folder()
    words = "the rest of the army was driven over the border"
    folder.claim(
        "a",
        words,
        kind="withdrawal",
        actor="russia",
        at=[place(KHARKIV, "at"), place(RUSSIA, "to")],
        by=said_by("sources", "russia", named=False),
    )
    finding = next(
        entry for entry in folder.reconcile(maps(), asked=()).findings if entry.question.measure == "withdrawal"
    )
    assert (finding.backing, status(finding)) == ("outside", "outside")
    assert backing(finding, folder.claims[0].id) == ("outside", 1638.8, 2059.1)


@pytest.mark.parametrize(
    "words", ["almost the whole army was driven over the border", "troops left in places", "they began to leave"]
)
def test_words_that_limit_a_withdrawal_keep_it_from_being_of_all_the_oblast(words: str) -> None:
    folder = Folder()
    folder.claim("a", words, kind="withdrawal", actor="russia", at=[place(KHARKIV, "from"), place(RUSSIA, "to")])
    finding = next(
        entry for entry in folder.reconcile(maps(), asked=()).findings if entry.question.measure == "withdrawal"
    )
    assert finding.backing == "none"


def test_the_list_row_of_that_model_town_and_day_is_a_candidate_with_its_link_and_its_twin_by_address() -> None:
    folder = Folder()
    tank = EquipmentSlot("t-80bvm", "tank", 1, "russia", "abandoned", Span(0, 1, "T"))
    folder.claim(
        "a", "the same T-80BVM at the same spot", kind="sighting", actor=None, at=IZIUM, event=11, equipment=[tank]
    )
    rows = [
        loss(
            "8247",
            "WarSpotting",
            "T-80BVM",
            11,
            IZIUM,
            "https://twitter.com/UAWeapons/status/1569038512116334592",
            row=230,
        ),
        loss(
            "37",
            "Oryx",
            "37 T-80BVM",
            12,
            None,
            "https://x.com/UAWeapons/status/1569038512116334592?s=20",
            "recorded",
            row=983,
        ),
        loss("31", "Oryx", "31 T-80BVM", 12, None, "https://example.org/other", "recorded", row=820),
        loss("1", "WarSpotting", "T-72B3", 11, IZIUM, "https://example.org/t72"),
        loss("2", "WarSpotting", "T-80BVM", 18, IZIUM, "https://example.org/late"),
    ]
    found = folder.reconcile(rows, asked=())
    links = [link for link in found.links if link.kind == "candidate_object"]
    assert {link.right for link in links} == {rows[0].id, rows[1].id}
    reasons = {link.right: (link.reasons[0].rule, dict(link.reasons[0].data)["evidence"]) for link in links}
    assert reasons[rows[0].id] == (
        "candidate:model_place_date",
        "https://twitter.com/UAWeapons/status/1569038512116334592",
    )
    assert reasons[rows[1].id][0] == "candidate:same_evidence"
    assert not [link for link in found.links if link.kind == "same_object"]


def test_both_sides_say_the_border_was_reached_only_where_a_source_of_each_says_so_itself() -> None:
    both, told = Folder(), Folder()
    both.claim(
        "a", "our troops are at the border here and there", kind="advance", by=said_by("Oleh Syniehubov", "ukraine")
    )
    both.claim("b", "they reached the frontier in places", kind="advance", by=said_by("Vitaly Ganchev", "russia"))
    told.report("c", "Ukrainian and Russian sources say they reached the frontier.")
    told.claim(
        "c", "they reached the frontier", kind="advance", by=said_by("Ukrainian sources", "ukraine", named=False)
    )
    told.claim(
        "c",
        "sources say they reached the frontier",
        kind="advance",
        by=said_by("Russian sources", "russia", named=False),
    )
    first, second = both.reconcile(maps(), asked=()).findings[0], told.reconcile(maps(), asked=()).findings[0]
    assert (first.sides, first.origins, status(first)) == ("both", 2, "both_sides")
    assert (second.sides, second.origins) == ("third_only", 1)
    assert first.range is not None, "ground still held in the oblast stands beside it"
    assert (first.range.low, first.range.method) == (1638.8, "map:held:hull")


def test_a_border_being_reached_is_read_against_what_is_still_held_in_the_mapped_oblast_behind_it() -> None:
    folder = Folder()
    border = [place("zvirka:ua-ru-border", "to")]
    folder.claim(
        "a",
        "our troops are at the border here and there",
        kind="border_crossing",
        at=border,
        by=said_by("Oleh Syniehubov", "ukraine"),
    )
    folder.claim(
        "b",
        "they reached the frontier in places",
        kind="border_crossing",
        at=border,
        by=said_by("Vitaly Ganchev", "russia"),
    )
    finding = folder.reconcile(maps(), asked=()).findings[0]
    assert (finding.sides, finding.range and finding.range.low, finding.backing) == ("both", 1638.8, "none")


def test_an_opposition_politician_never_stands_for_his_side() -> None:
    folder = Folder()
    folder.claim("a", "the front has collapsed there", kind="advance", by=said_by("Oleh Syniehubov", "ukraine"))
    folder.claim("b", "the front has collapsed there, yes", kind="advance", by=said_by("Boris Nadezhdin", "russia"))
    assert folder.reconcile(asked=()).findings[0].sides == "one"


def test_a_resident_never_stands_for_the_country_he_lives_in() -> None:
    folder = Folder()
    folder.claim("a", "the front has collapsed there", kind="advance", by=said_by("Oleh Syniehubov", "ukraine"))
    by = said_by("Tamara Lvovna", "russia", kind="eyewitness")
    folder.claim("b", "the front has collapsed there, yes", kind="advance", by=by)
    assert folder.reconcile(asked=()).findings[0].sides == "one"


def test_a_raid_told_by_one_channel_is_one_origin_without_evidence() -> None:
    folder = Folder()
    folder.claim(
        "a",
        "a party raided the oblast",
        kind="raid",
        at=[place(BELGOROD, "to")],
        by=said_by("a channel", "russia", named=False, kind="channel"),
    )
    finding = folder.reconcile(maps(), asked=()).findings[0]
    assert (finding.question.measure, finding.origins, finding.backing, status(finding)) == (
        "raid",
        1,
        "none",
        "one_origin",
    )


def test_a_joke_and_a_wish_make_no_question() -> None:
    folder = Folder()
    folder.claim("a", "their lend-lease", kind="equipment_loss", literal=False)
    folder.claim("b", "let there be talks", kind="policy_position")
    folder.claim("c", "if they took 900 more", 900, modality="conditional")
    assert not folder.reconcile(asked=()).findings


def test_the_question_asked_comes_first_and_keeps_its_day() -> None:
    folder = widened(Folder())
    found = folder.reconcile(maps())
    assert (found.questions[0].asked, found.questions[0].since, found.findings[0].rank) == (True, sept(6), 1)


def test_all_copies_of_a_suspected_slip_are_suspected_and_one_issue_stands_for_each() -> None:
    folder = Folder()
    folder.claim("right", "3,800 square kilometres", 3800, since=6, said=13)
    slip = folder.claim("slip", "3,800 square metres", 3800, unit="m2", since=6, said=13, at=IZIUM)
    folder.copy("z-copy", "slip")
    found = folder.reconcile(maps())
    assert {issue.claim for issue in found.issues} == {slip.id, folder.claims[-1].id}
    assert all(
        "unit" in entry.differs_in
        for entry in asked_finding(found).claims
        if entry.claim in (slip.id, folder.claims[-1].id)
    )


def test_a_side_is_shown_with_all_its_claims_and_its_sub_groups_apart() -> None:
    folder = widened(Folder())
    folder.claim("a", "8,500 lost there", 8500, by=said_by("Vitaly Ganchev", "russia"), since=1, said=14)
    views = {(view.side, view.group): view for view in asked_finding(folder.reconcile(maps())).by_side}
    occupied = views["russia", "occupation administration"]
    assert (occupied.claims, occupied.low) == ((folder.claims[-1].id,), None)
