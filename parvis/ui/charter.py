"""A body's graphic charter turned into tokens that everyone can read.

A body gives ``{"hue": 0–360, "logo": address}`` or its exact ``{"colour": "#rrggbb", "logo": address}``. A colour that
would not reach WCAG AA (4.5:1) on our papers is darkened, and the change is told, never silent.
"""

import re
from dataclasses import dataclass
from typing import Any

from parvis.ui import contrast

LIGHT_PAPERS = ("#faf8f4", "#ffffff", "#f2efe8")
DARK_PAPERS = ("#171512", "#211e1a", "#100f0d")
DEFAULT_KEY = "205"
_KEY = re.compile(r"[0-9]{1,3}|[0-9a-f]{6}")


@dataclass(frozen=True)
class Charter:
    """The tokens of one body in both themes; ``asked`` and ``light["civic"]`` differ when it was corrected."""

    key: str
    asked: str
    light: dict[str, str]
    dark: dict[str, str]

    @property
    def corrected(self) -> bool:
        """Tell whether the colour asked for was changed to stay readable."""
        return self.asked != self.light["civic"]

    @property
    def ratio(self) -> float:
        """Return the lowest contrast of the civic colour as text on our light papers."""
        return min(contrast.contrast(self.light["civic"], paper) for paper in LIGHT_PAPERS)


def key_of(theme: dict[str, Any] | None) -> str:
    """Return the short name of a charter in addresses (``/theme/<key>.css``): a hue or a colour.

    Raises BadColour when the colour is not ``#rrggbb``.
    """
    theme = theme or {}
    if colour := theme.get("colour"):
        contrast.parse(colour)
        return str(colour).strip().lower().removeprefix("#")
    hue = theme.get("hue")
    return DEFAULT_KEY if hue is None else str(round(float(hue)) % 360)


def charter(key: str) -> Charter:
    """Return the charter of a key given by ``key_of``. Raises BadColour when it is neither a hue nor a colour."""
    if not _KEY.fullmatch(key):
        raise contrast.BadColour(key)
    if len(key) == 6:
        asked = f"#{key}"
        _, chroma, hue = contrast.to_oklch(asked)
    else:
        hue, chroma = contrast.hue_of(int(key)), 0.12
        asked = contrast.from_oklch(0.42, chroma, hue)
    soft = min(chroma, 0.12)
    civic = contrast.readable_on(asked, LIGHT_PAPERS)
    lightness, civic_chroma, civic_hue = contrast.to_oklch(civic)
    light = {
        "civic": civic,
        "civic-strong": contrast.from_oklch(max(0.0, lightness - 0.08), civic_chroma, civic_hue),
        "civic-on": "#ffffff",
        "civic-wash": contrast.from_oklch(0.955, soft * 0.12, hue),
        "civic-line": contrast.from_oklch(0.80, soft * 0.6, hue),
    }
    return Charter(key=key, asked=asked, light=light, dark=_dark(soft, hue))


def _dark(chroma: float, hue: float) -> dict[str, str]:
    civic = contrast.readable_on(contrast.from_oklch(0.80, chroma * 0.75, hue), DARK_PAPERS)
    return {
        "civic": civic,
        "civic-strong": contrast.from_oklch(0.88, chroma * 0.55, hue),
        "civic-on": "#171512",
        "civic-wash": contrast.from_oklch(0.26, chroma * 0.3, hue),
        "civic-line": contrast.from_oklch(0.45, chroma * 0.5, hue),
    }


def stylesheet(shown: Charter) -> str:
    """Return the small stylesheet that replaces the civic tokens, in both themes."""
    light = "".join(f"--{name}:{value};" for name, value in shown.light.items())
    dark = "".join(f"--{name}:{value};" for name, value in shown.dark.items())
    return (
        f":root{{{light}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}\n"
        f"@media screen{{:root[data-theme=dark]{{{dark}}}}}\n"
    )
