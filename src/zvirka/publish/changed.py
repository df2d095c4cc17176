"""What changed since an earlier account, for the terminal."""

from __future__ import annotations

from zvirka.ground.ground import Ground
from zvirka.model.account import Account
from zvirka.publish.index import AccountIndex
from zvirka.publish.views import Views
from zvirka.publish.visible import visible
from zvirka.publish.words import LANGUAGES, Words


def changed_text(account: Account, ground: Ground, language: str) -> str:
    """account.changes by question, in their order, in "en", "uk" or "ru"; account.before says since when. No newline at the end."""
    words = Words(ground, language, account.time_zone)
    views = Views(AccountIndex(account), words, dict.fromkeys(LANGUAGES, words))
    before = visible(account.before or "")
    lines = [words.say("changed_since" if account.changes else "no_changes", before=before)]
    last = ""
    for change in account.changes:
        if change.question != last:
            last = change.question
            lines += ["", views.changed(change)[0]]
        lines.append(f"  {views.change(change)}")
    return "\n".join(lines)
