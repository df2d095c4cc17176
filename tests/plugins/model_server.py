"""A server on loopback that speaks like an OpenAI-compatible one: what it answers, a test decides."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

Speaker = Callable[[str], str | bytes | int | None]
"""From the text asked about to the model's words (str), a whole body (bytes), a status to fail with, or None: no answer in time."""


@dataclass
class Served:
    """port: where it listens. questions: what it was asked, decoded, in order. headers: of each. quiet: set when nobody waits any more."""

    port: int
    questions: list[Any] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    quiet: threading.Event = field(default_factory=threading.Event)

    @property
    def options(self) -> list[str]:
        """What a run is told to ask it."""
        return ["llm.model=small", f"llm.address=http://127.0.0.1:{self.port}/v1"]


def statements(*rows: dict[str, Any]) -> str:
    """The words of a model that does as it is told."""
    return json.dumps({"statements": rows}, ensure_ascii=False)


@contextmanager
def speaking(speaker: Speaker) -> Iterator[Served]:
    """Serves until the block ends."""
    served = Served(0)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            served.questions.append(question)
            served.headers.append(dict(self.headers))
            served.paths.append(self.path)
            said = speaker(json.loads(question["messages"][-1]["content"])["text"])
            if said is None:
                served.quiet.wait(60)
                return
            if isinstance(said, int):
                self.send_response(said)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            body = said if isinstance(said, bytes) else _completion(said)
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # who asked may have gone
    served.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        served.quiet.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _completion(words: str) -> bytes:
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": words}}
    return json.dumps({"object": "chat.completion", "choices": [choice]}).encode("utf-8")
