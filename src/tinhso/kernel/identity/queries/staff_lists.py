"""What a row of a staff list would change here: reads only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from tinhso.base.remembering import remembered
from tinhso.base.tables import Remark
from tinhso.base.text import fold
from tinhso.kernel.identity.models import Account, AccountKind, Person, Seat
from tinhso.kernel.identity.queries.persons import contact_of, is_called, number_of, person_by_number
from tinhso.kernel.identity.rules.staff_lists import StaffLine
from tinhso.kernel.organisations.models import Post
from tinhso.kernel.organisations.queries import units_on, units_with_code

NEW, CHANGED, UNCHANGED, REFUSED = "new", "changed", "unchanged", "refused"


class Doubts(Exception):
    """The row cannot be taken; ``remarks`` say everything that speaks against it."""

    def __init__(self, remarks: Sequence[Remark]) -> None:
        super().__init__(*(remark.message for remark in remarks))
        self.remarks = tuple(remarks)


@dataclass(frozen=True)
class StaffPlan:
    """What stands already, and what would be done: ``changes`` in plain words."""

    line: StaffLine
    account: Account | None
    person: Person | None
    starts: date
    unit_id: UUID | None = None
    seat: Seat | None = None
    post: Post | None = None
    contact: dict[str, str] = field(default_factory=dict)
    adds_number: bool = False
    adds_birth_date: bool = False
    changes: tuple[str, ...] = ()

    @property
    def outcome(self) -> str:
        if self.account is None:
            return NEW
        return CHANGED if self.changes else UNCHANGED


def plan_of(line: StaffLine, today: date) -> StaffPlan:
    """Raises Doubts: with what is wrong in the row itself and with what stands here."""
    account = Account.objects.select_related("person").filter(login=line.login).first() if line.login else None
    numbered = person_by_number(line.number) if line.number else None
    starts = line.since or today
    day = max(starts, today)
    units = _units_with(line.unit, day) if line.unit else []
    doubts = [*line.remarks, *_doubts_of_person(line, account, numbered), *_doubts_of_unit(line, units, day)]
    if doubts:
        raise Doubts(doubts)
    return _planned(line, account, account.person if account else numbered, units[0] if units else None, starts, today)


def _planned(
    line: StaffLine, account: Account | None, person: Person | None, unit_id: UUID | None, starts: date, today: date
) -> StaffPlan:
    seat = _seat(line, person, unit_id, max(starts, today)) if person and unit_id else None
    contact = _new_contact(line, person) if person else {}
    adds_number = bool(line.number and person and not person.number_sealed)
    adds_birth_date = bool(line.birth_date and person and person.birth_date is None)
    return StaffPlan(
        line=line,
        account=account,
        person=person,
        unit_id=unit_id,
        seat=seat,
        post=_free_post(line, unit_id, starts) if unit_id and seat is None else None,
        starts=starts,
        contact=contact,
        adds_number=adds_number,
        adds_birth_date=adds_birth_date,
        changes=_changes(line, account, unit_id, seat, contact, adds_number, adds_birth_date),
    )


def _changes(
    line: StaffLine,
    account: Account | None,
    unit_id: UUID | None,
    seat: Seat | None,
    contact: dict[str, str],
    adds_number: bool,
    adds_birth_date: bool,
) -> tuple[str, ...]:
    """In plain words."""
    told = (
        ("mở tài khoản", account is None),
        ("bố trí vị trí", unit_id is not None and seat is None),
        ("đổi vai trò", seat is not None and line.roles is not None and set(line.roles) != set(seat.roles)),
        ("đổi điện thoại", "phone" in contact),
        ("đổi thư điện tử", "email" in contact),
        ("ghi số định danh", adds_number),
        ("ghi ngày sinh", adds_birth_date),
    )
    return tuple(words for words, is_so in told if is_so)


def _doubts_of_person(line: StaffLine, account: Account | None, numbered: Person | None) -> Iterator[Remark]:
    """What speaks against the row being whose it says it is."""
    if account is None:
        if numbered is not None:
            yield from _doubts_of_known(line, numbered)
        return
    if account.kind != AccountKind.STAFF:
        yield Remark(line.place, "login", "tên đăng nhập này không phải của cán bộ", "Chọn tên khác.")
        return
    if not account.is_active:
        mend = "Mở khóa tài khoản trước, hoặc bỏ dòng này."
        yield Remark(line.place, "login", "tài khoản này đang bị khóa", mend)
    if line.is_sound("full_name") and not is_called(account.person, line.full_name):
        mend = "Kiểm tra lại tên đăng nhập; người mới phải có tên đăng nhập mới."
        yield Remark(line.place, "full_name", "tên đăng nhập này đang thuộc về người có họ tên khác", mend)
    if line.number and number_of(account.person) not in ("", line.number):
        yield Remark(line.place, "number", "khác số đã ghi cho người này", "Kiểm tra lại số; để trống để giữ nguyên.")
    elif numbered and numbered.pk != account.person_id:
        yield Remark(line.place, "number", "số này đã ghi cho người khác", "Kiểm tra lại số; để trống nếu chưa rõ.")
    yield from _doubts_of_birth_date(line, account.person)


def _doubts_of_known(line: StaffLine, person: Person) -> Iterator[Remark]:
    """Somebody known by their number (they filed something once) gets an account."""
    if line.is_sound("full_name") and not is_called(person, line.full_name):
        yield Remark(line.place, "number", "số này đã ghi cho người có họ tên khác", "Kiểm tra lại số và họ tên.")
        return
    if Account.objects.filter(person=person, kind=AccountKind.STAFF).exists():
        mend = "Dùng tên đăng nhập đang có."
        yield Remark(line.place, "login", "người này đã có tài khoản cán bộ với tên khác", mend)
    yield from _doubts_of_birth_date(line, person)


def _doubts_of_birth_date(line: StaffLine, person: Person) -> Iterator[Remark]:
    if line.birth_date and person.birth_date not in (None, line.birth_date):
        mend = "Kiểm tra lại ngày; để trống để giữ nguyên."
        yield Remark(line.place, "birth_date", "khác ngày sinh đã ghi cho người này", mend)


def _doubts_of_unit(line: StaffLine, standing: Sequence[UUID], day: date) -> Iterator[Remark]:
    if line.unit and not standing:
        mend = "Ghi mã định danh QĐ 20; nhập đơn vị trước."
        yield Remark(line.place, "unit", f"không có đơn vị mang mã {line.unit} vào ngày {day:%d/%m/%Y}", mend)
    if len(standing) > 1:
        yield Remark(line.place, "unit", "mã này chỉ nhiều đơn vị", "Ghi mã định danh QĐ 20.")


@remembered
def _units_with(code: str, day: date) -> list[UUID]:
    """The units of that code that stand that day."""
    return list(units_on(units_with_code(code), day))


def _seat(line: StaffLine, person: Person, unit_id: UUID, day: date) -> Seat | None:
    """The seat the person holds in such a post, that day or later."""
    held = Seat.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), person=person, unit_id=unit_id)
    seats = held.select_related("post").order_by("valid_from", "id")
    return next((seat for seat in seats if fold(seat.post.title) == fold(line.post)), None)


def _free_post(line: StaffLine, unit_id: UUID, starts: date) -> Post | None:
    """A post of that title in which nobody sits from that day on."""
    taken = Seat.objects.filter(Q(valid_to=None) | Q(valid_to__gt=starts), post=OuterRef("pk"))
    posts = Post.objects.filter(~Exists(taken), unit_id=unit_id, valid_to=None, valid_from__lte=starts)
    return next((post for post in posts.order_by("valid_from", "id") if fold(post.title) == fold(line.post)), None)


def _new_contact(line: StaffLine, person: Person) -> dict[str, str]:
    """What of phone and e-mail the row says otherwise; an empty cell leaves what is there."""
    known = contact_of(person)
    said = {"phone": (line.phone, known.phone), "email": (line.email, known.email)}
    return {name: new for name, (new, old) in said.items() if new and new != old}
