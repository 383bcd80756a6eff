"""SVC203: see the rule's docstring."""

from svclint.rules.base import Rule, Scope, Severity
from svclint.rules.svc201_stopped_before_join import ThreadsJoined


class JoinOutcomeIgnored(Rule):
    """A join with a time-out goes before SERVICE_STOPPED, and nobody asks whether the thread ended."""

    code = "SVC203"
    name = "join-outcome-ignored"
    severity = Severity.WARNING
    clauses = ("STP-03", "PRG-01")
    properties = ("P35", "P42")
    scope = Scope.LIFE
    monitor = ThreadsJoined
    bad = ""
    good = ""
