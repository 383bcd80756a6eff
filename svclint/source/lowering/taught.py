"""Status reports by calls of the user's own, of which the settings say so."""

from __future__ import annotations

from svclint.contract.events import AUTO, At, Report
from svclint.source.lowering.arguments import Arguments
from svclint.source.lowering.reader import Lowered, Reader
from svclint.source.lowering.statuses import state_of
from svclint.source.values import Const

_STATES = "win32service.SERVICE_"


def wrapped_report(reader: Reader, at: At, given: Arguments) -> Lowered:
    """The state is the argument that is named like one; the wrapper is trusted with the rest."""
    states = (one for one in given.all() if isinstance(one, Const) and one.name.startswith(_STATES))
    state = next((known for one in states if (known := state_of(one)) is not None), None)
    return Lowered(reader.emit(Report(at, state, AUTO, None, None, reader.role.by, reader.role.side)))
