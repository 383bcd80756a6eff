"""What the contract rests on: the tags used in ``source`` texts, and two documents of Microsoft it starts from."""

from __future__ import annotations

from enum import Enum

SOURCES = {
    "W32": "MicrosoftDocs/win32, desktop-src/Services, commit 47e64c189d; the page follows the slash",
    "API": "MicrosoftDocs/sdk-api, winsvc; the page follows the slash",
    "SCMR": "Microsoft Open Specification MS-SCMR; the section follows",
    "AV": "Application Verifier, layer Service (windows-driver-docs); the stop code follows",
    "PYW": "mhammond/pywin32, commit 3cc9680c; the file follows",
    "Wine": "Wine source, or its conformance tests, which are written to pass on Windows",
    "ReactOS": "ReactOS source (base/system/services)",
    "runs of Wine 8": "own runs of native and pywin32 services under Wine 8.0; nothing was run on Windows",
}


class Document(Enum):
    """A document of Microsoft that states a clause in so many words; its value is the title."""

    MULTITHREADED = "Multithreaded Services"
    HANDLER = "Service Control Handler Function"

    @property
    def cited(self) -> str:
        """The document as a source text names it."""
        return f"Microsoft documentation: {self.value}"
