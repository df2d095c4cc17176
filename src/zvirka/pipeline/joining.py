"""Claims of several extractors side by side: where they agree one stands for both, where they differ both are shown.

Our own claims keep every slot, whatever is suggested. What is only suggested is in no question until a person accepts it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from zvirka.ground import Ground
from zvirka.model.claims import Claim, Reason, claim_id
from zvirka.model.issues import Issue
from zvirka.model.items import Text
from zvirka.model.spans import Span
from zvirka.model.suggestions import Name
from zvirka.model.times import TimeSlot

OWN = "rules"
"""Name of our own extractor: the claims that are compared without anybody's word."""
_TIMES = ("event", "as_of", "since", "until")


def compared(claims: Iterable[Claim], accepted: Collection[str]) -> list[Claim]:
    """The claims that questions are made of: our own, and suggested ones that a person accepted."""
    return [claim for claim in claims if claim.extractor.name == OWN or claim.id in accepted]


def joined(own: Sequence[Claim], suggested: Iterable[Claim]) -> list[Claim]:
    """Our claims and the suggested ones that differ from them.

    A suggestion that says what a claim of ours says gives that claim the reason "also:PLUGIN" at `extractor`. One that differs stands
    as a claim of its own, with "differs:rules" at each slot in which it differs from the claim of ours whose words it shares, or
    "only:PLUGIN" at `extractor` where ours has none there. Two plug-ins that say the same are one claim with both reasons.
    """
    by_report: dict[tuple[str, str | None], list[Claim]] = defaultdict(list)
    for claim in own:
        by_report[claim.item, claim.fragment].append(claim)
    for claim in sorted(suggested, key=lambda each: (each.quote, each.id, each.extractor.name)):
        here = by_report[claim.item, claim.fragment]
        at = next((place for place, each in enumerate(here) if _same(claim, each)), None)
        if at is not None:
            here[at] = _with(here[at], [Reason("extractor", f"also:{claim.extractor.name}")])
            continue
        beside = [each for each in here if each.extractor.name == OWN and _shared(claim.quote, each.quote)]
        nearest = max(
            beside, key=lambda each: (_shared(claim.quote, each.quote), each.type == claim.type, each.id), default=None
        )
        if nearest is None:
            reasons = [Reason("extractor", f"only:{claim.extractor.name}")]
        else:
            reasons = [Reason(name, f"differs:{OWN}") for name in _differing(claim, nearest)]
        taken = {each.id for each in here}
        made = _with(claim if claim.id not in taken else _narrowed(claim, nearest or claim), reasons)
        if made.id not in taken:
            here.append(made)
        else:  # the same words tell it already: what differs stands with the claim that tells them
            at = next(place for place, each in enumerate(here) if each.id == made.id)
            told = [Reason(name, f"differs:{claim.extractor.name}") for name in _differing(claim, here[at])]
            here[at] = _with(here[at], told)
    return [claim for here in by_report.values() for claim in here]


def _with(claim: Claim, reasons: Sequence[Reason]) -> Claim:
    return replace(claim, reasons=(*claim.reasons, *(each for each in reasons if each not in claim.reasons)))


def _same(claim: Claim, other: Claim) -> bool:
    """Whether two claims say the same in words most of which they share."""
    shorter = min(len(claim.quote.exact), len(other.quote.exact))
    return 2 * _shared(claim.quote, other.quote) >= shorter and not _differing(claim, other)


def _shared(left: Span, right: Span) -> int:
    """Characters that two spans of one text share."""
    return max(0, min(left.end, right.end) - max(left.start, right.start))


