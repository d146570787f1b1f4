"""The colours and letters of pictures: one palette for light, dark and print.

Checked for the common kinds of colour blindness by keeping tones apart in
lightness as well as hue (blue for need, vermilion for what is short, ochre for
what stands empty), and never used without a shape, a label or a number beside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["DARK", "LIGHT", "RAMP_STEPS", "Theme", "css", "variables"]

Theme = Literal["page", "print"]

RAMP_STEPS = 6
"""Shades between paper and a tone, for matrices and stacked bars."""

LIGHT: Mapping[str, str] = {
    "paper": "#fdfcf9",
    "panel": "#f4f2ec",
    "ink": "#17212b",
    "soft": "#4c5864",
    "rule": "#d9d5cb",
    "axis": "#8b9199",
    "need": "#1d4f8c",
    "met": "#1f7a78",
    "short": "#b3401c",
    "empty": "#8a6400",
    "calm": "#56677a",
    "grey": "#6f757c",
    "accent": "#6d3b87",
    "land": "#efece4",
    "coast": "#b9b3a5",
    "sea": "#dfe9ee",
    "s0": "#16395f",
    "s1": "#2c6a97",
    "s2": "#5b9dbd",
    "s3": "#93c2c9",
    "s4": "#c4dbc9",
    "s5": "#e6dfb4",
    "r0": "#f8ede6",
    "r1": "#f5d9c9",
    "r2": "#edb99e",
    "r3": "#dd8f6c",
    "r4": "#b54d27",
    "r5": "#8c2c0a",
}
DARK: Mapping[str, str] = {
    "paper": "#11171d",
    "panel": "#1a222a",
    "ink": "#ece9e2",
    "soft": "#b3bcc5",
    "rule": "#36414b",
    "axis": "#7f8a95",
    "need": "#86b8f0",
    "met": "#66c7bd",
    "short": "#f2966f",
    "empty": "#e3bf5c",
    "calm": "#a2b3c4",
    "grey": "#9aa1a9",
    "accent": "#cda6ea",
    "land": "#27313a",
    "coast": "#5a6772",
    "sea": "#161f28",
    "s0": "#b9dcf2",
    "s1": "#86b8f0",
    "s2": "#5a90c9",
    "s3": "#4a7f8f",
    "s4": "#58725a",
    "s5": "#76704a",
    "r0": "#2a211e",
    "r1": "#46291e",
    "r2": "#6b3620",
    "r3": "#984a27",
    "r4": "#cf6a3d",
    "r5": "#f2966f",
}
_TONES = ("need", "met", "short", "empty", "calm", "grey", "accent")
_FONT = '"Helvetica Neue",Helvetica,Arial,"Liberation Sans",sans-serif'


def variables(colours: Mapping[str, str]) -> str:
    """Return the palette as CSS custom properties."""
    return "".join(f"--{name}:{value};" for name, value in colours.items())


def css(theme: Theme, font: str | None = None) -> str:
    """Return the style rules of pictures.

    Parameters
    ----------
    theme : {"page", "print"}
        ``page`` refers to the page's custom properties (light or dark), ``print``
        writes the light colours out, for renderers that know no properties.
    font : str or None
        Font family list; None takes Helvetica and its kin.
    """

    def of(name: str) -> str:
        return f"var(--{name})" if theme == "page" else LIGHT[name]

    rules = [
        f".g text{{font-family:{font or _FONT};font-size:13px;fill:{of('ink')}}}",
        ".g .s{font-size:12px}",
        ".g .xs{font-size:11px}",
        f".g .m{{fill:{of('soft')}}}",
        ".g .b{font-weight:700}",
        ".g .te{text-anchor:end}",
        ".g .tc{text-anchor:middle}",
        ".g .wide{letter-spacing:3px}",
        f".g .on{{fill:{of('paper')}}}",
        f".g .gl{{stroke:{of('rule')};stroke-width:1;fill:none}}",
        f".g .ax{{stroke:{of('axis')};stroke-width:1;fill:none}}",
        f".g .now{{stroke:{of('ink')};stroke-width:1;stroke-dasharray:2 3;fill:none}}",
        f".g .paper{{fill:{of('paper')}}}",
        f".g .hp{{fill:{of('panel')}}}",
        f".g .hi{{fill:{of('soft')};fill-opacity:.55}}",
        f".g .f-panel{{fill:{of('panel')}}}",
        f".g .sea{{fill:{of('sea')}}}",
        f".g .land{{fill:{of('land')};stroke:{of('coast')};stroke-width:.9}}",
        f".g .halo{{stroke:{of('paper')};stroke-width:3;stroke-linejoin:round}}",
        f".g .halo-text{{paint-order:stroke;stroke:{of('land')};stroke-width:3px;"
        "stroke-linejoin:round;stroke-opacity:.85}",
        f".g .ht{{paint-order:stroke;stroke:{of('paper')};stroke-width:3px;stroke-linejoin:round}}",
        f".g .lead{{stroke:{of('soft')};stroke-width:.8;fill:none}}",
        f".g .credit{{fill:{of('paper')};fill-opacity:.8}}",
        f".g .blob{{fill-opacity:.3;stroke:{of('short')};stroke-width:1}}",
        ".g .line{fill:none;stroke-width:2.2;stroke-linejoin:round;stroke-linecap:round}",
        ".g .dash{stroke-dasharray:5 4}",
        ".g .band{opacity:.18}",
        ".g .half{opacity:.45}",
        ".g .gap{stroke-width:1}",
        f".g .gap{{stroke:{of('paper')}}}",
        ".g .o{fill:none;stroke-width:1.8}",
        ".g .w{stroke-width:1.5}",
        ".g .ww{stroke-width:2.4;stroke-linecap:round}",
        ".g .dots{stroke-dasharray:2 2.2}",
        f".g .fp{{fill:{of('paper')}}}",
        ".g .bar{stroke-width:5;stroke-opacity:.38;stroke-linecap:round;fill:none}",
        f".g .k-ink{{stroke:{of('ink')};fill:none}}",
    ]
    for tone in _TONES:
        rules.append(f".g .f-{tone}{{fill:{of(tone)}}}")
        rules.append(f".g .k-{tone}{{stroke:{of(tone)}}}")
    for step in range(RAMP_STEPS):
        rules.append(f".g .f-s{step}{{fill:{of(f's{step}')}}}")
        rules.append(f".g .f-r{step}{{fill:{of(f'r{step}')}}}")
    return "".join(rules)
