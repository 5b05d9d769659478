"""Appointments on the days ahead."""

from datetime import datetime
from random import Random

from tinhso.base.actor import Actor
from tinhso.base.moments import local_day
from tinhso.modules.citizens.service_centre.actions.booking import book
from tinhso.modules.citizens.service_centre.models import Centre
from tinhso.modules.citizens.service_centre.queries.booking import days_to_book, slots_on
from tinhso.modules.citizens.service_centre.queries.places import served_groups

NAMES = ("Lơ Mu K’Chi", "Trần Thị Ngọc Mai", "Võ Minh Khánh", "Đặng Thu Yến", "Hoàng Hữu Phúc", "Bùi Kim Thảo")


def book_ahead(centre: Centre, rng: Random, *, by: Actor, at: datetime) -> None:
    """A few on each of the next two days on which anything can be booked."""
    for group in served_groups(centre, local_day(at)):
        for day in [one for one in days_to_book(group, at) if one > local_day(at)][:2]:
            free = [start for start, _, places in slots_on(group, day, at) if places]
            for start in rng.sample(free, min(2, len(free))):
                key = f"sample {group.code} {start.isoformat()}"
                procedure = rng.choice(group.procedures) if group.procedures else ""
                book(group, start, rng.choice(NAMES), procedure=procedure, key=key, is_sample=True, by=by, at=at)
