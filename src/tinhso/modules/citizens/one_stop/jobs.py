"""Later work: what happened to dossiers is told to the national portal."""

from django.db import transaction

from tinhso.base.actor import system_actor
from tinhso.base.moments import now
from tinhso.kernel.ledger.queries import Feed
from tinhso.modules.citizens.one_stop import exchange

CURSOR, BATCH = "one_stop.portal", 300
BY = system_actor("one_stop.portal")


def tell_portal() -> int:
    """Reads the ledger on and queues what the portal must know, cursor and messages together; gives how many messages.

    While no portal is set up nothing is read, so that one set up later hears of everything.
    """
    told = 0
    while exchange.portals():
        with transaction.atomic():
            feed = Feed(CURSOR)
            entries = feed.read(BATCH)
            told += exchange.tell_portals(entries, by=BY, at=now())
            feed.advance()
        if len(entries) < BATCH:
            break
    return told


JOBS = (("one_stop.tell_portal", 1.0, tell_portal),)
