"""The only place that opens a connection, and only when a person asks for an address: `zvirka fetch`, `zvirka seal --time-stamp`.

Every address is looked up once, checked against the list of what is never asked, and connected to as checked, so that a name that
answers otherwise the second time gains nothing; the same for every redirect. Size and time are bounded.
"""

from __future__ import annotations

import http.client
import io
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import IO, Any
from urllib.parse import quote, urljoin, urlsplit

from zvirka.model.errors import InputError

MAX_REDIRECTS = 10
MAX_HEADER_BYTES = 2**18
PORTS = {"http": 80, "https": 443}
"""Schemes that may be asked, with the only port each: other ports are how services inside a network are reached."""
_CHUNK = 2**16
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""IPv4 addresses within IPv6 (RFC 6052, section 2.1)."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer, bytes as they crossed the line. ip: who answered. at: Unix seconds when it began."""

    url: str
    ip: str
    at: float
    request: bytes
    answer: bytes
    status: int
    body: bytes
    location: str | None


def public(ip: str) -> bool:
    """Whether an IP address is one of the public internet: not private, loopback, link-local, shared, reserved or multicast.

    The registries of special addresses (RFC 6890) as Python's ipaddress knows them; IPv4 within IPv6 (mapped, 6to4, Teredo, NAT64)
    counts as what it holds.
    """
    address: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(ip.partition("%")[0])
    inner: list[ipaddress.IPv4Address] = []
    if isinstance(address, ipaddress.IPv6Address):
        inner += [each for each in (address.ipv4_mapped, address.sixtofour, *(address.teredo or ())) if each]
        inner += [ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)] if address in _NAT64 else []
    if inner:
        return all(public(str(each)) for each in inner)
    return address.is_global and not address.is_multicast


@dataclass(frozen=True, slots=True)
class Reach:
    """What may be asked. allowed: whether an IP address, as text, may be connected to. ports: the schemes, with the only port each."""

    allowed: Callable[[str], bool] = public
    ports: Mapping[str, int] = field(default_factory=lambda: PORTS)


def get(
    url: str,
    *,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    max_bytes: int,
    timeout_s: float,
    reach: Reach,
) -> list[Exchange]:
    """Asks for an address, following redirects; the last exchange is the answer. With a body it is a POST, and no redirect is followed.

    Raises InputError naming the address where it may not be asked, does not answer in time, answers too much or redirects too often.
    """
    ends = time.monotonic() + timeout_s
    exchanges: list[Exchange] = []
    while True:
        exchange = _exchange(url, body, headers or {}, max_bytes, ends, reach)
        exchanges.append(exchange)
        if exchange.location is None or body is not None:
            return exchanges
        if len(exchanges) > MAX_REDIRECTS:
            raise InputError("redirects too often", file=url, remedy="Open it in a browser and give its last address.")
        url = urljoin(url, exchange.location)


def _exchange(
    url: str,
    body: bytes | None,
    headers: Mapping[str, str],
    max_bytes: int,
    ends: float,
    reach: Reach,
) -> Exchange:
    scheme, host, port, target = _parts(url, reach.ports)
    began = time.time()
    ip = _address(url, host, port, reach.allowed)
    try:
        with socket.create_connection((ip, port), timeout=_left(ends)) as plain:
            if scheme == "https":
                with ssl.create_default_context().wrap_socket(plain, server_hostname=host) as secure:
                    return _talk(secure, url, ip, host, target, began, body, headers, max_bytes, ends)
            return _talk(plain, url, ip, host, target, began, body, headers, max_bytes, ends)
    except (OSError, http.client.HTTPException) as fault:
        raise InputError(f"did not answer as hoped ({fault})", file=url, remedy="Try again later.") from fault


