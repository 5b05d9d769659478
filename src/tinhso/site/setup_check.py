"""Looks the configuration over: whether every ready procedure can really be handled, and what is about to end.

A dozen queries, however many units and procedures there are.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse

from tinhso.base.moments import day_text, local_day
from tinhso.base.rights import rights, roles
from tinhso.kernel.calendar.queries import calendars, is_ready_for
from tinhso.kernel.cases.models import Definition
from tinhso.kernel.cases.queries import definitions_in_force
from tinhso.kernel.cases.rules.definition import Body, read_body
from tinhso.kernel.documents.kinds import signing_drivers
from tinhso.kernel.forms.models import FormDefinition
from tinhso.kernel.identity.models import Account, AccountKind, Delegation, Seat
from tinhso.kernel.identity.queries.actors import in_force
from tinhso.kernel.law.kinds import rule_schemas
from tinhso.kernel.law.models import RuleSet
from tinhso.kernel.organisations.models import UnitKind
from tinhso.kernel.organisations.queries import UnitView, units_in_force

SOON = timedelta(days=30)
HOLIDAYS_FROM_MONTH = 11  # from November on next year's days off should stand


@dataclass(frozen=True)
class SetupFinding:
    """``weight`` is error (somebody will be stuck) or warning; ``mend`` says how, ``url`` where."""

    weight: str
    area: str
    what: str
    mend: str
    url: str

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


class _Province:
    """What a check needs to know of units and seats, read once."""

    def __init__(self, on: date) -> None:
        self.units: dict[UUID, UnitView] = {unit.id: unit for unit in units_in_force(on)}
        self.children: dict[UUID, list[UUID]] = {}
        for unit in self.units.values():
            if unit.parent_id:
                self.children.setdefault(unit.parent_id, []).append(unit.id)
        self.seats = list(Seat.objects.filter(in_force(on)).select_related("person", "post"))
        self.rights: dict[UUID, set[str]] = {}
        self.everywhere: set[str] = set()
        for seat in self.seats:
            for code in seat.roles:
                if code in roles:
                    role = roles.get(code)
                    given = self.everywhere if role.everywhere else self.rights.setdefault(seat.unit_id, set())
                    given.update(role.rights)

    def has(self, right: str, unit_id: UUID, *, at_desk: bool) -> bool:
        """Whether somebody holds the right in the unit, or for what is done at a desk in an office under it."""
        places = (unit_id, *(self.children.get(unit_id, ()) if at_desk else ()))
        return right in self.everywhere or any(right in self.rights.get(place, ()) for place in places)

    def at_work(self) -> list[UnitView]:
        """Communes in which at least one person sits: the others have not begun."""
        seated = {seat.unit_id for seat in self.seats}
        return [
            unit
            for unit in self.units.values()
            if unit.kind == UnitKind.COMMUNE and ({unit.id, *self.children.get(unit.id, ())} & seated)
        ]

    def by_code(self, code: str) -> UnitView | None:
        return next((unit for unit in self.units.values() if unit.codes.get("qd20") == code), None)

    def name_of(self, unit_id: UUID) -> str:
        """With the unit above it: many offices are called alike."""
        unit = self.units.get(unit_id)
        if unit is None:
            return "Đơn vị đã chấm dứt"
        above = self.units.get(unit.parent_id) if unit.parent_id and unit.kind == UnitKind.OFFICE else None
        return f"{unit.name}, {above.name}" if above else unit.name

    def has_number_code(self, unit: UnitView) -> bool:
        above: UnitView | None = unit
        while above is not None:
            if "qd20" in above.codes:
                return True
            above = self.units.get(above.parent_id) if above.parent_id else None
        return False


def setup_findings(at: datetime) -> list[SetupFinding]:
    """Everything that is not in order, errors first."""
    on = local_day(at)
    province, definitions = _Province(on), list(definitions_in_force(on))
    found = [
        *_people(province, definitions),
        *_codes(province),
        *_forms(definitions, on),
        *_unchecked_definitions(definitions),
        *_calendars(on),
        *_rule_sets(on),
        *_signing(),
        *_delegations(on),
        *_accounts(province),
    ]
    return sorted(found, key=lambda one: (one.weight != "error", one.area))


def _people(province: _Province, definitions: list[Definition]) -> Iterator[SetupFinding]:
    """One finding a unit: the rights of steps that nobody there holds, and the procedures that would be stuck."""
    missing: dict[UUID, dict[str, set[str]]] = {}
    for definition in definitions:
        body = read_body(definition.body)
        for unit in _handling(province, body):
            for right, at_desk in _needed(body):
                if not province.has(right, unit.id, at_desk=at_desk):
                    missing.setdefault(unit.id, {}).setdefault(right, set()).add(definition.code)
    for unit_id, by_right in missing.items():
        words = "; ".join(
            f"{rights.get(right).title if right in rights else right} ({len(codes)} thủ tục)"
            for right, codes in sorted(by_right.items())
        )
        yield SetupFinding(
            "error",
            "Con người",
            f"{province.name_of(unit_id)}: chưa ai có quyền – {words}",
            "Bố trí một vị trí công tác với vai trò có quyền này.",
            reverse("identity:staff"),
        )


def _handling(province: _Province, body: Body) -> list[UnitView]:
    if body.competent == "commune":
        return province.at_work()
    unit = province.by_code(body.competent.removeprefix("unit:"))
    return [unit] if unit else []


def _needed(body: Body) -> set[tuple[str, bool]]:
    """Rights of the steps and whether a desk does them; other desks and agencies depend on the dossier."""
    at_desk = body.competent == "commune"
    return {(step.right, False) for step in body.steps if step.office == "competent"} | {
        (step.right, True) for step in body.steps if step.office == "receipt" and at_desk
    }


def _codes(province: _Province) -> Iterator[SetupFinding]:
    for unit in province.at_work():
        if not province.has_number_code(unit):
            yield SetupFinding(
                "error",
                "Mã hồ sơ",
                f"{unit.name}: chưa có mã định danh QĐ 20 nên không cấp được mã hồ sơ",
                "Cấp mã định danh cho đơn vị.",
                reverse("organisations:unit", args=[unit.id]),
            )


def _forms(definitions: list[Definition], on: date) -> Iterator[SetupFinding]:
    standing = set(FormDefinition.objects.filter(in_force(on)).values_list("code", flat=True))
    for definition in definitions:
        if definition.form_code not in standing:
            yield SetupFinding(
                "error",
                "Biểu mẫu",
                f"{definition.code}: biểu mẫu {definition.form_code} không có bản đang áp dụng",
                "Công bố biểu mẫu trước khi nhận hồ sơ.",
                reverse("cases:definition", args=[definition.code]),
            )


def _unchecked_definitions(definitions: list[Definition]) -> Iterator[SetupFinding]:
    for definition in definitions:
        if not definition.is_verified:
            yield SetupFinding(
                "warning",
                "Quy trình",
                f"{definition.code}: quy trình chưa đối chiếu văn bản gốc",
                "Đối chiếu với quyết định công bố rồi ban hành bản mới.",
                reverse("cases:definition", args=[definition.code]),
            )


def _calendars(on: date) -> Iterator[SetupFinding]:
    wanted = [on.year, *([on.year + 1] if on.month >= HOLIDAYS_FROM_MONTH else [])]
    for one in calendars():
        for year in wanted:
            if not is_ready_for(one, year):
                yield SetupFinding(
                    "warning",
                    "Lịch làm việc",
                    f"{one.name}: ngày nghỉ năm {year} chưa được xác nhận đủ",
                    "Đối chiếu với thông báo nghỉ của năm và xác nhận từng ngày.",
                    f"{reverse('calendar:calendar', args=[one.code])}?nam={year}",
                )


def _rule_sets(on: date) -> Iterator[SetupFinding]:
    standing = {row.code: row for row in RuleSet.objects.filter(in_force(on)).defer("tables")}
    coming = set(RuleSet.objects.filter(valid_from__gt=on).values_list("code", flat=True))
    for schema in rule_schemas:
        row, url = standing.get(schema.code), reverse("law:rule_set", args=[schema.code])
        if row is None:
            yield SetupFinding(
                "error", "Bộ quy tắc", f"{schema.title}: không có bản đang áp dụng", "Ban hành bộ quy tắc.", url
            )
        elif not row.is_verified:
            what, mend = f"{schema.title}: chưa đối chiếu văn bản gốc", "Đối chiếu rồi ban hành bản đã đối chiếu."
            yield SetupFinding("warning", "Bộ quy tắc", what, mend, url)
        if row is not None and row.valid_to and row.valid_to <= on + SOON and schema.code not in coming:
            what = f"{schema.title}: hết áp dụng từ {day_text(row.valid_to)}, chưa có bản kế tiếp"
            yield SetupFinding("error", "Bộ quy tắc", what, "Ban hành bản kế tiếp.", url)


def _signing() -> Iterator[SetupFinding]:
    if not any(driver.is_ready() for driver in signing_drivers):
        yield SetupFinding(
            "error",
            "Ký số",
            "Chưa có khóa ký nào dùng được",
            "Cài đặt trình ký (docs/connectors/signing.md).",
            reverse("health"),
        )


def _delegations(on: date) -> Iterator[SetupFinding]:
    ending = Delegation.objects.filter(valid_from__lte=on, valid_to__gt=on, valid_to__lte=on + SOON, revoked_at=None)
    for row in ending.select_related("from_seat__person", "to_seat__person").order_by("valid_to"):
        yield SetupFinding(
            "warning",
            "Ủy quyền",
            f"{row.from_seat.person.full_name} → {row.to_seat.person.full_name}: hết hạn {day_text(row.valid_to)}",
            "Ghi nhận ủy quyền mới nếu còn cần.",
            reverse("identity:staff"),
        )


def _accounts(province: _Province) -> Iterator[SetupFinding]:
    accounts = Account.objects.filter(kind=AccountKind.STAFF, is_active=True).select_related("person")
    owners, url = {account.person_id: account for account in accounts}, reverse("identity:staff")
    seated = {seat.person_id for seat in province.seats}
    without: dict[UUID, int] = {}
    for seat in province.seats:
        if seat.person_id not in owners:
            without[seat.unit_id] = without.get(seat.unit_id, 0) + 1
    for unit_id, count in without.items():
        words = f"{province.name_of(unit_id)}: {count} vị trí công tác chưa có tài khoản"
        yield SetupFinding("warning", "Tài khoản", words, "Mở tài khoản cho người giữ vị trí.", url)
    for person_id, account in owners.items():
        if person_id not in seated and not account.is_administrator:
            words = f"{account.login}: tài khoản không giữ vị trí nào"
            yield SetupFinding(
                "warning", "Tài khoản", words, "Bố trí vị trí, hoặc khóa tài khoản.",
                reverse("identity:account", args=[account.pk]),
            )  # fmt: skip
