"""A client with an endpoint at the twin, and the small province of the cases room."""

from collections.abc import Iterator

import pytest

from tinhso.base import rights
from tinhso.base.actor import Actor
from tinhso.base.rights import Role
from tinhso.connectors.webhooks.tests.receiver import listening
from tinhso.connectors.webhooks.twin import store
from tinhso.kernel.cases.tests.conftest import AT, SINCE, SYSTEM, World, new_case, world  # noqa: F401
from tinhso.kernel.identity.actions import assign_seat, create_person, open_client
from tinhso.kernel.identity.models import ApiClient
from tinhso.kernel.identity.queries import actor_of_client
from tinhso.kernel.organisations.actions import create_post

READER = "tests.webhook_reader"
if READER not in rights.roles:
    rights.register(Role(READER, "người đọc thử", ("cases.read",)))


@pytest.fixture(autouse=True)
def fresh_receiver() -> Iterator[None]:
    store.forget()
    yield
    store.forget()


@pytest.fixture
def address() -> Iterator[str]:
    with listening() as found:
        yield found


@pytest.fixture
def client_row(world: World) -> ApiClient:  # noqa: F811
    person = create_person("Phần mềm Thử", source="sample", by=SYSTEM, at=AT)
    post = create_post(world.desk, "Tiếp nhận", valid_from=SINCE, by=SYSTEM, at=AT)
    seat = assign_seat(person, post, [READER], valid_from=SINCE, by=SYSTEM, at=AT)
    scopes = ["dossiers.read", "webhooks.manage"]
    return open_client("Phần mềm xã", seat, scopes, is_sandbox=True, by=SYSTEM, at=AT)[0]


@pytest.fixture
def program(client_row: ApiClient) -> Actor:
    return actor_of_client(client_row, tuple(client_row.scopes), AT)
