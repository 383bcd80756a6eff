"""``svclint lsp``: findings and fixes in the editor. pygls is imported here and nowhere else."""

from __future__ import annotations

from typing import Final

NEEDED: Final = ("pygls", "lsprotocol", "cattrs", "attrs")
MISSING: Final = "'svclint lsp' needs what the extra brings: pip install 'svclint[lsp]'"


def serve() -> int:
    """Talk to an editor over standard input and output until it ends; 2 when the extra is not installed."""
    try:
        from svclint.lsp.serving import served
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in NEEDED:
            raise
        from svclint.terminal import complain

        complain([MISSING])
        return 2
    return served()
