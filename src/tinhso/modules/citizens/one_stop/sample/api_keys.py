"""Sandbox keys of the sample: one for each official of the ward, so that a program can walk a dossier to its end."""

import json
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from tinhso.base.actor import Actor
from tinhso.base.scopes import scopes
from tinhso.kernel.identity.actions import open_client
from tinhso.modules.citizens.one_stop.rules.roles import CLERK, HANDLER, RECEIVER, SIGNER
from tinhso.modules.citizens.one_stop.sample.people import MAIN, Office

SCOPES_OF = {
    RECEIVER: ("dossiers.read", "dossiers.file", "dossiers.receive", "documents.read", "files.read", "files.write"),
    HANDLER: ("dossiers.read", "dossiers.process", "documents.read", "files.read"),
    SIGNER: ("dossiers.read", "dossiers.sign", "documents.read"),
    CLERK: ("dossiers.read", "dossiers.issue", "documents.read"),
}
NAMES = {RECEIVER: "tiếp nhận", HANDLER: "thụ lý", SIGNER: "lãnh đạo ký", CLERK: "văn thư"}
FILE = "sandbox-keys.json"
A_MINUTE = 6000


def open_sandbox_keys(offices: Sequence[Office], *, by: Actor, at: datetime) -> list[dict[str, str]]:
    """Opens the keys and gives their secrets, drawn for this installation alone."""
    ward = next(office for office in offices if office.key == MAIN)
    opened = []
    for role, wanted in SCOPES_OF.items():
        chosen = [code for code in wanted if code in scopes] + (["webhooks.manage"] * ("webhooks.manage" in scopes))
        client, secret = open_client(
            f"Dùng thử: {NAMES[role]}", ward.seats[role], chosen, is_sandbox=True, a_minute=A_MINUTE, by=by, at=at
        )
        opened.append({"role": role, "name": client.name, "client_id": str(client.pk), "client_secret": secret})
    return opened


def keep_sandbox_keys(opened: list[dict[str, str]]) -> None:
    """Leaves them where the developer page of the sample reads them; they open nothing in a real installation."""
    path = settings.DATA / FILE
    path.touch(mode=0o600)
    path.write_text(json.dumps(opened, ensure_ascii=False), encoding="utf-8")
