"""Writes of the catalogue: a national list is imported, a version is shown or hidden."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Max

from tinhso.base.actor import Actor
from tinhso.base.ids import new_id
from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.moments import day_text
from tinhso.base.rights import Right, Role
from tinhso.base.rights import register as register_rights
from tinhso.base.text import text_sort_key
from tinhso.kernel.ledger.actions import SubjectRef, write_entry
from tinhso.kernel.ledger.kinds import Event, register
from tinhso.modules.citizens.one_stop.models import ChannelLine, Procedure, ProcedureVersion
from tinhso.modules.citizens.one_stop.queries.catalogue import current_facts
from tinhso.modules.citizens.one_stop.rules.importing import Plan, ProcedureFacts, Row, plan
from tinhso.modules.citizens.one_stop.rules.sources import read_rows
from tinhso.modules.citizens.one_stop.rules.words import search_words

RIGHT = "one_stop.publish_procedures"
FACTS = Path(__file__).resolve().parent.parent / "facts" / "procedures.jsonl.gz"
FACTS_SOURCE = "Cổng Dịch vụ công quốc gia, tháng 7/2026"
register_rights(
    Right(RIGHT, gettext_noop("Cập nhật danh mục thủ tục hành chính"), everywhere=True),
    Role("one_stop.procedure_control", gettext_noop("Kiểm soát thủ tục hành chính"), (RIGHT,), everywhere=True),
)
register(
    Event(
        "one_stop.procedures_imported",
        gettext_noop("Nhập danh mục thủ tục"),
        ("source", "valid_from", "read", "new", "changed", "unchanged", "refused"),
    ),
    Event("one_stop.procedure_shown", gettext_noop("Đổi tình trạng công khai thủ tục"), ("code", "is_published")),
)


class OlderThanCatalogue(Refused):
    code = "older-than-catalogue"
    status = 409
    title = gettext_noop("Danh mục đã có thông tin áp dụng từ ngày %(newest)s")
    mend = gettext_noop("Chọn ngày áp dụng từ ngày đó trở đi.")


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did (or, as a trial run, would do)."""

    plan: Plan
    is_trial: bool


@transaction.atomic
def import_procedures(
    rows: Iterable[Row], *, source: str, valid_from: date, is_trial: bool = False, by: Actor, at: datetime
) -> Imported:
    """Brings a national list into the catalogue: new procedures, and a new version for each changed one.

    Run again with the same list it writes nothing. Raises WrongFile, OlderThanCatalogue.
    """
    by.must_everywhere(RIGHT)
    done = plan(rows, current_facts())
    _check_dates(done, valid_from)
    if not is_trial and (done.new or done.changed):
        _write(done, source, valid_from)
        write_entry("one_stop.procedures_imported", _subject(), by=by, at=at, payload=_counts(done, source, valid_from))
    return Imported(done, is_trial)


def load_procedure_facts(*, valid_from: date, by: Actor, at: datetime) -> Imported:
    """Imports the procedures of province and commune level that the package carries."""
    with FACTS.open("rb") as stream:
        return import_procedures(read_rows(stream), source=FACTS_SOURCE, valid_from=valid_from, by=by, at=at)


@transaction.atomic
def show_procedure(version: ProcedureVersion, *, is_published: bool, by: Actor, at: datetime) -> ProcedureVersion:
    """Shows a version to citizens or takes it from their sight."""
    by.must_everywhere(RIGHT)
    row = ProcedureVersion.objects.select_for_update(of=("self",)).select_related("procedure").get(id=version.id)
    if row.is_published != is_published:
        row.is_published = is_published
        row.save(update_fields=["is_published"])
        payload = {"code": row.procedure.code, "is_published": is_published}
        write_entry("one_stop.procedure_shown", row, by=by, at=at, payload=payload)
    return row


@transaction.atomic
def put_in_catalogue(
    facts: ProcedureFacts, *, decision: str, source: str, valid_from: date, by: Actor, at: datetime
) -> ProcedureVersion:
    """One procedure as the province publishes it, from a day; the one before ends there. Raises OlderThanCatalogue."""
    by.must_everywhere(RIGHT)
    procedure, _made = Procedure.objects.get_or_create(code=facts.code)
    standing = procedure.versions.select_for_update(of=("self",)).filter(valid_to=None).first()
    if standing is not None:
        if standing.valid_from > valid_from:
            raise OlderThanCatalogue(newest=day_text(standing.valid_from))
        standing.valid_to = valid_from
        standing.save(update_fields=["valid_to"])
    version = _version(replace(facts, decision=decision), procedure, source, valid_from)
    version.save()
    ChannelLine.objects.bulk_create(_lines(facts, version))
    payload = {"code": facts.code, "is_published": True}
    write_entry("one_stop.procedure_shown", version, by=by, at=at, payload=payload)
    return version


