"""Counting wrong guesses of the last four digits, so that a dossier number alone opens nothing."""

from datetime import datetime

from django.db import connection, transaction

from tinhso.base.actor import Actor
from tinhso.base.moments import local_day
from tinhso.kernel.cases.actions import declared  # noqa: F401
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.queries.tracking import GUESSES_A_DAY
from tinhso.kernel.ledger.actions import write_entry


@transaction.atomic
def note_wrong_digits(case: Case, *, by: Actor, at: datetime) -> int:
    """Counts a wrong guess; the one that closes the door for the day is written to the ledger. Gives the count."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_trackingfailure (case_id, day, failures) VALUES (%s, %s, 1) "
            "ON CONFLICT (case_id, day) DO UPDATE SET failures = cases_trackingfailure.failures + 1 RETURNING failures",
            [case.pk, local_day(at)],
        )
        failures = int(cursor.fetchone()[0])
    if failures == GUESSES_A_DAY:
        write_entry("case.tracking_refused", case, by=by, at=at, unit_id=case.receipt_unit_id)
    return failures
