"""Facts and a Typst template in, PDF/A-2b out; the same bytes for the same facts."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import typst

from tinhso.kernel.documents.kinds import LIBRARY

__all__ = ["LIBRARY", "Place", "page_pictures", "render", "signature_places"]
NO_ASSETS: Mapping[str, bytes] = MappingProxyType({})


@dataclass(frozen=True)
class Place:
    """Where a signature goes: page from 1, a box in points from the lower left corner of the page."""

    kind: str
    page: int
    box: tuple[float, float, float, float]


def render(
    template: Path, facts: Mapping[str, Any], *, assets: Mapping[str, bytes] = NO_ASSETS, tagged: bool = True
) -> bytes:
    """The document as PDF/A-2b (ISO 19005-2).

    ``facts`` reach the template as JSON values, never as Typst source, so what people typed cannot
    become markup. ``assets`` are files the template may show (``{"qr.svg": …}``). Nothing depends on
    the clock or on the machine's fonts; ``tagged`` PDFs can be read aloud.
    Raises typst.TypstError when the template is at fault.
    """
    pdf: bytes = typst.compile(  # type: ignore[call-overload]  # its stub leaves out files by name
        _files(template, facts, assets),
        root=str(LIBRARY),
        font_paths=_fonts(),
        pdf_standards="a-2b",
        timestamp=0,
        pdf_tags=tagged,
    )
    return pdf


def page_pictures(
    template: Path, facts: Mapping[str, Any], *, assets: Mapping[str, bytes] = NO_ASSETS, ppi: int = 110
) -> tuple[bytes, ...]:
    """The pages as PNG, for a telephone that shows no PDF inside a page."""
    made = typst.compile(  # type: ignore[call-overload]  # its stub leaves out files by name
        _files(template, facts, assets), root=str(LIBRARY), font_paths=_fonts(), format="png", ppi=ppi, timestamp=0
    )
    return tuple(made) if isinstance(made, list) else (made,)


def signature_places(
    template: Path, facts: Mapping[str, Any], *, assets: Mapping[str, bytes] = NO_ASSETS
) -> tuple[Place, ...]:
    """The places the template kept free for signatures (``signature-place`` of house.typ), in its order."""
    found: str = typst.query(  # type: ignore[type-var]
        _files(template, facts, assets), "<signature-place>", field="value", root=str(LIBRARY), font_paths=_fonts()
    )
    return tuple(_place(**spot) for spot in json.loads(found))


def _place(kind: str, page: int, x: float, y: float, width: float, height: float, page_height: float) -> Place:
    # Typst measures from the top of the page, PDF from its foot.
    top = page_height - y
    return Place(kind, page, (round(x, 2), round(top - height, 2), round(x + width, 2), round(top, 2)))


def _files(template: Path, facts: Mapping[str, Any], assets: Mapping[str, bytes]) -> dict[str, bytes]:
    """A file system in memory: the template first (Typst's main file), the house's library, neighbours, facts."""
    neighbours = {path.name: path.read_bytes() for path in template.parent.glob("*.typ")}
    return {
        "main.typ": template.read_bytes(),
        **_library(),
        **neighbours,
        "facts.json": json.dumps(facts, ensure_ascii=False, sort_keys=True).encode(),
        **assets,
    }


@cache
def _library() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in LIBRARY.glob("*.typ")}


@cache
def _fonts() -> typst.Fonts:
    """Only the fonts inside the compiler: the same paper on every machine."""
    return typst.Fonts(include_system_fonts=False)
