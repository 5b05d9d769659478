"""The sample province inside a test process: its people, and a browser for each of them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

import psycopg
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.test import Client

from tinhso.base.actor import system_actor
from tinhso.base.moments import local_day
from tinhso.base.moments import now as current
from tinhso.kernel.cases.models import Case, Channel
from tinhso.kernel.documents.models import Document
from tinhso.kernel.forms.models import Draft
from tinhso.kernel.identity.models import Account
from tinhso.kernel.identity.queries import actor_of_account
from tinhso.kernel.identity.queries.actors import opened_session
from tinhso.modules.citizens.one_stop.actions.filing import start_application
from tinhso.modules.citizens.one_stop.actions.setting_up import SINCE
from tinhso.modules.citizens.one_stop.sample import load
from tinhso.modules.citizens.service_centre.actions.setting import enact_usual_rules

# How the sample names its officials (one_stop/sample/people.py); the stranger works for another unit.
OFFICIALS = {
    "receiver": "tiepnhan",
    "handler": "thuly",
    "signer": "lanhdao",
    "clerk": "vanthu",
    "supervisor": "giamdoc",
    "administrator": "quantri",
    "operator": "vanhanh",
    "leader": "chutich",
    "stranger": "datdai.tiepnhan",
}
BIRTH = "1.001193"


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@dataclass(frozen=True)
class World:
    """Who may knock at the doors, and what stands behind them."""

    at: datetime
    accounts: dict[str, Account]
    sessions: dict[str, str]
    case: Case  # filed online in the ward by ``citizen``, accepted and not finished
    other_case: Case  # of the land office and of ``other citizen``
    draft: Draft  # of ``citizen``

    def client(self, who: str, **choices: bool) -> Client:
        """A browser in which that person is signed in; what it is told to forget stays with it."""
        client = Client(**choices)  # type: ignore[arg-type]
        if who in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        return client


@contextmanager
def sample_world() -> Iterator[World]:
    """The sample province, loaded once a process and day into a database of its own; what is done is taken back."""
    first = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = _database(first)
    try:
        with undone():
            yield _world(_loaded[connection.settings_dict["NAME"]])
    finally:
        connection.close()
        connection.settings_dict["NAME"] = first


_loaded: dict[str, datetime] = {}  # name of a database → the moment as of which the sample was loaded into it


def _database(template: str) -> str:
    """The name of the database in which today's sample stands; made from the empty one when it is not there."""
    at = current()
    name = f"{template}_sample_{local_day(at):%Y%m%d}"
    if name not in _loaded:
        url = urlsplit(os.environ["TINHSO_DATABASE_URL"])
        with psycopg.connect(url.geturl(), autocommit=True) as made:
            made.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        connection.settings_dict["NAME"] = name
        load(at, lambda line: None)
        enact_usual_rules(valid_from=SINCE, by=system_actor("sample"), at=at)
        (settings.DATA / "sign-ins.json").unlink()
        _loaded[name] = at
    return name


def _world(at: datetime) -> World:
    accounts = {role: Account.objects.select_related("person").get(login=login) for role, login in OFFICIALS.items()}
    ward = actor_of_account(accounts["receiver"], at).unit_id
    land = actor_of_account(accounts["stranger"], at).unit_id
    received = Document.objects.filter(kind="receipt").exclude(sealed_at=None).values("subject_id")
    online = Case.objects.filter(channel=Channel.ONLINE, pk__in=received, finished_at=None).order_by("number")
    case, other_case = online.filter(receipt_unit_id=ward)[0], online.filter(receipt_unit_id=land)[0]
    accounts["citizen"] = Account.objects.select_related("person").get(person_id=case.applicant_id)
    accounts["other citizen"] = Account.objects.select_related("person").get(person_id=other_case.applicant_id)
    sessions = {who: session_of(account, current()) for who, account in accounts.items()}
    return World(at, accounts, sessions, case, other_case, a_draft(accounts["citizen"], case.receipt_unit_id, at))


def a_draft(account: Account, desk_id: UUID, at: datetime) -> Draft:
    return start_application(BIRTH, variant="standard", desk_id=desk_id, by=actor_of_account(account, at), at=at)


def session_of(account: Account, at: datetime) -> str:
    """The key of a session just opened for that account."""
    session = SessionStore()
    session.update(opened_session(actor_of_account(account, at), account, at))
    session.create()
    return str(session.session_key)
