"""Calls after which the process is gone, or stands before a window nobody sees (session 0, ENT-08)."""

from __future__ import annotations

from svclint.contract.effects.kinds import Exit
from svclint.contract.effects.spelling import below

_QT = [f"{qt}.QtWidgets.QMessageBox" for qt in ("PyQt5", "PyQt6", "PySide2", "PySide6")]

QUITS: dict[str, Exit] = {
    **dict.fromkeys(("sys.exit", "exit", "quit"), Exit.RAISES),
    **dict.fromkeys(below("os", "_exit abort"), Exit.ENDS),
    **dict.fromkeys(("win32api.ExitProcess", "win32process.ExitProcess"), Exit.ENDS),
    **dict.fromkeys(below("ctypes.windll.kernel32", "ExitProcess FatalExit"), Exit.ENDS),
    **dict.fromkeys(("input", "raw_input", "code.interact"), Exit.SHOWS),
    **dict.fromkeys(below("msvcrt", "getch getche getwch getwche"), Exit.SHOWS),
    **dict.fromkeys(below("getpass", "getpass"), Exit.SHOWS),
    **dict.fromkeys(("win32api.MessageBox", "win32api.MessageBoxEx", "win32ui.MessageBox"), Exit.SHOWS),
    **dict.fromkeys(below("win32gui", "MessageBox DialogBox DialogBoxIndirect DialogBoxParam DialogBoxIndirectParam"), Exit.SHOWS),
    **dict.fromkeys(below("ctypes.windll.user32", "MessageBoxW MessageBoxA MessageBoxExW MessageBoxExA"), Exit.SHOWS),
    **dict.fromkeys(below("tkinter", "Tk Toplevel"), Exit.SHOWS),
    **dict.fromkeys(below("tkinter.messagebox", "showinfo showwarning showerror"), Exit.SHOWS),
    **dict.fromkeys(below("tkinter.messagebox", "askquestion askokcancel askretrycancel askyesno"), Exit.SHOWS),
    **dict.fromkeys(below("tkinter.filedialog", "askopenfilename asksaveasfilename askdirectory"), Exit.SHOWS),
    **dict.fromkeys(below("easygui", "msgbox enterbox ynbox ccbox buttonbox choicebox fileopenbox"), Exit.SHOWS),
    **dict.fromkeys(below("pymsgbox", "alert confirm prompt password"), Exit.SHOWS),
    **dict.fromkeys(below("pyautogui", "alert confirm prompt password"), Exit.SHOWS),
    **dict.fromkeys(("wx.MessageBox", "wx.App"), Exit.SHOWS),
    **{f"{box}.{name}": Exit.SHOWS for box in _QT for name in ("information", "warning", "critical", "question")},
}

ALIASES = {
    "builtins": "",
    "__builtin__": "",
    "six.moves.builtins": "",
    "six.moves.input": "input",
    "tkMessageBox": "tkinter.messagebox",
    "tkFileDialog": "tkinter.filedialog",
}
