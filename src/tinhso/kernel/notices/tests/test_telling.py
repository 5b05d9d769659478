"""Told once, by the channels the receiver chose, and nothing of it in clear where it must not stand."""

import json
from datetime import datetime, timedelta

import pytest
from django.db import connection

from tinhso.base.actor import ANONYMOUS
from tinhso.base.messages import NotAllowed, NotFound
from tinhso.base.moments import LOCAL
from tinhso.kernel.exchange.models import Outgoing
from tinhso.kernel.identity.actions import change_contact
from tinhso.kernel.law.actions import enact_rule_set
from tinhso.kernel.ledger.models import Entry
from tinhso.kernel.ledger.queries import entries_of
from tinhso.kernel.notices.actions import (
    TextFaulty,
    TextMissing,
    choose,
    mark_all_read,
    mark_read,
    note_carried,
    release_held,
    tell,
    tell_seat,
    write_text,
)
from tinhso.kernel.notices.actions.removing import remove_old
from tinhso.kernel.notices.kinds import RETENTION, NoticeKind
from tinhso.kernel.notices.models import Delivery, Notice, State
from tinhso.kernel.notices.queries import letter_of, notices_of, shown, unread_count
from tinhso.kernel.notices.tests.conftest import AT, NEWS, PRESSING, SYSTEM, URGENT, WORK, World

FACTS = {"number": "H99-1", "due_at": datetime(2026, 11, 27, 17, 0, tzinfo=LOCAL), "left": 2, "missing": ["Bản đồ"]}
NIGHT = datetime(2026, 11, 25, 22, 30, tzinfo=LOCAL)
MORNING = datetime(2026, 11, 26, 7, 0, tzinfo=LOCAL)


def told(world: World, kind: NoticeKind = NEWS, key: str = "k1", at: datetime = AT, **more: bool) -> Notice:
    return tell(
        kind, world.person.pk, FACTS, subject=world.person, key=key, path="/ho-so/H99-1", by=SYSTEM, at=at, **more
    )


def ways(notice: Notice) -> dict[str, str]:
    return dict(notice.deliveries.values_list("channel", "state"))


def test_it_works(world: World) -> None:
    notice = told(world)
    assert ways(notice) == {"in_app": "delivered", "test_mail": "waiting", "test_phone": "waiting"}
    (one,) = shown(notices_of(world.citizen), "vi")
    assert one.title == "Hồ sơ H99-1"
    assert "Hẹn trả trước 17:00 thứ Sáu 27/11/2026, còn 2 ngày làm việc." in one.text
    assert "– Bản đồ" in one.text
    assert "Xem:" not in one.text  # the page has a button


def test_the_same_key_tells_once_and_the_first_content_stands(world: World) -> None:
    first, again = told(world), told(world, URGENT)
    assert again.pk == first.pk
    assert Notice.objects.count() == 1
    assert Delivery.objects.count() == 3
    assert entries_of(first).count() == 1


def test_facts_are_sealed_and_the_ledger_has_codes_only(world: World) -> None:
    notice = tell(NEWS, world.person.pk, {"number": "CHIMYEN"}, subject=world.person, key="k", by=SYSTEM, at=AT)
    assert json.loads(entries_of(notice).get().payload) == {
        "kind": "test.news",
        "channels": ["in_app", "test_mail", "test_phone"],
    }
    with connection.cursor() as cursor:
        for table in ("notices_notice", "notices_delivery", "ledger_entry"):
            cursor.execute(f"SELECT t::text FROM {table} t")  # noqa: S608
            text = " ".join(row[0] for row in cursor.fetchall())
            assert "CHIMYEN" not in text and b"CHIMYEN".hex() not in text


def test_facts_nobody_declared_and_facts_of_another_kind_are_refused(world: World) -> None:
    for facts in ({"x": "1"}, {"due_at": "tomorrow"}, {"missing": "map"}, {"left": "2"}):
        with pytest.raises(ValueError, match="fact|name"):
            tell(NEWS, world.person.pk, facts, subject=world.person, key="k", by=SYSTEM, at=AT)
    with pytest.raises(ValueError, match="staff"):
        tell(WORK, world.person.pk, {}, subject=world.person, key="k", by=SYSTEM, at=AT)
    assert Notice.objects.count() == 0


def test_who_has_neither_mail_nor_phone_reads_it_here(world: World) -> None:
    assert world.other.person_id
    notice = tell(NEWS, world.other.person_id, FACTS, subject=world.person, key="k", by=SYSTEM, at=AT)
    assert ways(notice) == {"in_app": "delivered"}
    assert unread_count(world.other) == 1


