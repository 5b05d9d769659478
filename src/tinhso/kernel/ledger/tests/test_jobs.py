"""The sealer: one at a time, restartable, never ahead of a transaction that may still commit."""

import threading
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, connections, transaction

from tinhso.base.moments import now
from tinhso.kernel.ledger import jobs
from tinhso.kernel.ledger.models import Entry, Head
from tinhso.kernel.ledger.queries import consistency, latest_head, proof_of, public_keys, seal_of
from tinhso.kernel.ledger.queries.audit import audited_tables
from tinhso.kernel.ledger.queries.rows import row_of
from tinhso.kernel.ledger.rules.encoding import decoded, leaf_of, leaf_of_row, row_bytes
from tinhso.kernel.ledger.tests.happenings import happen, happen_often, seal_until

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_works(sealed_entries):
    entry = happen()
    assert proof_of(entry) is None
    seal_until(entry)
    proof, head = proof_of(entry), latest_head()
    assert proof is not None and head is not None
    assert proof.head == head
    assert head.is_signed_by(public_keys()[head.key_id])


def test_the_bytes_the_server_sends_are_those_the_verifier_makes(sealed_entries):
    for entry_id in sealed_entries[:20]:
        row = row_of(entry_id)
        assert row is not None
        assert row_bytes(decoded(row)) == row
        assert leaf_of(decoded(row)) == leaf_of_row(row)


def test_nothing_is_sealed_while_an_earlier_transaction_is_open(sealed_entries):
    other = connections["default"].copy()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()")
    entry = happen()
    assert jobs.seal(at=now()) == 0
    other.commit()
    other.close()
    seal_until(entry)
    assert seal_of(entry) is not None


def test_leaf_numbers_follow_the_order_of_the_ledger(sealed_entries):
    written = [*happen_often(30), happen()]
    seal_until(written[-1])
    ordered = Entry.objects.filter(pk__in=written).order_by("epoch", "xid", "id").values_list("id", flat=True)
    numbers = [seal_of(entry) for entry in ordered]
    leaves = [found[0] for found in numbers if found]
    assert leaves == list(range(leaves[0], leaves[0] + 31))


def test_a_backlog_is_sealed_in_batches_that_chain(sealed_entries):
    written = happen_often(50)
    seal_until(happen())
    before = happen_often(50)
    while jobs.seal(at=now(), limit=7):
        pass
    seal_until(before[-1])
    heads = list(Head.objects.order_by("size"))
    assert [head.previous_size for head in heads] == [0, *(head.size for head in heads[:-1])]
    assert seal_of(written[0]) is not None
    assert audited_tables().findings == []


def test_every_head_is_consistent_with_the_newest(sealed_entries):
    newest = latest_head()
    assert newest is not None
    for head in Head.objects.all():
        grown = consistency(head.size, newest.size)
        assert grown.holds
        assert (grown.old_root, grown.new_root) == (bytes(head.root), newest.root)


def test_two_sealers_do_not_seal_twice(sealed_entries):
    written = [happen() for _ in range(20)]
    together = threading.Barrier(4)

    def seal() -> None:
        together.wait()
        for _ in range(5):
            jobs.seal(at=now(), limit=3)
        connection.close()

    threads = [threading.Thread(target=seal) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seal_until(written[-1])
    assert audited_tables().findings == []


def test_a_second_sealer_leaves_the_work_to_the_first(sealed_entries):
    entry = happen()
    other = connections["default"].copy()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [jobs.ONE_SEALER])
    assert jobs.seal(at=now()) == 0
    other.rollback()
    other.close()
    seal_until(entry)


def test_a_sealer_that_dies_in_the_middle_leaves_nothing_half_done(sealed_entries, monkeypatch):
    entry = happen()
    seal_until(happen())
    size = Head.objects.count()
    happen()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        jobs.seal(at=now())
        raise ZeroDivisionError
    assert Head.objects.count() == size
    jobs.seal_pending()
    assert seal_of(entry) is not None
    assert audited_tables().findings == []


def test_rows_from_another_cluster_are_not_sealed_in_the_wrong_order(sealed_entries, monkeypatch):
    far = Head(size=1, last_epoch=1, last_xid=2**40, last_id=sealed_entries[0])
    monkeypatch.setattr(jobs, "newest_head", lambda: far)
    with pytest.raises(jobs.WrongCluster):
        jobs.seal(at=now())


@pytest.mark.parametrize("key", ["", "abc", "zz" * 32, "00" * 31])
def test_a_key_that_is_none_is_refused(key, monkeypatch):
    monkeypatch.setattr(settings, "ENV", settings.ENV | {"TINHSO_LEDGER_KEY": key})
    with pytest.raises(ImproperlyConfigured, match="TINHSO_LEDGER_KEY"):
        jobs.seal(at=now())


def test_a_new_key_goes_on_where_the_old_one_ended(sealed_entries, monkeypatch):
    seal_until(happen())
    before = latest_head()
    monkeypatch.setattr(settings, "ENV", settings.ENV | {"TINHSO_LEDGER_KEY": "ab" * 32})
    seal_until(happen())
    after = latest_head()
    assert before is not None and after is not None
    assert before.key_id != after.key_id
    assert audited_tables().findings == []


def test_months_are_made_ahead():
    jobs.make_months()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_inherits WHERE inhparent = 'ledger_entry'::regclass")
        assert cursor.fetchone()[0] >= 4
    month = datetime.now(UTC).strftime("ledger_entry_%Y_%m")
    entry = happen()
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM ledger_entry WHERE id = %s", [entry])
        assert cursor.fetchone() == (month,)


def test_the_jobs_are_declared_and_sealing_comes_often_enough():
    seconds = {name: rest for name, _, rest, _ in jobs.JOBS}
    assert seconds["ledger.seal"] <= 0.3
    for _, _, _, function in jobs.JOBS:
        function()
