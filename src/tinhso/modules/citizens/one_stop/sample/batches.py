"""Certified copies of several people at once, taken in and led on as the desk's own screen for them does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from tinhso.base.ids import new_id
from tinhso.base.moments import local_day
from tinhso.kernel.cases.models import Case, Channel
from tinhso.kernel.cases.queries import definition_in_force
from tinhso.modules.citizens.one_stop.actions.copies import lead_on, receive_copies
from tinhso.modules.citizens.one_stop.rules.copies import Row, Sitting
from tinhso.modules.citizens.one_stop.rules.roles import CLERK, HANDLER, RECEIVER, SIGNER
from tinhso.modules.citizens.one_stop.sample.answers import ANSWERS
from tinhso.modules.citizens.one_stop.sample.leading import Acts, Tale
from tinhso.modules.citizens.one_stop.sample.stories import Story, Turn

COPIES = "2.000815"
OFTEN = 0.08  # of those who could be the first of a batch
MOST = 6


@dataclass(frozen=True)
class CopyBatch:
    """People whose copies were taken in together; the first tells the clock."""

    tales: Sequence[Tale]

    @property
    def dossiers(self) -> int:
        return len(self.tales)

    def acts(self) -> Acts:
        first = self.tales[0]
        yield first.begin()
        cases = self._received()
        for act, role, how in (
            ("hand_over", RECEIVER, {}),
            ("draft", HANDLER, {}),
            ("sign", SIGNER, {"is_printed_later": True}),
            ("issue", CLERK, {"is_printed_later": True}),
        ):
            yield first.soon()
            told = lead_on(act, [(case, case.version) for case in cases], by=first.actor(role), at=first.at, **how)
            assert not any(one.why for one in told)  # noqa: S101  (nobody else touches them)
        yield first.soon()
        for case in cases:
            first.hand_out(case)

    def _received(self) -> list[Case]:
        first = self.tales[0]
        definition = definition_in_force(COPIES, local_day(first.at))
        people = [_sitting(tale) for tale in self.tales]
        told = receive_copies(
            definition, people, key=str(new_id()), is_sample=True, by=first.actor(RECEIVER), at=first.at
        )
        cases = [one.case for one in told if one.case is not None]
        assert len(cases) == len(people)  # noqa: S101  (the sample's own people are refused by nothing)
        return cases


def _sitting(tale: Tale) -> Sitting:
    answers = ANSWERS[COPIES](tale.who, local_day(tale.story.submitted_at), tale.rng)
    rows = (
        Row(at, {"issuer": ""} | {name: str(value) for name, value in original.items()})
        for at, original in enumerate(answers["originals"], start=1)
    )
    return Sitting(tale.who.full_name, tale.who.number, tuple(rows))


def in_batches(tales: Sequence[Tale], rng: Random) -> Iterator[Tale | CopyBatch]:
    """The tales, some of those of certified copies of one desk and day told together; each once, in their order."""
    joined: set[int] = set()
    for place, tale in enumerate(tales):
        if place in joined:
            continue
        if not _fits(tale.story) or rng.random() > OFTEN:
            yield tale
            continue
        day, most = local_day(tale.story.submitted_at), rng.randrange(2, MOST + 1)
        ahead = (at for at in range(place + 1, len(tales)) if at not in joined and _fits(tales[at].story))
        others = [at for at in ahead if local_day(tales[at].story.submitted_at) == day][: most - 1]
        joined.update(others)
        yield CopyBatch([tale, *(tales[at] for at in others)]) if others else tale


def _fits(story: Story) -> bool:
    """Copies brought to the counter that go the straight way; printed results stay with those told one by one."""
    is_straight = story.turn is Turn.NONE and story.last == "returned" and not story.is_noted
    return story.code == COPIES and story.channel is Channel.COUNTER and is_straight and story.is_printed_later
