"""Exports shaped as Telegram Desktop writes them, made of posts."""

from __future__ import annotations

import html
import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

START = datetime(2022, 9, 12, 7, 15, tzinfo=UTC)
CLOCK = timezone(timedelta(hours=3))
Plain = dict[str, Any]


def post(number: int, text: Any, **more: Any) -> Plain:
    """A message a minute after the one before; more: further fields, None for those to leave out."""
    moment = START + timedelta(minutes=number)
    made = {
        "id": number,
        "type": "message",
        "date": moment.astimezone(CLOCK).strftime("%Y-%m-%dT%H:%M:%S"),
        "date_unixtime": str(int(moment.timestamp())),
        "from": "Hill Courier",
        "from_id": "channel1500",
        "text": text,
        "text_entities": [{"type": "plain", "text": text}] if isinstance(text, str) and text else [],
    }
    return {key: value for key, value in (made | more).items() if value is not None}


def chat(
    posts: list[Plain], name: str | None = "Hill Courier", kind: str = "public_channel", number: int = 1500
) -> Plain:
    """A chat; as the only one it is a whole result.json."""
    return {"name": name, "type": kind, "id": number, "messages": posts}


def account(*chats: Plain, left: tuple[Plain, ...] = ()) -> Plain:
    """The export of a whole account, with the parts that stand before the chats."""
    contact = {"user_id": 7, "first_name": "A {name", "last_name": 'of "brackets" ]', "date_unixtime": "1"}
    export: Plain = {
        "about": "Here is the data you asked for.",
        "personal_information": {"user_id": 1, "first_name": "Nobody", "bio": "messages"},
        "contacts": {"about": "Contacts.", "list": [contact]},
        "chats": {"about": "This page lists all chats from this export.", "list": list(chats)},
    }
    return export | ({"left_chats": {"about": "Chats you left.", "list": list(left)}} if left else {})


def as_json(export: Plain) -> bytes:
    """As Telegram Desktop lays it out: indented by one space a level."""
    return json.dumps(export, ensure_ascii=False, indent=1).encode()


def as_page(posts: list[Plain], name: str = "Hill Courier", following: str = "", offset: str = " UTC+03:00") -> bytes:
    """messages.html of the same posts; joined: posts by the same author follow without their name."""
    blocks, before = [_service("-1", "12 September 2022")], None
    for each in posts:
        blocks.append(_message(each, joined=before == each.get("from") and "forwarded_from" not in each, offset=offset))
        before = each.get("from") if each["type"] == "message" and "forwarded_from" not in each else None
    if following:
        blocks.append(f'\n    <a class="pagination block_link" href="{following}">\nNext messages\n    </a>\n')
    return (
        '<!DOCTYPE html>\n<html>\n\n <head>\n\n  <meta charset="utf-8"/>\n<title>Exported Data</title>\n'
        '  <link href="css/style.css" rel="stylesheet"/>\n\n </head>\n\n <body onload="CheckLocation();">\n\n'
        '  <div class="page_wrap">\n\n   <div class="page_header">\n\n    <div class="content">\n\n'
        f'     <div class="text bold">\n{html.escape(name)} \n     </div>\n\n    </div>\n\n   </div>\n\n'
        '   <div class="page_body chat_page">\n\n    <div class="history">\n'
        + "".join(blocks)
        + "\n    </div>\n\n   </div>\n\n  </div>\n\n </body>\n\n</html>\n"
    ).encode()


def _service(number: str, words: str) -> str:
    return (
        f'\n     <div class="message service" id="message{number}">\n\n      <div class="body details">\n{words}\n'
        "      </div>\n\n     </div>\n"
    )


def _message(each: Plain, joined: bool, offset: str) -> str:
    if each["type"] == "service":
        return _service(str(each["id"]), f"{each['actor']} pinned this message")
    moment = datetime.fromtimestamp(int(each["date_unixtime"]), CLOCK)
    stamp = moment.strftime("%d.%m.%Y %H:%M:%S") + offset
    lines = [f'<div class="message default clearfix{" joined" if joined else ""}" id="message{each["id"]}">']
    lines += ['<div class="body">', f'<div class="pull_right date details" title="{stamp}">\n{moment:%H:%M}\n</div>']
    if not joined:
        lines.append(f'<div class="from_name">\n{html.escape(each["from"])} \n</div>')
    if "forwarded_from" in each:
        named = html.escape(each["forwarded_from"])
        lines.append('<div class="forwarded body">')
        lines.append(
            f'<div class="from_name">\n{named} <span class="date details" title="{stamp}"> {stamp}</span>\n</div>'
        )
    if "reply_to_message_id" in each:
        answered = each["reply_to_message_id"]
        lines.append(
            f'<div class="reply_to details">\nIn reply to <a href="#go_to_message{answered}" '
            f'onclick="return GoToMessage({answered})">this message</a>\n</div>'
        )
    if "photo" in each:
        image = f'<img class="photo" src="{each["photo"]}_thumb.jpg" style="width: 260px"/>'
        lines.append(
            f'<div class="media_wrap clearfix">\n<a class="photo_wrap clearfix pull_left" href="{each["photo"]}">\n{image}\n</a>\n</div>'
        )
    if "poll" in each:
        answers = "".join(
            f'<div class="answer">\n- {html.escape(answer["text"])} <span class="details">{answer["voters"]} votes</span>\n</div>\n'
            for answer in each["poll"]["answers"]
        )
        question = html.escape(each["poll"]["question"])
        asked = f'<div class="question bold">\n{question}\n</div>\n{answers}'
        lines.append(f'<div class="media_wrap clearfix">\n<div class="media_poll">\n{asked}</div>\n</div>')
    if each["text"]:
        lines.append(f'<div class="text">\n{_marked(each["text"])}\n</div>')
    if "author" in each:
        lines.append(f'<div class="signature details">\n{html.escape(each["author"])}\n</div>')
    lines += ["</div>"] * ("forwarded_from" in each) + ["</div>", "</div>"]
    return "\n     " + "\n\n      ".join(lines) + "\n"


def _marked(text: Any) -> str:
    tags = {"bold": "strong", "italic": "em", "code": "code", "strikethrough": "s"}
    parts = []
    for part in [text] if isinstance(text, str) else text:
        words = html.escape(part if isinstance(part, str) else part["text"]).replace("\n", "<br>")
        kind = "" if isinstance(part, str) else part["type"]
        if kind in tags:
            words = f"<{tags[kind]}>{words}</{tags[kind]}>"
        elif kind == "spoiler":
            words = f'<span class="spoiler hidden" onclick="ShowSpoiler(this)"><span aria-hidden="true">{words}</span></span>'
        elif kind:
            words = f'<a href="{part.get("href", "")}">{words}</a>'
        parts.append(words)
    return "".join(parts)
