"""The feed gives every entry, in order, also those that commit late."""

import random
import threading
from time import monotonic
from uuid import UUID

import pytest
from django.db import connection, connections, transaction

from tinhso.kernel.ledger.models import Cursor, Entry
from tinhso.kernel.ledger.queries import Feed
from tinhso.kernel.ledger.tests.happenings import happen, something

pytestmark = pytest.mark.django_db(transaction=True)


class Writer:
    """A connection of its own, whose transaction stays open until told to end."""

    def __init__(self) -> None:
        self.connection = connections["default"].copy()
        self.connection.set_autocommit(False)

    def write(self, count: int = 1) -> list[UUID]:
        from tinhso.base.moments import now
        from tinhso.kernel.ledger.actions import INSERT_ENTRY, entry_row
        from tinhso.kernel.ledger.tests.happenings import CLERK

        rows = [entry_row("test.happened", something(), by=CLERK, at=now()) for _ in range(count)]
        with self.connection.cursor() as cursor:
            for row in rows:
                cursor.execute(INSERT_ENTRY, row)
        return [row[0] for row in rows]

    def end(self, keep: bool = True) -> None:
        if keep:
            self.connection.commit()
        else:
            self.connection.rollback()

    def close(self) -> None:
        self.connection.close()


@pytest.fixture
def writers():
    opened = [Writer() for _ in range(5)]
    yield opened
    for writer in opened:
        writer.close()


@pytest.fixture
def feed():
    """A reader that has read everything written before."""
    reader = Feed("tests")
    read_up_to(reader, happen())
    return reader


def read(feed: Feed, limit: int = 500) -> list[UUID]:
    with transaction.atomic():
        entries = feed.read(limit)
        feed.advance()
    return [entry.id for entry in entries]


def read_up_to(feed: Feed, last: UUID, limit: int = 500) -> list[UUID]:
    """Reads until that entry came; another transaction of the cluster (autovacuum) may hold it back a moment."""
    end = monotonic() + 20
    seen: list[UUID] = []
    while last not in seen:
        assert monotonic() < end, f"{last} never came"
        seen += read(feed, limit)
    return seen


def test_it_works(feed):
    written = [happen() for _ in range(5)]
    assert read_up_to(feed, written[2], 3) == written[:3]
    assert read_up_to(feed, written[4], 3) == written[3:]
    assert read(feed, 3) == []


def test_an_entry_that_commits_late_is_not_skipped(feed, writers):
    early, late = writers[:2]
    slow = early.write()
    quick = late.write()
    late.end()
    assert read(feed) == []  # the first transaction may still commit, and stands before
    early.end()
    assert read_up_to(feed, quick[-1]) == slow + quick


def test_an_entry_rolled_back_is_not_waited_for_longer_than_its_transaction(feed, writers):
    first, second = writers[:2]
    first.write()
    kept = second.write()
    second.end()
    first.end(keep=False)
    assert read_up_to(feed, kept[-1]) == kept


def test_a_transaction_that_began_earlier_and_wrote_later_stands_where_its_number_stands(feed, writers):
    first, second = writers[:2]
    with first.connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()")
    quick = second.write()
    second.end()
    slow = first.write()
    assert read(feed) == []
    first.end()
    assert read_up_to(feed, quick[-1]) == slow + quick


def test_hundreds_of_interleaved_transactions_are_all_read_once_and_in_order(feed, writers):
    chance = random.Random(2026)
    open_ones: dict[int, list[UUID]] = {}
    kept: set[UUID] = set()
    seen: list[UUID] = []
    for _ in range(800):
        number = chance.randrange(len(writers))
        if number in open_ones and chance.random() < 0.5:
            keep, ids = chance.random() < 0.8, open_ones.pop(number)
            writers[number].end(keep)
            kept.update(ids if keep else ())
        else:
            open_ones.setdefault(number, []).extend(writers[number].write(chance.randint(1, 2)))
        if chance.random() < 0.2:
            seen += read(feed, chance.choice((1, 5, 500)))
    for number, ids in open_ones.items():
        writers[number].end()
        kept |= set(ids)
    seen += read_up_to(feed, happen())[:-1]
    assert len(kept) > 300
    assert len(seen) == len(set(seen)) == len(kept)
    assert set(seen) == kept
    places = dict(Entry.objects.filter(pk__in=kept).values_list("id", "xid"))
    assert [(places[entry], entry) for entry in seen] == sorted((places[entry], entry) for entry in seen)


def test_what_a_reader_could_not_finish_comes_again(feed):
    written = happen()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        while not (found := feed.read()):
            pass
        assert [entry.id for entry in found] == [written]
        feed.advance()
        raise ZeroDivisionError
    assert read_up_to(feed, written) == [written]


def test_a_second_reader_of_the_same_name_is_given_nothing_meanwhile(feed):
    happen()
    found: list[object] = []

    def read_too() -> None:
        found.append(read(Feed("tests")))
        connection.close()

    with transaction.atomic():
        feed.read()
        thread = threading.Thread(target=read_too)
        thread.start()
        thread.join()
        feed.advance()
    assert found == [[]]


def test_each_name_has_its_own_cursor(feed):
    written = happen()
    assert read_up_to(feed, written) == [written]
    assert len(read_up_to(Feed("tests.other"), written)) > 1
    assert Cursor.objects.filter(name__startswith="tests").count() == 2


def test_a_feed_outside_a_transaction_is_refused(feed):
    with pytest.raises(transaction.TransactionManagementError):
        feed.read()


def test_entries_of_an_older_cluster_stand_before_those_of_the_new_one(feed):
    older = happen()
    with connection.cursor() as cursor:
        cursor.execute("CREATE OR REPLACE FUNCTION ledger_epoch() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 2'")
    newer = happen()
    try:
        assert read_up_to(feed, newer) == [older, newer]
        assert Entry.objects.get(pk=newer).epoch == 2
    finally:
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION ledger_epoch() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1'"
            )
