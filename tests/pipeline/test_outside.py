"""Nothing but public addresses is asked, and what is kept is what came."""

from __future__ import annotations

from pathlib import Path

import pytest

import zvirka
from tests.record.authority import serving
from zvirka.model.canonical import sha256_hex
from zvirka.model.errors import InputError
from zvirka.pipeline.fetching import fetch
from zvirka.pipeline.outside import Reach, get, public

PRIVATE = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.168.1.1",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd12::1",
    "ff02::1",
    "2001:db8::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "2002:a00:1::",
]


@pytest.mark.parametrize("ip", PRIVATE)
def test_an_address_inside_is_not_asked(ip: str) -> None:
    assert not public(ip)


@pytest.mark.parametrize("ip", ["1.1.1.1", "8.8.8.8", "2606:4700:4700::1111", "64:ff9b::808:808"])
def test_a_public_address_may_be_asked(ip: str) -> None:
    assert public(ip)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "https://169.254.169.254/latest/meta-data",
    ],
)
def test_a_private_address_is_refused_however_it_is_written(url: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"private network|not found"):
        fetch(url, tmp_path)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/",
        "http://a:b@example.org/",
        "http:///x",
        "https://example.org:8443/",
        "http://[1/",
        "x",
    ],
)
def test_what_is_no_address_of_the_web_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        fetch(url, tmp_path)


def reach(port: int) -> Reach:
    return Reach(lambda ip: ip == "127.0.0.1", {"http": port})


def test_a_redirect_is_checked_like_the_address_itself() -> None:
    asked: list[str] = []

    def once(ip: str) -> bool:
        asked.append(ip)
        return len(asked) == 1

    with (
        serving({"/": (302, {"Location": "http://localhost/inner"}, b"")}) as port,
        pytest.raises(InputError, match="private"),
    ):
        get("http://127.0.0.1/", max_bytes=100, timeout_s=5, reach=Reach(once, {"http": port}))


def test_redirects_come_to_an_end() -> None:
    with serving({"/": (302, {"Location": "/"}, b"")}) as port, pytest.raises(InputError, match="redirects too often"):
        get("http://127.0.0.1/", max_bytes=100, timeout_s=5, reach=reach(port))


def test_an_answer_too_large_or_cut_is_refused() -> None:
    pages = {"/large": (200, {}, b"x" * 1000), "/cut": (200, {"Content-Length": "50"}, b"short")}
    with serving(pages) as port:
        with pytest.raises(InputError, match="more than"):
            get("http://127.0.0.1/large", max_bytes=999, timeout_s=5, reach=reach(port))
        with pytest.raises(InputError, match="did not answer as hoped"):
            get("http://127.0.0.1/cut", max_bytes=999, timeout_s=2, reach=reach(port))


def test_what_was_fetched_is_read_by_the_next_run(tmp_path: Path) -> None:
    body = (
        b"<html lang=en><head><title>Report</title><meta property='article:published_time' content='2022-09-12'></head><body><article>"
        b"<p>Ukrainian forces have recaptured 1,234 square kilometres of Kharkiv Oblast, the ministry said.</p></article></body></html>"
    )
    pages = {
        "/old": (301, {"Location": "/report"}, b""),
        "/report": (200, {"Content-Type": "text/html; charset=utf-8"}, body),
    }
    (tmp_path / "in").mkdir()
    with serving(pages) as port:
        made = fetch("http://127.0.0.1/old", tmp_path / "in", reach=reach(port))
        gone = fetch("http://127.0.0.1/none", tmp_path / "in", reach=reach(port))
    assert (made.status, made.url, gone.status) == (200, "http://127.0.0.1/report", 404)
    assert made.digest == sha256_hex(made.path.read_bytes())
    assert body in made.path.read_bytes()
    result = zvirka.run(tmp_path / "in", jobs=1)
    assert made.digest in {item.object for item in result.account.items}
    assert any(claim.quantity and claim.quantity.value == 1234 for claim in result.account.claims)
