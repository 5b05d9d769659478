"""Entries are written with what they tell of, once, and the ledger refuses what it should not hold."""

import json
import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from tinhso.base.moments import now
from tinhso.kernel.ledger import actions, jobs, kinds
from tinhso.kernel.ledger.actions import KeyInUse, KeyReused, once, write_entry
from tinhso.kernel.ledger.models import Entry, OnceKey
from tinhso.kernel.ledger.queries import entries_of
from tinhso.kernel.ledger.tests.happenings import CLERK, SYSTEM, happen, happen_often, something


@pytest.mark.django_db
def test_it_works():
    subject = something(3)
    entry = Entry.objects.get(pk=happen(subject, number="A-1"))
    assert (entry.event, entry.subject_kind, entry.subject_id, entry.subject_version) == (
        "test.happened", "tests.thing", subject.id, 3,
    )  # fmt: skip
    assert (entry.actor_kind, entry.actor_id, entry.seat_id, entry.unit_id) == (
        "staff", CLERK.account_id, CLERK.seat_id, CLERK.unit_id,
    )  # fmt: skip
    assert entry.request_id == CLERK.request_id
    assert entry.xid > 0


@pytest.mark.django_db
def test_the_business_moment_stands_beside_the_clock_of_the_database():
    last_year = now() - timedelta(days=365)
    entry_id = write_entry("test.happened", something(), by=CLERK, at=last_year)
    entry = Entry.objects.get(pk=entry_id)
    assert entry.at == last_year
    assert abs(entry.recorded_at - now()) < timedelta(seconds=30)


@pytest.mark.django_db
def test_an_event_nobody_declared_is_refused():
    with pytest.raises(LookupError, match="test.unheard_of"):
        write_entry("test.unheard_of", something(), by=CLERK, at=now())


@pytest.mark.django_db
def test_a_payload_key_the_event_does_not_name_is_refused_before_anything_is_written():
    before = Entry.objects.count()
    with pytest.raises(ValueError, match="full_name"):
        write_entry("test.happened", something(), by=CLERK, at=now(), payload={"number": "A-1", "full_name": "Mai"})
    assert Entry.objects.count() == before


@pytest.mark.django_db
def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        write_entry("test.happened", something(), by=CLERK, at=datetime(2026, 11, 23))  # noqa: DTZ001


@pytest.mark.django_db
def test_names_of_people_stay_out_and_the_product_itself_is_named():
    by_clerk, by_system = Entry.objects.get(pk=happen()), Entry.objects.get(pk=happen(by=SYSTEM))
    assert CLERK.name not in json.dumps(
        [str(getattr(by_clerk, f.name)) for f in Entry._meta.fields], ensure_ascii=False
    )
    assert by_system.request_id == "thử"


@pytest.mark.django_db
def test_a_payload_is_kept_in_canonical_form():
    entry = Entry.objects.get(pk=happen(number="Đ-1", amount=1000, note=None))
    assert entry.payload == '{"amount":1000,"note":null,"number":"Đ-1"}'


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_refused():
    with pytest.raises(transaction.TransactionManagementError):
        write_entry("test.happened", something(), by=CLERK, at=now())


@pytest.mark.django_db(transaction=True)
def test_an_action_that_fails_leaves_no_entry():
    subject = something()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write_entry("test.happened", subject, by=CLERK, at=now())
        raise ZeroDivisionError
    assert not entries_of(subject).exists()


@pytest.mark.django_db
def test_many_entries_are_written_in_one_statement(django_assert_num_queries):
    with django_assert_num_queries(3):  # savepoint, insert, release
        written = happen_often(500)
    assert Entry.objects.filter(pk__in=written).count() == 500


@pytest.mark.django_db
def test_the_history_of_a_subject_is_in_the_order_it_was_written():
    subject = something()
    written = [happen(subject, number=str(n)) for n in range(5)]
    happen()
    assert [entry.id for entry in entries_of(subject)] == written


@pytest.mark.django_db
def test_writing_is_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        write_entry("test.happened", something(), by=CLERK, at=now())


@pytest.mark.django_db
def test_the_second_request_with_a_key_gets_the_first_answer():
    first = once("cases.open", "k-1", "f")
    assert first.is_first
    first.remember({"number": "H36-1"})
    again = once("cases.open", "k-1", "f")
    assert not again.is_first
    assert again.answer == {"number": "H36-1"}
    assert once("cases.pay", "k-1", "f").is_first


@pytest.mark.django_db
def test_a_key_with_another_content_is_refused():
    once("cases.open", "k-1", "f")
    with pytest.raises(KeyReused) as refusal:
        once("cases.open", "k-1", "g")
    assert refusal.value.status == 422


@pytest.mark.django_db(transaction=True)
def test_a_request_that_failed_leaves_its_key_free():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        once("cases.open", "k-2", "f")
        raise ZeroDivisionError
    with transaction.atomic():
        assert once("cases.open", "k-2", "f").is_first


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_the_same_moment_do_the_work_once_and_get_one_answer():
    answers: list[tuple[bool, object]] = []
    together = threading.Barrier(8)

    def ask(number: int) -> None:
        together.wait()
        with transaction.atomic():
            mine = once("cases.open", "k-3", "f")
            if mine.is_first:
                mine.remember({"by": number})
            answers.append((mine.is_first, mine.answer))
        connection.close()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(is_first for is_first, _ in answers) == [False] * 7 + [True]
    assert len({str(answer) for _, answer in answers}) == 1


@pytest.mark.django_db(transaction=True)
def test_a_request_that_waits_too_long_is_told_to_come_again(monkeypatch):
    monkeypatch.setattr(actions, "LONGEST_WAIT", "100ms")
    claimed, over = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            once("cases.open", "k-4", "f")
            claimed.set()
            over.wait(10)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    claimed.wait(10)
    with pytest.raises(KeyInUse) as refusal, transaction.atomic():
        once("cases.open", "k-4", "f")
    over.set()
    holder.join()
    assert refusal.value.status == 409


@pytest.mark.django_db
def test_keys_are_forgotten_after_seventy_two_hours():
    once("cases.open", "old", "f")
    OnceKey.objects.filter(key="old").update(made_at=now() - timedelta(hours=73))
    once("cases.open", "young", "f")
    assert jobs.forget_keys(at=now()) == 1
    assert list(OnceKey.objects.values_list("key", flat=True)) == ["young"]


def test_an_event_is_declared_once():
    with pytest.raises(ValueError, match="declared twice"):
        kinds.register(kinds.Event("test.happened", "Việc khác"))
