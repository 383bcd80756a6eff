"""Python's control flow, as the walk has it."""

from __future__ import annotations

import pytest

from svclint.checking.behaviour import NEVER, SKIP, Behaviour, Call, Choice, Jump, Leaves, Loop, choice, seq
from tests.checking.words import at, attempt, do, paths

RETURN, RAISE, BREAK, CONTINUE = (Jump(kind) for kind in ("return", "raise", "break", "continue"))
HANDLED = do("handled")


def call(*parts: Behaviour) -> Call:
    return Call(seq(*parts), "function", at("function()"))


def loop(*body: Behaviour, leave: Behaviour = SKIP, least: int = 0, count: int | None = None) -> Loop:
    return Loop(SKIP, leave, seq(*body), least, count)


def leaves(*body: Behaviour) -> Leaves:
    return Leaves(seq(*body), "STOP", at("SvcStop"))


def test_parts_of_a_choice_exclude_each_other() -> None:
    """One part happens, never two, and a choice of nothing is never passed."""
    assert paths(choice(do("a"), do("b"))) == {"a", "b"}
    assert paths(choice(do("a"), seq(do("b"), NEVER))) == {"a"}
    assert paths(NEVER) == set()


def test_return_ends_the_function_only() -> None:
    """What follows a return is dead; what follows the call is not."""
    assert paths(seq(call(do("a"), RETURN, do("dead")), do("b"))) == {"a b"}


def test_raise_ends_callers_too() -> None:
    """An exception goes through calls until somebody takes it."""
    assert paths(call(call(RAISE), do("dead"))) == set()
    assert paths(attempt(call(do("a"), RAISE, do("dead")), HANDLED)) >= {"a handled"}


def test_shared_bodies_go_on_where_they_were_called() -> None:
    """Two calls of one function share its summary, not what comes after."""
    shared = call(choice(do("a"), do("b")))
    assert paths(seq(shared, do("-"), shared)) == {"a - a", "a - b", "b - a", "b - b"}


def test_finally_runs_on_return() -> None:
    """A return passes the finally part and is still a return."""
    assert paths(call(attempt(seq(do("a"), RETURN), final=do("f")), do("dead"))) == {"a f"}


def test_finally_with_return_swallows_everything() -> None:
    """A return in the finally part wins over an exception, raised or not."""
    assert paths(call(attempt(seq(do("a"), RAISE), final=seq(do("f"), RETURN)), do("dead"))) == {"f", "a f"}


def test_finally_lets_exceptions_pass() -> None:
    """Behind a finally part the exception goes on to the next handler."""
    inner = attempt(seq(do("a"), RAISE), final=do("f"))
    assert "a f handled" in paths(attempt(seq(inner, do("dead")), HANDLED))
    assert all("dead" not in path for path in paths(attempt(seq(inner, do("dead")), HANDLED)))


def test_break_in_try_in_loop() -> None:
    """A break runs the finally parts on its way, and skips the else part of the loop."""
    body = attempt(seq(do("a"), BREAK), final=do("f"))
    assert paths(loop(body, least=1, leave=do("else"))) == {"a f"}
    assert paths(loop(body, leave=do("else"))) == {"a f", "else"}


def test_continue_in_finally_of_loop() -> None:
    """A continue in a try ends the turn, not the loop."""
    assert paths(loop(attempt(seq(do("a"), CONTINUE, do("dead")), final=do("f")), count=2)) == {"a f a f"}


def test_handlers_are_alternatives() -> None:
    """One handler takes the exception; an exception may come before, between and behind what happens."""
    assert paths(attempt(seq(do("a"), do("b")), do("x"), do("y"))) == {
        *("a b", "x", "y", "a x", "a y", "a b x", "a b y")
    }


def test_nested_handlers() -> None:
    """An exception in a handler is taken by the handler around it, or by nobody."""
    inner = attempt(RAISE, seq(do("inner"), RAISE))
    assert paths(attempt(inner, do("outer"))) == {"inner outer", "outer"}
    assert paths(inner) == set()


def test_handlers_that_do_not_take_everything() -> None:
    """With ``catches`` false an exception may pass; with it, none does."""
    assert paths(leaves(attempt(RAISE, HANDLED))) == {"handled SvcStop=None"}
    assert paths(leaves(attempt(RAISE, HANDLED, catches=False))) == {"handled SvcStop=None", "SvcStop=raised"}


def test_else_is_not_guarded_by_its_own_handlers() -> None:
    """The else part follows a body without exception; its own exceptions go out, through finally."""
    found = paths(attempt(do("a"), HANDLED, orelse=seq(do("else"), RAISE), final=do("f")))
    assert found == {"handled f", "a handled f"}
    assert paths(attempt(do("a"), HANDLED, orelse=do("else"))) == {"a else", "handled", "a handled"}


def test_exceptions_in_handlers_pass_their_own_finally() -> None:
    """A handler that fails half way still runs the finally part, and goes out behind it."""
    inner = attempt(RAISE, seq(do("x"), do("y")), final=do("f"))
    assert {"x y f", "x f outer", "f outer"} <= paths(attempt(inner, do("outer")))


@pytest.mark.parametrize(("count", "expected"), [(0, {""}), (1, {"a"}), (3, {"a a a"})])
def test_loops_of_known_count(count: int, expected: set[str]) -> None:
    """Exactly so many turns."""
    assert paths(loop(do("a"), count=count)) == expected


def test_loops_of_least_count() -> None:
    """At least so many turns, and any number more."""
    assert {"a a", "a a a"} <= paths(loop(do("a"), least=2))
    assert not {"", "a"} & paths(loop(do("a"), least=2))


def test_any_number_of_turns() -> None:
    """No turn at all, and more than anybody runs by hand."""
    found = paths(loop(choice(do("a"), BREAK)))
    assert {"", "a", "a a a a a a a"} <= found


def test_jumps_in_the_leaving_part_belong_to_the_loop_around() -> None:
    """A break in the else part of a loop breaks the outer loop."""
    inner = loop(do("a"), count=1, leave=seq(do("else"), BREAK))
    assert paths(loop(inner, do("dead"), least=1)) == {"a else"}


def test_ways_out_of_a_handler() -> None:
    """A handler is left with a value, with None, or by an exception; the statement's place goes with it."""
    returns = Jump("return", 120, True, at("return 120"))
    unknown = Jump("return", None, False, at("return x"))
    raises = Jump("raise", at=at("raise E"))
    assert paths(leaves(Choice((returns, SKIP, raises, unknown, RETURN)))) == {
        *("return 120=120", "SvcStop=None", "raise E=raised", "return x=?")
    }


def test_results_are_told_apart_as_they_are() -> None:
    """True is not 1, and a value that cannot be hashed is no trouble."""
    ways = (Jump("return", value, True, at("return")) for value in (True, 1, [1]))
    assert paths(leaves(Choice(tuple(ways)))) == {"return=True", "return=1", "return=[1]"}
