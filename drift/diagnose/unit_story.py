"""Fitted conversions in words: what happened, what to do, and what else it could be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drift.diagnose.diagnosis import Diagnosis, RunnerUp
from drift.diagnose.substances import IN_BLOOD

if TYPE_CHECKING:
    from drift.diagnose.conversions import Conversion
    from drift.diagnose.unit_fit import Fit
    from drift.diagnose.unit_mix import Mix

_BELOW = 1e-4  # the last digit that is told


def unit_diagnosis(best: Fit, rival: Fit | None, *, as_good: bool, step: float | None = None) -> Diagnosis:
    """Return the diagnosis of a conversion.

    Parameters
    ----------
    best, rival : Fit
        The conversion, and the next likeliest, if there is one.
    as_good : bool
        Whether nothing tells the rival from it.
    step : float or None
        Training's step, where the rows that are no multiples of it told the conversion.
    """
    conversion = best.candidate.conversion
    explains = round(best.explains, 4)
    runner_up = None
    if rival is not None:
        runner_up = RunnerUp(
            fault="unit_change",
            parameters=_parameters(rival.candidate.conversion),
            # Equal numbers say that neither is better; one that is told apart otherwise stays below.
            explains=explains if as_good else round(max(0.0, min(rival.explains, explains - _BELOW)), 4),
        )
    rows = "all rows look" if best.share == 1 else f"about {best.share:.1%} of the rows look"
    shown = f": those that are no multiples of {step:g}" if step is not None and best.share < 1 else ""
    return Diagnosis(
        fault="unit_change",
        story=f"{rows} {_change(conversion)}{_unit(best)}{shown}",
        advice=_advice(conversion, whole=best.share == 1),
        parameters=_parameters(conversion) | ({} if step is None else {"step": step}),
        share=round(best.share, 4),
        share_interval=_interval(best.share, best.spread),
        explains=explains,
        runner_up=runner_up,
        proven=True,
    )


def mix_diagnosis(mix: Mix) -> Diagnosis:
    """Return the diagnosis of several conversions of parts of the rows; `parts` has one for each."""
    first = mix.parts[0].candidate.conversion
    told = [
        f"{part.share:.1%}{'' if place else ' of the rows look'} {_change(part.candidate.conversion)}"
        f"{_units(part.candidate.conversion)}"
        for place, part in enumerate(mix.parts)
    ]
    return Diagnosis(
        fault="unit_change",
        story=f"comes in several units: about {_listed(told)}",
        advice="Ask the producers which unit each of them sends, and convert before their rows are joined.",
        parameters={
            **_parameters(first),
            "parts": [
                {**_parameters(part.candidate.conversion), **_share(part.share, part.spread)}
                for part in mix.parts
            ],
        },
        share=round(mix.share, 4),
        share_interval=_interval(mix.share, mix.spread),
        explains=round(mix.explains, 4),
        proven=True,
    )


def _share(share: float, spread: float) -> dict[str, Any]:
    return {"share": round(share, 4), "share_interval": list(_interval(share, spread))}


def _interval(share: float, spread: float) -> tuple[float, float]:
    return round(max(0.0, share - spread), 4), round(min(1.0, share + spread), 4)


def _listed(told: list[str]) -> str:
    return f"{', '.join(told[:-1])} and {told[-1]}"


def _units(conversion: Conversion) -> str:
    if conversion.source is None:
        return ""
    return f" ({_words(conversion.source)} → {_words(conversion.target)})"


def _parameters(conversion: Conversion) -> dict[str, Any]:
    return {
        "factor": conversion.factor,
        "offset": conversion.offset,
        "from": conversion.source,
        "to": conversion.target,
    }


def _change(conversion: Conversion) -> str:
    if conversion.offset:
        return f"turned into {conversion.factor:.6g} × value {conversion.offset:+.6g}"
    if conversion.factor < 1 and round(1 / conversion.factor, 9).is_integer():
        return f"divided by {1 / conversion.factor:,.0f}"
    return f"multiplied by {conversion.factor:,.6g}"


def _of_what(conversion: Conversion) -> str:
    """Return the substance whose concentration it is, for a factor of its own."""
    dimension = conversion.dimension or ""
    return f" of {dimension.removesuffix(IN_BLOOD)}" if dimension.endswith(IN_BLOOD) else ""


def _unit(best: Fit) -> str:
    conversion = best.candidate.conversion
    if conversion.source is None:
        return ""
    told = f" ({_words(conversion.source)} → {_words(conversion.target)}"
    if best.candidate.rank < 0:
        return f"{told}{_of_what(conversion)})"
    return f"{told}, say; the name does not tell)"


def _words(unit: str | None) -> str:
    return (unit or "").replace("_", " ")


def _advice(conversion: Conversion, *, whole: bool) -> str:
    moved = f"(x - {conversion.offset:.12g})" if conversion.offset else "x"
    undo = f"{moved} / {conversion.factor:.12g}"
    if conversion.factor < 1 and round(1 / conversion.factor, 9).is_integer():
        undo = f"{moved} * {1 / conversion.factor:.12g}"
    rows = "this column" if whole else "part of this column's rows"
    unit = "in another unit"
    if conversion.source is not None:
        unit = f"in the unit {_words(conversion.target)}, not {_words(conversion.source)}"
    return f"Ask the producer whether {rows} now comes {unit}; `{undo}` undoes it."
