"""Citizen pages as a cheap phone meets them: largest contentful paint, layout shift, blocking time and bytes, cold.

Debian's chromium with Lighthouse's slow 4G (150 ms, 1.6 Mbit/s, processor four times slower), and slow 3G (400 ms,
400 kbit/s, six times slower) for the paint; median of three visits.
"""

import json
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))
from whole import PAGES, down, up

VISITS = 3
OBSERVE = """
window.seen = {lcp: 0, cls: 0, tasks: []};
new PerformanceObserver(l => { for (const e of l.getEntries()) seen.lcp = e.startTime })
  .observe({type: 'largest-contentful-paint', buffered: true});
new PerformanceObserver(l => { for (const e of l.getEntries()) if (!e.hadRecentInput) seen.cls += e.value })
  .observe({type: 'layout-shift', buffered: true});
new PerformanceObserver(l => { for (const e of l.getEntries()) seen.tasks.push([e.startTime, e.duration]) })
  .observe({type: 'longtask', buffered: true});
"""
SLOW_4G = (150, 1_600_000, 4)  # milliseconds, bits a second, times slower
SLOW_3G = (400, 400_000, 6)


def measure() -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="tinhso-pages-") as folder, sync_playwright() as play:
        Path(folder).chmod(0o755)
        data = Path(folder) / "data"
        _seconds, facts = up(data)
        browser = play.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        try:
            seen = {page: _median(browser, facts["address"] + page, SLOW_4G) for page in PAGES}
            slower = {page: _median(browser, facts["address"] + page, SLOW_3G) for page in PAGES}
        finally:
            browser.close()
            down(data)
    return [
        worst(seen, "lcp", "largest contentful paint, slow 4G", "s", 1.5),
        worst(slower, "lcp", "largest contentful paint, slow 3G", "s", 4.0),
        worst(seen, "cls", "layout shift", "", 0.02),
        worst(seen, "tbt", "blocking time", "ms", 50),
        worst(seen, "bytes", "bytes on the wire", "KB", 120),
        worst(seen, "requests", "requests", "", 12),
    ]


def worst(
    seen: dict[str, dict[str, float]], key: str, name: str, unit: str, goal: float, whose: str = "citizen"
) -> dict[str, Any]:
    """The page with the most of it, against the goal."""
    value = max(one[key] for one in seen.values())
    details = {page: one[key] for page, one in seen.items()}
    return {
        "name": f"{whose} pages: {name}", "value": round(value, 3), "unit": unit, "goal": goal,
        "passed": value <= goal, "details": details,
    }  # fmt: skip


def _median(browser: Browser, url: str, slow: tuple[int, int, int]) -> dict[str, float]:
    visits = []
    for _ in range(VISITS):
        context = browser.new_context(viewport={"width": 360, "height": 740}, device_scale_factor=2)
        visits.append(visit(context, url, slow))
        context.close()
    return medians(visits)


def medians(visits: list[dict[str, float]]) -> dict[str, float]:
    return {key: statistics.median(one[key] for one in visits) for key in visits[0]}


def visit(context: BrowserContext, url: str, slow: tuple[int, int, int]) -> dict[str, float]:
    """Opens the page in a new tab over a slow line and gives what it took."""
    page, (latency, bits, slower) = context.new_page(), slow
    wire = context.new_cdp_session(page)
    for command, facts in (
        ("Network.enable", {}),
        (
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": latency, "downloadThroughput": bits / 8, "uploadThroughput": bits / 16},
        ),
        ("Emulation.setCPUThrottlingRate", {"rate": slower}),
    ):
        wire.send(command, facts)
    sizes: list[float] = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.add_init_script(OBSERVE)
    page.goto(url, wait_until="networkidle")
    seen = page.evaluate("window.seen")
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    page.close()
    return {
        "lcp": seen["lcp"] / 1000,
        "cls": seen["cls"],
        # As Lighthouse counts it: what a task takes beyond 50 ms once something is painted.
        "tbt": sum(max(0, took - 50) for begun, took in seen["tasks"] if begun >= painted),
        "bytes": sum(sizes) / 1024,
        "requests": len(sizes),
    }


if __name__ == "__main__":
    print(json.dumps(measure(), ensure_ascii=False, indent=1))