@transaction.atomic
def withdraw_from_catalogue(source: str, *, by: Actor, at: datetime) -> None:
    """Takes back the version that came from there: its period becomes empty, the version before goes on."""
    by.must_everywhere(RIGHT)
    version = ProcedureVersion.objects.defer("search").select_related("procedure").filter(source=source).first()
    if version is None:
        return
    version.valid_to = version.valid_from
    version.save(update_fields=["valid_to"])
    ended = version.procedure.versions.filter(valid_to=version.valid_from).exclude(valid_from=version.valid_from)
    ended.exclude(pk=version.pk).update(valid_to=None)
    payload = {"code": version.procedure.code, "is_published": False}
    write_entry("one_stop.procedure_shown", version, by=by, at=at, payload=payload)


@transaction.atomic
def end_in_catalogue(code: str, *, on: date, by: Actor, at: datetime) -> None:
    """The procedure is in the catalogue no longer from that day."""
    by.must_everywhere(RIGHT)
    version = ProcedureVersion.objects.defer("search").filter(procedure__code=code, valid_to=None).first()
    if version is not None and version.valid_from <= on:
        version.valid_to = on
        version.save(update_fields=["valid_to"])
        payload = {"code": code, "is_published": False}
        write_entry("one_stop.procedure_shown", version, by=by, at=at, payload=payload)


def _check_dates(done: Plan, valid_from: date) -> None:
    changed = [facts.code for facts in done.changed]
    newest = ProcedureVersion.objects.filter(procedure__code__in=changed).aggregate(newest=Max("valid_from"))["newest"]
    if newest is not None and valid_from < newest:
        raise OlderThanCatalogue(newest=day_text(newest))


def _write(done: Plan, source: str, valid_from: date) -> None:
    Procedure.objects.bulk_create([Procedure(code=facts.code) for facts in done.new])
    codes = [facts.code for facts in (*done.new, *done.changed)]
    procedures = {row.code: row for row in Procedure.objects.filter(code__in=codes)}
    hidden = _end_versions(done, valid_from)
    versions = []
    lines = []
    for facts in (*done.new, *done.changed):
        version = _version(facts, procedures[facts.code], source, valid_from)
        version.is_published = facts.code not in hidden
        versions.append(version)
        lines += _lines(facts, version)
    ProcedureVersion.objects.bulk_create(versions, batch_size=1000)
    ChannelLine.objects.bulk_create(lines, batch_size=2000)


def _end_versions(done: Plan, valid_from: date) -> set[str]:
    """Ends the open versions of the changed procedures; gives the codes that were hidden and stay so."""
    ending = ProcedureVersion.objects.filter(valid_to=None, procedure__code__in=[f.code for f in done.changed])
    hidden = set(ending.filter(is_published=False).values_list("procedure__code", flat=True))
    ending.update(valid_to=valid_from)
    return hidden


def _version(facts: ProcedureFacts, procedure: Procedure, source: str, valid_from: date) -> ProcedureVersion:
    return ProcedureVersion(
        procedure=procedure,
        name=facts.name,
        decision=facts.decision,
        levels=list(facts.levels),
        sector=facts.sector,
        ministry=facts.ministry,
        applicants=list(facts.applicants),
        agencies=facts.agencies,
        results=[{"name": name, "code": code} for name, code in facts.results],
        doubts=list(facts.doubts),
        source=source[:300],
        valid_from=valid_from,
        name_words=search_words(facts.name),
        sector_words=search_words(facts.sector),
        sort_key=text_sort_key(facts.name),
    )


def _lines(facts: ProcedureFacts, version: ProcedureVersion) -> list[ChannelLine]:
    return [
        ChannelLine(
            version=version,
            position=position,
            channel=line.channel,
            amount=line.amount,
            unit=line.unit,
            fee=line.fee,
            fee_kind=line.fee_kind,
            doubts=list(line.doubts),
        )
        for position, line in enumerate(facts.channels)
    ]


def _subject() -> SubjectRef:
    """An import is a subject of its own: it touches hundreds of procedures."""
    return SubjectRef("one_stop.import", new_id())


def _counts(done: Plan, source: str, valid_from: date) -> dict[str, object]:
    return {
        "source": source,
        "valid_from": valid_from.isoformat(),
        "read": done.read,
        "new": len(done.new),
        "changed": len(done.changed),
        "unchanged": done.unchanged,
        "refused": len(done.refused),
    }
