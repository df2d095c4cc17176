"""What the pages show, as plain dictionaries in one language: templates hold no rules of their own."""

from __future__ import annotations

from zvirka.model.findings import (
    Finding,
)
from zvirka.publish.headings import View
from zvirka.publish.question_views import QuestionViews, segments

__all__ = ["View", "Views"]


class Views(QuestionViews):
    """Builds views of one account in `words`; `all_words` are the three languages sentences are printed in."""

    def card(self, finding: Finding) -> View:
        """A finding on the overview."""
        return {
            "href": f"questions/{self.index.short_question[finding.question.id]}.html",
            "title": self.title(finding.question),
            "status": self.status(finding),
            "printed": segments(self.composed(finding)),
            "against": self.against(finding, ""),
            "why": "; ".join(self.why(finding)),
            "origins": self.faces(finding)[3][1],
        }
