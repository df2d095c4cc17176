"""Who says what is found in the frames of reporting, in three languages."""

from __future__ import annotations

import pytest

from tests.extract.helpers import one
from tests.extract.helpers import read as claims_in
from zvirka.extract.attribution import AttributionReader
from zvirka.extract.document import Document
from zvirka.extract.mentions import AttributionMention
from zvirka.extract.sentences import SentenceSplitter, quotations
from zvirka.extract.tokens import tokenize
from zvirka.ground import load_ground

FRAMES = [
    ("en", "The mayor said that two bridges were down.", "The mayor", "said", "two bridges were down"),
    ("en", "Two bridges were down, the mayor said.", "the mayor", "said", "Two bridges were down"),
    (
        "en",
        "“Two bridges are down,” said Olena Bondar, the mayor.",
        "Olena Bondar, the mayor",
        "said",
        "“Two bridges are down,”",
    ),
    ("en", "According to two drivers, the road was open.", "two drivers", "According to", "the road was open"),
    ("en", "The road was open, according to two drivers.", "two drivers", "according to", "The road was open"),
    (
        "en",
        "In a post on Friday, the governor claimed the road was open.",
        "the governor",
        "claimed",
        "the road was open",
    ),
    (
        "en",
        "Olena Bondar, a village teacher, told reporters that the school was closed.",
        "Olena Bondar, a village teacher",
        "told",
        "the school was closed",
    ),
    ("en", "The bridge, as one driver noted, was down.", "one driver", "noted", "The bridge"),
    ("en", "Bondar: two bridges are down near the town", "Bondar", ":", "two bridges are down near the town"),
    ("en", "There were reports of two broken bridges.", None, "There were reports of", "two broken bridges"),
    ("uk", "Голова громади заявила, що два мости зруйновано.", "Голова громади", "заявила", "два мости зруйновано"),
    ("uk", "«Два мости зруйновано», — сказала Олена Бондар.", "Олена Бондар", "сказала", "«Два мости зруйновано»"),
    ("uk", "Міністерство заявляє про знищення двох мостів.", "Міністерство", "заявляє", "знищення двох мостів"),
    ("uk", "За словами водіїв, дорога відкрита.", "водіїв", "За словами", "дорога відкрита"),
    ("uk", "Два мости зруйновано, – Бондар.", "Бондар", "–", "Два мости зруйновано"),
    ("ru", "Мэр заявил, что два моста разрушены.", "Мэр", "заявил", "два моста разрушены"),
    ("ru", "«Два моста разрушены», — сообщила Елена Бондарь.", "Елена Бондарь", "сообщила", "«Два моста разрушены»"),
    ("ru", "**⚡️Бондарь** заявил, что два моста разрушены", "Бондарь", "заявил", "два моста разрушены"),
    ("ru", "По данным водителей, дорога открыта.", "водителей", "По данным", "дорога открыта"),
]


def read(code: str, text: str) -> list[AttributionMention]:
    """The attributions of a text."""
    pack = load_ground().language(code)
    document = Document.of(text, tokenize(text), SentenceSplitter(pack).split(text), quotations(text))
    return AttributionReader(pack).read(document)


@pytest.mark.parametrize(("code", "text", "source", "cue", "content"), FRAMES)
def test_a_frame_gives_source_cue_and_content(code: str, text: str, source: str | None, cue: str, content: str) -> None:
    """Each common way of saying who says what is taken apart at the right words."""
    (found,) = read(code, text)
    assert (found.source.exact if found.source else None) == source
    assert found.cue is not None
    assert found.cue.exact == cue
    assert found.content[0].exact == content


@pytest.mark.parametrize(
    ("code", "text", "content"),
    [
        (
            "en",
            "Two bridges are down near the town. This was stated by Olena Bondar.",
            "Two bridges are down near the town",
        ),
        ("uk", "Два мости зруйновано. Про це повідомила Олена Бондар.", "Два мости зруйновано"),
        ("ru", "Два моста разрушены. Об этом сообщила Елена Бондарь.", "Два моста разрушены"),
        ("uk", "Два мости зруйновано. Про це голова громади сказала у зверненні.", "Два мости зруйновано"),
        ("ru", "Два моста разрушены. Об этом глава общины заявила в обращении.", "Два моста разрушены"),
    ],
)
def test_a_sentence_that_says_only_who_spoke_gives_the_sentence_before(code: str, text: str, content: str) -> None:
    """The content of "This was stated by X" is the sentence before it."""
    (found,) = read(code, text)
    assert [span.exact for span in found.content] == [content]


@pytest.mark.parametrize(
    "text",
    [
        "The report of the mayor lay on the table.",
        "Her claims are old.",
        "The claims of both drivers differ.",
        "The bridge is long.",
        "He wrote.",
    ],
)
def test_nouns_and_bare_verbs_attribute_nothing(text: str) -> None:
    """A word that only looks like a cue makes no attribution."""
    assert read("en", text) == []


def test_a_quotation_that_goes_on_belongs_to_its_speaker() -> None:
    """The second half of a quotation after "she said" is content too."""
    (found,) = read("en", "“The bridge is down,” Bondar said. “The school is closed.”")
    assert [span.exact for span in found.content] == ["“The bridge is down,”", "“The school is closed.”"]


def test_an_attribution_inside_another_knows_its_holder() -> None:
    """Who overheard whom: the inner attribution points at the outer one."""
    outer, inner = read("en", "The newspaper wrote that one resident said the bridge was down.")
    assert (outer.nested, inner.nested) == (None, 0)
    assert inner.source is not None
    assert inner.source.exact == "one resident"


