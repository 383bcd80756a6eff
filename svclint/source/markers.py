"""Which files are worth parsing: the bytes that every service's source holds.

Whatever lacks them cannot have findings. Nothing is imported here: most runs end in this module.
"""

from __future__ import annotations

from collections.abc import Container

COMMON = b"ervice"
LOGGING = b"cx_Logging"  # all that a handler for cx_Freeze's host need name
MARKERS = (
    *(b"ServiceFramework", b"SvcDoRun", b"SvcStop"),
    *(b"RegisterServiceCtrlHandler", b"cx_Freeze", LOGGING, b"svclint:"),  # services that no framework runs
)
NAME = b"_svc_name_"  # all that a subclass of a project's own base class need have
WORDS = tuple(marker.decode() for marker in MARKERS)


def has_markers(data: bytes) -> bool:
    """Whether the source may hold a service. The first test is for speed: it answers for most files."""
    return (COMMON in data and any(marker in data for marker in MARKERS)) or NAME in data or LOGGING in data


def text_has_markers(text: Container[str]) -> bool:
    """The same for text."""
    known = COMMON.decode() in text and any(word in text for word in WORDS)
    return known or NAME.decode() in text or LOGGING.decode() in text


def has_comments(data: bytes) -> bool:
    """Whether the source may hold comments for the linter."""
    return b"noqa" in data.lower() or b"svclint:" in data
