"""Logs hold no personal data: neither values in messages nor paths of requests."""

import io
import json
import logging
import logging.config
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError
from django.test import Client

from tinhso.site import logs

NUMBER, NAME = "079090001234", "Nguyễn Thị Canary"


@pytest.fixture
def lines() -> list[str]:
    return []


def written(log: logging.Logger, say: Any) -> dict[str, Any]:
    """The JSON line that a library's logger writes through our formatter."""
    configuration = logs.configuration("info")
    formatter = configuration["formatters"]["json"]
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        formatter["()"](processors=formatter["processors"], foreign_pre_chain=formatter["foreign_pre_chain"])
    )
    log.addHandler(handler)
    try:
        say(log)
    finally:
        log.removeHandler(handler)
    line: dict[str, Any] = json.loads(stream.getvalue())
    return line


def test_it_works() -> None:
    line = written(logging.getLogger("tests.plain"), lambda log: log.warning("started"))
    assert line["event"] == "started"
    assert line["level"] == "warning"


def test_values_in_messages_of_exceptions_are_masked() -> None:
    def say(log: logging.Logger) -> None:
        try:
            raise ValueError(f"bad number {NUMBER} of '{NAME}'")
        except ValueError:
            log.exception("it failed for '%s'", NAME)

    line = written(logging.getLogger("tests.masked"), say)
    text = json.dumps(line, ensure_ascii=False)
    assert NUMBER not in text
    assert NAME not in text
    assert line["exception"]["type"] == "ValueError"
    assert "test_logs.py" in line["exception"]["at"][-1]


def test_a_database_error_tells_its_constraint_but_not_the_values(db: None) -> None:
    from django.db import connection

    with pytest.raises(IntegrityError) as caught, connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE canary (number text CONSTRAINT once UNIQUE)")
        cursor.execute("INSERT INTO canary VALUES (%s), (%s)", [NUMBER, NUMBER])
    facts = logs.exception_facts(caught.value)
    assert NUMBER in str(caught.value)
    assert NUMBER not in json.dumps(facts)
    assert "once" in facts["message"]
    assert isinstance(caught.value.__cause__, psycopg.errors.UniqueViolation)


def test_a_failed_request_is_logged_without_its_path(db: None) -> None:
    line = written(
        logging.getLogger("django.request"), lambda log: log.error("%s: %s", "Not Found", f"/tra-cuu/{NUMBER}")
    )
    assert NUMBER not in json.dumps(line)


def test_requests_are_logged_by_route(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    Client().get("/healthz", {"so": NUMBER})
    said = capsys.readouterr()
    assert NUMBER not in said.out + said.err
