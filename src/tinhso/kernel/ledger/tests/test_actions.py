"""Entries are written with what they tell of, and the ledger refuses what it should not hold."""

import pytest

from tinhso.base.actor import system_actor
from tinhso.base.ids import new_id
from tinhso.base.moments import now
from tinhso.kernel.ledger import kinds
from tinhso.kernel.ledger.actions import SubjectRef, write_entry
from tinhso.kernel.ledger.models import Entry

kinds.register(kinds.Event("test.happened", "Có việc thử", ("number", "n")))


@pytest.mark.django_db
def test_it_works():
    subject = SubjectRef("tests.thing", new_id(), 3)
    entry_id = write_entry("test.happened", subject, by=system_actor("thử"), at=now(), payload={"n": 1})
    entry = Entry.objects.get(pk=entry_id)
    assert (entry.event, entry.subject_id, entry.subject_version) == ("test.happened", subject.id, 3)
    assert entry.xid > 0 and entry.payload == '{"n":1}' and entry.request_id == "thử"
