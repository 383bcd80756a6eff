"""The accept masks of a service class: what its GetAcceptedControls makes, and what its methods report themselves."""

from __future__ import annotations

import ast
from typing import Final

from svclint.contract.controls import Accept
from svclint.contract.framework import MASK
from svclint.source.assigned import assigned, inside
from svclint.source.classes import ClassModel, Def
from svclint.source.imports import SET_STATUS
from svclint.source.masks import Mask

_MASK_FIELD: Final = 2  # of the status tuple


def mask_of(cls: ClassModel) -> Mask:
    """The mask that the class's GetAcceptedControls makes, be it its own or the framework's."""
    mask = Mask(cls)
    found = cls.method(MASK)
    if found:
        mask.returned(*found)
    else:
        mask.based = True
    return mask


def reported_masks(cls: ClassModel) -> Mask:
    """The masks of the status tuples that the class's methods put together."""
    mask = Mask(cls)
    for one in cls.lineage():
        for method in one.methods.values() if isinstance(one, ClassModel) else ():
            _add_reported(mask, method, one)  # type: ignore[arg-type]
    return mask


def _add_reported(mask: Mask, function: Def, owner: ClassModel) -> None:
    for node in inside(function):
        match node:
            case ast.Call(func=func, args=[_, status]) if owner.module.canonical(func) == SET_STATUS:
                made = assigned(function, ast.Name, status.id) if isinstance(status, ast.Name) else [status]
                for one in made:
                    if isinstance(one, (ast.Tuple, ast.List)) and len(one.elts) > _MASK_FIELD:
                        mask.add(one.elts[_MASK_FIELD], function, owner)


def base_bits(names: set[str]) -> int:
    """The framework's own mask, by the names of the methods that are there (contract part D.2)."""
    bits = Accept.STOP if "SvcStop" in names else Accept(0)
    bits |= Accept.SHUTDOWN if "SvcShutdown" in names else Accept(0)
    bits |= Accept.PAUSE_CONTINUE if {"SvcPause", "SvcContinue"} <= names else Accept(0)
    return int(bits)
