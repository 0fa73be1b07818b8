"""Every error a user can meet: one class a cause, each with its exit code 2 and a text that helps.

A message says what is wrong, what was seen, how to mend it, and what state things are in. Nothing
here imports anything of the package, so every layer can raise these.
"""

from __future__ import annotations

from typing import ClassVar


class DriftError(Exception):
    """Something that a user can meet and mend: the base of every error that drift raises.

    Parameters
    ----------
    what : str
        What is wrong and where, in one line.
    seen : str, optional
        What was found instead.
    mend : str, optional
        How to put it right.
    state : str, optional
        What exists now: what was written, and what is as it was.

    Examples
    --------
    >>> print(DriftError("train.csv: no such file", mend="check the path"))
    train.csv: no such file
      mend it:  check the path
    """

    kind: ClassVar[str] = "error"
    retryable: ClassVar[bool] = False

    def __init__(
        self,
        what: str,
        *,
        seen: str | None = None,
        mend: str | None = None,
        state: str | None = None,
    ) -> None:
        self.what, self.seen, self.mend, self.state = what, seen, mend, state
        super().__init__(what)

    def __str__(self) -> str:
        """Return the message as a person reads it: one line, and an indented one for each hint."""
        hints = (("seen", self.seen), ("mend it", self.mend), ("state", self.state))
        lines = [f"  {label + ':':<9} {text}" for label, text in hints if text]
        return "\n".join([self.what, *lines])


class UsageError(DriftError):
    """A command or call was given something that it does not take."""

    kind = "usage"


class NotBuiltError(DriftError):
    """A command or option is planned, and this version does not have it."""

    kind = "not_built"


class ConfigError(DriftError):
    """A config file is not valid: an unknown key, a wrong value, not YAML."""

    kind = "config"


class InputNotFoundError(DriftError):
    """A path or glob names no file. It may come later, so a retry makes sense."""

    kind = "input_not_found"
    retryable = True


class InputUnreadableError(DriftError):
    """A file is damaged, cut off, in another encoding, ragged, or may not be read."""

    kind = "input_unreadable"


class InputUnreachableError(DriftError):
    """A store or server cannot be reached, or is too busy. It may answer later, so a retry makes sense."""

    kind = "input_unreachable"
    retryable = True


class MemoryExceededError(DriftError):
    """Data cannot be read within the memory that was allowed."""

    kind = "memory_exceeded"


class InputUnsupportedError(DriftError):
    """The data is of a form that drift does not read."""

    kind = "input_unsupported"


class NothingToLearnError(DriftError):
    """A reference was asked of data that has no rows or no columns."""

    kind = "nothing_to_learn"


class ColumnNotFoundError(DriftError):
    """A config or option names a column that the data does not have."""

    kind = "column_not_found"


class TrainingInvalidError(DriftError):
    """Training data breaks the schema that its user wants it to keep."""

    kind = "training_invalid"


class WeightUnusableError(DriftError):
    """A weight of a training row is missing, negative, or too large to be counted."""

    kind = "weight_unusable"


class FileDamagedError(DriftError):
    """A file of ours is cut off, has a changed byte, or is not of ours at all."""

    kind = "file_damaged"


class FileIncompatibleError(DriftError):
    """A file of ours was written by a version, or for a purpose, that does not fit here."""

    kind = "file_incompatible"


class ProfilesIncompatibleError(DriftError):
    """Two profiles cannot be added: another grid, or the same shard twice."""

    kind = "profiles_incompatible"


class OutputNotWrittenError(DriftError):
    """A result could not be written; what stood there before is as it was."""

    kind = "output_not_written"
    retryable = True


class MessageNotSentError(DriftError):
    """A run could not be sent to who was to be told of it; the run itself is as it was."""

    kind = "message_not_sent"
    retryable = True


class InternalError(DriftError):
    """Something failed inside drift: a defect of ours, told in one message."""

    kind = "internal"
