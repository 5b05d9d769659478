"""The sample ward's service centre: counters, a few days behind it, appointments ahead; all made through actions."""

from collections.abc import Callable
from datetime import datetime
from random import Random

from tinhso.base.actor import system_actor
from tinhso.base.moments import local_day
from tinhso.modules.citizens.service_centre.sample.booking import book_ahead
from tinhso.modules.citizens.service_centre.sample.days import tell_day, working_days
from tinhso.modules.citizens.service_centre.sample.hall import furnish

SEED = 60
DAYS = 3


def load(at: datetime, progress: Callable[[str], None]) -> None:
    """The days before that moment's, and appointments on the days after it."""
    by, rng = system_actor("sample"), Random(SEED)
    progress("Quầy giao dịch")
    hall = furnish(local_day(at), by=by, at=at)
    progress("Những ngày đã qua tại quầy")
    for day in working_days(hall.centre, local_day(at), DAYS):
        tell_day(hall, day, rng)
    book_ahead(hall.centre, rng, by=by, at=at)
