"""Reconcile: questions, scope, lineage, links and findings out of claims and observations. Pure; imports model and ground only."""

from __future__ import annotations

from zvirka.reconcile.changes import changes, figures_said
from zvirka.reconcile.finding import find
from zvirka.reconcile.ledger import ledger_of
from zvirka.reconcile.lineage import Signature, sign_many
from zvirka.reconcile.questions import form_questions
from zvirka.reconcile.ranking import ranked
from zvirka.reconcile.records import records_of
from zvirka.reconcile.relevance import Days, case_days, last_shown, text_of_the_days
from zvirka.reconcile.resightings import resightings_of
from zvirka.reconcile.run import Reconciled, gather, join, reconcile
from zvirka.reconcile.scope import ClaimRelation, compare, scope
from zvirka.reconcile.terms import terms_of
from zvirka.reconcile.views import View, Viewer, overlap

__all__ = [
    "ClaimRelation",
    "Days",
    "Reconciled",
    "Signature",
    "View",
    "Viewer",
    "case_days",
    "changes",
    "compare",
    "figures_said",
    "find",
    "form_questions",
    "gather",
    "join",
    "last_shown",
    "ledger_of",
    "overlap",
    "ranked",
    "reconcile",
    "records_of",
    "resightings_of",
    "scope",
    "sign_many",
    "terms_of",
    "text_of_the_days",
]
