"""The built assets stay within the budgets of page classes A (citizen) and C (staff), compressed as they travel."""

import gzip
from pathlib import Path

import pytest

BUILT = Path(__file__).resolve().parent.parent / "static" / "shell" / "built"
KB = 1024


def weight(*names: str) -> int:
    """Bytes that travel: fonts are packed already, the rest goes through gzip."""
    return sum(_packed(BUILT / name) for name in names)


def _packed(path: Path) -> int:
    data = path.read_bytes()
    return len(data) if path.suffix == ".woff2" else len(gzip.compress(data, 6))


def test_it_works() -> None:
    assert BUILT.is_dir(), (
        "assets are not built: ./tinhso test builds them, or: cd frontend && npm ci && node build.mjs"
    )


@pytest.mark.parametrize(
    ("names", "limit"),
    [
        (("shell.css",), 20 * KB),
        (("forms.js",), 25 * KB),
        (("bvp-400.woff2", "bvp-700.woff2"), 24 * KB),
        (("shell.css", "desk.css"), 30 * KB),
        (("forms.js", "desk.js"), 90 * KB),
        (("bvp-400.woff2", "bvp-700.woff2", "inter-400.woff2", "inter-700.woff2"), 60 * KB),
    ],
)
def test_each_kind_of_file_keeps_its_budget(names: tuple[str, ...], limit: int) -> None:
    assert weight(*names) <= limit


def test_the_fonts_hold_every_vietnamese_letter_and_the_highland_names() -> None:
    from fontTools.ttLib import TTFont

    for name in ("bvp-400", "bvp-700", "inter-400", "inter-700"):
        held = TTFont(BUILT / f"{name}.woff2").getBestCmap()
        wanted = "ẪỔẶậựỸđĐ₫–“”" + ("ƀčĕĭŏŭʼ" if name.startswith("inter") else "")
        assert [letter for letter in wanted if ord(letter) not in held] == []


def test_nothing_is_fetched_from_elsewhere() -> None:
    for name in ("shell.css", "desk.css"):
        assert "//" not in (BUILT / name).read_text(encoding="utf-8")
