"""Chromium over the pages of editions: Debian's own, never one that is downloaded."""

from __future__ import annotations

import contextlib
import functools
import json
import shutil
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

import zvirka
from tests.publish.reader.editions import edition
from zvirka.publish.edition.edition import Edition
from zvirka.publish.reader import pages

ROOT = Path(__file__).resolve().parents[3]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
PATIENCE_MS = 120_000
"""How long a page may take on a machine that does much else; nothing waits when it need not."""
Profile = Callable[..., BrowserContext]
expect.set_options(timeout=PATIENCE_MS)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Says nothing."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says nothing of a browser that was closed while it was answered."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@dataclass
class Site:
    """A publication on disk and, while it is served, on a port of this machine."""

    root: Path
    server: ThreadingHTTPServer | None = None

    @property
    def base(self) -> str:
        """Address of the root."""
        if self.server is None:
            return self.root.as_uri() + "/"
        return f"http://127.0.0.1:{self.server.server_address[1]}/"

    def stop(self) -> None:
        """No more answers."""
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()


def put(root: Path, files: Mapping[str, bytes], number: int = 1) -> None:
    """Writes an edition's files below a root, and what names it the latest."""
    for path, data in files.items():
        target = root / "editions" / str(number) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    (root / "latest.json").write_text(json.dumps({"number": number, "address": f"editions/{number}/"}), "utf-8")


@contextlib.contextmanager
def served(root: Path) -> Iterator[Site]:
    """The root over HTTP."""
    server = _Server(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(root)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    site = Site(root, server)
    try:
        yield site
    finally:
        site.stop()


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> tuple[Edition, dict[str, bytes]]:
    """The demonstration case as an edition, and its files."""
    folder = tmp_path_factory.mktemp("demonstration")
    result = zvirka.run(
        ROOT / "cases" / "kharkiv-2022" / "input", folder / "case", now=datetime(2022, 10, 24, 8, tzinfo=UTC)
    )
    made = edition(result.account)
    return made, dict(pages(made, result.ground))


@pytest.fixture(scope="session")
def folder(demonstration: tuple[Edition, dict[str, bytes]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration's publication as files."""
    root = tmp_path_factory.mktemp("publication")
    put(root, demonstration[1])
    return root


@pytest.fixture
def site(folder: Path) -> Iterator[Site]:
    """The demonstration's publication, served."""
    with served(folder) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium."""
    program = shutil.which("chromium")
    assert program is not None, "There is no chromium on PATH. On Debian: apt-get install chromium"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=FLAGS, timeout=PATIENCE_MS)
        yield started
        started.close()


@pytest.fixture
def profile(browser: Browser) -> Iterator[Profile]:
    """Makes a fresh profile; each is closed afterwards."""
    made: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        made.append(browser.new_context(**{"viewport": PHONE, "locale": "en-GB"} | options))
        made[-1].set_default_timeout(PATIENCE_MS)
        return made[-1]

    yield make
    for each in made:
        each.close()
