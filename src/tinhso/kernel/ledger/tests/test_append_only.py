"""The database itself keeps the past: for the role the product runs as, and for the owner of the tables."""

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from tinhso.kernel.ledger.models import Entry
from tinhso.kernel.ledger.tests.happenings import happen

pytestmark = pytest.mark.django_db
FORBIDDEN_TO_ALL = (
    "UPDATE ledger_entry SET payload = '{}'",
    "DELETE FROM ledger_entry",
    "TRUNCATE ledger_entry",
    "UPDATE ledger_head SET root = sha256('x')",
    "DELETE FROM ledger_head",
    "TRUNCATE ledger_head",
    "UPDATE ledger_key SET id = 'x'",
    "DELETE FROM ledger_key",
    "TRUNCATE ledger_key, ledger_head",
    "UPDATE ledger_tile SET hashes = substr(hashes, 33) || sha256('x')",
    "DELETE FROM ledger_tile",
    "TRUNCATE ledger_tile",
)
FORBIDDEN_TO_THE_PRODUCT = (
    *FORBIDDEN_TO_ALL,
    "DROP TRIGGER ledger_append_only ON ledger_entry",
    "ALTER TABLE ledger_entry DISABLE TRIGGER ALL",
    "DROP TABLE ledger_entry",
    "ALTER TABLE ledger_entry DETACH PARTITION ledger_entry_default",
    "DROP FUNCTION ledger_refuse_change() CASCADE",
    "CREATE OR REPLACE FUNCTION ledger_epoch() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 0'",
    "SELECT ledger_wall('tinhso_app')",
    "UPDATE ledger_tile SET level = level",
    "INSERT INTO ledger_entry (id, xid, event, subject_kind, subject_id, actor_kind, request_id, payload, at) "
    "VALUES (gen_random_uuid(), '1', 'e', 'k', gen_random_uuid(), 'staff', '', '{}', now())",
    "INSERT INTO ledger_entry (id, recorded_at, event, subject_kind, subject_id, actor_kind, request_id, payload, at) "
    "VALUES (gen_random_uuid(), now(), 'e', 'k', gen_random_uuid(), 'staff', '', '{}', now())",
    "DELETE FROM ledger_cursor",
)
# A tile may grow, so the right to update it is there and the trigger is the wall.
WALLS = ("permission denied", "must be owner", "a tile only grows")


def partitions() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'ledger_entry'::regclass")
        return [name for (name,) in cursor.fetchall()]


def refused(statement: str) -> str:
    """The database's words. Fails when the statement goes through."""
    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return str(error.value)


@pytest.fixture
def ledger(sealed_entries):
    return happen()


@pytest.fixture
def product(ledger):
    """The connection acts as the role the product runs as."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE tinhso_app")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def test_it_works(ledger):
    assert "append-only" in refused("DELETE FROM ledger_entry")


@pytest.mark.parametrize("statement", FORBIDDEN_TO_ALL)
def test_the_owner_is_stopped_by_the_triggers(ledger, statement):
    assert "append-only" in refused(statement)


@pytest.mark.parametrize("statement", FORBIDDEN_TO_THE_PRODUCT)
def test_the_product_has_no_right_to(product, statement):
    words = refused(statement)
    assert any(wall in words for wall in WALLS)


def test_the_months_stand_apart_and_are_as_closed_as_the_whole(ledger):
    months = partitions()
    assert len(months) >= 4
    for month in months:
        assert "append-only" in refused(f"TRUNCATE {month}")


def test_the_product_cannot_reach_around_through_a_month(product):
    for month in partitions():
        for statement in ("SELECT FROM", "DELETE FROM", "TRUNCATE", "DROP TABLE"):
            words = refused(f"{statement} {month}")
            assert "permission denied" in words or "must be owner" in words


def test_the_product_writes_and_makes_months(product):
    assert Entry.objects.filter(pk=happen()).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_make_months(DATE '2031-05-01', 2)")
        assert cursor.fetchone() == (2,)
        cursor.execute("SELECT ledger_make_months(DATE '2031-05-01', 3)")
        assert cursor.fetchone() == (1,)


def test_a_blanket_grant_is_taken_back_by_the_wall(ledger):
    with connection.cursor() as cursor:
        cursor.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO tinhso_app")
        cursor.execute("SELECT ledger_wall('tinhso_app')")
        cursor.execute("SET LOCAL ROLE tinhso_app")
    for statement in FORBIDDEN_TO_ALL:
        words = refused(statement)
        assert any(wall in words for wall in WALLS)


def test_a_month_that_nobody_made_falls_into_the_default_and_stays_there(ledger):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_entry (id, recorded_at, event, subject_kind, subject_id, actor_kind, request_id, "
            "payload, at) VALUES (gen_random_uuid(), '2040-02-03', 'e', 'k', gen_random_uuid(), 'x', '', '{}', now())"
        )
        cursor.execute("SELECT ledger_make_months(DATE '2040-01-15', 3)")
        assert cursor.fetchone() == (2,)


def test_the_role_of_the_product_does_not_own_the_tables(ledger):
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT pg_get_userbyid(relowner) FROM pg_class WHERE relname LIKE 'ledger\\_%'")
        owners = [name for (name,) in cursor.fetchall()]
    assert "tinhso_app" not in owners
    assert owners


def test_undoing_the_wall_is_what_only_the_owner_could_do(product):
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_entry OWNER TO tinhso_app")
