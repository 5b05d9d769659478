"""Pages of officials as an old PC meets them (ux.md 4.1, class C): cold and warm, on Lighthouse's slow 4G.

Queues, the dossier, intake and return, what the leader and the operator open first; the median of three visits each.
A warm visit is the second in the same browser.
"""

from typing import Any

from playwright.sync_api import Browser, sync_playwright

from bench.pages import SLOW_4G, VISITS, medians, visit, worst
from tests.journeys.hands import Mouse, Person
from tests.journeys.province import Province, open_folder, start, stop
from tests.journeys.steps import sign_in_official

PAGES = {
    "tiepnhan": ("/ban", "/ban/tiep-nhan", "/ban/tiep-nhan/2.000815", "/ban/chung-thuc", "/ban/tra"),
    "thuly": ("/ban/viec?giu=moi-nguoi", "dossier"),
    "lanhdao": ("/ban/sang-nay",),
    "vanhanh": ("/quan-tri/hen-tra", "/quan-tri/so-cai"),
}
SCREEN = {"width": 1366, "height": 768}


def measure() -> list[dict[str, Any]]:
    base = open_folder()
    province = start(base)
    try:
        with sync_playwright() as play:
            browser = play.chromium.launch(
                executable_path="/usr/bin/chromium",
                args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
            )
            cold, warm = _seen(browser, province)
            browser.close()
    finally:
        stop(province)
    return [
        worst(cold, "lcp", "largest contentful paint, slow 4G", "s", 1.5, "staff"),
        worst(cold, "cls", "layout shift", "", 0.02, "staff"),
        worst(cold, "tbt", "blocking time", "ms", 150, "staff"),
        worst(cold, "bytes", "bytes on the wire, cold", "KB", 250, "staff"),
        worst(warm, "bytes", "bytes on the wire, warm", "KB", 40, "staff"),
        worst(cold, "requests", "requests", "", 20, "staff"),
    ]


def _seen(browser: Browser, province: Province) -> tuple[dict[str, dict[str, float]], dict[str, dict[str, float]]]:
    """What every page took, first and second time, by its path."""
    cold, warm = {}, {}
    for login, paths in PAGES.items():
        context = browser.new_context(viewport=SCREEN)
        person = Person(context.new_page(), Mouse(), province.address)
        sign_in_official(person, province, login)
        person.go("/ban/viec?giu=moi-nguoi")
        first = person.page.locator("a[data-open]").first
        dossier = first.get_attribute("href") if first.count() else ""
        state = context.storage_state()
        context.close()
        for path in paths:
            url = province.address + (dossier or "" if path == "dossier" else path)
            rounds: tuple[list[dict[str, float]], list[dict[str, float]]] = ([], [])
            for _ in range(VISITS):
                context = browser.new_context(viewport=SCREEN, storage_state=state)
                for seen in rounds:
                    seen.append(visit(context, url, SLOW_4G))
                context.close()
            cold[path], warm[path] = medians(rounds[0]), medians(rounds[1])
    return cold, warm
