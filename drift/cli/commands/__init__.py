"""What the commands are, one a file: the arguments and options of each, and the one call that it makes."""

from __future__ import annotations

from typing import Final

from drift.cli.commands.accept import ACCEPT
from drift.cli.commands.check import CHECK
from drift.cli.commands.command import Command
from drift.cli.commands.compare import COMPARE
from drift.cli.commands.demo import DEMO
from drift.cli.commands.drill import DRILL
from drift.cli.commands.fit import FIT
from drift.cli.commands.history import HISTORY
from drift.cli.commands.init import INIT
from drift.cli.commands.lookup import LOOKUP
from drift.cli.commands.merge import MERGE
from drift.cli.commands.postmortem import POSTMORTEM
from drift.cli.commands.power import POWER
from drift.cli.commands.profile import PROFILE
from drift.cli.commands.promote import PROMOTE
from drift.cli.commands.reconcile import RECONCILE
from drift.cli.commands.report import REPORT
from drift.cli.commands.show import SHOW
from drift.cli.commands.validate import VALIDATE

# In the order in which help lists them.
COMMANDS: Final[tuple[Command, ...]] = (
    FIT,
    CHECK,
    COMPARE,
    PROFILE,
    MERGE,
    INIT,
    VALIDATE,
    SHOW,
    REPORT,
    HISTORY,
    ACCEPT,
    PROMOTE,
    POSTMORTEM,
    DRILL,
    POWER,
    LOOKUP,
    RECONCILE,
    DEMO,
)

__all__ = ["COMMANDS", "Command"]