def test_what_is_no_news_any_more_rings_nobody(world: World) -> None:
    assert ways(told(world, is_pushed=False)) == {"in_app": "delivered"}


def test_a_channel_turned_off_is_not_used_and_the_product_cannot_be_turned_off(world: World) -> None:
    choose([], "en", by=world.citizen, at=AT)
    assert ways(told(world)) == {"in_app": "delivered"}
    choose(["test_phone"], "xx", by=world.citizen, at=AT)
    assert set(ways(told(world, key="k2"))) == {"in_app", "test_phone"}
    with pytest.raises(NotAllowed):
        choose([], "vi", by=ANONYMOUS, at=AT)


def test_what_staff_are_told_stands_on_the_desk_and_goes_out_where_its_kind_says_so(world: World) -> None:
    change_contact(world.seat.person, email="can@mau.example", by=SYSTEM, at=AT)

    def to_seat(kind: NoticeKind, key: str) -> Notice:
        return tell_seat(kind, world.seat.pk, FACTS, subject=world.person, key=key, path="/ban", by=SYSTEM, at=AT)

    assert ways(to_seat(WORK, "w1")) == {"in_app": "delivered"}
    pressing = to_seat(PRESSING, "w2")
    assert ways(pressing) == {"in_app": "delivered", "test_mail": "waiting"}
    letter = letter_of(pressing.deliveries.get(channel="test_mail").pk)
    assert letter is not None
    assert letter.to == "can@mau.example"
    assert "/ban/thong-bao/cach-nhan" in letter.text
    choose([], "vi", by=world.official, at=AT)
    assert ways(to_seat(PRESSING, "w3")) == {"in_app": "delivered"}


def test_what_was_told_long_ago_is_removed_after_the_time_the_province_set(world: World) -> None:
    old, waits, new = told(world), told(world, key="k2"), told(world, key="k3", at=AT + timedelta(days=60))
    for notice in (old, new):
        notice.deliveries.update(state=State.DELIVERED)
    later = AT + timedelta(days=91)
    assert remove_old(at=later) == 0  # nobody said how long
    rules = {"title": "x", "legal_basis": "x", "valid_from": AT.date(), "by": SYSTEM, "at": AT}
    enact_rule_set(RETENTION, tables={"days": 90}, **rules)
    assert remove_old(at=AT + timedelta(days=89)) == 0
    assert remove_old(at=later) == 1
    assert set(Notice.objects.values_list("pk", flat=True)) == {waits.pk, new.pk}  # one has not gone out yet
    entry = Entry.objects.filter(event="notice.removed").get()
    assert '"count":1' in entry.payload
    assert entries_of(old).filter(event="notice.told").exists()


def test_a_choice_changed_before_sending_counts(world: World) -> None:
    notice = told(world)
    mail = notice.deliveries.get(channel="test_mail")
    letter = letter_of(mail.pk)
    assert letter is not None
    assert letter.to == "an@mau.example"
    change_contact(world.person, email="moi@mau.example", by=SYSTEM, at=AT)
    choose(["test_mail"], "en", by=world.citizen, at=AT)
    later = letter_of(mail.pk)
    assert later is not None
    assert (later.id, later.to, later.subject) == (letter.id, "moi@mau.example", "Dossier H99-1")
    assert "17:00 Friday 27/11/2026, 2 working days left" in later.text
    assert letter_of(notice.deliveries.get(channel="test_phone").pk) is None
    change_contact(world.person, email="", by=SYSTEM, at=AT)
    assert letter_of(mail.pk) is None


def test_a_short_message_has_no_accents_and_counts_its_parts(world: World) -> None:
    letter = letter_of(told(world).deliveries.get(channel="test_phone").pk)
    assert letter is not None
    assert letter.text == "Ho so H99-1: hen 17:00 thu Sau 27/11/2026. Ban do"
    assert (letter.parts, letter.subject, letter.to) == (1, "", "0900000123")


def test_the_phone_is_quiet_at_night_unless_it_is_urgent(world: World) -> None:
    def held(notice: Notice) -> dict[str, datetime | None]:
        return dict(notice.deliveries.values_list("channel", "hold_until"))

    assert held(told(world, at=NIGHT)) == {"in_app": None, "test_mail": None, "test_phone": MORNING}
    assert held(told(world, URGENT, key="k2", at=NIGHT))["test_phone"] is None
    assert held(told(world, key="k3", at=MORNING))["test_phone"] is None


