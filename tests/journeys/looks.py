"""What every screen must pass: no violation axe can find in either light at either width, no sideways scroll."""

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}  # all that dark can make wrong
STILL = "Promise.all(document.getAnimations().map(one => one.finished)).then(() => null)"  # colours fade over


EVERY = (("light", 360), ("light", 1366), ("dark", 360), ("dark", 1366))
CROSSED = (
    ("light", 360),
    ("dark", 1366),
)  # each light and each width once: for the many screens that share their parts


def axe_finds_nothing(page: Page, ways: tuple[tuple[str, int], ...] = EVERY) -> None:
    """The open page in light and dark, at 360 and 1366 px; at a width seen before only what other colours change."""
    seen: set[int] = set()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for colours, width in ways:
        page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(STILL)
        found = page.evaluate("rules => axe.run({runOnly: rules})", COLOURS if width in seen else RULES)
        wrong = [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found["violations"]]
        assert wrong == [], f"{page.url}: {colours}, {width} px"
        assert len(found["passes"]) > (0 if width in seen else 10)
        seen.add(width)


def nothing_scrolls_sideways(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") == 320, page.url


def prints_its_content(page: Page) -> None:
    """On paper: what the page says, and neither menu, buttons nor forms."""
    page.emulate_media(media="print")
    shown = page.evaluate(
        "() => [...document.querySelectorAll('.desk-menu, .top, main button, main form.filters')]"
        ".filter(one => one.checkVisibility()).map(one => one.outerHTML.slice(0, 120))"
    )
    assert shown == [], page.url
    assert page.locator("h1").is_visible()
    page.emulate_media(media="screen")


def looks_right(page: Page) -> None:
    axe_finds_nothing(page, CROSSED)
    nothing_scrolls_sideways(page)
    page.set_viewport_size({"width": 1366, "height": 900})
