"""A small centre: three groups, three counters, a clerk at each, and its head."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest

from tinhso.base.actor import ANONYMOUS, Actor, staff_actor, system_actor
from tinhso.base.ids import new_id
from tinhso.base.moments import LOCAL
from tinhso.base.rights import roles
from tinhso.kernel.calendar.actions import set_up_standard
from tinhso.kernel.identity.actions import assign_seat, create_person
from tinhso.kernel.organisations.actions import add_code, create_post, found_unit
from tinhso.modules.citizens.service_centre.actions.calling import sit_down
from tinhso.modules.citizens.service_centre.actions.places import (
    add_counter,
    add_group,
    add_shift,
    open_centre,
    set_offers,
)
from tinhso.modules.citizens.service_centre.actions.setting import enact_usual_rules
from tinhso.modules.citizens.service_centre.actions.taking import take_ticket
from tinhso.modules.citizens.service_centre.models import (
    Centre,
    CounterSitting,
    QueueTicket,
    ServiceCounter,
    ServiceGroup,
)
from tinhso.modules.citizens.service_centre.rules.roles import CLERK, HEAD

SYSTEM = system_actor("test")
SINCE = date(2026, 1, 1)
AT = datetime(2026, 11, 16, 8, 0, tzinfo=LOCAL)  # a Monday
CODE = "H99.1.1"


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


@dataclass(frozen=True)
class Hall:
    centre: Centre
    unit_id: UUID
    a: ServiceGroup
    b: ServiceGroup
    counters: tuple[ServiceCounter, ...]  # 1 and 2 serve A, 3 serves B
    clerks: tuple[Actor, ...]
    head: Actor
    stranger: Actor  # a clerk of another unit

    def take(self, at: datetime = AT, group: str = "a", priority: str = "") -> QueueTicket:
        """Somebody comes."""
        wanted = self.a if group == "a" else self.b
        return take_ticket(wanted, priority=priority, key=str(new_id()), by=ANONYMOUS, at=at)

    def sit(self, place: int = 0, at: datetime = AT) -> CounterSitting:
        return sit_down(self.counters[place], by=self.clerks[place], at=at)


def a_clerk(unit_id: UUID, name: str, role: str) -> Actor:
    person = create_person(name, source="sample", by=SYSTEM, at=AT)
    post = create_post(unit_id, "Viên chức", valid_from=SINCE, by=SYSTEM, at=AT)
    seat = assign_seat(person, post, [role], valid_from=SINCE, by=SYSTEM, at=AT)
    return staff_actor(roles.get(role).rights, unit_id, seat_id=seat.pk, person_id=person.pk, name=name)


@pytest.fixture
def hall(db: None) -> Hall:
    set_up_standard(by=SYSTEM, at=AT)
    enact_usual_rules(valid_from=SINCE, by=SYSTEM, at=AT)
    unit = found_unit("office", "Trung tâm Thử", on=SINCE, by=SYSTEM, at=AT)
    other = found_unit("office", "Trung tâm Khác", on=SINCE, by=SYSTEM, at=AT)
    add_code(unit.id, "qd20", CODE, valid_from=SINCE, is_sample=True, by=SYSTEM, at=AT)
    add_code(other.id, "qd20", "H99.2.1", valid_from=SINCE, is_sample=True, by=SYSTEM, at=AT)
    head = a_clerk(unit.id, "Phụ Trách", HEAD)
    clerks = tuple(a_clerk(unit.id, f"Cán Bộ {place}", CLERK) for place in "ABC")
    centre = open_centre(unit.id, by=head, at=AT)
    a = add_group(centre, "a", "Hộ tịch", procedures=["1.001193"], valid_from=SINCE, by=head, at=AT)
    b = add_group(centre, "B", "Đất đai", valid_from=SINCE, by=head, at=AT)
    counters = tuple(add_counter(centre, number, valid_from=SINCE, by=head, at=AT) for number in "123")
    for counter, group in zip(counters, (a, a, b), strict=True):
        set_offers(counter, [group.pk], valid_from=SINCE, by=head, at=AT)
        for weekday in range(5):
            add_shift(counter, weekday, time(7, 30), time(11, 30), valid_from=SINCE, by=head, at=AT)
    return Hall(centre, unit.id, a, b, counters, clerks, head, a_clerk(other.id, "Người Khác", CLERK))
