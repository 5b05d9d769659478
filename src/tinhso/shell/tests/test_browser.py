"""The style guide in a real browser: no violation axe can find, no sideways scroll, keys and guards that work."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tinhso.shell import looks

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = Path(__file__).resolve().parents[4] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NewPage = Callable[..., Page]
GUIDES = ("/kieu-dang", "/kieu-dang?ban=1")


def opened(new_page: NewPage, address: str, width: int = 1366, **choices: Any) -> Page:
    page = new_page(width, **choices)
    page.goto(address)
    return page


def test_it_works(new_page: NewPage, live_server: Any) -> None:
    problems: list[str] = []
    page = new_page()
    page.on("console", lambda message: problems.append(message.text))
    page.goto(f"{live_server}/kieu-dang")
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('16px BVP'))")
    assert problems == []


@pytest.mark.parametrize("path", GUIDES)
@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1366])
def test_axe_finds_nothing(new_page: NewPage, live_server: Any, path: str, colours: str, width: int) -> None:
    page = opened(new_page, f"{live_server}{path}", width, color_scheme=colours, bypass_csp=True)
    page.add_script_tag(path=AXE)
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
    assert len(found["passes"]) > 20
    assert [(v["id"], [node["html"] for node in v["nodes"]]) for v in found["violations"]] == []


@pytest.mark.parametrize("path", [*GUIDES, "/tro-giup", "/giao-dien", "/khong-co"])
def test_nothing_scrolls_sideways_at_320(new_page: NewPage, live_server: Any, path: str) -> None:
    page = opened(new_page, f"{live_server}{path}", 320)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("path", GUIDES)
def test_nothing_scrolls_sideways_with_text_at_its_largest(new_page: NewPage, live_server: Any, path: str) -> None:
    page = opened(new_page, f"{live_server}/giao-dien?next={path.replace('?', '%3F')}", 360, java_script_enabled=False)
    page.get_by_label("A++ – rất lớn").check()
    page.get_by_role("button", name="Lưu lựa chọn").click()
    assert page.get_attribute("html", "data-text") == "a2"
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(new_page: NewPage, live_server: Any) -> None:
    page = opened(new_page, f"{live_server}/kieu-dang")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#so-can-cuoc:focus").wait_for()


def test_a_clerk_walks_the_rows_by_keys_but_typing_stays_typing(new_page: NewPage, live_server: Any) -> None:
    page = opened(new_page, f"{live_server}/kieu-dang?ban=1")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert "0002" in page.text_content("tr.is-current a")
    page.keyboard.press("/")
    page.keyboard.type("kja?")
    assert page.input_value("#tim") == "kja?"
    assert "0002" in page.text_content("tr.is-current a")
    page.locator("#tim").blur()
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="Phím tắt").is_visible()


def test_a_page_names_its_own_keys_and_the_table_of_keys_tells_them(new_page: NewPage, live_server: Any) -> None:
    page = opened(new_page, f"{live_server}/kieu-dang?ban=1")
    page.evaluate("""document.querySelector("main").insertAdjacentHTML("beforeend",
        '<details data-key="b" data-key-title="Thử"><summary>Thử</summary><form><input id="thu"></form></details>')""")
    page.keyboard.press("b")
    assert page.evaluate("document.activeElement.id") == "thu"
    page.keyboard.type("bé")
    assert page.input_value("#thu") == "bé"
    page.locator("#thu").blur()
    page.keyboard.press("?")
    assert page.text_content("[data-keys-here]") == "bThử"


def test_single_keys_can_be_switched_off(new_page: NewPage, live_server: Any) -> None:
    page = opened(new_page, f"{live_server}/kieu-dang?ban=1")
    page.context.add_cookies(
        [{"name": looks.COOKIE, "value": looks.Look(keys="off").as_cookie(), "url": str(live_server)}]
    )
    page.reload()
    page.keyboard.press("j")
    assert page.locator("tr.is-current").count() == 0


def test_a_second_press_sends_nothing_twice(new_page: NewPage, live_server: Any) -> None:
    page = opened(new_page, f"{live_server}/giao-dien")
    prevented = page.evaluate("""() => {
        const seen = [];
        window.addEventListener("submit", (event) => { seen.push(event.defaultPrevented); event.preventDefault(); });
        const button = document.querySelector("main form button");
        button.click();
        button.click();
        return seen;
    }""")
    assert prevented == [False, True]