def test_what_was_held_goes_in_the_morning_in_the_order_it_was_told(world: World) -> None:
    told(world, at=NIGHT)
    told(world, key="k2", at=NIGHT + timedelta(hours=3))
    held = Delivery.objects.filter(channel="test_phone")
    assert set(held.values_list("queued_at", flat=True)) == {None}
    assert release_held(at=MORNING - timedelta(seconds=1)) == 0
    assert release_held(at=MORNING) == 2
    assert release_held(at=MORNING) == 0
    assert set(held.values_list("queued_at", flat=True)) == {MORNING}
    queued = Outgoing.objects.filter(partner__code="test_phone").order_by("seq")
    assert [one.key for one in queued] == [f"notice:{one.pk}" for one in held.order_by("notice__told_at")]


def test_what_is_known_better_stays(world: World) -> None:
    phone = told(world).deliveries.get(channel="test_phone")
    for state, after in (
        (State.FAILED, "failed"), (State.SENT, "sent"), (State.WAITING, "sent"), (State.DELIVERED, "delivered"),
        (State.SENT, "delivered"), (State.FAILED, "delivered"), (State.DROPPED, "delivered"),
    ):  # fmt: skip
        assert note_carried(phone.pk, state, at=AT).state == after
    assert entries_of(phone.notice).filter(event="notice.carried").count() == 3


def test_what_exchange_gave_up_is_shown_as_failed(world: World) -> None:
    told(world)
    Outgoing.objects.filter(partner__code="test_mail").update(state="dead")
    (one,) = shown(notices_of(world.citizen), "vi")
    assert dict(one.ways) == {"test_mail": "không gửi được", "test_phone": "chờ gửi"}


def test_a_seat_is_told_on_the_desk_and_reads_for_itself(world: World) -> None:
    for order in range(3):
        tell_seat(WORK, world.seat.pk, FACTS, subject=world.person, key=f"k{order}", by=SYSTEM, at=AT)
    assert unread_count(world.official) == 3
    assert unread_count(world.citizen) == 0
    first = notices_of(world.official)[0]
    mark_read(first.pk, by=world.official, at=AT)
    mark_read(first.pk, by=world.official, at=AT + timedelta(hours=1))
    assert unread_count(world.official) == 2
    assert Notice.objects.get(pk=first.pk).read_at == AT
    with pytest.raises(NotFound):
        mark_read(notices_of(world.official)[1].pk, by=world.citizen, at=AT)
    assert mark_all_read(by=world.official, at=AT) == 2
    assert mark_all_read(by=world.official, at=AT) == 0
    assert unread_count(world.official) == 0


def test_new_words_count_from_their_moment_and_old_notices_keep_theirs(world: World) -> None:
    told(world)
    later = AT + timedelta(hours=1)
    write_text("test.news", "vi", "in_app", subject="Tin về {number}", body="Mới", by=world.editor, at=later)
    told(world, key="k2", at=later)
    told(world, key="k3", at=later + timedelta(days=1))
    assert [one.title for one in shown(notices_of(world.citizen), "vi")] == [
        "Tin về H99-1",
        "Tin về H99-1",
        "Hồ sơ H99-1",
    ]
    assert {one.title for one in shown(notices_of(world.citizen), "en")} == {"Dossier H99-1"}


def test_words_with_unknown_placeholders_or_none_at_all_are_refused(world: World) -> None:
    def write(subject: str, body: str, channel: str = "in_app") -> None:
        write_text("test.news", "vi", channel, subject=subject, body=body, by=world.editor, at=AT)

    with pytest.raises(TextFaulty) as refused:
        write("Tin", "Chào {ten}, {number")
    assert "{ten}" in str(refused.value) and "body" in refused.value.fields
    for subject, body in (("", "Nội dung"), ("Tin", " \n ")):
        with pytest.raises(TextMissing):
            write(subject, body)
    write("", "Tin {number}", "test_phone")
    with pytest.raises(NotAllowed):
        write_text("test.news", "vi", "in_app", subject="x", body="x", by=world.official, at=AT)
    with pytest.raises(NotFound):
        write_text("test.none", "vi", "in_app", subject="x", body="x", by=world.editor, at=AT)


def test_a_list_costs_the_same_however_long_it_is(world: World, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    for order in range(12):
        told(world, key=f"k{order}")
    with django_assert_num_queries(4):
        shown(notices_of(world.citizen), "vi")
