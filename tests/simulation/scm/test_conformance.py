"""The SCM against all rows of part E (``rows.json``): one case per row, and one per option of part F.

What is expected stands in the row. How its words are brought about, and looked at, stands in ``conformance_*.py``.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.simulation.scm import conformance_controls as on_controls
from tests.simulation.scm import conformance_database as on_database
from tests.simulation.scm import conformance_dispatch as on_dispatch
from tests.simulation.scm import conformance_service as on_service
from tests.simulation.scm import conformance_shutdown as on_shutdown
from tests.simulation.scm import conformance_starts as on_starts
from tests.simulation.scm.rows import Row, cases, rows

# Rows that say nothing a Python service under a simulated SCM could meet.
UNFIT = {
    "E013": "a driver is no Python service",
    "E014": "a driver is no Python service",
    "E101": "triggers are not simulated; a client's STOP is E094",
    "E109": "a Python host catches what leaves a handler (D.6), so nothing is raised natively",
    "E121": "no account logs on: the service is code that is there already",
    "E122": "no file is started: the service is code that is there already",
    "E126": "a thread that cannot be made ends the simulation itself",
    "E134": "Windows before Vista runs no Python that is supported",
    "E151": "a habit of Wine's, which Windows does not have",
    "E158": "pywin32 sizes buffers itself",
    "E159": "pywin32 asks for level 0 always",
    "E168": "pywin32 refuses None for these before it calls",
    "E170": "no accounts are simulated",
    "E191": "pywin32 has no ControlServiceEx",
    "E192": "pywin32 has no ControlServiceEx",
    "E193": "pywin32 has no ControlServiceEx",
    "E199": "Windows before Vista runs no Python that is supported",
    "E200": "Windows before Vista runs no Python that is supported",
}

# Who brings a row about: by what is given, in its group, else by what is asked for.
SITUATIONS: dict[str, dict[str, Callable[[Row], None]]] = {
    "access": on_service.SITUATIONS,
    "dispatch": on_dispatch.SITUATIONS,
    "stop_pending": on_starts.SITUATIONS,
    "start": on_starts.SITUATIONS,
    "service": on_service.SITUATIONS,
    "death": on_service.SITUATIONS,
    "shutdown": on_shutdown.SITUATIONS,
    "misc": on_database.SITUATIONS,
}
REQUESTS: dict[str, Callable[[Row], None]] = {
    **on_database.REQUESTS,
    "every request": on_controls.handles,
    "query": on_controls.queries,
    "query and change the configuration": on_controls.configuration,
    "enumerate dependents": on_controls.dependents,
    "control, start, create and delete": on_controls.every_request_during_shutdown,
    "start": on_starts.refused,
    "subscribe": on_database.subscribing,
    "(phase pre)": on_shutdown.phase,
    "(phase main)": on_shutdown.phase,
}


@pytest.mark.parametrize("row", [row for row in cases() if row.id not in UNFIT], ids=str)
def test_row(row: Row) -> None:
    bring_about = SITUATIONS.get(row.group, {}).get(row.given) or REQUESTS.get(row.request, on_controls.controls)
    bring_about(row)


def test_all_rows_are_there() -> None:
    assert [row.id for row in rows()] == [f"E{number:03}" for number in range(1, 201)]


def test_few_rows_are_left_out() -> None:
    assert {row.id for row in rows()} >= UNFIT.keys()
    assert len(rows()) - len(UNFIT) >= 180
