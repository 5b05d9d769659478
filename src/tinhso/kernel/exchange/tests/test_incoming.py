"""What arrives is stored once and handled once."""

from random import Random

import pytest

from tinhso.base.messages import Refused
from tinhso.kernel.exchange import actions
from tinhso.kernel.exchange.actions.incoming import due_incoming
from tinhso.kernel.exchange.kinds import Arrived, IncomingKind, register_incoming
from tinhso.kernel.exchange.models import Incoming
from tinhso.kernel.exchange.tests.paper_partner import AT, SYSTEM, Clock, a_partner
from tinhso.kernel.ledger.models import Entry

pytestmark = pytest.mark.django_db
TAKEN: list[Arrived] = []


class NotForUs(Refused):
    code = "not-for-us"


def take(message, by, at) -> None:
    if message.body.get("is_foreign"):
        raise NotForUs()
    if message.body.get("is_broken"):
        raise ZeroDivisionError
    TAKEN.append(message)


register_incoming(IncomingKind("tests.letter", "Thư thử", take))


@pytest.fixture(autouse=True)
def nothing_taken() -> None:
    TAKEN.clear()


def arrived(key: str, **body: object) -> Incoming:
    return actions.take_in("giay", "tests.letter", key, {"key": key, **body}, at=AT)


def handled(clock: Clock) -> None:
    for message_id in due_incoming(clock()):
        actions.handle(message_id, at=clock(), rng=Random(1))


def test_it_works() -> None:
    a_partner()
    message = arrived("k1", name="Nguyễn Văn A")
    assert b"Nguy" not in bytes(message.body_sealed or b"")
    handled(Clock())
    (letter,) = TAKEN
    assert (letter.partner_code, letter.key, letter.body["name"]) == ("giay", "k1", "Nguyễn Văn A")
    message.refresh_from_db()
    assert (message.state, message.handled_at) == ("handled", AT)


def test_a_key_seen_before_is_not_taken_twice() -> None:
    a_partner()
    first = arrived("k1")
    handled(Clock())
    assert arrived("k1", other="words").id == first.id
    handled(Clock())
    assert len(TAKEN) == 1


def test_a_message_that_is_refused_stays_on_record_and_can_be_replayed() -> None:
    a_partner()
    message = arrived("k1", is_foreign=True)
    handled(Clock())
    message.refresh_from_db()
    assert (message.state, message.last_code) == ("refused", "not-for-us")
    assert Entry.objects.filter(event="exchange.incoming_refused").count() == 1
    actions.replay_incoming(message, by=SYSTEM, at=AT)
    message.refresh_from_db()
    assert message.state == "waiting"


def test_a_message_that_breaks_its_handler_is_tried_later_and_dies_in_the_end() -> None:
    a_partner(attempts_limit=3)
    message, clock = arrived("k1", is_broken=True), Clock()
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            handled(clock)
        assert due_incoming(clock()) == []
        clock.forward(hours=1)
    handled(clock)
    message.refresh_from_db()
    assert message.state == "dead"
    assert Entry.objects.filter(event="exchange.incoming_died").count() == 1


def test_a_kind_nobody_declared_and_an_unknown_partner_are_refused() -> None:
    with pytest.raises(LookupError):
        actions.take_in("giay", "tests.nothing", "k", {}, at=AT)
    with pytest.raises(actions.PartnerUnknown):
        arrived("k1")
