"""Writes of the law room: a text is recorded, a rule set begins, a rule set ends."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.moments import day_text
from tinhso.base.rights import Right
from tinhso.base.rights import register as register_rights
from tinhso.kernel.law import rules
from tinhso.kernel.law.kinds import rule_schemas
from tinhso.kernel.law.models import Instrument, RuleSet
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.ledger.kinds import Event
from tinhso.kernel.ledger.kinds import register as register_events

register_rights(Right("law.enact", gettext_noop("Ban hành, kết thúc bộ quy tắc"), everywhere=True))
register_events(
    Event("law.instrument_recorded", gettext_noop("Ghi nhận văn bản"), ("number",)),
    Event(
        "law.rule_set_enacted",
        gettext_noop("Ban hành bộ quy tắc"),
        ("code", "valid_from", "valid_to", "is_verified", "replaces"),
    ),
    Event("law.rule_set_ended", gettext_noop("Kết thúc bộ quy tắc"), ("code", "valid_to")),
)


class RuleSetUnknown(Refused):
    code = "rule-set-unknown"
    title = gettext_noop("Không phần nào của hệ thống dùng bộ quy tắc “%(rule_set)s”")
    mend = gettext_noop("Kiểm tra lại mã bộ quy tắc.")


class RuleSetFaulty(Refused):
    code = "rule-set-faulty"
    title = gettext_noop("Nội dung bộ quy tắc “%(rule_set)s” chưa đúng mẫu: %(faults)s")
    mend = gettext_noop("Sửa những chỗ đã nêu rồi ban hành lại.")


class RuleSetOverlaps(Refused):
    code = "rule-set-overlaps"
    status = 409
    title = gettext_noop("Đã có bộ quy tắc “%(rule_set)s” áp dụng từ %(valid_from)s trong khoảng thời gian này")
    mend = gettext_noop("Kết thúc bộ đang áp dụng trước, hoặc chọn ngày áp dụng khác.")


class PeriodEmpty(Refused):
    code = "period-empty"
    title = gettext_noop("Ngày kết thúc phải sau ngày bắt đầu (%(valid_from)s)")
    mend = gettext_noop("Chọn ngày kết thúc muộn hơn.")


@transaction.atomic
def record_instrument(
    number: str,
    *,
    title: str,
    issuer: str,
    issued_on: date | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
    source: str = "",
    by: Actor,
    at: datetime,
) -> Instrument:
    """Records a legal text under its number; one that stands already is given back as it is."""
    _must_enact(by)
    instrument, is_new = Instrument.objects.get_or_create(
        number=number,
        defaults={
            "title": title,
            "issuer": issuer,
            "issued_on": issued_on,
            "valid_from": valid_from,
            "valid_to": valid_to,
            "source": source,
        },
    )
    if is_new:
        write_entry("law.instrument_recorded", instrument, by=by, at=at, payload={"number": number})
    return instrument


@transaction.atomic
def enact_rule_set(
    code: str,
    *,
    title: str,
    tables: Mapping[str, Any],
    legal_basis: str,
    valid_from: date,
    valid_to: date | None = None,
    is_verified: bool = False,
    instrument: Instrument | None = None,
    by: Actor,
    at: datetime,
) -> RuleSet:
    """Brings a rule set into force; one of the same code without an end day ends where this begins.

    Enacting the very same again gives back what stands. Raises RuleSetUnknown, RuleSetFaulty,
    RuleSetOverlaps, PeriodEmpty.
    """
    _must_enact(by)
    _check_shape(code, tables)
    _check_period(valid_from, valid_to)
    wanted = RuleSet(
        code=code,
        title=title,
        tables=dict(tables),
        legal_basis=legal_basis,
        valid_from=valid_from,
        valid_to=valid_to,
        is_verified=is_verified,
        instrument=instrument,
    )
    others = list(RuleSet.objects.select_for_update().filter(code=code))
    for other in others:
        if _say_the_same(other, wanted):
            return other
    replaced = _make_room(wanted, others)
    wanted.save(force_insert=True)
    write_entry("law.rule_set_enacted", wanted, by=by, at=at, payload=_enacted(wanted, replaced))
    return wanted


@transaction.atomic
def end_rule_set(rule_set: RuleSet, valid_to: date, *, by: Actor, at: datetime) -> RuleSet:
    """Ends a rule set: ``valid_to`` is the first day without it. Raises PeriodEmpty, RuleSetOverlaps."""
    _must_enact(by)
    row = RuleSet.objects.select_for_update().get(id=rule_set.id)
    _check_period(row.valid_from, valid_to)
    for other in RuleSet.objects.filter(code=row.code).exclude(id=row.id):
        if rules.meet(row.valid_from, valid_to, other.valid_from, other.valid_to):
            raise RuleSetOverlaps(rule_set=row.code, valid_from=day_text(other.valid_from))
    row.valid_to = valid_to
    row.save(update_fields=["valid_to"])
    payload = {"code": row.code, "valid_to": valid_to.isoformat()}
    write_entry("law.rule_set_ended", row, by=by, at=at, payload=payload)
    return row


def _must_enact(by: Actor) -> None:
    """Rules hold for the whole province: a right in one unit is not enough."""
    by.must_everywhere("law.enact")


def _check_shape(code: str, tables: Mapping[str, Any]) -> None:
    if code not in rule_schemas:
        raise RuleSetUnknown(rule_set=code)
    if faults := rules.faults_of(dict(tables), rule_schemas.get(code).schema):
        raise RuleSetFaulty(rule_set=code, faults="; ".join(faults))


def _check_period(valid_from: date, valid_to: date | None) -> None:
    if valid_to is not None and valid_to <= valid_from:
        raise PeriodEmpty(valid_from=day_text(valid_from))


def _say_the_same(one: RuleSet, other: RuleSet) -> bool:
    return all(
        getattr(one, name) == getattr(other, name)
        for name in ("code", "title", "valid_from", "tables", "legal_basis", "is_verified", "instrument_id")
    )


def _make_room(wanted: RuleSet, others: list[RuleSet]) -> RuleSet | None:
    """Ends the open rule set the new one replaces; any other meeting period is refused."""
    replaced = None
    for other in others:
        if not rules.meet(wanted.valid_from, wanted.valid_to, other.valid_from, other.valid_to):
            continue
        if other.valid_to is not None or other.valid_from >= wanted.valid_from:
            raise RuleSetOverlaps(rule_set=wanted.code, valid_from=day_text(other.valid_from))
        replaced = other
    if replaced is not None:
        replaced.valid_to = wanted.valid_from
        replaced.save(update_fields=["valid_to"])
    return replaced


def _enacted(rule_set: RuleSet, replaced: RuleSet | None) -> dict[str, Any]:
    return {
        "code": rule_set.code,
        "valid_from": rule_set.valid_from.isoformat(),
        "valid_to": rule_set.valid_to.isoformat() if rule_set.valid_to else None,
        "is_verified": rule_set.is_verified,
        "replaces": str(replaced.id) if replaced else None,
    }