def test_the_pronoun_is_marked_as_carried() -> None:
    """A pronoun names no source itself."""
    found = read("en", "Bondar said the bridge was down. She added that the school was closed.")
    assert [mention.carried for mention in found] == [False, True]


@pytest.mark.parametrize(
    ("code", "words", "source", "kind"),
    [
        ("ru", "В Кремле заверили, что войска вышли из Лимана.", "Кремле", "official"),
        ("uk", "У Генштабі кажуть, що ворог відступив із Лимана.", "Генштабі", "official"),
        (
            "ru",
            "О взрывах на складе боеприпасов в Джанкое сообщили местные телеграм-каналы.",
            "местные телеграм-каналы",
            "channel",
        ),
        (
            "uk",
            "Про вибухи на складі боєприпасів у Джанкої повідомили місцеві мешканці.",
            "місцеві мешканці",
            "eyewitness",
        ),
    ],
)
def test_an_authority_by_its_seat_and_a_topic_before_its_verb(code: str, words: str, source: str, kind: str) -> None:
    """ "In the Kremlin they assured that …", "of the blasts told local channels"."""
    steps = {(claim.attribution[0].name, claim.attribution[0].kind) for claim in claims_in(words, code)[0]}
    assert steps == {(source, kind)}


def test_an_office_of_a_place_is_of_the_side_at_home_there() -> None:
    """ "The mayor" of a sentence about Izium; a mayor of nowhere is of no side."""
    told = one("A missile hit a school in Izium, the mayor said.")
    assert told.attribution[0].side == "ukraine"
    assert one("A missile hit a school, the mayor said.").attribution[0].side == "unknown"


def test_who_is_told_with_an_age_is_an_eyewitness() -> None:
    claim = one("Soldiers looted the shop, said Vira Tkach, 61.")
    assert claim.attribution[0].kind == "eyewitness"


@pytest.mark.parametrize(
    ("code", "words", "first", "second"),
    [
        ("en", "Kyiv said that two attacks were repelled, while Moscow claimed that Robotyne had fallen.", "two attacks were repelled", "Robotyne had fallen"),  # noqa: E501
        ("uk", "Генштаб повідомив, що дві атаки відбито, а Міноборони РФ заявило, що Роботине захоплено.", "дві атаки відбито", "Роботине захоплено"),  # noqa: E501
        ("ru", "Генштаб сообщил, что две атаки отбиты, а Минобороны РФ заявило, что Работино взято.", "две атаки отбиты", "Работино взято"),
    ],
)  # fmt: skip
def test_what_another_says_behind_while_is_not_said_by_the_first(
    code: str, words: str, first: str, second: str
) -> None:
    """Two sources, each with its own words, none inside the other."""
    found = read(code, words)
    assert [mention.content[0].exact for mention in found] == [first, second]
    assert [mention.nested for mention in found] == [None, None]


@pytest.mark.parametrize(
    ("code", "words", "kind", "side"),
    [
        ("uk", "Джерело в СБУ розповіло, що дрони вдарили по порту.", "military_unnamed", "ukraine"),
        ("ru", "Источник в правительстве Курской области сообщил, что дрон попал в подстанцию.", "unnamed", "russia"),
        ("ru", "Как уточнили в прокуратуре Донецкой области, ранены четверо.", "official", "ukraine"),
        ("ru", "Бельгия пообещала передать Украине 30 самолётов F-16.", "official", "third"),
        ("ru", "Под Харьковом гремели взрывы – данные областной военной администрации.", "official", "ukraine"),
    ],
)
def test_what_a_source_is_is_told_by_the_body_it_belongs_to(code: str, words: str, kind: str, side: str) -> None:
    """Somebody unnamed inside a body is of its side; a country that says something is its government."""
    claims, _ = claims_in(words, code)
    assert {(step.kind, step.side) for claim in claims for step in claim.attribution} == {(kind, side)}


@pytest.mark.parametrize(
    ("code", "words", "own", "said"),
    [
        (
            "en",
            "Marines still hold Krynky; according to the General Staff, two attacks were repelled.",
            "control",
            "clash",
        ),
        ("uk", "Морпіхи тримають плацдарм біля Кринок; за даними Генштабу, відбито дві атаки.", "control", "clash"),
        ("ru", "Морпехи удерживают плацдарм у Крынок; по данным Генштаба, отбиты две атаки.", "control", "clash"),
    ],
)
def test_a_clause_behind_a_semicolon_is_of_the_voice_or_of_its_source_alone(
    code: str, words: str, own: str, said: str
) -> None:
    """What stands before a source's own clause is the voice's, and is a claim."""
    claims, _ = claims_in(words, code)
    assert {(claim.type, bool(claim.attribution)) for claim in claims} == {(own, False), (said, True)}


@pytest.mark.parametrize(
    ("code", "words", "source"),
    [
        ("ru", "Президент Украины в вечернем обращении сообщил, что сбиты девять дронов.", "Президент Украины"),
        ("ru", "Киев на прошлой неделе признал отход из Авдеевки.", "Киев"),
        ("uk", "Речник бригади у понеділок повідомив, що атаку відбито.", "Речник бригади"),
    ],
)
def test_a_source_ends_before_the_words_of_when_it_spoke(code: str, words: str, source: str) -> None:
    """A day or an address before the verb is no part of who spoke."""
    (mention,) = read(code, words)
    assert mention.source is not None
    assert mention.source.exact == source