_SLOTS: dict[str, Callable[[Claim], object]] = {
    "type": lambda claim: claim.type,
    "polarity": lambda claim: claim.polarity,
    "modality": lambda claim: claim.modality,
    "attribution": lambda claim: [each.name.casefold() for each in claim.attribution],
    "quantity": lambda claim: (
        claim.quantity and (claim.quantity.value, claim.quantity.low, claim.quantity.high, claim.quantity.unit)
    ),
    "equipment": lambda claim: sorted({(each.model or each.cls, each.count or 0.0) for each in claim.equipment}),
    "places": lambda claim: sorted({each.id or each.name for each in claim.places}),
    "times": lambda claim: [_days(getattr(claim.times, name)) for name in _TIMES],
}


def _days(slot: TimeSlot | None) -> object:
    return slot and (slot.earliest, slot.latest)


def _differing(claim: Claim, other: Claim) -> list[str]:
    """The slots in which two claims differ."""
    return [name for name, of in _SLOTS.items() if of(claim) != of(other)]


def _narrowed(claim: Claim, other: Claim) -> Claim:
    """A claim whose words are another's too, with only those of its words that it reads otherwise (an id holds words, no slots)."""
    slots = set(_differing(claim, other))
    words = [claim.quantity.as_written] if claim.quantity and "quantity" in slots else []
    words += [each.as_written for each in claim.places if each.as_written and "places" in slots]
    times = (getattr(claim.times, name) for name in _TIMES)
    words += [each.as_written for each in times if each is not None and each.as_written and "times" in slots]
    inside = [each for each in words if claim.quote.start <= each.start and each.end <= claim.quote.end]
    if not inside:
        return claim
    start, end = min(each.start for each in inside), max(each.end for each in inside)
    quote = Span(start, end, claim.quote.exact[start - claim.quote.start : end - claim.quote.start])
    id_ = claim_id(claim.item, claim.fragment, claim.text_digest, claim.type, quote, claim.attribution)
    return replace(claim, id=id_, quote=quote)


def with_names(
    claims: Sequence[Claim], names: Mapping[str, Sequence[tuple[str, Name]]], texts: Mapping[str, Text], ground: Ground
) -> tuple[list[Claim], list[Issue]]:
    """The claims with what plug-ins hold for names beside what we read, and an issue for each place in their words that no gazetteer knows.

    names: (plug-in, name) by report. A source gets "also:PLUGIN" at `attribution.N.named` where we read its own name there too,
    "differs:PLUGIN" where we read a role alone.
    """
    made: list[Claim] = []
    issues: dict[tuple[str, str], Issue] = {}
    for claim in claims:
        report = claim.item if claim.fragment is None else f"{claim.item}#{claim.fragment}"
        reasons: list[Reason] = []
        for plugin, name in names.get(report, ()):
            if name.kind == "place":
                if _shared(name.span, claim.quote) and not _known(name.span, claim, ground):
                    key = (report, name.span.exact.casefold())
                    issues.setdefault(key, _unknown(plugin, name, claim, texts[report]))
                continue
            for at, step in enumerate(claim.attribution):
                if step.quote is not None and _shared(name.span, step.quote):
                    reasons.append(Reason(f"attribution.{at}.named", f"{'also' if step.named else 'differs'}:{plugin}"))
        made.append(_with(claim, reasons))
    return made, [issues[key] for key in sorted(issues)]


def _known(span: Span, claim: Claim, ground: Ground) -> bool:
    """Whether we know the words as a place, a side or a source, or took them for a place that no gazetteer holds."""
    read = any(each.as_written is not None and _shared(each.as_written, span) for each in claim.places)
    words, language = span.exact, claim.language
    return bool(
        read
        or list(ground.gazetteer.find(words, language))
        or list(ground.find_sides(words, language))
        or list(ground.sources.find(words, language))
    )


def _unknown(plugin: str, name: Name, claim: Claim, text: Text) -> Issue:
    return Issue(
        "place_ambiguous",
        text.path,
        f"{text.path}: {name.span.exact!r} is a place to {plugin}, and in no gazetteer of ours",
        "If it is one, add it: `zvirka gazetteer add` takes a table of your own.",
        item=text.item,
        fragment=text.fragment,
        span=name.span,
        claim=claim.id,
    )
