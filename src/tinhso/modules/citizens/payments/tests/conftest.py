"""A commune with an account, a dossier that waits for its fee, officials who look after the money, a platform."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client

from tests.world import session_of
from tinhso.base.actor import Actor
from tinhso.base.moments import now
from tinhso.kernel.cases import actions as cases
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.tests.conftest import AT, SINCE, SYSTEM, NewCase, World, new_case, world  # noqa: F401
from tinhso.kernel.exchange.actions import set_up_partner
from tinhso.kernel.identity.actions import assign_seat, create_account, create_person
from tinhso.kernel.identity.queries import actor_of_account
from tinhso.kernel.organisations.actions import create_post
from tinhso.modules.citizens.payments.actions.accounts import Banking, declare_account
from tinhso.modules.citizens.payments.models import BeneficiaryAccount
from tinhso.modules.citizens.payments.rules.told import PAID, Told

PLATFORM, KEY = "payment_platform", "khoa-thu"
BANKING = Banking(
    bank="970403",
    bank_name="Ngân hàng thử",
    number="0011012345678",
    holder="Ủy ban nhân dân xã Một",
    tax_code="5800000000",
    receipt_letters="AA",
    ground="Quyết định thử",
    city="Đà Lạt",
)
LATER = AT + timedelta(hours=2)


@pytest.fixture
def account(world: World) -> BeneficiaryAccount:  # noqa: F811
    return declare_account(world.office, BANKING, valid_from=SINCE, by=SYSTEM, at=AT)


@pytest.fixture
def platform(db: None) -> str:
    set_up_partner(
        PLATFORM,
        title="Nền tảng thử",
        driver=PLATFORM,
        address="http://127.0.0.1:1",
        settings={"partner": "THU"},
        secrets={"secret": KEY},
        by=SYSTEM,
        at=AT,
    )
    return PLATFORM


@pytest.fixture
def waiting(world: World, new_case: NewCase, account: BeneficiaryAccount, platform: str) -> Callable[..., Case]:  # noqa: F811
    """Makes dossiers that stand still until their fee (five đồng-thousands for three pages) is paid."""

    def make() -> Case:
        case = cases.accept_case(new_case(), by=world.receiver, at=AT)
        cases.hand_over(case, by=world.receiver, at=AT)
        return cases.pause_case(case, reason="payment", ground="Chờ nộp phí sao", by=world.handler, at=AT)

    return make


def told(order: str, amount: int, transaction: str = "GD1", state: str = PAID, at: datetime = LATER) -> Told:
    return Told(transaction, order, state, amount, at, "970403")


@dataclass(frozen=True)
class Official:
    actor: Actor
    client: Client
    seat_id: UUID


@pytest.fixture
def official(world: World) -> Callable[..., Official]:  # noqa: F811
    """Somebody with an account, a seat with these roles in a unit, and a browser."""

    def make(login: str, unit: UUID, *roles: str) -> Official:
        person = create_person(f"Cán Bộ {login}", source="sample", by=SYSTEM, at=AT)
        post = create_post(unit, "Công chức", valid_from=SINCE, by=SYSTEM, at=AT)
        seat = assign_seat(person, post, list(roles), valid_from=SINCE, by=SYSTEM, at=AT)
        account, _password = create_account(login, person, by=SYSTEM, at=AT)
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = session_of(account, now())
        return Official(actor_of_account(account, now()), client, seat.pk)

    return make
