"""Messages go out once, in the order of their key, and none gives up silently."""

from random import Random

import pytest

from tinhso.kernel.exchange import actions, queries, rules
from tinhso.kernel.exchange.kinds import Again, Delivered, PartnerDown, TurnedDown
from tinhso.kernel.exchange.models import Attempt, Outgoing, OutgoingState
from tinhso.kernel.exchange.queries.sealing import view_of
from tinhso.kernel.exchange.tests.paper_partner import PAPER, SYSTEM, Clock, a_partner, delivered, keys_got, queued
from tinhso.kernel.ledger.models import Entry

pytestmark = pytest.mark.django_db


def state_of(key: str) -> str:
    return Outgoing.objects.get(key=key).state


def test_it_works() -> None:
    partner, clock = a_partner(), Clock()
    message = queued("k1", name="Nguyễn Văn A")
    assert delivered(partner, clock) == 1
    (got,) = PAPER.got
    assert got.body == {"key": "k1", "name": "Nguyễn Văn A"}
    assert got.signature == f"signed:{len(got.raw)}"
    message.refresh_from_db()
    assert (message.state, message.receipt, message.attempts) == (OutgoingState.SENT, "R-k1", 1)
    assert [attempt.outcome for attempt in message.tries.all()] == ["delivered"]
    assert delivered(partner, clock) == 0


def test_the_same_key_is_the_same_message() -> None:
    partner, clock = a_partner(), Clock()
    assert queued("k1").id == queued("k1", other="content").id
    assert delivered(partner, clock) == 1


def test_a_message_stands_or_falls_with_what_it_tells_of() -> None:
    from django.db import transaction

    partner, clock = a_partner(), Clock()
    with pytest.raises(RuntimeError, match="the act failed"), transaction.atomic():
        queued("k1")
        raise RuntimeError("the act failed")
    assert delivered(partner, clock) == 0


def test_the_order_of_a_key_is_the_order_of_queueing() -> None:
    partner, clock = a_partner(), Clock()
    for number in range(30):
        queued(f"k{number:02d}", order_key=f"H{number % 3}")
    assert delivered(partner, clock) == 30
    for key in range(3):
        of_key = [name for name in keys_got() if int(name[1:]) % 3 == key]
        assert of_key == sorted(of_key)
        assert len(of_key) == 10


def test_what_failed_holds_back_its_own_key_only() -> None:
    partner, clock = a_partner(), Clock()
    PAPER.answer = lambda message: Again("busy") if message.key == "a1" else Delivered()
    queued("a1", order_key="A"), queued("a2", order_key="A"), queued("b1", order_key="B")
    assert delivered(partner, clock) == 1
    assert keys_got() == ["b1"]
    PAPER.answer = lambda message: Delivered()
    assert delivered(partner, clock) == 0  # a1 rests, a2 waits behind it
    queued("a3", order_key="A")
    clock.forward(seconds=6)
    assert delivered(partner, clock) == 3
    assert keys_got() == ["b1", "a1", "a2", "a3"]


def test_after_its_last_try_a_message_is_dead_and_says_so() -> None:
    partner, clock = a_partner(attempts_limit=3), Clock()
    PAPER.answer = lambda message: (
        Again("busy", "Hệ thống bận, số 068095012345") if message.key == "a1" else Delivered()
    )
    queued("a1", order_key="A"), queued("a2", order_key="A")
    for _ in range(3):
        assert delivered(partner, clock) == 0
        clock.forward(hours=1)
    assert (state_of("a1"), state_of("a2")) == ("dead", "waiting")
    assert delivered(partner, clock) == 0
    entry = Entry.objects.get(event="exchange.message_died")
    assert '"attempts":3' in entry.payload
    assert "068095012345" not in entry.payload
    (health,) = queries.health_of_partners(clock())
    assert (health.dead, health.waiting, health.word, health.rate_of_failure) == (1, 1, "stuck", None)


def test_an_operator_replays_a_dead_message_and_its_key_goes_on() -> None:
    partner, clock = a_partner(attempts_limit=1), Clock()
    PAPER.answer = lambda message: Again("busy")
    first = queued("a1", order_key="A")
    queued("a2", order_key="A")
    delivered(partner, clock)
    PAPER.answer = lambda message: Delivered()
    actions.replay(first, by=SYSTEM, at=clock())
    assert delivered(partner, clock) == 2
    assert keys_got() == ["a1", "a2"]
    assert Entry.objects.filter(event="exchange.message_replayed", subject_id=first.id).count() == 1


def test_giving_up_needs_a_ground_and_lets_the_key_go_on() -> None:
    partner, clock = a_partner(), Clock()
    PAPER.answer = lambda message: TurnedDown("no-field") if message.key == "a1" else Delivered()
    first = queued("a1", order_key="A")
    queued("a2", order_key="A")
    assert delivered(partner, clock) == 0
    assert state_of("a1") == "refused"
    with pytest.raises(actions.ReasonMissing):
        actions.give_up(first, ground=" ", by=SYSTEM, at=clock())
    actions.give_up(first, ground="Hồ sơ nhập thử", by=SYSTEM, at=clock())
    assert delivered(partner, clock) == 1
    assert keys_got() == ["a2"]
    with pytest.raises(actions.NotReplayable):
        actions.give_up(first, ground="Lần nữa", by=SYSTEM, at=clock())


