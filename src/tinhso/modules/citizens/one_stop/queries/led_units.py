"""How the offices a leader answers for stand beside one another."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count

from tinhso.base.actor import Actor
from tinhso.modules.citizens.one_stop.queries.leading import ON_TIME, figure_of, led_cases
from tinhso.modules.citizens.one_stop.queries.led_rows import office_names


@dataclass(frozen=True)
class UnitLine:
    """One office: what lies open there, what of it is overdue or unmoved, and its share on time this month."""

    unit_id: UUID
    name: str
    open: int
    overdue: int
    unmoved: int
    finished: int
    on_time: int
    longest_bar: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.on_time / self.finished) if self.finished else None

    @property
    def overdue_width(self) -> int:
        """Of 100: how long the bar of overdue dossiers is beside the longest one."""
        return round(100 * self.overdue / self.longest_bar) if self.longest_bar else 0

    @property
    def open_width(self) -> int:
        return round(100 * self.open / self.longest_bar) if self.longest_bar else 0


def unit_lines(actor: Actor, at: datetime) -> list[UnitLine]:
    """The handling offices, those with most overdue dossiers first: three queries, however many offices."""
    late, still = figure_of("qua-han").now(actor, at), figure_of("khong-ai-dong").now(actor, at)
    ended = figure_of("dung-han").now(actor, at)
    open_rows = (
        led_cases(actor)
        .filter(finished_at=None)
        .values("competent_unit_id")
        .annotate(open=Count("pk"), overdue=Count("pk", filter=late), unmoved=Count("pk", filter=still))
    )
    done_rows = (
        led_cases(actor)
        .filter(ended)
        .values("competent_unit_id")
        .annotate(finished=Count("pk"), on_time=Count("pk", filter=ON_TIME))
    )
    counts: dict[UUID, dict[str, int]] = {}
    for row in [*open_rows, *done_rows]:
        numbers: dict[str, Any] = dict(row)
        counts.setdefault(numbers.pop("competent_unit_id"), {}).update(numbers)
    names = office_names(counts, at)
    most = max((row.get("open", 0) for row in counts.values()), default=0)
    lines = [_line(unit_id, names.get(unit_id, ""), row, most) for unit_id, row in counts.items()]
    return sorted(lines, key=lambda line: (-line.overdue, -line.unmoved, -line.open, line.name))


def _line(unit_id: UUID, name: str, row: dict[str, int], most: int) -> UnitLine:
    numbers = {key: row.get(key, 0) for key in ("open", "overdue", "unmoved", "finished", "on_time")}
    return UnitLine(unit_id, name, **numbers, longest_bar=most)


def is_led(actor: Actor, unit_id: UUID) -> bool:
    """Whether any dossier of that office is the leader's to see."""
    return led_cases(actor, unit_id).exists()
