"""A claim as one HTML file to send or print: its words, who has it from whom, how it stands, and what the finding says."""

from __future__ import annotations

import json
from collections.abc import Iterator

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from zvirka.publish.edition.cite import meta_tags
from zvirka.publish.edition.linked import graph, review, reviewed
from zvirka.publish.edition.shown import Shown
from zvirka.publish.visible import visible

_PAGE = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True).from_string(
    """<!doctype html>
<html lang="{{ language }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; base-uri 'none'; form-action 'none'">
<title>{{ title }}</title>
{% for name, content in meta %}
<meta name="{{ name }}" content="{{ content }}">
{% endfor %}
<script type="application/ld+json">{{ data }}</script>
</head>
<body>
<main>
<h1>{{ title }}</h1>
<blockquote lang="{{ claim.language }}">{{ claim.quote }}</blockquote>
<ul>
{% for step in claim.chain %}
<li>{{ step }}</li>
{% endfor %}
</ul>
{% if address %}<p><a href="{{ address }}">{{ address }}</a></p>
{% endif %}
<p>{{ standing }}</p>
<dl>
{% for name, value in claim.facts %}
<dt>{{ name }}</dt><dd>{{ value }}</dd>
{% endfor %}
</dl>
<h2>{{ question }}</h2>
<p>{{ sentence }}</p>
<p>{{ cited }}</p>
</main>
</body>
</html>
"""
)
"""Compiled here, once. The script element holds data (HTML, 4.12.1) that no browser runs, and the policy forbids any."""


def dossiers(shown: Shown) -> Iterator[tuple[str, bytes]]:
    """(path, bytes) of a dossier for each claim of which a finding says something (`linked.reviewed`)."""
    for finding in shown.edition.account.findings:
        for scope, backing in reviewed(finding):
            claim = shown.index.claims[scope.claim]
            text = shown.index.text_of(claim)
            data = json.dumps(graph([review(shown, finding, scope, backing)]), ensure_ascii=True, sort_keys=True)
            page = _PAGE.render(
                language=shown.words.language,
                title=f"{visible(shown.who(claim))}: {visible(claim.quote.exact)[:80]}",
                meta=list(meta_tags(shown.edition.citation)),
                data=Markup(data.replace("<", "\\u003c").replace("&", "\\u0026")),  # noqa: S704 no markup is left in it
                claim=shown.views.claim(claim),
                address=text.address if text is not None else None,
                standing=shown.standing(scope, backing),
                question=shown.title(finding),
                sentence=shown.sentence(finding),
                cited=shown.edition.citation.full,
            )
            name = f"dossiers/{finding.question.id[:12]}-{claim.id[:12]}.html"
            yield name, page.encode("utf-8", "backslashreplace")
