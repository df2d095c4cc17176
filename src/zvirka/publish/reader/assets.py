"""What every page of the reader carries: style, script and the policy that allows nothing else. Read and compiled here, once."""

from __future__ import annotations

import base64
import hashlib
from importlib import resources
from importlib.resources.abc import Traversable

from jinja2 import DictLoader, Environment, StrictUndefined


def _texts(folder: Traversable) -> dict[str, str]:
    names = (".html", ".css", ".js")
    return {entry.name: entry.read_text("utf-8") for entry in folder.iterdir() if entry.name.endswith(names)}


_SHARED = _texts(resources.files("zvirka.publish").joinpath("templates"))
_OWN = _texts(resources.files("zvirka.publish.reader").joinpath("templates"))
STYLE = _SHARED["style.css"] + _OWN["reader.css"]
SCRIPT = _OWN["reader.js"]


def _allowed(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


POLICY = "; ".join(
    (
        "default-src 'none'",
        f"style-src {_allowed(STYLE)}",
        f"script-src {_allowed(SCRIPT)}",
        *(f"{what}-src 'self'" for what in ("img", "media", "connect", "manifest", "worker")),
        "base-uri 'none'",
        "form-action 'none'",
    )
)
"""Content-Security-Policy (W3C CSP 3): only the one style sheet and script in the page, known by their digests; the rest from here."""

_ENVIRONMENT = Environment(
    loader=DictLoader({"macros.html": _SHARED["macros.html"], **_OWN}),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
PAGES = {name: _ENVIRONMENT.get_template(name) for name in _OWN if name.endswith(".html")}
"""Compiled templates by name; those of the working copy lend their macros."""
# A script is no HTML: what goes in is JSON, and escaping it again would break it.
WORKER = _ENVIRONMENT.overlay(autoescape=False).from_string(_OWN["sw.js"])
_ENVIRONMENT.get_template("macros.html")
