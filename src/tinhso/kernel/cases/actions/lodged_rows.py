"""The one statement of a lodging (see lodging.py). Rows come as JSON with a table's own column names, whole.

It stays below 4,096 characters: psycopg keeps the reading of a statement only up to that length.
"""

from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import Model

ENTRY_COLUMNS = (
    "id", "event", "subject_kind", "subject_id", "subject_version", "actor_kind", "actor_id", "seat_id", "unit_id",
    "request_id", "payload", "at",
)  # fmt: skip
_AS_THEY_ARE = frozenset((str, int, bool, dict, list))


def row_of(row: Model) -> dict[str, Any]:
    """Every column of a row that is not stored yet, as JSON takes it."""
    values = row.__dict__
    return {column: plain(values[name]) for column, name in _columns(type(row))}


@cache
def _columns(model: type[Model]) -> tuple[tuple[str, str], ...]:
    """Every column of a model, and under which name a row holds its value."""
    return tuple((str(field.column), field.attname) for field in model._meta.concrete_fields)


def plain(value: object) -> object:
    if value is None or type(value) in _AS_THEY_ARE:
        return value
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, (int, str)) else str(value)


_ENTRY = ", ".join(ENTRY_COLUMNS)
_TOLD = _ENTRY.replace("payload", "replace(payload, %(placeholder)s::text, opened.number)")
_ENTRY_SHAPE = (
    "id uuid, event text, subject_kind text, subject_id uuid, subject_version integer, actor_kind text, actor_id uuid, "
    "seat_id uuid, unit_id uuid, request_id text, payload text, at timestamptz"
)
LODGE = f"""
WITH first AS (
    INSERT INTO ledger_oncekey (id, scope, key, fingerprint, answer)
    VALUES (%(once_id)s::uuid, %(scope)s, %(key)s, %(fingerprint)s, %(answer)s::jsonb)
    ON CONFLICT (scope, key) DO NOTHING RETURNING 1
), submission AS (
    INSERT INTO forms_submission (id, form_id, answers_sealed, submitted_at, submitted_by)
    SELECT %(submission_id)s::uuid, %(form_id)s::uuid, %(answers)s::bytea, %(at)s::timestamptz, %(account_id)s::uuid
    FROM first
), counted AS (
    INSERT INTO cases_counter (unit_id, day, last) SELECT %(unit_id)s::uuid, %(day)s::date, 1 FROM first
    ON CONFLICT (unit_id, day) DO UPDATE SET last = cases_counter.last + 1 RETURNING last::text AS seq
), opened AS (
    INSERT INTO cases_case SELECT row.* FROM counted, jsonb_populate_record(null::cases_case, %(case)s::jsonb
        || jsonb_build_object('number', %(before)s::text || lpad(seq, greatest(%(width)s::int, length(seq)), '0')
        || %(behind)s::text)) AS row
    RETURNING number
), papers AS (
    INSERT INTO cases_paper
    SELECT row.* FROM opened, jsonb_populate_recordset(null::cases_paper, %(papers)s::jsonb) AS row
), charges AS (
    INSERT INTO cases_charge
    SELECT row.* FROM opened, jsonb_populate_recordset(null::cases_charge, %(charges)s::jsonb) AS row
), handed AS (
    INSERT INTO cases_handover
    SELECT row.* FROM opened, jsonb_populate_record(null::cases_handover, %(handed)s::jsonb) AS row
), told AS (
    INSERT INTO ledger_entry ({_ENTRY})
    SELECT {_TOLD} FROM opened, jsonb_to_recordset(%(entries)s::jsonb) AS row ({_ENTRY_SHAPE})
)
SELECT number FROM opened
"""  # noqa: S608  (names of columns, nothing from outside)
