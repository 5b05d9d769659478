"""What a clerk does at a counter: sits down, calls, calls again, ends, sends on, leaves."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import NotAllowed, Refused, gettext_noop
from tinhso.base.moments import local_day
from tinhso.base.text import nfc
from tinhso.kernel.identity.queries.sealing import sealed_text
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.ledger.kinds import Event, register
from tinhso.modules.citizens.service_centre.actions.locking import locked
from tinhso.modules.citizens.service_centre.models import CounterSitting, QueueTicket, ServiceCounter, TicketCall
from tinhso.modules.citizens.service_centre.queries.line import as_waiting, last_passed, open_call, waiting_for
from tinhso.modules.citizens.service_centre.queries.places import counters_of
from tinhso.modules.citizens.service_centre.queries.ruling import line_rules
from tinhso.modules.citizens.service_centre.rules.line import next_in_line
from tinhso.modules.citizens.service_centre.rules.roles import MANAGE, SERVE

NUMBERED = ("group", "number", "counter")
register(
    Event("service_centre.sat_down", gettext_noop("Vào quầy"), ("counter",)),
    Event("service_centre.left", gettext_noop("Rời quầy"), ("counter",)),
    Event("service_centre.ticket_called", gettext_noop("Gọi số"), NUMBERED),
    Event("service_centre.ticket_recalled", gettext_noop("Gọi lại số"), (*NUMBERED, "times")),
    Event("service_centre.ticket_served", gettext_noop("Phục vụ xong"), NUMBERED),
    Event("service_centre.ticket_missed", gettext_noop("Gọi không đến"), NUMBERED),
    Event("service_centre.ticket_transferred", gettext_noop("Chuyển quầy"), (*NUMBERED, "to")),
    Event("service_centre.ticket_returned", gettext_noop("Đưa lại vào hàng"), ("group", "number")),
)
State, Outcome = QueueTicket.State, TicketCall.Outcome
LONGEST_NOTE = 300


class CounterTaken(Refused):
    code = "counter-taken"
    status = 409
    title = gettext_noop("Quầy này đang có người ngồi, hoặc bạn đang ngồi quầy khác")
    mend = gettext_noop("Rời quầy đang ngồi trước; quầy có người thì nhờ người đó hoặc người phụ trách cho rời quầy.")


class NotAtCounter(Refused):
    code = "not-at-counter"
    status = 409
    title = gettext_noop("Bạn chưa vào quầy")
    mend = gettext_noop("Chọn quầy rồi vào quầy để gọi số.")


class NobodyServed(Refused):
    code = "nobody-served"
    status = 409
    title = gettext_noop("Quầy này không còn phục vụ số đó")
    mend = gettext_noop("Xem số đang ở quầy rồi làm tiếp.")


class CounterElsewhere(Refused):
    code = "counter-elsewhere"
    title = gettext_noop("Chưa chọn quầy để chuyển đến")
    mend = gettext_noop("Chọn một quầy khác của trung tâm này.")


@transaction.atomic
def sit_down(counter: ServiceCounter, *, by: Actor, at: datetime) -> CounterSitting:
    """The seat is at that counter from now on; twice changes nothing. Raises NotAllowed, CounterTaken."""
    by.must(SERVE, counter.centre.unit_id)
    if by.seat_id is None:
        raise NotAllowed(right=SERVE)
    locked(counter.centre_id)
    day = local_day(at)
    here = CounterSitting.objects.filter(counter=counter, seat_id=by.seat_id, day=day, until_at=None).first()
    if here is not None:
        return here
    try:
        with transaction.atomic():
            sitting = CounterSitting.objects.create(counter=counter, seat_id=by.seat_id, day=day, from_at=at)
    except IntegrityError:
        raise CounterTaken() from None
    _write("service_centre.sat_down", sitting, counter, by, at, {"counter": counter.number})
    return sitting


@transaction.atomic
def leave(sitting: CounterSitting, *, by: Actor, at: datetime) -> None:
    """The seat leaves, or is sent away by who manages the centre; who stood there was served. Raises NotAllowed."""
    counter = sitting.counter
    if sitting.seat_id != by.seat_id:
        by.must(MANAGE, counter.centre.unit_id)
    locked(counter.centre_id)
    if call := open_call(counter, sitting.day):
        _end(call, Outcome.SERVED, by=by, at=at)
    if CounterSitting.objects.filter(pk=sitting.pk, until_at=None).update(until_at=at):
        _write("service_centre.left", sitting, counter, by, at, {"counter": counter.number})


@transaction.atomic
def call_next(sitting: CounterSitting, *, current: UUID | None, by: Actor, at: datetime) -> TicketCall | None:
    """Whom the counter serves is done; the next in line is called. None when nobody waits.

    ``current`` is the call the clerk saw: when another one runs by now the press came twice, and that one is given
    back as it is. Raises NotAtCounter.
    """
    counter, day = _at_counter(sitting, by, at), local_day(at)
    running = open_call(counter, day)
    if (running.pk if running else None) != current:
        return running
    if running is not None:
        _end(running, Outcome.SERVED, by=by, at=at)
    tickets = {one.pk: one for one in waiting_for(counter, day)}
    most = line_rules(day).most_in_a_row
    choice = next_in_line(as_waiting(tickets.values()), last_passed(counter, day), most)
    if choice is None:
        return None
    return _call(tickets[choice.id], sitting, choice.passed, by=by, at=at)


def _call(ticket: QueueTicket, sitting: CounterSitting, passed: int, *, by: Actor, at: datetime) -> TicketCall:
    counter = sitting.counter
    ticket.state, ticket.counter = State.CALLED, counter
    ticket.called_at = ticket.called_at or at
    ticket.save(update_fields=["state", "counter", "called_at"])
    call = TicketCall.objects.create(
        ticket=ticket, counter=counter, sitting=sitting, day=ticket.day, called_at=at, recalled_at=at, passed=passed
    )
    _tell("service_centre.ticket_called", call, by, at)
    return call


@transaction.atomic
def recall(call: TicketCall, *, by: Actor, at: datetime) -> TicketCall:
    """The same number once more. Raises NotAtCounter, NobodyServed."""
    call = _running(call, by, at)
    call.times, call.recalled_at = call.times + 1, at
    call.save(update_fields=["times", "recalled_at"])
    _tell("service_centre.ticket_recalled", call, by, at, times=call.times)
    return call


@transaction.atomic
def finish(call: TicketCall, *, came: bool, by: Actor, at: datetime) -> None:
    """Served, or did not come. Raises NotAtCounter, NobodyServed."""
    _end(_running(call, by, at), Outcome.SERVED if came else Outcome.MISSED, by=by, at=at)


@transaction.atomic
def transfer(call: TicketCall, to: UUID, note: str, *, by: Actor, at: datetime) -> None:
    """Sent on to another counter, with the time it has waited. Raises NotAtCounter, NobodyServed, CounterElsewhere."""
    call = _running(call, by, at)
    target = counters_of(call.counter.centre, call.day).exclude(pk=call.counter_id).filter(pk=to).first()
    if target is None:
        raise CounterElsewhere()
    note = nfc(note).strip()[:LONGEST_NOTE]
    call.note_sealed = sealed_text(note or None, call.pk, "note")
    call.save(update_fields=["note_sealed"])
    _close(call, Outcome.TRANSFERRED, at)
    ticket = call.ticket
    ticket.state, ticket.counter = State.WAITING, target
    ticket.save(update_fields=["state", "counter"])
    _tell("service_centre.ticket_transferred", call, by, at, to=target.number)


@transaction.atomic
def return_to_line(ticket: QueueTicket, *, by: Actor, at: datetime) -> None:
    """Who did not come when called is back: behind everybody who waits now. Raises NotAllowed, NobodyServed."""
    by.must(SERVE, ticket.centre.unit_id)
    locked(ticket.centre_id)
    changed = QueueTicket.objects.filter(pk=ticket.pk, state=State.MISSED, day=local_day(at)).update(
        state=State.WAITING, counter=None, place_at=at, finished_at=None
    )
    if not changed:
        raise NobodyServed()
    payload = {"group": ticket.group.code, "number": ticket.number}
    unit_id = ticket.centre.unit_id
    write_entry("service_centre.ticket_returned", ticket, by=by, at=at, payload=payload, unit_id=unit_id)


def _at_counter(sitting: CounterSitting, by: Actor, at: datetime) -> ServiceCounter:
    """The counter, locked with its centre, of a sitting that is the actor's own and runs today."""
    by.must(SERVE, sitting.counter.centre.unit_id)
    locked(sitting.counter.centre_id)
    running = CounterSitting.objects.filter(pk=sitting.pk, day=local_day(at), until_at=None)
    if sitting.seat_id != by.seat_id or not running.exists():
        raise NotAtCounter()
    return sitting.counter


