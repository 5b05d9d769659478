"""The rows of a work list for a table to take away: read in batches, no more than a batch in memory."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from tinhso.base.messages import gettext_noop
from tinhso.base.moments import local_day, moment_text
from tinhso.kernel.cases.models import Case, Channel, State
from tinhso.kernel.cases.queries import ordered
from tinhso.kernel.organisations.queries import units_on
from tinhso.modules.citizens.one_stop.queries.worklists import step_titles

BATCH = 2000
TITLES = (
    gettext_noop("Mã hồ sơ"),
    gettext_noop("Nội dung"),
    gettext_noop("Người nộp"),
    gettext_noop("Trạng thái"),
    gettext_noop("Bước"),
    gettext_noop("Người giữ"),
    gettext_noop("Đơn vị đang giữ"),
    gettext_noop("Kênh nộp"),
    gettext_noop("Tiếp nhận lúc"),
    gettext_noop("Hẹn trả"),
)
FIELDS = (
    "number", "title", "applicant__full_name", "state", "definition_id", "step", "step_seat__person__full_name",
    "step_unit_id", "channel", "received_at", "due_at",
)  # fmt: skip


def exported_rows(cases: QuerySet[Case], order: str, at: datetime) -> Iterator[Sequence[str]]:
    """Rows under TITLES. No personal number is among them."""
    units: dict[Any, str] = {}
    steps: dict[Any, str] = {}
    for row in ordered(cases, order).values_list(*FIELDS).iterator(chunk_size=BATCH):
        number, title, applicant, state, definition, step, holder, unit, channel, received, due = row
        if (definition, step) not in steps:
            steps |= {(definition, step): step} | step_titles([definition])
        if unit not in units:
            found = units_on([unit], local_day(at)).get(unit) if unit else None
            units[unit] = found.name if found else ""
        yield (
            number,
            title,
            applicant,
            str(State(state).label),
            steps[definition, step],
            holder or "",
            units[unit],
            str(Channel(channel).label),
            moment_text(received) if received else "",
            moment_text(due) if due else "",
        )
