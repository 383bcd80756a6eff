"""The console script ``svclint``, which is ``python -m svclint`` as well."""

from __future__ import annotations

import gc
import sys

# The words that are no paths; what they and the options mean is the business of svclint.cli.
COMMANDS = ("explain", "lint", "lsp", "replay", "report", "rules", "verify")


def main() -> None:
    """Run the command. Paths alone, as editors and hooks give them, are not kept waiting for a parser of options."""
    gc.set_threshold(50_000)  # reading makes many objects and little garbage: looking for it costs more than it frees
    words = sys.argv[1:]
    if words and words[0] not in COMMANDS and not any(word.startswith("-") for word in words):
        from svclint.check import checked

        sys.exit(checked(tuple(words)))
    from svclint.cli import main as parsed

    parsed()


if __name__ == "__main__":
    main()