def _running(call: TicketCall, by: Actor, at: datetime) -> TicketCall:
    _at_counter(call.sitting, by, at)
    found = TicketCall.objects.filter(pk=call.pk, ended_at=None)
    running = found.select_related("ticket__group", "counter__centre", "sitting").first()
    if running is None:
        raise NobodyServed()
    return running


def _end(call: TicketCall, outcome: TicketCall.Outcome, *, by: Actor, at: datetime) -> None:
    _close(call, outcome, at)
    ticket = call.ticket
    ticket.state = State.SERVED if outcome == Outcome.SERVED else State.MISSED
    ticket.finished_at = at
    ticket.save(update_fields=["state", "finished_at"])
    _tell(f"service_centre.ticket_{outcome}", call, by, at)


def _close(call: TicketCall, outcome: TicketCall.Outcome, at: datetime) -> None:
    call.outcome, call.ended_at = outcome, at
    call.save(update_fields=["outcome", "ended_at"])


def _tell(event: str, call: TicketCall, by: Actor, at: datetime, **more: object) -> None:
    ticket = call.ticket
    facts: dict[str, Any] = {"group": ticket.group.code, "number": ticket.number, "counter": call.counter.number}
    _write(event, ticket, call.counter, by, at, facts | more)


def _write(
    event: str,
    subject: QueueTicket | CounterSitting,
    counter: ServiceCounter,
    by: Actor,
    at: datetime,
    facts: dict[str, Any],
) -> None:
    write_entry(event, subject, by=by, at=at, payload=facts, unit_id=counter.centre.unit_id)
