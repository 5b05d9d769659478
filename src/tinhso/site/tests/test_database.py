"""A connection is asked whether it lives when it has been still for a while, and only then."""

from collections.abc import Iterator

import pytest
from django.db import connections
from django.db.utils import OperationalError

from tinhso.site.database import base


@pytest.fixture
def own() -> Iterator[base.DatabaseWrapper]:
    """A connection that is not the one of the tests' transactions."""
    wrapper = connections.create_connection("default")
    assert isinstance(wrapper, base.DatabaseWrapper)
    wrapper.inc_thread_sharing()
    yield wrapper
    wrapper.close()
    wrapper.dec_thread_sharing()


def begin(wrapper: base.DatabaseWrapper) -> None:
    """What Django does when a request begins."""
    wrapper.close_if_unusable_or_obsolete()


def ask(wrapper: base.DatabaseWrapper) -> int:
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_a_lost_connection_is_replaced_after_a_moment_of_rest(
    own: base.DatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = ask(own)
    begin(own)
    assert ask(own) == first
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [first])
    begin(own)  # it answered a moment ago: it is believed
    with pytest.raises(OperationalError):
        ask(own)
    begin(own)  # Django closes what has failed
    second = ask(own)
    assert second != first
    begin(own)
    ask(own)
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [second])
    monkeypatch.setattr(base, "TRUSTED", 0.0)
    begin(own)
    assert ask(own) not in (first, second)


@pytest.mark.django_db(transaction=True)
def test_the_question_is_asked_once_a_moment(own: base.DatabaseWrapper, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(own, "is_usable", lambda: asked.append(1) or True)
    ask(own)
    for _ in range(20):
        begin(own)
        ask(own)
    assert len(asked) == 1
