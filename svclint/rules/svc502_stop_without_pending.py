"""SVC502: see the rule's docstring."""

from svclint.rules.base import Rule, Scope, Severity
from svclint.rules.svc501_stop_changes_nothing import StopAnswered


class StopWithoutPending(Rule):
    """STOP is signalled to the run side, but SERVICE_STOP_PENDING is never reported."""

    code = "SVC502"
    name = "stop-without-pending"
    severity = Severity.WARNING
    clauses = ("STP-01", "STP-05", "HND-04")
    properties = ("P30",)
    scope = Scope.CONTROL
    monitor = StopAnswered
    bad = ""
    good = ""
