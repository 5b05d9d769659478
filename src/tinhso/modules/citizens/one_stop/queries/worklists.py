"""The work list as a page shows it: rows with the names of holders, units and steps, tabs with their counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from tinhso.base.actor import Actor
from tinhso.base.messages import gettext_noop
from tinhso.base.moments import local_day
from tinhso.kernel.cases.models import Channel, Definition
from tinhso.kernel.cases.queries import WorkPage, counted, lists_of
from tinhso.kernel.cases.queries.paging import COUNT_UP_TO
from tinhso.kernel.identity.queries import SeatView, seats_by_id, seats_in_units
from tinhso.kernel.organisations.queries import UnitView, units_on
from tinhso.modules.citizens.one_stop.models import SavedList
from tinhso.modules.citizens.one_stop.queries.boards import Listed, listed
from tinhso.modules.citizens.one_stop.rules.lists import HOLDERS, STEP_RIGHTS, ListChoice, as_filters, from_data


@dataclass(frozen=True)
class ListedMore(Listed):
    """A row with the names its columns show."""

    holder: str
    unit: str
    step: str
    channel: str


@dataclass(frozen=True)
class Tab:
    """A list one press away; ``list_id`` is empty for those everybody has."""

    title: str
    choice: ListChoice
    count: str
    list_id: UUID | None = None
    is_mine: bool = False
    is_shared: bool = False


BUILT_IN: tuple[tuple[str, ListChoice], ...] = (
    (gettext_noop("Đang chờ tôi"), ListChoice()),
    (gettext_noop("Quá hạn"), ListChoice(due="qua-han")),
    (gettext_noop("Hết hạn hôm nay"), ListChoice(due="hom-nay")),
    (HOLDERS["chua"], ListChoice(holder="chua")),
)


@dataclass(frozen=True)
class Around:
    """Who and what the list speaks of: the actor's colleagues and units, besides what the rows name."""

    colleagues: Sequence[SeatView]
    units: Sequence[UnitView]
    seats: dict[UUID, SeatView]
    all_units: dict[UUID, UnitView]


def around_list(actor: Actor, page: WorkPage, at: datetime) -> Around:
    """The names a page needs, in as few queries as there are kinds of them."""
    on = local_day(at)
    mine = {unit for right in (*STEP_RIGHTS, "cases.assign") for unit in actor.units_with(right)}
    colleagues = seats_in_units(mine, on)
    seats = {seat.id: seat for seat in colleagues}
    if others := {row.seat_id for row in page.rows if row.seat_id} - set(seats):
        seats |= seats_by_id(others)
    units = units_on({row.unit_id for row in page.rows if row.unit_id} | mine, on)
    own = sorted((units[unit] for unit in mine if unit in units), key=lambda unit: unit.name)
    return Around(colleagues, own, seats, units)


def listed_page(page: WorkPage, names: Around, at: datetime, *, with_steps: bool) -> list[ListedMore]:
    """The rows of a page with their names."""
    steps = step_titles({row.definition_id for row in page.rows}) if with_steps else {}
    return [_with_names(listed(row, at), names.seats, names.all_units, steps) for row in page.rows]


def _with_names(
    item: Listed, holders: dict[UUID, SeatView], units: dict[UUID, UnitView], steps: dict[tuple[UUID, str], str]
) -> ListedMore:
    row = item.row
    holder = holders.get(row.seat_id) if row.seat_id else None
    unit = units.get(row.unit_id) if row.unit_id else None
    return ListedMore(
        row=row,
        state_label=item.state_label,
        clock=item.clock,
        holder=holder.full_name if holder else "",
        unit=unit.name if unit else "",
        step=steps.get((row.definition_id, row.step), row.step),
        channel=str(Channel(row.channel).label),
    )


def step_titles(definition_ids: Iterable[UUID]) -> dict[tuple[UUID, str], str]:
    """How the steps of some definitions are called, by definition and code."""
    found = Definition.objects.filter(pk__in=definition_ids).values_list("pk", "body__steps")
    return {(pk, step["code"]): step["title"] for pk, steps in found for step in steps}


def _kept_for(actor: Actor) -> Q:
    """One's own lists and those of one's unit."""
    mine = Q(account_id=actor.account_id) if actor.account_id else Q(pk__in=[])
    return mine | Q(unit_id=actor.unit_id) if actor.unit_id else mine


def tabs_of(actor: Actor, at: datetime) -> list[Tab]:
    """The lists everybody has, one's own and the unit's, each with how many dossiers it holds."""
    kept = list(SavedList.objects.filter(_kept_for(actor)).order_by("unit_id", "name"))
    saved = [from_data(one.choice) for one in kept]
    choices = [choice for _title, choice in BUILT_IN] + saved
    counts = counted(lists_of(actor, [as_filters(choice, at) for choice in choices], at))
    texts = [f"{COUNT_UP_TO}+" if count >= COUNT_UP_TO else str(count) for count in counts]
    fixed = [Tab(title, choice, text) for (title, choice), text in zip(BUILT_IN, texts, strict=False)]
    return fixed + [
        Tab(one.name, choice, text, one.pk, one.account_id == actor.account_id, one.unit_id is not None)
        for one, choice, text in zip(kept, saved, texts[len(BUILT_IN) :], strict=True)
    ]
