"""Against the running sample: the quick start as it stands, many at once, and the whole document fuzzed."""

import html
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from tests.api.callers import COPIES
from tests.api.live import client_of, filed, keys_of
from tests.journeys.province import Province

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "openapi.json"
BLOCK = re.compile(r'<pre class="lines" tabindex="0"><code class="language-sh">(.*?)</code></pre>', re.DOTALL)
EXAMPLES = 3  # of each operation; the same in every run


def test_it_works(province: Province) -> None:
    client = client_of(province, "receiver")
    assert client.get("/board").json().keys() == {
        "waiting", "is_new", "due_today", "overdue", "paused", "returned_today",
    }  # fmt: skip


def test_the_lines_of_the_quick_start_run_as_they_stand_on_the_page(province: Province) -> None:
    page = httpx.get(f"{province.address}/lap-trinh", trust_env=False).text
    blocks = [html.unescape(block) for block in BLOCK.findall(page)]
    assert len(blocks) == 7
    script = "set -euo pipefail\n" + "\n".join(blocks)
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Đã tiếp nhận" in done.stdout
    assert "case.accepted" in done.stdout
    assert '"webhook.test"' in done.stdout


def test_eight_at_once_with_one_key_file_one_dossier(province: Province) -> None:
    client = client_of(province, "receiver")
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: filed(client, COPIES, "eight-at-once"), range(8)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    made = [answer for answer in answers if answer.status_code == 201]
    assert len({answer.json()["number"] for answer in made}) == 1
    assert sum("Idempotency-Replayed" not in answer.headers for answer in made) == 1


def test_sixty_four_accept_one_dossier_and_one_wins(province: Province) -> None:
    client = client_of(province, "receiver")
    seen = filed(client, COPIES)
    number, tag = seen.json()["number"], seen.headers["ETag"]

    def accept(_: int) -> int:
        headers = {"If-Match": tag, "Prefer": "return=minimal"}
        return client.post(f"/dossiers/{number}/accept", json={"receipt": False}, headers=headers).status_code

    with ThreadPoolExecutor(64) as pool:
        statuses = list(pool.map(accept, range(64)))
    assert statuses.count(204) == 1
    assert statuses.count(412) == 63
    events = [line["event"] for line in client.get(f"/dossiers/{number}/timeline").json()["items"]]
    assert events == ["case.submitted", "case.accepted"]


def test_everything_wrong_is_told_as_a_problem(province: Province) -> None:
    client = client_of(province, "receiver")
    bare = httpx.Client(base_url=f"{province.address}/api/v1", trust_env=False)
    key = {"Idempotency-Key": "problems"}
    big = {"content": b"[" + b"1," * 600_000 + b"1]", "headers": key | {"Content-Type": "application/json"}}
    tried = {
        "401 bare": (bare.get("/dossiers"), 401, "not-signed-in"),
        "401 token": (bare.get("/dossiers", headers={"Authorization": "Bearer x"}), 401, "token-over"),
        "403": (client.post("/dossiers/H36-1/sign", headers={"If-Match": "*"}), 403, "scope-missing"),
        "404 address": (client.get("/nothing"), 404, "not-found"),
        "404 dossier": (client.get("/dossiers/H36-1"), 404, "not-found"),
        "405": (client.delete("/dossiers"), 405, "method-not-allowed"),
        "413": (client.post("/dossiers", **big), 413, "body-too-large"),
        "415": (client.post("/dossiers", content=b"x", headers=key), 415, "media-unknown"),
        "400 json": (
            client.post("/dossiers", content=b"{", headers=key | {"Content-Type": "application/json"}),
            400,
            "body-unreadable",
        ),
        "400 key": (client.post("/dossiers", json=COPIES), 400, "idempotency-key-missing"),
        "422 shape": (client.post("/dossiers", json={"procedure": 1}, headers=key), 422, "request-wrong"),
        "422 query": (client.get("/dossiers?limit=0"), 422, "request-wrong"),
        "422 cursor": (client.get("/dossiers?cursor=xyz"), 422, "bad-cursor"),
        "422 sort": (client.get("/dossiers?sort=name"), 422, "bad-sort"),
        "428": (client.post("/dossiers/H36-1/accept", json={}), 428, "version-not-named"),
        "401 oauth": (bare.post("/token", data={"grant_type": "client_credentials"}), 401, "client-unknown"),
    }
    for name, (answer, status, code) in tried.items():
        assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json"), name
        facts = answer.json()
        assert facts["code"] == code, (name, facts)
        assert {"type", "title", "status", "detail", "instance", "errors", "trace_id"} <= set(facts), name
    assert tried["405"][0].headers["Allow"] == "GET, HEAD, POST"
    assert tried["401 bare"][0].headers["WWW-Authenticate"].startswith("Bearer")
    assert tried["401 oauth"][0].json()["error"] == "invalid_client"
    english = client.get("/nothing", headers={"Accept-Language": "en"})
    assert english.status_code == 404


def test_a_list_is_walked_page_by_page_to_its_end(province: Province) -> None:
    client = client_of(province, "receiver")
    for sort in ("-submitted_at", "due_at,id", "-due_at", "number"):
        found: list[str] = []
        path: str | None = f"/dossiers?limit=7&count=exact&sort={sort}"
        total = client.get(path).json()["total"]
        while path:
            answer = client.get(path)
            found += [row["number"] for row in answer.json()["items"]]
            link = answer.links.get("next")
            path = link["url"].removeprefix("/api/v1") if link else None
        assert len(found) == len(set(found)) == total, sort


def schema_of(province: Province) -> Any:
    schema = schemathesis.openapi.from_path(str(DOCUMENT))
    schema.config.update(base_url=province.address)
    return schema


@pytest.mark.slow
def test_the_document_is_true_of_whatever_is_sent(province: Province) -> None:
    """Schemathesis: data by the document and against it; never a 5xx, and every answer is one the document names."""
    tokens = {role: client_of(province, role).headers["Authorization"] for role in keys_of(province)}
    checks = [
        not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
        unsupported_method,
    ]  # fmt: skip
    bounded = settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    tried = 0
    schema = schema_of(province)
    for result in schema.get_all_operations():
        operation = result.ok()
        role = {"dossiers.process": "handler", "dossiers.sign": "signer", "dossiers.issue": "clerk"}.get(
            operation.definition.raw["x-scope"], "receiver"
        )
        bounded(_fuzz(operation, tokens[role], checks))()
        tried += 1
    assert tried > 40


def _fuzz(operation: Any, token: str, checks: list[Any]) -> Any:
    from hypothesis import given

    @given(case=operation.as_strategy())
    def fuzz(case: Any) -> None:
        case.call_and_validate(checks=checks, headers={"Authorization": token})

    return fuzz