def _parts(url: str, ports: Mapping[str, int]) -> tuple[str, str, int, str]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as fault:
        raise InputError("is no address", file=url, remedy="Write it as https://host/path.") from fault
    host = parts.hostname or ""
    if parts.scheme not in ports or not host or parts.username is not None:
        raise InputError(
            "is no address that can be asked",
            file=url,
            remedy="Write it as https://host/path, without a name and password.",
        )
    if port not in (None, ports[parts.scheme]):
        raise InputError("asks for an unusual port", file=url, remedy="Only the usual ports of the web are asked.")
    try:
        name = host.encode("idna").decode("ascii")
    except UnicodeError as fault:
        raise InputError("has a host that is no name", file=url, remedy="Write it as https://host/path.") from fault
    target = (parts.path or "/") + ("?" + parts.query if parts.query else "")
    return parts.scheme, name, ports[parts.scheme], quote(target, safe="/?&=:@!$'()*+,;%~-._")


def _address(url: str, host: str, port: int, allowed: Callable[[str], bool]) -> str:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as fault:
        raise InputError(
            f"its host is not found ({fault})", file=url, remedy="Check the address and the network."
        ) from fault
    addresses = [str(each[4][0]) for each in found]
    refused = [each for each in addresses if not allowed(each)]
    if refused or not addresses:
        raise InputError(
            "leads into a private network",
            file=url,
            value=", ".join(refused),
            remedy="Only public addresses are asked.",
        )
    return addresses[0]


def _left(ends: float) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError("too slow")
    return left


def _talk(
    line: socket.socket,
    url: str,
    ip: str,
    host: str,
    target: str,
    began: float,
    body: bytes | None,
    headers: Mapping[str, str],
    max_bytes: int,
    ends: float,
) -> Exchange:
    given = {
        "Host": host,
        "User-Agent": "zvirka",
        "Accept": "*/*",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    given |= dict(headers)
    if body is not None:
        given["Content-Length"] = str(len(body))
    head = f"{'GET' if body is None else 'POST'} {target} HTTP/1.1\r\n"
    request = (head + "".join(f"{name}: {value}\r\n" for name, value in given.items()) + "\r\n").encode("latin-1")
    line.sendall(request + (body or b""))
    tape = _Tape(line, ends, max_bytes + MAX_HEADER_BYTES)
    answer = http.client.HTTPResponse(tape, method="POST" if body is not None else "GET")  # type: ignore[arg-type]
    answer.begin()
    read = answer.read(max_bytes + 1)
    if len(read) > max_bytes:
        raise InputError(
            f"holds more than {max_bytes} bytes", file=url, remedy="Raise --max-bytes, or save it by hand."
        )
    if answer.length:
        raise http.client.IncompleteRead(read)
    location = answer.getheader("Location") if answer.status in (301, 302, 303, 307, 308) else None
    return Exchange(url, ip, began, request + (body or b""), tape.bytes(), answer.status, read, location)


class _Tape:
    """A socket as http.client reads it, which keeps every byte that came and gives up at the hour or the size."""

    def __init__(self, line: socket.socket, ends: float, max_bytes: int) -> None:
        self._line = line
        self._ends = ends
        self._left = max_bytes
        self._kept = bytearray()

    def makefile(self, *_: Any, **__: Any) -> IO[bytes]:
        """What http.client.HTTPResponse asks a socket for."""
        return io.BufferedReader(_Raw(self.receive), _CHUNK)

    def receive(self, size: int) -> bytes:
        """The next bytes; b"" at the end. Raises OSError when too slow or too many."""
        self._line.settimeout(_left(self._ends))
        came = self._line.recv(min(size, _CHUNK))
        self._left -= len(came)
        if self._left < 0:
            raise OSError("it answers more than was allowed")
        self._kept += came
        return came

    def bytes(self) -> bytes:
        """All that came."""
        return bytes(self._kept)


class _Raw(io.RawIOBase):
    def __init__(self, receive: Callable[[int], bytes]) -> None:
        self._receive = receive

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        came = self._receive(len(buffer))
        buffer[: len(came)] = came
        return len(came)
