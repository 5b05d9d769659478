"""What holds for every dossier at every moment, whatever was done to it."""

from django.db import connection

from tinhso.kernel.calendar.rules import Promise
from tinhso.kernel.cases.actions.dates import due_with_pauses
from tinhso.kernel.cases.models import Case

# one-stop.md section 5.1, with the steps of issue 3 besides: 2→5, 2→6, 2→7.
TABLE = {1: {2, 3, 5, 7}, 2: {4, 5, 6, 7, 8}, 4: {4, 5, 6, 7, 8, 9}, 5: {1, 4, 7, 8}, 6: {4, 7, 8}, 9: {10}}
PARTS = ("hand_overs", "opinions", "notes", "pauses", "supplements", "extensions", "papers", "charges", "results",
         "corrections")  # fmt: skip


def rows_of(case: Case) -> tuple[str, int]:
    """The dossier and all its parts as one text, and how many entries the ledger has of it."""
    tables = [getattr(case, part).model._meta.db_table for part in PARTS]
    parts = [f"(SELECT jsonb_agg(x ORDER BY x.id) FROM {name} x WHERE x.case_id = c.id)" for name in tables]  # noqa: S608
    told = "(SELECT count(*) FROM ledger_entry e WHERE e.subject_id = c.id)"
    with connection.cursor() as cursor:
        sql = f"SELECT (c, {', '.join(parts)})::text, {told} FROM cases_case c WHERE c.id = %s"  # noqa: S608
        cursor.execute(sql, [case.pk])
        text, entries = cursor.fetchone()
    return str(text), int(entries)


def assert_sound(case: Case, name: str) -> None:
    """``name``: what was done last."""
    case = Case.objects.select_related("definition").prefetch_related(*PARTS).get(pk=case.pk)
    paused = any(pause.until_at is None for pause in case.pauses.all())
    ended, running = case.state not in TABLE, case.received_at is not None and case.finished_at is None
    assert (case.finished_at is not None) == (case.state in (3, 7, 8, 9, 10)), (name, case.state)
    assert paused <= running, (name, case.state)
    assert paused or case.state not in (5, 6) or case.received_at is None, (name, case.state)
    assert_chain(case, name, ended=ended)
    assert_requests(case, name)
    if running:
        assert_clock(case, name, paused=paused)


def assert_chain(case: Case, name: str, *, ended: bool) -> None:
    """Form 06: without a gap, with one open line while somebody holds it, due when the holder's step is."""
    lines = sorted(case.hand_overs.all(), key=lambda line: line.order)
    opened = [line for line in lines if line.done_at is None]
    assert [line.order for line in lines] == list(range(1, len(lines) + 1)), name
    assert len(opened) <= (not ended), (name, case.state)
    assert len(opened) == 1 or ended or case.received_at is None, (name, case.state)
    assert not opened or (opened[0] is lines[-1] and opened[0].due_at == case.step_due_at), name


def assert_requests(case: Case, name: str) -> None:
    """Who waits for whom: the applicant's turn is state 5, and nothing stays open once it is decided."""
    asked = [one for one in case.supplements.all() if one.asked_at and not one.taken_at]
    assert bool(asked) >= (case.state == 5), name
    assert not asked or case.state in (5, 7, 8), (name, case.state)
    if case.finished_at is not None:
        assert not [one for one in case.supplements.all() if not one.asked_at and not one.refused_at], name
        assert not [one for one in case.opinions.all() if not one.answered_at and not one.taken_back_at], name


def assert_clock(case: Case, name: str, *, paused: bool) -> None:
    """The due moment is what its parts give; a standing clock has none."""
    if paused:
        assert case.due_at is None, name
        return
    due = due_with_pauses(case)
    assert isinstance(due, Promise)
    assert case.due_at == due.due_at, name
    assert case.step_due_at is None or case.step_due_at <= due.due_at, name
