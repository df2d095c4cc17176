"""Exports of posts and feeds, told by their first characters; see `sniff` for the rest."""

from __future__ import annotations

import re

from zvirka.model.items import MediaKind

_CHAT = re.compile(r'"messages"\s*:\s*\[')
_CHAT_TYPE = re.compile(
    r'"type"\s*:\s*"(message|service|unsupported|saved_messages|replies|verification_codes|personal_chat|bot_chat|'
    r'(private|public)_(group|supergroup|channel))"'
)
"""Types of chats and messages that Telegram Desktop writes (its export_output_json.cpp)."""
_ACCOUNT = re.compile(
    r'\{\s*"about"\s*:\s*"(?:[^"\\]|\\.)*"\s*,\s*"(personal_information|profile_pictures|stories|contacts|'
    r'frequent_contacts|sessions|web_sessions|other_data|chats|left_chats)"\s*:'
)
"""An export of a whole account begins with what it is and its first part (the same file)."""
_ACCOUNT_PAGE = re.compile(r"<title>\s*Exported Data\s*</title>", re.IGNORECASE)
_CHAT_PAGE = re.compile(r'class="page_wrap"[\s\S]*class="(page_body chat_page|history)"')
_FEED = re.compile(r"\s*<(rss|feed|(\w+:)?RDF)\b[^<>]*>")
_FEED_NAMES = re.compile(r"https?://(www\.w3\.org/2005/Atom|purl\.org/(atom|rss|net/rss1\.1)|my\.netscape\.com/rdf)")
_JSON_FEED = re.compile(r'\{(?:[^{}\[\]\\]|\\.)*?"version"\s*:\s*"https?:(\\?/){2}(www\.)?jsonfeed\.org(\\?/)version')
_PROLOGUE = re.compile(r"\s*(<\?[^>]*\?>|<!--(?:[^-]|-(?!->))*-->)")
_DOCTYPE = re.compile(r"\s*<!DOCTYPE\s+(rss|feed|rdf:RDF)\b", re.IGNORECASE)


def of_text(text: str) -> tuple[MediaKind, str] | None:
    """Kind and name of characters: Telegram Desktop exports and feeds. text: the file's beginning, without space before it."""
    if text.startswith("{"):
        if _ACCOUNT.match(text) or (_CHAT.search(text) and _CHAT_TYPE.search(text)):
            return "telegram", "a Telegram export"
        if _JSON_FEED.match(text):
            return "feed", "a JSON feed"
    elif text.startswith("<"):
        if _CHAT_PAGE.search(text) or _ACCOUNT_PAGE.search(text[:2000]):
            return "telegram_page", "a page of a Telegram export"
        if _is_feed(text):
            return "feed", "a feed"
    return None


def _is_feed(text: str) -> bool:
    while (found := _PROLOGUE.match(text)) is not None:
        text = text[found.end() :]
    if _DOCTYPE.match(text):
        return True
    root = _FEED.match(text)
    return root is not None and (root[1] == "rss" or _FEED_NAMES.search(root[0]) is not None)
