"""The first keys of a config: its form, what the data is called, and the user's schema that it keeps."""

from __future__ import annotations

import warnings
from typing import Annotated

from pydantic import AfterValidator, Field

from drift.config.values import VERSION, Frozen, Text, this_version

with warnings.catch_warnings():
    # pydantic has an old method called `schema`, and warns of a field that takes its name.
    warnings.filterwarnings("ignore", message='Field name "schema"', category=UserWarning)

    class Subject(Frozen):
        """What a config is about."""

        version: Annotated[int, AfterValidator(this_version)] = Field(
            default=VERSION,
            description="The form of the file. Any other number than 1 is refused.",
        )
        dataset: Text = Field(
            default="dataset",
            description="What results and reports call the data.",
        )
        schema: Text | None = Field(  # type: ignore[assignment]
            default=None,
            description=(
                "Your own pandera schema, as `package.module:Name`. Training data has to keep it, and what "
                "a batch breaks is a finding; see [below](#your-own-schema)."
            ),
        )
