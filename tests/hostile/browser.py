"""A real browser that opens pages and says what they did: Chromium, driven over its debugging pipe (no library needed).

Pipe: JSON messages that end in NUL, on file descriptors 3 and 4 of the browser (Chrome DevTools Protocol, --remote-debugging-pipe).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--no-first-run",
    "--remote-debugging-pipe",
)
FOREIGN = """JSON.stringify([...document.querySelectorAll(
  'script,iframe,frame,object,embed,applet,form,input,base,link,img,audio,video,source,template,math,foreignObject,animate,set,use,image')]
  .map(each => each.outerHTML.slice(0, 200))
  .concat([...document.querySelectorAll('*')].filter(each => [...each.attributes].some(one => one.name.startsWith('on')))
    .map(each => 'handler: ' + each.outerHTML.slice(0, 200)))
  .concat([...document.querySelectorAll('a[href]')].filter(each => each.protocol !== 'file:').map(each => 'link: ' + each.href))
  .concat([...document.querySelectorAll('[style],style')].filter(each => each.tagName !== 'STYLE' || each.parentNode !== document.head)
    .map(each => 'style: ' + each.outerHTML.slice(0, 200)))
  .concat([...document.querySelectorAll('meta')].filter(each => /refresh/i.test(each.httpEquiv)).map(each => 'refresh')))"""
"""What no page of ours holds: elements that run or load, handlers, styles of elements, links to anywhere but files."""
HIT = "hit"
HOURS = 0.5


class Browser:
    """A running browser with one page at a time."""

    def __init__(self, send: Any, receive: Any) -> None:
        self._send, self._receive = send, receive
        self._number = 0
        self._session = ""
        self._events: list[dict[str, Any]] = []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.ask(f"{domain}.enable")
        self.ask("Runtime.addBinding", name=HIT)

    def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The answer to one command; events that come before it are kept."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        self._send.write(json.dumps(message).encode() + b"\0")
        self._send.flush()
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return dict(answer["result"])

    def _next(self) -> dict[str, Any]:
        data = bytearray()
        while (byte := self._receive.read(1)) != b"\0":
            if not byte:
                raise RuntimeError("the browser is gone")
            data += byte
        message: dict[str, Any] = json.loads(data)
        if message.get("method") == "Page.javascriptDialogOpening":
            self._events.append(message)
            self._number += 1
            close = {"id": self._number, "method": "Page.handleJavaScriptDialog", "params": {"accept": False}}
            self._send.write(json.dumps(close | {"sessionId": self._session}).encode() + b"\0")
            self._send.flush()
        elif "method" in message:
            self._events.append(message)
        return message

    def opened(self, page: Path) -> list[str]:
        """What the page did, beside being shown: ran, asked for, was refused by its policy, or holds."""
        self._events.clear()
        self.ask("Page.navigate", url=page.resolve().as_uri())
        while not any(event["method"] == "Page.loadEventFired" for event in self._events):
            self._next()
        self.ask("Runtime.evaluate", expression="new Promise(done => setTimeout(done, 20))", awaitPromise=True)
        held = json.loads(self.ask("Runtime.evaluate", expression=FOREIGN)["result"]["value"])
        return [*(told for event in self._events if (told := _told(event))), *held]


def _told(event: dict[str, Any]) -> str:
    method, about = event["method"], event["params"]
    if method == "Runtime.bindingCalled":
        return "ran: hit was called"
    if method in ("Page.javascriptDialogOpening", "Runtime.consoleAPICalled", "Runtime.exceptionThrown"):
        return f"ran: {method}"
    if method == "Network.requestWillBeSent" and not about["request"]["url"].startswith("file:"):
        return f"asked for {about['request']['url'][:200]}"
    if method in ("Page.frameAttached", "Page.downloadWillBegin", "Page.windowOpen"):
        return str(method)
    if method == "Log.entryAdded":
        return f"said: {about['entry']['text'][:200]}"
    return ""


@contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """A browser whose profile lies in folder. Raises RuntimeError where there is no Chromium."""
    name = next(
        (found for each in ("chromium", "google-chrome", "chromium-browser") if (found := shutil.which(each))), None
    )
    if name is None:
        raise RuntimeError("There is no chromium on PATH. On Debian: sudo apt-get install chromium")
    to_read, to_write = os.pipe()
    from_read, from_write = os.pipe()
    process = subprocess.Popen(
        ["bash", "-c", f'exec "$@" 3<&{to_read} 4>&{from_write}', "bash", name, *FLAGS, f"--user-data-dir={folder}"],
        pass_fds=(to_read, from_write),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(to_read)
    os.close(from_write)
    watch = threading.Timer(
        HOURS * 3600, process.kill
    )  # a browser that hangs fails the test, and does not keep it for ever
    watch.start()
    try:
        with os.fdopen(to_write, "wb") as send, os.fdopen(from_read, "rb") as receive:
            yield Browser(send, receive)
    finally:
        watch.cancel()
        process.kill()
        process.wait()


def faults(pages: Sequence[Path], folder: Path) -> list[str]:
    """What the pages did that no page may do."""
    with browser(folder) as running:
        return [f"{page.name}: {told}" for page in pages for told in running.opened(page)]
