"""The dossiers of the small sample."""

from collections.abc import Sequence
from datetime import datetime
from random import Random

from django.db import transaction

from tinhso.modules.citizens.one_stop.sample.clocks import Hurried
from tinhso.modules.citizens.one_stop.sample.leading import Tale, play
from tinhso.modules.citizens.one_stop.sample.names import synthetic
from tinhso.modules.citizens.one_stop.sample.people import Office
from tinhso.modules.citizens.one_stop.sample.stories import small_stories


@transaction.atomic
def make_dossiers(offices: Sequence[Office], *, at: datetime) -> int:
    """All the stories of the small sample; gives their number. The same seed gives the same people."""
    rng, by_key = Random(2026), {office.key: office for office in offices}
    stories = small_stories(at, rng)
    play([Tale(story, by_key[story.office], synthetic(rng), Hurried(at), rng) for story in stories], at)
    return len(stories)
