"""What a person wants to be told by."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import NotAllowed
from tinhso.kernel.ledger.actions import SubjectRef, write_entry
from tinhso.kernel.notices.actions import declared  # noqa: F401
from tinhso.kernel.notices.kinds import IN_APP, LANGUAGES, channels
from tinhso.kernel.notices.models import Choice


@transaction.atomic
def choose(on: Collection[str], language: str, *, by: Actor, at: datetime) -> Choice:
    """The person's own choice, as a citizen and in every seat: these channels on, every other that works here off.

    The product itself stays on.

    Raises NotAllowed.
    """
    if not (by.is_citizen or by.is_staff) or by.person_id is None:
        raise NotAllowed(right="notices.choose")
    wanted = {one.code: one.code in on for one in channels if one is not IN_APP and one.is_ready()}
    kept = Choice.objects.select_for_update().filter(person_id=by.person_id).first()
    content = {
        "channels": {**(kept.channels if kept else {}), **wanted},
        "language": language if language in LANGUAGES else LANGUAGES[0],
        "changed_at": at,
    }
    choice, _is_new = Choice.objects.update_or_create(person_id=by.person_id, defaults=content)
    payload = {"channels": sorted(code for code, is_on in wanted.items() if is_on), "language": choice.language}
    write_entry("notice.choice_changed", SubjectRef("identity.person", by.person_id), by=by, at=at, payload=payload)
    return choice
