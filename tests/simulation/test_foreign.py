"""What a handler returns is recorded without asking it anything, and alike in every process."""

from __future__ import annotations

import pytest

from svclint.contract.events import RAISED
from svclint.simulation.recording.foreign import Foreign, kept


class Rude:
    """An object that answers nothing."""

    def __repr__(self) -> str:
        raise AssertionError

    def __eq__(self, other: object) -> bool:
        raise AssertionError

    __hash__ = None  # type: ignore[assignment]


@pytest.mark.parametrize("value", [None, 0, 120, True, 1.5, "done", RAISED])
def test_what_can_be_spelled_is_kept(value: object) -> None:
    """Numbers, texts, nothing, and the sign of an exception."""
    assert kept(value) is value


def test_of_other_objects_the_class_is_kept() -> None:
    """Its name tells no address."""
    assert kept(Rude()) == Foreign(f"{__name__}.Rude")
    assert repr(kept(object())) == "<builtins.object object>"
    assert kept(kept(Rude())) == kept(Rude())
