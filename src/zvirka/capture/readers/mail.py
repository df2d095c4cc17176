"""E-mail (RFC 5322, MIME), one message or a mailbox (RFC 4155): its words, and what is attached as members."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import policy
from email.errors import MessageDefect
from email.message import EmailMessage, Message
from email.parser import BytesParser
from typing import Any

from zvirka.capture.readers.html_bounds import parsed
from zvirka.capture.readers.html_layout import lay_out
from zvirka.capture.readers.names import Distinct
from zvirka.capture.readers.output import Member, Note, Output, Report, plain, tidy
from zvirka.capture.readers.paragraphs import joined

VERSION = "mail/1"
MOST_MESSAGES = 50_000
MOST_PARTS = 1_000
"""Parts of one message that are looked at; an attachment's index is its place among them, after this many a message before."""
_FROM_LINE = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\r\n\r\n))From \S+ [^\r\n]{10,80}\r?\n")
_CUT = (
    "CloseBoundaryNotFoundDefect",
    "StartBoundaryNotFoundDefect",
    "InvalidBase64PaddingDefect",
    "InvalidBase64LengthDefect",
)
"""Defects (email.errors) of messages whose end is missing."""


def read_mail(data: bytes) -> Any:
    """One report: subject, then the message's own words; its sender is the outlet, its date the publication."""
    return plain(_output([data], single=True))


def read_mailbox(data: bytes) -> Any:
    """A report a message, called by its Message-ID; attachments as members of all messages."""
    return plain(_output(list(_messages(data)), single=False))


def take_attachments(data: bytes, indexes: list[int]) -> list[Any]:
    """The bytes of attachments by index; only the messages that hold them are parsed."""
    wanted = {index // MOST_PARTS for index in indexes}
    found: dict[int, bytes] = {}
    for number, source in enumerate(_messages(data) if _FROM_LINE.match(data) else [data]):
        if number in wanted:
            parts = _attachments(_parsed(source))
            found |= {number * MOST_PARTS + at: _bytes(part) for at, part in enumerate(parts)}
    return [found.get(each, "is no longer where it was") for each in indexes]


def _messages(data: bytes) -> Iterator[bytes]:
    starts = [(match.start(), match.end()) for match in _FROM_LINE.finditer(data)][:MOST_MESSAGES]
    starts = starts or [(0, 0)]
    ends = [start for start, _ in starts[1:]] + [len(data)]
    for (_, begin), end in zip(starts, ends, strict=True):
        yield re.sub(rb"(?m)^>(>*From )", rb"\1", data[begin:end])


def _output(sources: list[bytes], single: bool) -> Output:
    reports: list[Report] = []
    notes: list[Note] = []
    members: list[Member] = []
    fragments, names = Distinct(), Distinct()
    for number, source in enumerate(sources, start=1):
        message = _parsed(source)
        place = None if single else f"message {number}"
        text = tidy(_words(message, notes))
        fragment = None if single else fragments(_header(message, "Message-ID").strip("<> ") or f"message {number}")
        if text:
            reports.append(_report(message, text, fragment))
        elif not single:
            notes.append(Note("the message holds no words", "Look at it in a mail program.", place))
        notes += _faults(message, place)
        for at, part in enumerate(_attachments(message)):
            name, size = _file_name(part), len(_bytes(part))
            index = (number - 1) * MOST_PARTS + at
            members.append(Member(names(name if single else f"{number}/{name}"), index, size))
    if len(sources) == MOST_MESSAGES:
        notes.append(Note(f"only the first {MOST_MESSAGES} messages were read", "Split the mailbox."))
    return Output(reports, notes, members=members)


def _parsed(source: bytes) -> EmailMessage:
    message = BytesParser(policy=policy.default).parsebytes(source.lstrip(b"\r\n"))
    return message


def _report(message: EmailMessage, text: str, fragment: str | None) -> Report:
    subject = re.sub(r"\s+", " ", _header(message, "Subject")).strip()
    archived = re.search(r"https?://[^\s<>]+", _header(message, "Archived-At"))
    return Report(
        text=tidy(f"{subject}\n\n{text}") if subject and not text.startswith(subject) else text,
        fragment=fragment,
        published=_header(message, "Date") or None,
        outlet=_sender(_header(message, "From")),
        address=archived[0] if archived else None,
    )


def _header(message: EmailMessage, name: str) -> str:
    """A header's value; "" where there is none or where the library cannot read it."""
    try:
        return tidy(str(message.get(name, "")))
    except Exception:  # the parser of structured headers raises anything on hostile ones
        return ""


def _sender(given: str) -> str | None:
    """The name before the address, else the address."""
    found = re.match(r'\s*"?([^"<>]*?)"?\s*<([^<>]*)>', given)
    return ((found[1].strip() or found[2].strip()) if found else given.strip()) or None


def _words(message: EmailMessage, notes: list[Note]) -> str:
    """The plain words, else those of the HTML form; lines that the mail program broke are joined."""
    for part in _parts(message):
        if part.get_content_type() == "text/plain" and not _is_attached(part):
            return "\n".join(_unquoted_paragraphs(_decoded(part)))
    for part in _parts(message):
        if part.get_content_type() == "text/html" and not _is_attached(part):
            layout = lay_out(parsed(_decoded(part), notes))
            return "\n".join(layout.lines(0, layout.size, without_furniture=False))
    return ""


def _unquoted_paragraphs(text: str) -> list[str]:
    """Paragraphs of the plain form; quoted lines (">") stay as they are, each by itself."""
    out: list[str] = []
    waiting: list[str] = []
    for line in tidy(text).split("\n"):
        if line.startswith(">"):
            out += [*joined(waiting), line]
            waiting = []
        else:
            waiting.append(line)
    return [*out, *joined(waiting)]


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    """The message's own parts, those of forwarded messages in it not among them."""
    waiting: list[EmailMessage] = [message]
    for _ in range(MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop(0)
        yield part
        if part.is_multipart() and part.get_content_type() != "message/rfc822":
            waiting = [*part.iter_parts(), *waiting]  # type: ignore[list-item]


def _is_attached(part: EmailMessage) -> bool:
    return part.get_content_disposition() == "attachment" or bool(_file_name(part, ""))


def _attachments(message: EmailMessage) -> Iterator[EmailMessage]:
    for part in _parts(message):
        if part.is_multipart() and part.get_content_type() != "message/rfc822":
            continue
        if _is_attached(part) or part.get_content_type() not in ("text/plain", "text/html"):
            yield part


def _file_name(part: EmailMessage, otherwise: str = "unnamed") -> str:
    try:
        name = part.get_filename() or ""
    except Exception:  # as in `_header`
        name = ""
    return name or ("message.eml" if otherwise and part.get_content_type() == "message/rfc822" else otherwise)


def _bytes(part: EmailMessage) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        return (
            b"".join(each.as_bytes() for each in inner if isinstance(each, Message)) if isinstance(inner, list) else b""
        )
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _decoded(part: EmailMessage) -> str:
    data = _bytes(part)
    charset = part.get_content_charset() or "utf-8"
    try:
        return data.decode(charset, "replace")
    except (LookupError, ValueError):  # no such name, a name with a NUL in it, or codecs that are not of texts
        return data.decode("utf-8", "replace")


def _faults(message: EmailMessage, place: str | None) -> list[Note]:
    found: list[MessageDefect] = [defect for part in _parts(message) for defect in part.defects]
    if any(type(defect).__name__ in _CUT for defect in found):
        return [Note("the end of the message is missing: it may be cut", "Save the message again.", place)]
    return []
