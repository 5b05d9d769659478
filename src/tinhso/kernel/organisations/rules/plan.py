"""A plan of reorganisation: what its lines say together, and what stands in its way. No database, no clock."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from tinhso.base.text import fold

Ref = UUID | str  # a unit that stands, or the code of one that the plan founds
FOUND, INTO, RENAME, UNDER, END = "found", "into", "rename", "under", "end"


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit as it stands on the eve of the day; ``code`` by QĐ 20."""

    id: UUID
    kind: str
    name: str
    short_name: str
    code: str
    parent_id: UUID | None


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One act. ``place`` leads back to what an official wrote (None: it follows from another line)."""

    act: str
    unit: UUID | None = None
    key: str = ""
    to: Ref | None = None
    is_partial: bool = False
    is_heir: bool = False
    kind: str = ""
    name: str = ""
    short_name: str = ""
    form: str = ""
    address: str = ""
    place: UUID | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    text: str
    place: UUID | None = None


Tree = Mapping[UUID, Standing]


def heirs_of(lines: Iterable[PlanLine]) -> dict[UUID, Ref]:
    """Each unit that goes whole, or whose matters go, to the unit that takes them."""
    return {line.unit: line.to for line in lines if line.act == INTO and line.is_heir and line.unit and line.to}


def ending(lines: Iterable[PlanLine]) -> set[UUID]:
    """The units that are no more: with an heir, or dissolved."""
    rows = list(lines)
    return {*heirs_of(rows), *(line.unit for line in rows if line.act == END and line.unit)}


def completed(lines: Sequence[PlanLine], tree: Tree) -> list[PlanLine]:
    """The lines with what follows for the offices of units that end: each goes to the like office of the heir.

    Where the plan founds the heir, it gets the offices its predecessors had, under their names with the new place.
    """
    under: dict[UUID, list[Standing]] = defaultdict(list)
    for one in tree.values():
        if one.parent_id is not None:
            under[one.parent_id].append(one)
    rows = list(lines)
    spoken_for = {line.unit for line in rows if line.act in (INTO, END, UNDER)}
    waiting = list(heirs_of(rows).items())
    while waiting:
        gone_id, heir = waiting.pop(0)
        for office in under[gone_id]:
            if office.id in spoken_for or office.kind != "office":
                continue
            target = _like_office(office, gone_id, heir, rows, tree, under)
            rows.append(PlanLine(INTO, unit=office.id, to=target, is_heir=True))
            waiting.append((office.id, target))
    return rows


def _like_office(
    office: Standing,
    gone_id: UUID,
    heir: Ref,
    rows: list[PlanLine],
    tree: Tree,
    under: Mapping[UUID, Sequence[Standing]],
) -> Ref:
    known = fold(office.short_name or office.name)
    if isinstance(heir, UUID):
        gone = ending(rows)
        standing = [one for one in under[heir] if one.kind == "office" and one.id not in gone]
        alike = [one.id for one in standing if fold(one.short_name or one.name) == known]
        return alike[0] if alike else heir
    for line in rows:
        if line.act == FOUND and line.to == heir and fold(line.short_name or line.name) == known:
            return line.key
    rows.append(_founded_after(office, tree[gone_id], heir, rows))
    return rows[-1].key


def _founded_after(office: Standing, gone: Standing, heir: str, rows: Sequence[PlanLine]) -> PlanLine:
    """The office anew under the heir: its name with the name of the new place, its code under the new code."""
    new_place = next((line.name for line in rows if line.act == FOUND and line.key == heir), "")
    name = office.name
    for before, after in ((gone.name, new_place), (_lowered(gone.name), _lowered(new_place))):
        name = name.replace(before, after) if before else name
    group = office.code.removeprefix(f"{gone.code}.") if gone.code else ""
    taken = {line.key for line in rows if line.act == FOUND}
    numbers = [group] if group and group != office.code else []
    numbers += [str(number) for number in range(1, len(taken) + 2)]
    key = next(f"{heir}.{number}" for number in numbers if f"{heir}.{number}" not in taken)
    return PlanLine(FOUND, key=key, to=heir, kind="office", name=name, short_name=office.short_name)


def _lowered(name: str) -> str:
    return name[:1].lower() + name[1:]


def troubles(lines: Sequence[PlanLine], tree: Tree) -> list[Trouble]:
    """Everything in the way of a plan, each with its line. ``lines`` are completed."""
    if not lines:
        return [Trouble("Phương án chưa có việc nào.")]
    keys = Counter(line.key for line in lines if line.act == FOUND)
    gone = ending(lines)
    found = [Trouble(f"Mã {key} được cấp cho {many} đơn vị mới.") for key, many in keys.items() if many > 1]
    for line in lines:
        found += [Trouble(text, line.place) for text in _of_line(line, tree, keys, gone)]
    return found + _of_units(lines, tree, gone)


def _of_line(line: PlanLine, tree: Tree, keys: Mapping[str, int], gone: set[UUID]) -> list[str]:
    told = []
    if line.act != FOUND and line.unit not in tree:
        told.append("Đơn vị không còn hoặc chưa có vào ngày trước ngày sắp xếp.")
    if line.act in (INTO, UNDER) and line.to is None:
        told.append("Chưa ghi đơn vị nhận.")
    if isinstance(line.to, str) and line.to not in keys:
        told.append(f"Không có đơn vị mới nào mang mã {line.to} trong phương án.")
    if isinstance(line.to, UUID) and line.to not in tree:
        told.append("Đơn vị nhận không có vào ngày đó.")
    if isinstance(line.to, UUID) and line.to in gone:
        told.append(f"Đơn vị nhận, {tree[line.to].name}, cũng chấm dứt trong phương án này." if line.to in tree else "")
    if line.unit is not None and line.to == line.unit:
        told.append("Một đơn vị không nhập vào chính nó.")
    if line.act == FOUND and not (line.key and line.name and line.kind):
        told.append("Đơn vị mới cần mã, tên và loại.")
    if line.act == INTO and not line.is_partial and not line.is_heir:
        told.append("Đơn vị nhập toàn bộ thì nơi nhận cũng nhận hồ sơ, tài liệu.")
    if line.act == RENAME and (not line.name or line.unit in gone):
        told.append("Đổi tên cần tên mới, và đơn vị phải còn sau ngày sắp xếp.")
    return [text for text in told if text]


def _of_units(lines: Sequence[PlanLine], tree: Tree, gone: set[UUID]) -> list[Trouble]:
    told: list[Trouble] = []
    into: dict[UUID, list[PlanLine]] = defaultdict(list)
    for line in lines:
        if line.act in (INTO, END) and line.unit is not None:
            into[line.unit].append(line)
    for unit_id, rows in into.items():
        name = tree[unit_id].name if unit_id in tree else ""
        if sum(row.is_heir for row in rows) > 1:
            told.append(Trouble(f"{name}: chỉ một đơn vị nhận hồ sơ, tài liệu.", rows[-1].place))
        if len(rows) > 1 and any(not row.is_partial for row in rows):
            told.append(Trouble(f"{name}: vừa nhập toàn bộ, vừa chia; ghi mỗi phần là “một phần”.", rows[-1].place))
    moved = {line.unit for line in lines if line.act == UNDER} | gone
    for unit_id in gone:
        left = [one.name for one in tree.values() if one.parent_id == unit_id and one.id not in moved]
        if left and unit_id in tree:
            shown = ", ".join(left[:3]) + ("…" if len(left) > 3 else "")
            text = f"{tree[unit_id].name} chấm dứt nhưng còn {len(left)} đơn vị trực thuộc: {shown}."
            told.append(Trouble(text, next((row.place for row in into[unit_id]), None)))
    return told
