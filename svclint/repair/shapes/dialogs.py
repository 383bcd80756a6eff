"""Windows that nobody sees (ENT-08) become entries of the event log; questions to nobody go away."""

from __future__ import annotations

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Edit, Fix
from svclint.repair.shapes.common import called, dotted, fixed, function_of, means, own, removed
from svclint.repair.workshop import Workshop, nodes

# Where the text stands among the arguments of a call that shows it.
TEXTS = {
    **dict.fromkeys(("win32api.MessageBox", "win32api.MessageBoxEx", "win32gui.MessageBox"), 1),
    **dict.fromkeys(("ctypes.windll.user32.MessageBoxW", "ctypes.windll.user32.MessageBoxExW"), 1),
    **{f"tkinter.messagebox.show{kind}": 1 for kind in ("info", "warning", "error")},
    **dict.fromkeys(("win32ui.MessageBox", "easygui.msgbox", "pymsgbox.alert", "pyautogui.alert", "wx.MessageBox"), 0),
}
QUESTIONS = ("input", "raw_input", *(f"msvcrt.{name}" for name in ("getch", "getche", "getwch", "getwche")))
LEVELS: dict[str, tuple[str, ...]] = {
    "Error": ("ICONERROR", "ICONHAND", "ICONSTOP", "ICON_ERROR", "showerror"),
    "Warning": ("ICONWARNING", "ICONEXCLAMATION", "ICON_WARNING", "showwarning"),
}


def unshown(shop: Workshop, finding: Finding, small: cst.BaseSmallStatement) -> Fix | None:
    """Log the text of a message box; none where its answer is used, or the text is not plain to see."""
    call = called(small)
    if call is None:
        return None
    if dotted(call.func) in QUESTIONS or any(means(shop, call.func, one) for one in QUESTIONS):
        title = f"Delete '{shop.text_of(small)}': nobody can answer"
        return fixed(shop, finding, title, Applicability.UNSAFE, removed(shop, small))
    text = _text(shop, call)
    if text is None:
        return None
    flags = _flags(shop, small, call, text)
    seen = " ".join((shop.text_of(call), *(shop.text_of(one) for one in flags)))
    level = next((level for level, marks in LEVELS.items() if any(mark in seen for mark in marks)), "Info")
    spelling, imports = shop.spell(f"servicemanager.Log{level}Msg")
    edits: list[Edit] = [removed(shop, one) for one in flags]
    edits.append(shop.replace(call, f"{spelling}({shop.text_of(text)})"))
    title = "Write to the event log instead of showing a window"
    return fixed(shop, finding, title, Applicability.UNSAFE, *imports, *edits)


def _text(shop: Workshop, call: cst.Call) -> cst.BaseExpression | None:
    """The text that a call shows."""
    at = next((at for name, at in TEXTS.items() if means(shop, call.func, name)), None)
    if at is None or any(one.star for one in call.args):
        return None
    named = [one.value for one in call.args if one.keyword and one.keyword.value in ("message", "msg", "text")]
    plain = [one.value for one in call.args if not one.keyword]
    return named[0] if named else plain[at] if at < len(plain) else None


def _flags(
    shop: Workshop, small: cst.BaseSmallStatement, call: cst.Call, text: cst.BaseExpression
) -> list[cst.BaseSmallStatement]:
    """What gives values to local names that the call alone uses, and that call nothing."""
    function = function_of(shop, small)
    names = {one.value.value for one in call.args if isinstance(one.value, cst.Name) and one.value is not text}
    if function is None:
        return []
    found = [one for one in own(function, cst.Assign) if _binds_one_of(one, names) and not any(nodes(one, cst.Call))]
    return [one for one in found if _uses(function, dotted(one.targets[0].target)) == len(("bound", "used"))]


def _binds_one_of(assign: cst.Assign, names: set[str]) -> bool:
    return len(assign.targets) == 1 and dotted(assign.targets[0].target) in names


def _uses(function: cst.FunctionDef, name: str | None) -> int:
    return sum(one.value == name for one in nodes(function, cst.Name))
