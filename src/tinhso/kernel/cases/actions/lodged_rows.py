"""The columns and the one statement of a lodging (see lodging.py)."""

from collections.abc import Mapping

CASE_COLUMNS = {
    "id": "uuid", "definition_id": "uuid", "variant": "text", "title": "text", "channel": "smallint",
    "state": "smallint", "step": "text", "step_right": "text", "step_unit_id": "uuid", "step_seat_id": "uuid",
    "applicant_id": "uuid", "owner_id": "uuid", "owner_business_id": "uuid", "consent_id": "uuid",
    "assistance_unit_id": "uuid", "receipt_unit_id": "uuid", "competent_unit_id": "uuid", "submission_id": "uuid",
    "submitted_at": "timestamptz", "received_at": "timestamptz", "due_at": "timestamptz", "promise": "jsonb",
    "result_method": "text", "note": "text", "rule_versions": "jsonb", "former_system": "text",
    "moved_at": "timestamptz", "is_sample": "boolean", "version": "integer",
}  # fmt: skip
PAPER_COLUMNS = {
    "id": "uuid", "case_id": "uuid", "code": "text", "title": "text", "form": "text", "quantity": "smallint",
    "pages": "integer", "file_reference_id": "uuid", "received_at": "timestamptz",
}  # fmt: skip
CHARGE_COLUMNS = {
    "id": "uuid", "case_id": "uuid", "code": "text", "title": "text", "unit_price": "bigint", "quantity": "integer",
    "amount": "bigint", "paid_at": "timestamptz", "method": "text", "collected_by": "uuid",
}  # fmt: skip
ENTRY_COLUMNS = {
    "id": "uuid", "event": "text", "subject_kind": "text", "subject_id": "uuid", "subject_version": "integer",
    "actor_kind": "text", "actor_id": "uuid", "seat_id": "uuid", "unit_id": "uuid", "request_id": "text",
    "payload": "text", "at": "timestamptz",
}  # fmt: skip


def _rows(columns: Mapping[str, str], parameter: str) -> str:
    shape = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    return f"jsonb_to_recordset(%({parameter})s::jsonb) AS row ({shape})"


def _names(columns: Mapping[str, str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _values(columns: Mapping[str, str]) -> str:
    return ", ".join(f"%(case_{name})s::{kind}" for name, kind in columns.items())


_ENTRY_VALUES = _names(ENTRY_COLUMNS).replace('"payload"', "replace(payload, %(placeholder)s::text, opened.number)")
# Names of columns and types from the tables above, nothing from outside.
LODGE = f"""
WITH first AS (
    INSERT INTO ledger_oncekey (id, scope, key, fingerprint, answer)
    VALUES (%(once_id)s::uuid, %(scope)s, %(key)s, %(fingerprint)s, %(answer)s::jsonb)
    ON CONFLICT (scope, key) DO NOTHING RETURNING 1
), submission AS (
    INSERT INTO forms_submission (id, form_id, answers_sealed, submitted_at, submitted_by)
    SELECT %(case_submission_id)s::uuid, %(submission_form_id)s::uuid, %(submission_answers)s::bytea,
           %(at)s::timestamptz, %(account_id)s::uuid FROM first
), counted AS (
    INSERT INTO cases_counter (unit_id, day, last)
    SELECT %(case_receipt_unit_id)s::uuid, %(day)s::date, 1 FROM first
    ON CONFLICT (unit_id, day) DO UPDATE SET last = cases_counter.last + 1 RETURNING last
), opened AS (
    INSERT INTO cases_case (number, {_names(CASE_COLUMNS)})
    SELECT %(number_before)s::text
           || lpad(last::text, greatest(%(number_width)s::int, length(last::text)), '0') || %(number_behind)s::text,
           {_values(CASE_COLUMNS)}
    FROM counted RETURNING number
), papers AS (
    INSERT INTO cases_paper ({_names(PAPER_COLUMNS)})
    SELECT {_names(PAPER_COLUMNS)} FROM opened, {_rows(PAPER_COLUMNS, "papers")}
), charges AS (
    INSERT INTO cases_charge ({_names(CHARGE_COLUMNS)})
    SELECT {_names(CHARGE_COLUMNS)} FROM opened, {_rows(CHARGE_COLUMNS, "charges")}
), handed AS (
    INSERT INTO cases_handover (
        id, case_id, "order", step, from_seat_id, to_seat_id, to_unit_id, given_at, outcome, note
    )
    SELECT %(hand_over_id)s::uuid, %(case_id)s::uuid, 1, %(case_step)s::text, %(case_step_seat_id)s::uuid,
           %(case_step_seat_id)s::uuid, %(case_step_unit_id)s::uuid, %(at)s::timestamptz, '', '' FROM opened
), told AS (
    INSERT INTO ledger_entry ({_names(ENTRY_COLUMNS)})
    SELECT {_ENTRY_VALUES} FROM opened, {_rows(ENTRY_COLUMNS, "entries")}
)
SELECT number FROM opened
"""  # noqa: S608
