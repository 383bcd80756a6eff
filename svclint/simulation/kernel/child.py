"""The first file of a child process: `python -S -s [-P] child.py MODULE [ARGUMENT...]`.

The simulation is put under everything, then the interpreter finishes its start (`site`), then ``MODULE.main``
is called with the arguments. See `launch.command`.
"""

from __future__ import annotations

import sys

ROOT = __file__.replace("\\", "/").rsplit("/", 4)[0]


def main(module: str, *arguments: str) -> None:
    """Start the simulation, then ``module``."""
    from svclint.simulation.kernel import boot

    boot.install()
    import importlib
    import site

    site.main()
    importlib.import_module(module).main(*arguments)


if __name__ == "__main__":
    if not getattr(sys.flags, "safe_path", False):
        del sys.path[0]  # the folder of this file, before Python 3.11
    sys.path.append(ROOT)
    words, sys.argv[1:] = sys.argv[1:], []  # nobody gives the services of a run any
    main(*words)
