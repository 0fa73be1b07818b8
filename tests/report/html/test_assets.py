"""The style's colours are told apart by everybody, and the style and script ask for nothing from outside."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
import pytest

from drift.report.html.assets import asset

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

VERDICTS: Final = ("breach", "warning", "ok", "undecided", "skipped")
APART: Final = 20.0  # in CIE 1976 Lab: ten times a difference that is just seen

# On linear RGB, at full severity: Machado, Oliveira and Fernandes, "A Physiologically-based Model for
# Simulation of Color Vision Deficiency", IEEE TVCG 15 (2009), table of the supplementary material.
SIGHTS: Final = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
# sRGB to XYZ, and the white point D65 (IEC 61966-2-1).
XYZ: Final = np.array(
    ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505)), dtype=np.float64
)


def palettes() -> dict[str, dict[str, str]]:
    """Return the colours of the light and the dark page by name."""
    light, dark = re.findall(r":root\{([^}]*--page[^}]*)\}", asset("report.css"))[:2]
    return {
        scheme: dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{3,6})", block))
        for scheme, block in (("light", light), ("dark", dark))
    }


def linear(colour: str) -> Floats:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    values = np.array([int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)])
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Return the contrast of WCAG 2.2: relative luminances, lighter over darker, 0.05 to each."""
    luminances = sorted(float(XYZ[1] @ linear(colour)) + 0.05 for colour in (one, other))
    return luminances[1] / luminances[0]


def lab(colour: str, sight: str) -> Floats:
    seen = np.clip(np.array(SIGHTS[sight]) @ linear(colour), 0, 1)
    ratios = XYZ @ seen / XYZ.sum(axis=1)
    roots = np.where(ratios > (6 / 29) ** 3, np.cbrt(ratios), ratios / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array(
        [116 * roots[1] - 16, 500 * (roots[0] - roots[1]), 200 * (roots[1] - roots[2])], dtype=np.float64
    )


def test_the_contrast_is_that_of_the_standard() -> None:
    """Black on white is 21, by the definition; #767676 is the lightest grey of at least 4.5."""
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#fff") >= 4.5 > contrast("#777777", "#fff")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_read_and_what_is_drawn_stands_out(scheme: str) -> None:
    """Text by 4.5, lines and bars by 3, as WCAG asks at level AA."""
    colours = palettes()[scheme]
    for name in ("text", "soft", *VERDICTS):
        for ground in ("page", "panel" if name in {"text", "soft"} else f"{name}-wash"):
            assert contrast(colours[name], colours[ground]) >= 4.5, (name, ground)
    for verdict in VERDICTS:
        for name in ("text", "soft"):
            assert contrast(colours[name], colours[f"{verdict}-wash"]) >= 4.5, (name, verdict)
    for name in ("ref", "live", "edge"):
        assert contrast(colours[name], colours["page"]) >= 3, name


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_sides_are_told_apart_by_everybody(scheme: str, sight: str) -> None:
    colours = palettes()[scheme]
    gap = np.linalg.norm(lab(colours["ref"], sight) - lab(colours["live"], sight))
    assert gap >= APART


@pytest.mark.parametrize("name", ["report.css", "report.js"])
def test_nothing_is_asked_for(name: str) -> None:
    content = asset(name)
    for way in (
        "http",
        "//cdn",
        "url(",
        "@import",
        "import(",
        "fetch(",
        "XMLHttpRequest",
        "eval(",
        "innerHTML",
    ):
        assert way not in content
    assert "</" not in content  # it would end the element that the page holds it in
