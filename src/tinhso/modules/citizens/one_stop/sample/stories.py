"""What happens to one dossier of the sample, and the stories of the small province."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from tinhso.base.moments import local_day
from tinhso.kernel.calendar.queries import calendar_by_code
from tinhso.kernel.calendar.rules.minutes import DAY, moment_of
from tinhso.kernel.cases.models import Channel
from tinhso.modules.citizens.one_stop.sample.clocks import working_dates

STAGES = ("new", "accepted", "in_progress", "waiting_signature", "waiting_issue", "ready", "returned")
MAIN = "ward"


class Turn(StrEnum):
    """What happens besides the straight way."""

    NONE = ""
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"
    ASKED = "asked"  # a supplement before acceptance, not given yet
    COMPLETED = "completed"  # … and given
    ASKED_LATER = "asked_later"  # a supplement while it is handled, not given yet
    COMPLETED_LATER = "completed_later"
    PAYMENT = "payment"  # stands still until a duty is paid
    SENT_BACK = "sent_back"  # the leader gives the draft back once


@dataclass(frozen=True)
class Story:
    """One dossier. ``pace`` is the share of the promised time that the handling takes (above 1: late; None: half an
    hour an act); ``last`` the stage where the story ends whatever time is left; ``rest`` the working minutes a result
    waits to be fetched."""

    code: str
    variant: str
    office: str
    submitted_at: datetime
    channel: Channel
    turn: Turn = Turn.NONE
    last: str = "returned"
    pace: float | None = None
    rest: int = 25
    is_printed_later: bool = False
    is_noted: bool = False  # the official leaves a note for the next one
    is_discussed: bool = False  # the leader is asked for an opinion and gives it
    is_extended: bool = False  # a late one gets an apology and a new date

    def reaches(self, stage: str) -> bool:
        return STAGES.index(stage) <= STAGES.index(self.last)


# procedure, variant, office, working days ago, online, how far it came or what became of it
SMALL = (
    ("1.001193", "standard", MAIN, 0, True, "new"),
    ("1.001193", "standard", MAIN, 0, True, "new"),
    ("1.001193", "standard", MAIN, 1, False, "in_progress"),
    ("1.001193", "standard", MAIN, 1, True, "waiting_signature"),
    ("1.001193", "standard", MAIN, 2, False, "ready"),
    ("1.001193", "standard", MAIN, 4, True, "returned"),
    ("1.001193", "standard", MAIN, 5, False, "in_progress"),
    ("1.001193", "standard", MAIN, 3, True, Turn.ASKED),
    ("1.001193", "standard", MAIN, 3, True, Turn.DECLINED),
    ("2.000815", "standard", MAIN, 0, False, "accepted"),
    ("2.000815", "standard", MAIN, 1, False, "returned"),
    ("2.000815", "standard", MAIN, 2, False, "returned"),
    ("1.012784", "standard", "land", 6, False, "in_progress"),
    ("1.012784", "remote", "land", 8, True, "in_progress"),
    ("1.012784", "standard", "land", 1, True, "new"),
    ("1.012784", "standard", "land", 9, False, "waiting_signature"),
    ("1.001193", "standard", "22945", 1, False, "accepted"),
    ("1.001193", "standard", "22945", 2, True, "new"),
    ("1.001193", "standard", "24958", 3, False, "in_progress"),
    ("2.000815", "standard", "24958", 1, False, "returned"),
    ("1.001193", "standard", "23272", 5, True, Turn.WITHDRAWN),
)


def small_stories(at: datetime, rng: Random) -> list[Story]:
    """Twenty-one dossiers that show the states, as they would stand at that moment."""
    return [
        Story(
            code=code,
            variant=variant,
            office=office,
            submitted_at=_morning(at, days_ago, rng),
            channel=Channel.ONLINE if is_online else Channel.COUNTER,
            turn=end if isinstance(end, Turn) else Turn.NONE,
            last="new" if isinstance(end, Turn) else end,
        )
        for code, variant, office, days_ago, is_online, end in SMALL
    ]


def _morning(at: datetime, days_ago: int, rng: Random) -> datetime:
    """Some time in the morning of the working date so many working dates ago (today's before the present)."""
    day = working_dates(calendar_by_code("standard"), local_day(at), days_ago + 1)[0]
    moment = moment_of(day.toordinal() * DAY + 7 * 60 + 5 + rng.randrange(150))
    return min(moment, at - timedelta(minutes=30))
