"""Cuts the web fonts to what Vietnamese pages need and writes them as woff2.

Called by build.mjs: ``python cut_fonts.py <node_modules> <output folder>``. Fontsource ships one file per
script; a page would fetch several, so each weight is cut from them and merged into one file of about 10 KB.
"""

import io
import logging
import sys
import unicodedata
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ASCII = "".join(map(chr, range(0x20, 0x7F)))
VOWELS = "aăâeêioôơuưy"
TONES = "\u0300\u0309\u0303\u0301\u0323"
MARKS = "\u00a0«»·×–—‘’“”•…₫°²³§\u0300\u0301\u0303\u0309\u0323"
# Ê Đê, Gia Rai, Ba Na, K'Ho and S'tiêng names; Be Vietnam Pro cannot write them (ux.md section 0.4).
HIGHLANDS = "ƀčĕĭŏŭñʼɃČĔĬŎŬÑ"


def vietnamese() -> str:
    """Every letter of Vietnamese in composed form, both cases."""
    low = "đ" + VOWELS + "".join(unicodedata.normalize("NFC", v + t) for v in VOWELS for t in TONES)
    return low + low.upper()


def cut(path: Path, letters: str, features: list[str], weight: int | None) -> io.BytesIO:
    """One source file, at one weight, with the wanted letters it holds."""
    font = TTFont(path)
    if weight is not None:
        font = instantiateVariableFont(font, {"wght": weight})
    options = Options(layout_features=features, hinting=False, notdef_outline=True, name_IDs=[1, 2])
    options.drop_tables += ["STAT", "DSIG", "meta"]
    subsetter = Subsetter(options)
    subsetter.populate(text=letters)
    subsetter.subset(font)
    font.flavor = None
    out = io.BytesIO()
    font.save(out)
    out.seek(0)
    return out


def write(sources: list[Path], target: Path, letters: str, features: list[str], weight: int | None = None) -> None:
    """Cuts each source to the letters no earlier one gave, merges them, and writes woff2."""
    parts: list[io.BytesIO] = []
    left = set(letters)
    for source in sources:
        found = {c for c in left if ord(c) in TTFont(source).getBestCmap()}
        if found:
            parts.append(cut(source, "".join(sorted(found)), features, weight))
            left -= found
    font = Merger().merge(parts)
    font.flavor = "woff2"
    font.recalcTimestamp = False  # the same sources give the same bytes
    font["head"].created = font["head"].modified = 0
    font.save(target)


def main(modules: Path, out: Path) -> None:
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    text = ASCII + vietnamese() + MARKS
    for weight in (400, 700):
        folder = modules / "@fontsource/be-vietnam-pro/files"
        parts = [folder / f"be-vietnam-pro-{script}-{weight}-normal.woff2" for script in ("latin", "vietnamese")]
        write(parts, out / f"bvp-{weight}.woff2", text, ["kern", "mark", "mkmk", "ccmp", "locl"])
        folder = modules / "@fontsource-variable/inter/files"
        parts = [folder / f"inter-{script}-wght-normal.woff2" for script in ("latin", "vietnamese", "latin-ext")]
        write(parts, out / f"inter-{weight}.woff2", text + HIGHLANDS, ["tnum", "kern", "mark", "ccmp"], weight)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
