"""Calls after which the process is gone, or stands before a window nobody sees (session 0, ENT-08)."""

from __future__ import annotations

from svclint.contract.effects.kinds import Exit
from svclint.contract.effects.spelling import below

_QT = [f"{qt}.QtWidgets.QMessageBox" for qt in ("PyQt5", "PyQt6", "PySide2", "PySide6")]

_RAISES = ("sys.exit", "exit", "quit")

_ENDS = (
    *below("os", "_exit abort"),
    *below("ctypes.windll.kernel32", "ExitProcess FatalExit"),
    "win32api.ExitProcess",
    "win32process.ExitProcess",
)

_SHOWS = (
    *("input", "raw_input", "code.interact", "getpass.getpass"),
    *below("msvcrt", "getch getche getwch getwche"),
    *below("win32api", "MessageBox MessageBoxEx"),
    "win32ui.MessageBox",
    *below("win32gui", "MessageBox DialogBox DialogBoxIndirect DialogBoxParam DialogBoxIndirectParam"),
    *below("ctypes.windll.user32", "MessageBoxW MessageBoxA MessageBoxExW MessageBoxExA"),
    *below("tkinter", "Tk Toplevel"),
    *below("tkinter.messagebox", "showinfo showwarning showerror"),
    *below("tkinter.messagebox", "askquestion askokcancel askretrycancel askyesno askyesnocancel"),
    *below("tkinter.filedialog", "askopenfilename asksaveasfilename askdirectory"),
    *below("easygui", "msgbox enterbox ynbox ccbox buttonbox choicebox fileopenbox"),
    *below("pymsgbox", "alert confirm prompt password"),
    *below("pyautogui", "alert confirm prompt password"),
    *below("wx", "MessageBox App"),
    *(name for box in _QT for name in below(box, "information warning critical question")),
)

# Ending a process is one's own end when the process is named by one of these calls.
THIS_PROCESS = {
    "os.kill": "os.getpid",
    "win32api.TerminateProcess": "win32api.GetCurrentProcess",
    "win32process.TerminateProcess": "win32process.GetCurrentProcess",
    "ctypes.windll.kernel32.TerminateProcess": "ctypes.windll.kernel32.GetCurrentProcess",
}

QUITS: dict[str, Exit] = {
    **dict.fromkeys(_RAISES, Exit.RAISES),
    **dict.fromkeys(_ENDS, Exit.ENDS),
    **dict.fromkeys(_SHOWS, Exit.SHOWS),
}

ALIASES = {
    "builtins": "",
    "__builtin__": "",
    "six.moves.builtins": "",
    "six.moves.input": "input",
    "tkMessageBox": "tkinter.messagebox",
    "tkFileDialog": "tkinter.filedialog",
}
