"""How the laws are tried: the same examples on every machine and in every run, more of them in CI."""

from __future__ import annotations

import os
from typing import Final

from hypothesis import HealthCheck, settings

EXAMPLES: Final = 30  # a law costs well under a second, so that the tests are run often
EXAMPLES_IN_CI: Final = 200

# Derandomized: a change fails for what it changed, never for the luck of the draw. Nothing here is timed,
# for a busy machine is no fault of the code.
settings.register_profile(
    "default",
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("ci", settings.get_profile("default"), max_examples=EXAMPLES_IN_CI)
settings.load_profile("ci" if os.environ.get("CI") else "default")
