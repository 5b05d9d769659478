"""The work list of fifty at a million dossiers, for one who works in a ward and one who sees the whole province.

Sixteen users open the page over HTTP, the whole list and two narrowed ones: once looking at each for a moment, once in
a closed loop without any pause; then sixteen programs ask for the same list over the API. Besides, how long the list's
own question takes, how many questions the whole page is, and the board each of the two begins the day with.
"""

import time
from collections.abc import Iterator
from itertools import cycle
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.load import Outcome, drive, request
from bench.province import actor, free_port, load_cases, offices, running, seat, session
from tinhso.base.moments import now
from tinhso.kernel.cases.queries import Filters, work_page
from tinhso.kernel.identity.models import ApiClient
from tinhso.kernel.identity.queries import token_of
from tinhso.modules.citizens.one_stop.rules.lists import STEP_RIGHTS

CASES, USERS, SECONDS, GOAL_MS, GOAL_QUERIES = 1_000_000, 16, 10.0, 100, 12
LOOK = 3.0  # seconds; quick for a person
# The page each begins the day with, and how many do at once: few lead a province.
BOARDS = {"thuly": ("/ban", USERS), "chutich": ("/ban/sang-nay", 2)}
BOARD_MS = 300  # ux.md section 4.1: a page's first byte
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
            pages = cycle(
                request("GET", page, {"Cookie": f"tinhso_session={cookie}"}) for cookie in cookies for page in PAGES
            )
            asked = _asked(cookies[0])
            yield {"name": f"queries of the whole page, {who}", "value": asked, "unit": "", "goal": GOAL_QUERIES,
                   "passed": asked <= GOAL_QUERIES}  # fmt: skip
            calls = cycle([request("GET", "/api/v1/work", {"Authorization": f"Bearer {_token(login)}"})])
            drive(address, pages, clients=USERS, seconds=2)
            drive(address, calls, clients=USERS, seconds=2)
            runs = {
                f"page of the work list, {USERS} users who look at each for {LOOK} s": (pages, LOOK),
                f"page of the work list, {USERS} users who never pause": (pages, 0.0),
                f"the same list over the API, {USERS} clients that never pause": (calls, 0.0),
            }
            for name, (requests, pause) in runs.items():
                outcome = drive(address, requests, clients=USERS, seconds=SECONDS * (2 if pause else 1), pause=pause)
                yield _told(f"{name}, {who}, p95", outcome)
            path, users = BOARDS[login]
            board = cycle([request("GET", path, {"Cookie": f"tinhso_session={cookie}"}) for cookie in cookies])
            outcome = drive(address, board, clients=users, seconds=SECONDS * 2, pause=LOOK)
            yield _told(f"board of the day, {users} users who look at it for {LOOK} s, {who}, p95", outcome, BOARD_MS)


def _told(name: str, outcome: Outcome, goal: int = GOAL_MS) -> dict[str, Any]:
    p95 = outcome.quantile(0.95)
    return {
        "name": name, "value": round(p95, 1), "unit": "ms", "goal": goal,
        "passed": p95 <= goal and set(outcome.statuses) == {200},
        "per_second": round(outcome.rate(200), 1), "statuses": outcome.statuses,
    }  # fmt: skip


def _asked(cookie: str) -> int:
    """How many questions to the database the whole page is, opened again by one who had it before."""
    client = Client()
    client.cookies["tinhso_session"] = cookie
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(PAGES[0], headers={"host": "localhost"}).status_code == 200
    return len(asked)


def _token(login: str) -> str:
    client = ApiClient.objects.create(name="bench", seat=seat(login), scopes=["dossiers.read"], opened_at=now())
    return token_of(client, ("dossiers.read",), now())
