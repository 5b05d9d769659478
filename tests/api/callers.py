"""Programs that call the API: in this process, as one of the sample's sandbox keys."""

import json
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.test import Client

from tinhso.modules.citizens.one_stop.sample.api_keys import FILE

COPIES: dict[str, Any] = {
    "procedure": "2.000815",
    "channel": "counter",
    "applicant": {"full_name": "Nguyễn Thị Mẫu", "phone": "0900000123"},
    "answers": {
        "applicant_name": "Nguyễn Thị Mẫu",
        "originals": [{"title": "Bằng tốt nghiệp", "issuer": "Trường Đại học Đà Lạt", "pages": 2, "copies": 3}],
    },
}


def sandbox_keys() -> dict[str, dict[str, str]]:
    """The keys of the sample by role (receiver, handler, signer, clerk)."""
    rows = json.loads((settings.DATA / FILE).read_text(encoding="utf-8"))
    return {row["role"].rpartition(".")[2]: row for row in rows}


@dataclass
class Caller:
    """A program with a token of its own."""

    client_id: str
    secret: str
    scope: str = ""
    token: str = ""
    client: Client = field(default_factory=Client)

    def sign_in(self) -> "Caller":
        form = {"grant_type": "client_credentials", "client_id": self.client_id, "client_secret": self.secret}
        answer = self.client.post("/api/v1/token", form | ({"scope": self.scope} if self.scope else {}))
        assert answer.status_code == 200, answer.content
        self.token = answer.json()["access_token"]
        return self

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """``headers`` with underscores for dashes; a POST without a key of its own gets a fresh one."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if method == "POST":
            named.setdefault("Idempotency-Key", str(uuid4()))
        if self.token:
            named["Authorization"] = f"Bearer {self.token}"
        more: dict[str, Any] = {"headers": named}
        if body is not None:
            more |= {"data": json.dumps(body), "content_type": "application/json"}
        return self.client.generic(method, f"/api/v1{path}", **more)

    def get(self, path: str, **headers: str) -> Any:
        return self.call("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.call("POST", path, body, **headers)

    def act(self, number: str, act: str, body: Any = None) -> Any:
        """One act on a dossier in the version it is in now."""
        tag = self.get(f"/dossiers/{number}")["ETag"]
        return self.post(f"/dossiers/{number}/{act}", body, If_Match=tag)
