"""Copies are found, two tellings of one fact are not copies, and neither order nor a further copy matters."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from zvirka.reconcile.lineage import (
    Groups,
    candidate_pairs,
    copies,
    copy_links,
    near_copy,
    origins,
    sign_many,
    signatures,
)
from zvirka.reconcile.lineage_signing import normalised_words

STORY = (
    "The regional head said on Monday that units had entered the town from the north after two days of shelling. "
    "He added that the bridge over the river was down and that people were leaving by the western road toward the next district. "
    "Nobody could say how many soldiers had stayed behind, and no pictures from the market square had been published by evening."
)
OTHER = (
    "Troops came into the settlement from its northern edge, according to the head of the region. With the crossing destroyed, "
    "residents head west. The number of soldiers who remain is unknown and there are no photographs of the centre so far."
)


def test_case_punctuation_and_apostrophes_make_no_difference() -> None:
    assert signatures("a", "Куп’янськ: 3 800!").digest == signatures("b", "куп'янськ 3 800").digest


def test_a_copy_with_a_new_last_sentence_is_a_near_copy() -> None:
    assert near_copy(signatures("a", STORY), signatures("b", STORY + " Follow our channel for more."))


def test_a_short_extract_of_a_long_story_is_a_copy_by_containment() -> None:
    extract = " ".join(STORY.split()[:45])
    assert near_copy(signatures("a", STORY), signatures("b", extract))


def test_one_fact_in_two_reporters_own_words_is_no_copy() -> None:
    assert not near_copy(signatures("a", STORY), signatures("b", OTHER))


def test_short_posts_are_copies_only_word_for_word() -> None:
    one, other = "Ukraine retakes 400 sq km of ground in the east", "Ukraine retakes 900 sq km of ground in the east"
    assert not near_copy(signatures("a", one), signatures("b", other))
    assert near_copy(signatures("a", one), signatures("b", one.upper() + "!"))


def test_empty_texts_are_nobodys_copies() -> None:
    assert not copies([signatures("a", ""), signatures("b", " … "), signatures("c", STORY)])


def test_the_origin_is_the_earliest_report_of_a_group_and_each_copy_retells_it() -> None:
    signed = [
        signatures("b", STORY),
        signatures("a", STORY),
        signatures("c", STORY + " More soon."),
        signatures("d", OTHER),
    ]
    found = origins({"a": "2022-09-12", "b": "2022-09-11T08:00:00Z", "c": None, "d": None}, copies(signed))
    assert found == {"a": "b", "b": "b", "c": "b", "d": "d"}
    assert [(link.kind, link.left, link.right) for link in copy_links(signed, found)] == [
        ("retells", "a", "b"),
        ("retells", "c", "b"),
    ]


def test_ten_thousand_copies_cost_one_pair_each() -> None:
    signed = [signatures(f"r{number:05d}", STORY) for number in range(500)]
    assert len(candidate_pairs(signed)) == 499


odd = st.text(
    st.sampled_from("aBяЁё'’ʼ. -\n_5½ⅣﬁßÇ…№йи\u0306e\u0301\u00ad\u200d\ufe0f🙂𝐀क\u093fㄱ가ᄀ\ud800\uffff"), max_size=30
)


@settings(max_examples=300, deadline=None)
@given(st.lists(odd, min_size=1, max_size=4))
def test_signing_in_columns_finds_the_words_that_one_by_one_normalising_does(texts: list[str]) -> None:
    signed = sign_many([(str(number), text) for number, text in enumerate(texts)])
    words = [normalised_words(text) for text in texts]
    assert [each.words for each in signed] == [len(each) for each in words]
    assert [one.digest == other.digest for one in signed for other in signed] == [
        one == other for one in words for other in words
    ]
    assert signed == [signatures(str(number), text) for number, text in enumerate(texts)]


words = st.lists(
    st.sampled_from("alpha beta gamma delta north south river bridge town 12 3800 km tanks".split()),  # noqa: SIM905
    max_size=40,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(words, min_size=1, max_size=6), st.randoms())
def test_order_never_matters_and_a_further_copy_joins_without_moving_the_rest(
    texts: list[list[str]], random: object
) -> None:
    signed = [signatures(f"r{index}", " ".join(text)) for index, text in enumerate(texts)]
    shuffled = list(signed)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    published = {signature.report: None for signature in signed}
    before = origins(published, copies(signed))
    assert origins(published, copies(shuffled)) == before
    again = signatures("z", " ".join(texts[0]))
    after = origins({**published, "z": None}, copies([*signed, again]))
    assert {report: after[report] for report in before} == before
    assert after["z"] == (before["r0"] if texts[0] else "z")


@settings(max_examples=60, deadline=None)
@given(words, words)
def test_being_a_copy_is_symmetric_and_reflexive_for_any_words(one: list[str], other: list[str]) -> None:
    left, right = signatures("a", " ".join(one)), signatures("b", " ".join(other))
    assert near_copy(left, right) == near_copy(right, left)
    assert near_copy(left, signatures("c", " ".join(one))) == bool(one)


@given(st.lists(st.tuples(st.sampled_from("abcdefg"), st.sampled_from("abcdefg"))))
def test_the_root_of_a_group_is_its_smallest_member_however_it_grew(pairs: list[tuple[str, str]]) -> None:
    one, other = Groups(), Groups()
    for left, right in pairs:
        one.unite(left, right)
    for left, right in reversed(pairs):
        other.unite(right, left)
    assert [one.root(member) for member in "abcdefg"] == [other.root(member) for member in "abcdefg"]
    assert all(one.root(member) <= member for member in "abcdefg")


@settings(max_examples=60, deadline=None)
@given(st.one_of(odd, st.text(max_size=80)))
def test_a_short_text_signed_alone_gets_what_it_gets_in_a_large_batch(text: str) -> None:
    large = ("large", "words that fill a batch " * 1_000)
    assert sign_many([("a", text)]) == sign_many([("a", text), large])[:1]
