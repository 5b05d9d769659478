"""The counters of the ward's desk, who sits there and when."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from tinhso.base.actor import Actor, staff_actor
from tinhso.base.rights import roles as declared_roles
from tinhso.kernel.identity.actions import assign_seat, change_roles, create_person
from tinhso.kernel.identity.models import Seat
from tinhso.kernel.identity.queries import seats_in
from tinhso.kernel.organisations.actions import create_post
from tinhso.kernel.organisations.queries import children_of, unit_by_code
from tinhso.modules.citizens.service_centre.actions.places import (
    add_counter,
    add_group,
    add_shift,
    open_centre,
    set_offers,
)
from tinhso.modules.citizens.service_centre.actions.setting import enact_usual_rules
from tinhso.modules.citizens.service_centre.models import Centre, ServiceCounter, ServiceGroup
from tinhso.modules.citizens.service_centre.rules.roles import CLERK, HEAD

WARD = "24781"  # statistics code of the sample's main ward
SINCE = date(2025, 7, 1)
RECEIVE = "cases.receive"
COLLEAGUES = ("Phạm Thị Hồng Diệu", "Ngô Quang Vinh")
GROUPS = (
    ("A", "Hộ tịch, chứng thực", ("1.001193", "1.000894", "1.004873", "2.000635", "2.000815")),
    ("B", "Đất đai, xây dựng", ("1.012784", "1.013225", "1.014159")),
    ("C", "Trả kết quả, hỏi đáp", ()),
)
COUNTERS = (("1", "Hộ tịch, chứng thực", "AC"), ("2", "Hộ tịch, chứng thực", "AC"), ("3", "Đất đai", "BC"))
SHIFTS = ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 0)))


@dataclass(frozen=True)
class Hall:
    """The centre with a clerk for each counter."""

    centre: Centre
    groups: tuple[ServiceGroup, ...]
    desks: tuple[tuple[ServiceCounter, Actor], ...]


def furnish(on: date, *, by: Actor, at: datetime) -> Hall:
    """Opens the ward's centre with groups, counters and shifts; its people get the roles of the counter."""
    enact_usual_rules(valid_from=SINCE, by=by, at=at)
    unit_id = _desk_of_ward(on)
    clerks = _clerks(unit_id, on, by, at)
    since = on - timedelta(days=30)
    centre = open_centre(unit_id, by=by, at=at)
    groups = tuple(
        add_group(centre, code, title, procedures=codes, valid_from=since, by=by, at=at)
        for code, title, codes in GROUPS
    )
    desks = []
    for (number, title, serves), clerk in zip(COUNTERS, clerks, strict=True):
        counter = add_counter(centre, number, title=title, valid_from=since, by=by, at=at)
        wanted = [group.pk for group in groups if group.code in serves]
        set_offers(counter, wanted, valid_from=since, by=by, at=at)
        for weekday in range(5):
            for starts, ends in SHIFTS:
                add_shift(counter, weekday, starts, ends, valid_from=since, by=by, at=at)
        desks.append((counter, clerk))
    return Hall(centre, groups, tuple(desks))


def _desk_of_ward(on: date) -> UUID:
    """The office below the ward in which somebody takes in dossiers."""
    ward_id = unit_by_code("statistics", WARD)
    receivers = {role.code for role in declared_roles if RECEIVE in role.rights}
    for office in children_of(ward_id, on) if ward_id else ():
        if any(receivers & set(seat.roles) for seat in seats_in(office.id, on)):
            return office.id
    raise LookupError("the sample ward has no desk")


def _clerks(unit_id: UUID, on: date, by: Actor, at: datetime) -> list[Actor]:
    """Who takes in dossiers is a clerk, whoever else sits at the desk answers for it; two colleagues join."""
    receivers = {role.code for role in declared_roles if RECEIVE in role.rights}
    found = []
    for view in seats_in(unit_id, on):
        is_clerk = bool(receivers & set(view.roles))
        seat = Seat.objects.get(pk=view.id)
        change_roles(seat, [*seat.roles, CLERK if is_clerk else HEAD], by=by, at=at)
        if is_clerk:
            found.append(seat)
    for name in COLLEAGUES:
        person = create_person(name, source="sample", is_sample=True, by=by, at=at)
        post = create_post(unit_id, "Viên chức tại quầy", valid_from=SINCE, by=by, at=at)
        found.append(assign_seat(person, post, [CLERK], valid_from=SINCE, by=by, at=at))
    rights = declared_roles.get(CLERK).rights
    return [staff_actor(rights, unit_id, seat_id=one.pk, person_id=one.person_id) for one in found[: len(COUNTERS)]]
