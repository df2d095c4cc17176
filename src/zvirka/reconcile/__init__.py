"""Reconcile: questions, scope, lineage, links and findings out of claims and observations. Pure; imports model and ground only."""

from __future__ import annotations

from zvirka.reconcile.changes import changes
from zvirka.reconcile.finding import find, ranked
from zvirka.reconcile.questions import form_questions
from zvirka.reconcile.run import Reconciled, gather, join, reconcile
from zvirka.reconcile.scope import ClaimRelation, compare, scope
from zvirka.reconcile.views import View, Viewer

__all__ = [
    "ClaimRelation",
    "Reconciled",
    "View",
    "Viewer",
    "changes",
    "compare",
    "find",
    "form_questions",
    "gather",
    "join",
    "ranked",
    "reconcile",
    "scope",
]
