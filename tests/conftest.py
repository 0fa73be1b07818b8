"""How the laws are tried: the same examples on every machine and in every run, more of them in CI."""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Generator

EXAMPLES: Final = 30  # a law costs well under a second, so that the tests are run often
EXAMPLES_IN_CI: Final = 60  # they are the same each time: what more of them find, they find once
EXAMPLES_OF_A_HUNT: Final = 1_000

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
# Other examples each time, for whoever changed what laws are about: `pytest --hypothesis-profile=hunt PATHS`.
settings.register_profile(
    "hunt", settings.get_profile("default"), max_examples=EXAMPLES_OF_A_HUNT, derandomize=False
)
settings.load_profile("ci" if os.environ.get("CI") else "default")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Let nobody look for garbage among the modules that are read now and stay: a third of reading them."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()
