"""A plain page of an edition, complete without scripts."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import Environment, StrictUndefined

from zvirka.ground.ground import Ground
from zvirka.publish.edition.cite import meta_tags
from zvirka.publish.edition.edition import Edition
from zvirka.publish.index import AccountIndex
from zvirka.publish.sentences import composed
from zvirka.publish.views import Views
from zvirka.publish.visible import visible
from zvirka.publish.words import LANGUAGES, Words

_PAGE = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True).from_string(
    """<!doctype html>
<html lang="{{ language }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<title>{{ title }}</title>
{% for name, content in meta %}
<meta name="{{ name }}" content="{{ content }}">
{% endfor %}
</head>
<body>
<h1>{{ title }}</h1>
<p>{{ cited.full }}</p>
<p><a href="../../index.html">{{ latest }}</a></p>
<p>{{ chosen }}</p>
{% for each in findings %}
<h2 id="q-{{ each.id }}">{{ each.title }}</h2>
<p>{{ each.sentence }}</p>
{% for claim in each.claims %}
<blockquote id="c-{{ claim.id }}">{{ claim.who }}: <q lang="{{ claim.language }}">{{ claim.quote }}</q>
{% if claim.address %}<a href="{{ claim.address }}">{{ claim.address }}</a>
{% endif %}
</blockquote>
{% endfor %}
{% endfor %}
</body>
</html>
"""
)
"""Compiled here, once, so that rendering opens no file."""


def pages(edition: Edition, ground: Ground) -> Iterator[tuple[str, bytes]]:
    """(path, bytes) of the page."""
    account = edition.account
    index = AccountIndex(account)
    languages = {code: Words(ground, code, account.time_zone) for code in LANGUAGES}
    words = languages.get(account.case.language, languages["en"])
    views = Views(index, words, languages)
    findings = []
    for finding in account.findings:
        claims = [index.claims[each.claim] for each in finding.claims]
        texts = [index.text_of(claim) for claim in claims]
        findings.append(
            {
                "id": finding.question.id[:12],
                "title": views.title(finding.question),
                "sentence": composed(finding, index, words).text,
                "claims": [
                    views.claim(claim) | {"address": text.address if text else None}
                    for claim, text in zip(claims, texts, strict=True)
                ],
            }
        )
    page = _PAGE.render(
        language=words.language,
        title=visible(edition.citation.title),
        meta=list(meta_tags(edition.citation)),
        cited=edition.citation,
        latest=words.say("edition_latest"),
        chosen=words.say("edition_chosen", n=edition.items, by=visible(edition.chosen_by)),
        findings=findings,
    )
    yield "index.html", page.encode("utf-8", "backslashreplace")
