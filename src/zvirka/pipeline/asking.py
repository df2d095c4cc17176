"""The way out that a hosted plug-in is given: one address, this computer's own unless a person said otherwise; what comes is kept."""

from __future__ import annotations

import base64
import ipaddress
import os
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from zvirka.model.canonical import sha256_hex
from zvirka.model.errors import InputError, PluginError, Unanswered
from zvirka.model.items import Text
from zvirka.model.suggestions import Answer
from zvirka.pipeline.outside import PORTS, Reach, get
from zvirka.record import Record

KEY = "ZVIRKA_PLUGIN_KEY"
"""Environment variable with the key that an address may ask for. It stands in no file of a case, and goes to no address that only a
case file names: a folder may be somebody else's."""
TIMEOUT_S = 120.0
"""Seconds an answer may take: a small model on a laptop writes some ten words a second."""
MAX_BYTES = 2**20
"""Of an answer: a portion's statements have a few kilobytes."""
IN_A_ROW = 3
"""Questions in a row without an answer after which no more is asked in a run."""


class Asking:
    """Implements `Ask` for one plug-in in one run."""

    def __init__(
        self, record: Record, at: str, plugin: str, options: Mapping[str, str], by_hand: frozenset[str]
    ) -> None:
        """options: of the plug-in, `outside` and `timeout_s` among them. by_hand: which a person gave for this run."""
        self._record, self._at, self._plugin = record, at, plugin
        # a case file may be somebody else's: it cannot send words to an address of theirs
        self._outside = _truth(plugin, options.get("outside", "false")) and "outside" in by_hand
        self._timeout_s = _seconds(plugin, options.get("timeout_s"))
        self._key_goes = "address" in by_hand
        self._kept: dict[str, list[bytes]] | None = None
        self._in_a_row = 0
        self.answered = 0
        self.failed: Unanswered | None = None

    def __call__(self, text: Text, url: str, question: bytes, usable: Callable[[bytes], bool]) -> bytes:
        """As `Ask` says."""
        asked = sha256_hex(url.encode("utf-8", "replace") + b"\n" + question)
        for kept in self._answers().get(asked, ()):
            if usable(kept):
                self.answered += 1
                return kept
        if self._in_a_row >= IN_A_ROW:
            raise Unanswered(f"not asked, since {IN_A_ROW} questions before it got no answer", file=self._plugin)
        try:
            body = self._ask(url, question)
        except Unanswered as fault:
            self._in_a_row += 1
            self.failed = self.failed or fault
            raise
        self._in_a_row = 0
        self.answered += 1
        self._record.answers.keep(
            Answer(self._plugin, url, asked, text.item, self._at, base64.b64encode(body).decode("ascii"))
        )
        self._answers().setdefault(asked, []).append(body)
        return body

    def _answers(self) -> dict[str, list[bytes]]:
        """What the record holds by question, in the order it came."""
        if self._kept is None:
            self._kept = {}
            for each in self._record.answers.all():
                if each.plugin == self._plugin:
                    self._kept.setdefault(each.asked, []).append(base64.b64decode(each.body))
        return self._kept

    def _ask(self, url: str, question: bytes) -> bytes:
        url, here, port = self._address(url)
        headers = {"Content-Type": "application/json", "Host": urlsplit(url).netloc}
        key = os.environ.get(KEY, "")
        if key and (self._key_goes or here):
            headers["Authorization"] = f"Bearer {key}"
        refused: list[str] = []

        def allowed(ip: str) -> bool:
            fine = elsewhere(ip) if self._outside else loopback(ip)
            refused.extend([] if fine else [ip])
            return fine

        try:
            exchange = get(
                url, body=question, headers=headers, max_bytes=MAX_BYTES, timeout_s=self._timeout_s,
                reach=Reach(allowed, dict.fromkeys(PORTS, port)),
            )[-1]  # fmt: skip
        except (InputError, UnicodeError) as fault:
            if refused:
                raise self._refused(url, refused[0]) from fault
            problem = fault.problem if isinstance(fault, InputError) else "is no address"
            raise Unanswered(f"{url} {problem}", file=self._plugin) from fault
        if exchange.status != 200:
            raise Unanswered(f"{url} answered with status {exchange.status}", file=self._plugin)
        return exchange.body

    def _address(self, url: str) -> tuple[str, bool, int]:
        """The address as it is asked, whether it is this computer's by its name, its port. "localhost" is 127.0.0.1 (RFC 6761, 6.3)."""
        try:
            parts = urlsplit(url)
            port = parts.port or PORTS[parts.scheme]
            host = parts.hostname or ""
        except (ValueError, KeyError) as fault:
            raise PluginError(
                "its address is none", file=self._plugin, value=url, remedy="Write it as http://127.0.0.1:11434/v1."
            ) from fault
        if host == "localhost":
            parts = parts._replace(netloc=f"127.0.0.1:{port}")
            host = "127.0.0.1"
        try:
            here = ipaddress.ip_address(host).is_loopback
        except ValueError:
            here = False
        return parts.geturl(), here, port

    def _refused(self, url: str, ip: str) -> PluginError:
        if self._outside:
            return PluginError(
                "its address may not be asked", file=self._plugin, value=f"{url} ({ip})", remedy="Name another."
            )
        return PluginError(
            "the words of your reports would leave this computer",
            file=self._plugin,
            value=f"{url} ({ip})",
            remedy=f"Name an address of this computer, or allow it: --plugin {self._plugin}.outside=true.",
        )


def loopback(ip: str) -> bool:
    """Whether an IP address is this computer's own."""
    return ipaddress.ip_address(ip.partition("%")[0]).is_loopback


def elsewhere(ip: str) -> bool:
    """Whether an IP address may be asked by who allowed it: any host, in the own network too, but none of the addresses by which
    machines are managed (link-local, RFC 3927) or many are reached at once."""
    address = ipaddress.ip_address(ip.partition("%")[0])
    return not (address.is_link_local or address.is_multicast or address.is_unspecified or address.is_reserved)


def _truth(plugin: str, written: str) -> bool:
    if written not in ("true", "false"):
        raise PluginError(
            "is neither true nor false", file=plugin, place="outside", value=written, remedy="Write true or false."
        )
    return written == "true"


def _seconds(plugin: str, written: str | None) -> float:
    if written is None:
        return TIMEOUT_S
    try:
        seconds = float(written)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 3600:
        raise PluginError(
            "is no time", file=plugin, place="timeout_s", value=written, remedy="Give seconds, up to 3600."
        )
    return seconds
