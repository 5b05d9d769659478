"""The work list of fifty at a million dossiers, for one who works in a ward and one who sees the whole province.

Sixteen users in a closed loop open the page over HTTP, first, second and a narrowed one; besides, how long the list's
own question takes in the database's answer.
"""

import time
from collections.abc import Iterator
from itertools import cycle
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.load import drive, request
from bench.province import actor, free_port, load_cases, offices, running, session
from tinhso.base.moments import now
from tinhso.kernel.cases.queries import Filters, work_page
from tinhso.modules.citizens.one_stop.rules.lists import STEP_RIGHTS

CASES, USERS, SECONDS, GOAL_MS, GOAL_QUERIES = 1_000_000, 16, 10.0, 100, 12
PAGES = tuple(f"/ban/viec?giu=moi-nguoi{more}" for more in ("", "&qua-han=1", "&ma=2.000815"))


def measure() -> list[dict[str, Any]]:
    offices()
    load_cases(CASES)
    readers = {"a ward's handler": "thuly", "a reader of the whole province": "chutich"}
    asked = [result for who, login in readers.items() for result in _questions(who, login)]
    return [*asked, *_pages(readers)]


def _questions(who: str, login: str) -> list[dict[str, Any]]:
    by, filters, took = actor(login), Filters(rights=STEP_RIGHTS, holder="all"), []
    for _ in range(60):
        began = time.perf_counter()
        page = work_page(by, filters, now())
        took.append((time.perf_counter() - began) * 1000)
    assert len(page.rows) == 50
    with CaptureQueriesContext(connection) as asked:
        work_page(by, filters, now())
    p95 = sorted(took)[int(len(took) * 0.95)]
    return [
        {"name": f"question of the work list at 1,000,000, {who}, p95", "value": round(p95, 1), "unit": "ms",
         "goal": GOAL_MS, "passed": p95 <= GOAL_MS, "queries": len(asked)}
    ]  # fmt: skip


def _pages(readers: dict[str, str]) -> Iterator[dict[str, Any]]:
    port = free_port()
    with running("tinhso", "web", "--bind", "127.0.0.1", "--port", str(port), port=port) as address:
        for who, login in readers.items():
            cookies = [session(login) for _ in range(USERS)]
            asked = cycle(
                request("GET", page, {"Cookie": f"tinhso_session={cookie}"}) for cookie in cookies for page in PAGES
            )
            drive(address, asked, clients=USERS, seconds=2)
            outcome = drive(address, asked, clients=USERS, seconds=SECONDS)
            p95 = outcome.quantile(0.95)
            yield {
                "name": f"page of the work list, 16 users, {who}, p95", "value": round(p95, 1), "unit": "ms",
                "goal": GOAL_MS, "passed": p95 <= GOAL_MS and set(outcome.statuses) == {200},
                "pages_per_second": round(outcome.rate(200)), "statuses": outcome.statuses,
            }  # fmt: skip
