"""The running sample as programs meet it: over HTTP, with its sandbox keys."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from tests.journeys.province import Province


def keys_of(province: Province) -> dict[str, dict[str, str]]:
    """The sandbox keys by role."""
    rows = json.loads((Path(province.data) / "sandbox-keys.json").read_text(encoding="utf-8"))
    return {row["role"].rpartition(".")[2]: row for row in rows}


def client_of(province: Province, role: str) -> httpx.Client:
    """A client that carries the token of that key."""
    key = keys_of(province)[role]
    form = {"grant_type": "client_credentials", "client_id": key["client_id"], "client_secret": key["client_secret"]}
    client = httpx.Client(base_url=f"{province.address}/api/v1", timeout=60, trust_env=False)
    answer = client.post("/token", data=form)
    assert answer.status_code == 200, answer.text
    client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
    return client


def filed(client: httpx.Client, body: dict[str, Any], key: str = "") -> httpx.Response:
    return client.post("/dossiers", json=body, headers={"Idempotency-Key": key or str(uuid4())})
