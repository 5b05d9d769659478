"""A dossier taken in at the counter over HTTP: authorised, checked, numbered, dated, audited, durable.

Eight clients in a closed loop against the product with everything switched on (``work`` seals the ledger and feeds
exchange and notices beside), with the applicants known; then with all eight in one unit. The peer in the same run is
the least Django that does four inserts in one durable transaction (peers/bare_django.py), alternating with the
product, on the same server, PostgreSQL, workers and threads.
"""

import json
import os
from collections.abc import Iterator
from itertools import count, cycle
from typing import Any
from uuid import uuid4

from bench.load import Outcome, alternate, drive, median_rate, request
from bench.province import BY, free_port, offices, running, working
from tinhso.base.moments import now
from tinhso.kernel.cases.models import Case
from tinhso.kernel.identity.actions import create_person
from tinhso.kernel.identity.models import ApiClient
from tinhso.kernel.identity.queries import token_of
from tinhso.kernel.ledger.models import Entry
from tinhso.modules.citizens.one_stop.rules.roles import RECEIVER

CLIENTS, SECONDS, ROUNDS, PEOPLE = 8, 8.0, 3, 200
GOAL_RATE, GOAL_PART, GOAL_MS = 800, 0.6, 50
SCOPES = ("dossiers.receive",)
WORKERS, THREADS = 2, 4


def measure() -> list[dict[str, Any]]:
    staffed = offices()
    desks = [office.seats[RECEIVER] for office in staffed if RECEIVER in office.seats and office.key != "land"]
    people = _people()
    spread = _requests([_token(seat) for seat in desks], people)
    crowded = _requests([_token(desks[0])], people)
    port, peer = free_port(), free_port()
    before = Case.objects.count()
    with (
        running("tinhso", "web", "--bind", "127.0.0.1", "--port", str(port), port=port) as address,
        running("bench.peers.bare_django_served", str(peer), str(WORKERS), str(THREADS), port=peer, **_peer()) as other,
        working(),
    ):
        for warming in (spread, crowded):
            drive(address, warming, clients=CLIENTS, seconds=2)
        bare = _bare()
        drive(other, bare, clients=CLIENTS, seconds=2)
        runs = {
            "bare": lambda: drive(other, bare, clients=CLIENTS, seconds=SECONDS),
            "spread": lambda: drive(address, spread, clients=CLIENTS, seconds=SECONDS),
            "one unit": lambda: drive(address, crowded, clients=CLIENTS, seconds=SECONDS),
        }
        found = alternate(runs, ROUNDS)
    answered = sum(outcome.statuses.get(201, 0) for name in ("spread", "one unit") for outcome in found[name])
    assert Case.objects.count() - before >= answered
    assert Entry.objects.filter(event="case.accepted").count() >= answered
    bare_rate = median_rate(found["bare"], 201)
    return [result for name in ("spread", "one unit") for result in _results(name, found[name], bare_rate)]


def _results(name: str, outcomes: list[Outcome], bare_rate: float) -> list[dict[str, Any]]:
    rate = median_rate(outcomes, 201)
    p99 = sorted(outcome.quantile(0.99) for outcome in outcomes)[len(outcomes) // 2]
    statuses = [outcome.statuses for outcome in outcomes]
    part, where = rate / bare_rate, "in one unit" if name == "one unit" else "in several units"
    facts = {"statuses": statuses, "bare_per_second": round(bare_rate)}
    return [
        {"name": f"accept + first status, 8 clients {where}", "value": round(rate), "unit": "/s", "goal": GOAL_RATE,
         "passed": rate >= GOAL_RATE and all(set(one) == {201} for one in statuses), **facts},
        {"name": f"… against bare Django with 4 inserts, {where}", "value": round(part, 2), "unit": "",
         "goal": GOAL_PART, "passed": part >= GOAL_PART},
        {"name": f"… p99, {where}", "value": round(p99, 1), "unit": "ms", "goal": GOAL_MS, "passed": p99 <= GOAL_MS},
    ]  # fmt: skip


def _people() -> list[str]:
    numbers = [f"000195{n:06d}" for n in range(PEOPLE)]
    for number in numbers:
        create_person("Nguyễn Thị Đo", number=number, source="sample", is_sample=True, by=BY, at=now())
    return numbers


def _token(seat: Any) -> str:
    client = ApiClient.objects.create(name="bench", seat=seat, scopes=list(SCOPES), opened_at=now())
    return token_of(client, SCOPES, now())


def _requests(tokens: list[str], people: list[str]) -> Iterator[bytes]:
    """Dossiers of one applicant after another at one desk after another, each under a key of its own."""
    order = zip(cycle(tokens), cycle(people), count(), strict=False)
    for token, number, _n in order:
        headers = {
            "Authorization": f"Bearer {token}",
            "Idempotency-Key": uuid4().hex,
            "Content-Type": "application/json",
        }
        yield request("POST", "/api/v1/dossiers/at-counter", headers, json.dumps(_dossier(number)).encode())


def _dossier(number: str) -> dict[str, Any]:
    return {
        "procedure": "2.000815",
        "applicant": {"full_name": "Nguyễn Thị Đo", "number": number},
        "answers": {
            "applicant_name": "Nguyễn Thị Đo",
            "originals": [{"title": "Bằng tốt nghiệp", "issuer": "Trường Đại học Đà Lạt", "pages": 2, "copies": 3}],
        },
    }


def _bare() -> Iterator[bytes]:
    return cycle([request("POST", "/accept", {})])


def _peer() -> dict[str, str]:
    return {"PEER_DATABASE_URL": os.environ["TINHSO_DATABASE_OWNER_URL"]}
