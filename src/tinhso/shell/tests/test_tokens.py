"""The colours of the style sheet, recomputed: 4.5 for text, 3 for borders and the focus ring (WCAG 1.4.3, 1.4.11)."""

import re
from pathlib import Path

import pytest

STYLES = Path(__file__).resolve().parents[4] / "frontend" / "css"
GROUNDS = ("page", "panel", "cool")
TEXTS = (
    "text",
    "text-2",
    "brand",
    "brand-strong",
    "brand-2",
    "visited",
    "good",
    "warn",
    "bad",
    "info",
    "accent",
    "sign",
)
TINTED = ("good", "warn", "bad", "info", "accent", "sign", "brand")


def tokens(name: str) -> dict[str, str]:
    """The colour tokens of a sheet."""
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", (STYLES / name).read_text(encoding="utf-8")))


def contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_it_works() -> None:
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0
    assert round(contrast("#16202a", "#ffffff"), 2) == 16.48  # the figure of the design


SHEETS = pytest.mark.parametrize("sheet", ["tokens.css", "tokens-dark.css"])


def test_the_dark_sheet_changes_every_colour_of_the_light_one() -> None:
    assert set(tokens("tokens.css")) == set(tokens("tokens-dark.css"))


@SHEETS
def test_text_is_readable_on_every_ground(sheet: str) -> None:
    colours = tokens(sheet)
    pairs = {(text, ground): contrast(colours[text], colours[ground]) for text in TEXTS for ground in GROUNDS}
    assert {pair: round(value, 2) for pair, value in pairs.items() if value < 4.5} == {}


@SHEETS
def test_a_chip_is_readable_on_its_tint(sheet: str) -> None:
    colours = tokens(sheet)
    pairs = {tone: contrast(colours[tone], colours[f"{tone}-tint"]) for tone in TINTED}
    pairs |= {f"text on {tone}": contrast(colours["text"], colours[f"{tone}-tint"]) for tone in TINTED}
    pairs |= {f"on-{name}": contrast(colours[f"on-{name}"], colours[name]) for name in ("brand", "header")}
    assert {name: round(value, 2) for name, value in pairs.items() if value < 4.5} == {}


@SHEETS
def test_borders_and_the_focus_ring_are_seen(sheet: str) -> None:
    colours = tokens(sheet)
    pairs = {ground: contrast(colours["border"], colours[ground]) for ground in GROUNDS}
    # Two tones: on any ground at least one of them stands out.
    for ground in (*GROUNDS, "header"):
        pairs[f"ring on {ground}"] = max(contrast(colours[ring], colours[ground]) for ring in ("text", "halo"))
    assert {name: round(value, 2) for name, value in pairs.items() if value < 3} == {}