def test_a_refusal_holds_back_nothing_where_order_does_not_matter() -> None:
    partner, clock = a_partner(driver="loose"), Clock()
    PAPER.answer = lambda message: TurnedDown("no") if message.key == "a1" else Delivered()
    queued("a1"), queued("a2")
    assert delivered(partner, clock) == 1
    assert (state_of("a1"), state_of("a2")) == ("refused", "sent")


def test_a_partner_that_is_down_is_left_alone_and_no_message_is_charged() -> None:
    partner, clock = a_partner(attempts_limit=1), Clock()

    def down(message):
        raise PartnerDown("refused-connection")

    PAPER.answer = down
    for number in range(5):
        queued(f"k{number}", order_key=f"H{number}")
    assert delivered(partner, clock) == 0
    partner.refresh_from_db()
    assert partner.down_since == clock()
    assert partner.down_code == "refused-connection"
    assert queries.busy_partners(clock()) == []
    assert {row.attempts for row in Outgoing.objects.all()} == {0}
    PAPER.answer = lambda message: Delivered()
    clock.forward(seconds=6)
    assert queries.busy_partners(clock()) == [partner]
    assert delivered(partner, clock) == 5
    partner.refresh_from_db()
    assert partner.down_since is None


def test_what_was_taken_before_the_partner_went_down_is_noted() -> None:
    partner, clock = a_partner(), Clock()

    def two_then_down(message):
        if len(PAPER.got) == 2:
            raise PartnerDown("gone")
        return Delivered()

    PAPER.answer = two_then_down
    for number in range(5):
        queued(f"k{number}", order_key=f"H{number}")
    delivered(partner, clock)
    # Lanes are served one after another, so the two may come from one lane or two.
    assert Outgoing.objects.filter(state="sent").count() == 2
    assert Attempt.objects.count() == 2


def test_a_driver_that_breaks_is_charged_to_the_message_and_seen_in_the_log() -> None:
    partner, clock = a_partner(), Clock()

    def broken(message):
        raise KeyError("MaHoSo")

    PAPER.answer = broken
    message = queued("k1")
    with pytest.raises(KeyError):
        delivered(partner, clock)
    message.refresh_from_db()
    assert (message.state, message.attempts, message.last_code) == ("waiting", 1, "driver-error")
    assert message.next_at > clock()


def test_a_paused_partner_gets_nothing_and_loses_nothing() -> None:
    partner, clock = a_partner(), Clock()
    queued("k1")
    actions.pause_partner(partner, by=SYSTEM, at=clock())
    assert queries.busy_partners(clock()) == []
    queued("k2")
    actions.resume_partner(partner, by=SYSTEM, at=clock())
    assert delivered(partner, clock) == 2
    assert keys_got() == ["k1", "k2"]


def test_the_pace_of_a_partner_is_kept() -> None:
    partner, clock = a_partner(pace=2), Clock()
    for number in range(5):
        queued(f"k{number}")
    counts = []
    for _ in range(4):
        counts.append(delivered(partner, clock))
        assert delivered(partner, clock) == 0
        clock.forward(seconds=1)
    assert counts == [2, 2, 1, 0]


def test_secrets_and_bodies_are_sealed_and_reading_one_is_an_entry() -> None:
    partner = a_partner(secrets={"password": "bí mật 068095012345"}, settings={"office": "H36"})
    message = queued("k1", number="068095012345")
    raw = bytes(message.body_sealed or b"") + bytes(partner.secrets_sealed or b"")
    assert b"068095012345" not in raw
    assert view_of(partner).secrets == {"password": "bí mật 068095012345"}
    assert "bí mật" not in repr(view_of(partner))
    with pytest.raises(actions.ReasonMissing):
        actions.read_body(message, reason="", by=SYSTEM, at=Clock()())
    body = actions.read_body(message, reason="Đối soát với Cổng", by=SYSTEM, at=Clock()())
    assert body["number"] == "068095012345"
    assert Entry.objects.filter(event="exchange.body_read", subject_id=message.id).count() == 1


def test_an_unknown_partner_is_refused() -> None:
    with pytest.raises(actions.PartnerUnknown):
        queued("k1", partner="khong-co")


def test_bodies_are_forgotten_after_their_time() -> None:
    partner, clock = a_partner(), Clock()
    message = queued("k1")
    delivered(partner, clock)
    assert actions.forget_bodies(partner.id, clock()) == 0
    clock.forward(days=1)
    assert actions.forget_bodies(partner.id, clock()) == 1
    message.refresh_from_db()
    assert message.body_sealed is None
    with pytest.raises(actions.BodyGone):
        actions.replay(message, by=SYSTEM, at=clock())


def test_waits_grow_and_scatter_up_to_an_hour() -> None:
    rng = Random(7)
    waits = [rules.wait_before(attempt, rng).total_seconds() for attempt in range(1, 30)]
    assert 2.5 <= waits[0] <= 5
    assert max(waits) <= 3600
    assert min(waits[15:]) >= 1800
    assert len({rules.wait_before(3, rng) for _ in range(20)}) > 15


def test_a_subject_knows_how_it_stands_with_its_partners() -> None:
    from tinhso.kernel.ledger.actions import SubjectRef

    partner, clock = a_partner(), Clock()
    message = queued("k1")
    about = SubjectRef("tests.thing", message.subject_id)
    (state,) = queries.exchange_state_of(about)
    assert state.is_behind
    assert state.waiting_since == message.queued_at
    delivered(partner, clock)
    (state,) = queries.exchange_state_of(about)
    assert not state.is_behind
    assert state.last_sent_at == clock()
