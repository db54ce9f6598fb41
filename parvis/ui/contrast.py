"""Arithmetic of colours: WCAG contrast, and OKLCH so that every hue looks equally dark.

Colours are ``#rrggbb`` strings; contrast ratios go from 1 to 21 (WCAG 2.2, relative luminance).
"""

import math
import re
from colorsys import hls_to_rgb

AA_TEXT = 4.5
AA_SHAPE = 3.0
_HEX = re.compile(r"#[0-9a-f]{6}")


class BadColour(ValueError):
    """What was written is not a colour of the form ``#rrggbb``."""


def parse(colour: str) -> tuple[float, float, float]:
    """Return red, green and blue between 0 and 1. Raises BadColour."""
    lowered = colour.strip().lower()
    if not _HEX.fullmatch(lowered):
        raise BadColour(colour)
    return (int(lowered[1:3], 16) / 255, int(lowered[3:5], 16) / 255, int(lowered[5:7], 16) / 255)


def _to_hex(red: float, green: float, blue: float) -> str:
    return "#" + "".join(f"{round(max(0.0, min(1.0, part)) * 255):02x}" for part in (red, green, blue))


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)


def _gamma(part: float) -> float:
    return float(part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055)


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG, between 0 (black) and 1 (white)."""
    red, green, blue = (_linear(part) for part in parse(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, between 1 and 21, whatever their order."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def to_oklch(colour: str) -> tuple[float, float, float]:
    """Return lightness (0–1), chroma (0–about 0.4) and hue (degrees) of a colour (Ottosson's OKLab)."""
    red, green, blue = (_linear(part) for part in parse(colour))
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def _linear_rgb(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def from_oklch(lightness: float, chroma: float, hue: float) -> str:
    """Return the colour of a lightness, chroma and hue; chroma is lowered until a screen can show it."""
    while True:
        parts = _linear_rgb(lightness, chroma, hue)
        if chroma <= 0 or all(-0.0005 <= part <= 1.0005 for part in parts):
            return _to_hex(*(_gamma(max(0.0, min(1.0, part))) for part in parts))
        chroma = max(0.0, chroma - 0.004)


def hue_of(degrees: float) -> float:
    """Return the OKLCH hue of a hue of the everyday colour wheel (0 red, 120 green, 240 blue)."""
    return to_oklch(_to_hex(*hls_to_rgb((degrees % 360) / 360, 0.5, 0.8)))[2]


def readable_on(colour: str, papers: tuple[str, ...], ratio: float = AA_TEXT) -> str:
    """Return ``colour``, darkened (or lightened on dark papers) by steps until it reads on every paper."""
    step = -0.01 if luminance(papers[0]) > 0.18 else 0.01
    lightness, chroma, hue = to_oklch(colour)
    while min(contrast(colour, paper) for paper in papers) < ratio and 0 <= lightness + step <= 1.01:
        lightness = min(1.0, lightness + step)
        colour = from_oklch(lightness, chroma, hue)
    return colour
