"""What all tests share."""

from __future__ import annotations

import os

from hypothesis import settings

# On a developer's machine the laws are tried on new examples every time. In CI the examples are the same for
# the same code, so that a red build is the change's doing and can be repeated.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("local", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")
