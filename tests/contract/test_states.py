"""The state machine, the controls and the limits, as documentation."""

from __future__ import annotations

from itertools import product

import pytest

from svclint.contract.budgets import BUDGETS
from svclint.contract.controls import KNOWN_MASK, USER_CONTROLS, Accept, Control
from svclint.contract.states import EDGES, PENDING, START_EDGES, START_PENDING, STOPPED, TRANSITIONS, State
from svclint.contract.transitions import SHAPES, illegal, shape

ALL_PAIRS = list(product(State, State))


def test_there_are_26_edges() -> None:
    """The diagram has 26 edges, each written once."""
    assert len(TRANSITIONS) == 26
    assert len({(edge.before, edge.after) for edge in TRANSITIONS}) == 26


def test_every_edge_says_why_and_whence() -> None:
    """An edge joins two states, and has a trigger and a source."""
    for edge in TRANSITIONS:
        assert {edge.before, edge.after} <= set(State)
        assert edge.trigger and edge.source


def test_nothing_follows_stopped() -> None:
    """Within a run STOPPED is the end; the SCM's start adds the edges out of it."""
    assert EDGES[STOPPED] == frozenset()
    assert frozenset({START_PENDING, State.SERVICE_RUNNING}) == START_EDGES


def test_edges_of_a_run_are_the_table_without_the_start() -> None:
    """``EDGES`` holds every edge of the table except the two out of STOPPED."""
    assert sum(map(len, EDGES.values())) == len(TRANSITIONS) - len(START_EDGES)
    assert set(EDGES) == set(State)


@pytest.mark.parametrize("state", set(State) - {STOPPED})
def test_every_state_can_be_refreshed_and_stopped(state: State) -> None:
    """Every state but STOPPED may be reported again, and may end in STOPPED."""
    assert {state, STOPPED} <= EDGES[state] or state is STOPPED


@pytest.mark.parametrize("state", PENDING)
def test_pending_states_lead_out(state: State) -> None:
    """A pending state can be completed (PRG-08)."""
    assert EDGES[state] - PENDING


def test_stop_is_one_way() -> None:
    """After STOP_PENDING come only STOP_PENDING and STOPPED (STP-09)."""
    assert EDGES[State.SERVICE_STOP_PENDING] == {State.SERVICE_STOP_PENDING, STOPPED}


@pytest.mark.parametrize(("before", "after"), ALL_PAIRS)
def test_an_edge_is_legal_or_has_a_shape(before: State, after: State) -> None:
    """Every pair of states is an edge of the diagram or an illegal one with a name, never both."""
    found = shape(before, after)
    assert (found is None) is (after in EDGES[before])
    assert found is None or found.name


def test_25_pairs_are_illegal() -> None:
    """Seven states make 49 pairs: 24 edges within a run, 25 that are none."""
    assert sum(illegal(*pair) for pair in ALL_PAIRS) == 25


def test_every_shape_is_used() -> None:
    """No shape is dead: some pair of states has it."""
    assert {shape(*pair) for pair in ALL_PAIRS} - {None} == set(SHAPES)


def test_there_are_14_accept_bits() -> None:
    """Fourteen bits are defined, together 0x6FFF, and no other bit may be set (ACC-08)."""
    assert len(list(Accept)) == 14
    assert KNOWN_MASK == 0x6FFF


@pytest.mark.parametrize("bit", list(Accept))
def test_every_bit_lets_a_control_in(bit: Accept) -> None:
    """Every accept bit is what some control needs."""
    assert any(control.accept is bit for control in Control)


@pytest.mark.parametrize(
    ("control", "bit"),
    [
        (Control.STOP, Accept.STOP),
        (Control.PAUSE, Accept.PAUSE_CONTINUE),
        (Control.CONTINUE, Accept.PAUSE_CONTINUE),
        (Control.NETBINDDISABLE, Accept.NETBINDCHANGE),
        (Control.PRESHUTDOWN, Accept.PRESHUTDOWN),
        (Control.INTERROGATE, None),
        (Control.DEVICEEVENT, None),
    ],
)
def test_bit_that_a_control_needs(control: Control, bit: Accept | None) -> None:
    """PAUSE and CONTINUE share a bit; INTERROGATE and DEVICEEVENT need none (ACC-01, ACC-05, ACC-06)."""
    assert control.accept is bit


def test_deviceevent_in_the_mask_means_three_other_bits() -> None:
    """Who or-s the control code of DEVICEEVENT into the mask accepts STOP, PAUSE_CONTINUE and PARAMCHANGE."""
    assert Accept(Control.DEVICEEVENT) == Accept.STOP | Accept.PAUSE_CONTINUE | Accept.PARAMCHANGE


def test_clients_send_nine_controls() -> None:
    """ControlService may send STOP to NETBINDDISABLE without SHUTDOWN, and user codes, which are no Control."""
    assert [int(control) for control in Control if control.sendable] == [1, 2, 3, 4, 6, 7, 8, 9, 10]
    assert not set(USER_CONTROLS) & set(Control)


def test_there_are_16_budgets() -> None:
    """Sixteen limits, each under its own name, each with a source."""
    assert len(BUDGETS) == 16
    assert all(name == budget.name and budget.source for name, budget in BUDGETS.items())


def test_handler_has_thirty_seconds() -> None:
    """A handler returns within 30 seconds, the limit of SVC101 (HND-02)."""
    assert BUDGETS["HandlerTimeout"].seconds == 30
