"""Offices of the sample with their staff, and the sign-ins of those who have an account."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from random import Random
from uuid import UUID

from django.db.models import Q

from tinhso.base.actor import Actor
from tinhso.base.rights import roles as declared_roles
from tinhso.kernel.identity.actions import (
    assign_seat,
    confirm_device,
    create_account,
    create_person,
    device_secret,
)
from tinhso.kernel.identity.models import Person, Seat
from tinhso.kernel.identity.queries import actor_of_account
from tinhso.kernel.organisations.actions import create_post
from tinhso.kernel.organisations.queries import unit_by_code, unit_on
from tinhso.modules.citizens.one_stop.actions.designing import DESIGNER, PUBLISHER
from tinhso.modules.citizens.one_stop.actions.letter_templates import EDITOR
from tinhso.modules.citizens.one_stop.actions.province import found_commune_offices
from tinhso.modules.citizens.one_stop.actions.setting_up import SINCE
from tinhso.modules.citizens.one_stop.rules.roles import (
    CLERK,
    FRONT_DOOR_KEEPER,
    HANDLER,
    PROVINCE_LEADER,
    RECEIVER,
    SIGNER,
    SUPERVISOR,
)
from tinhso.modules.citizens.one_stop.sample.names import synthetic
from tinhso.modules.citizens.one_stop.sample.stories import MAIN

# Statistics codes of the communes that are staffed: a city ward, a town ward, a commune, an island.
COMMUNES = ("24781", "22945", "24958", "23272")
CENTRE = "H36.1.1"  # the province's own desk


@dataclass(frozen=True)
class Office:
    """A staffed place: who receives, handles, signs and issues there."""

    key: str
    unit_id: UUID
    desk_id: UUID
    seats: dict[str, Seat]


@dataclass(frozen=True)
class Job:
    role: str
    title: str
    login: str
    at_desk: bool = False
    more: tuple[str, ...] = ()


COMMUNE_JOBS = (
    Job(RECEIVER, "Công chức tiếp nhận và trả kết quả", "tiepnhan", at_desk=True),
    Job(HANDLER, "Công chức Tư pháp - Hộ tịch", "thuly"),
    Job(SIGNER, "Phó Chủ tịch Ủy ban nhân dân", "lanhdao"),
    Job(CLERK, "Công chức Văn phòng - Thống kê", "vanthu"),
    Job(SUPERVISOR, "Giám đốc Trung tâm Phục vụ hành chính công", "giamdoc", at_desk=True),
)
CENTRE_JOB = Job(RECEIVER, "Viên chức tiếp nhận và trả kết quả", "", at_desk=True)
LAND_JOBS = (
    Job(RECEIVER, "Viên chức tiếp nhận và trả kết quả", "datdai.tiepnhan", at_desk=True),
    Job(HANDLER, "Viên chức địa chính", "datdai.thuly"),
    Job(SIGNER, "Phó Giám đốc Văn phòng đăng ký đất đai", "datdai.lanhdao"),
    Job(CLERK, "Văn thư", "datdai.vanthu"),
)
# Who leads the province, and who keeps the system alive (a role of the house as a whole).
LEADER_JOBS = (Job(PROVINCE_LEADER, "Phó Chủ tịch Ủy ban nhân dân tỉnh", "chutich"),)
OPERATOR_JOBS = (Job("site.operator", "Chuyên viên vận hành hệ thống", "vanhanh", more=(FRONT_DOOR_KEEPER,)),)
# Who writes procedures, and who publishes what the other wrote.
WRITER_JOBS = (
    Job(DESIGNER, "Chuyên viên kiểm soát thủ tục hành chính", "soanthutuc"),
    Job(PUBLISHER, "Phó Chánh Văn phòng Ủy ban nhân dân tỉnh", "congbothutuc"),
)
DEPARTMENT_JOBS = (
    Job(HANDLER, "Chuyên viên", "thuly"),
    Job(SIGNER, "Phó Giám đốc", "lanhdao"),
    Job(CLERK, "Văn thư", "vanthu"),
)
PROVINCE_JOBS = (
    Job(SIGNER, "Phó Chủ tịch Ủy ban nhân dân tỉnh", "lanhdao"),
    Job(CLERK, "Văn thư Văn phòng Ủy ban nhân dân tỉnh", "vanthu", more=(EDITOR,)),
)
POLICE_JOBS = (
    Job(HANDLER, "Cán bộ Công an phụ trách cư trú", "thuly"),
    Job(SIGNER, "Trưởng Công an", "lanhdao"),
    Job(CLERK, "Cán bộ tổng hợp", "vanthu"),
)
# Other offices that take part in dossiers: key and prefix of its log-ins, code, jobs.
AGENCIES = (
    ("ubnd", "H36", PROVINCE_JOBS),
    ("nnmt", "H36.6", DEPARTMENT_JOBS),
    ("xaydung", "H36.7", DEPARTMENT_JOBS),
    ("bhxh", "H36.30", DEPARTMENT_JOBS),
)


def staff_offices(*, on: date, by: Actor, at: datetime) -> tuple[list[Office], list[dict[str, str]]]:
    """Founds the commune offices, seats synthetic staff, and opens accounts in the ward and the land office."""
    rng = Random(68)
    sign_ins: list[dict[str, str]] = [_administrator(by, at)]
    offices = []
    for order, code in enumerate(COMMUNES):
        commune_id = _unit("statistics", code)
        desk_id = found_commune_offices(commune_id, on=SINCE, by=by, at=at)[0]
        key = MAIN if order == 0 else code
        seats = _fill(COMMUNE_JOBS, commune_id, desk_id, rng, sign_ins if order == 0 else None, on, by, at)
        offices.append(Office(key, commune_id, desk_id, seats))
        police = _of("congan", POLICE_JOBS) if order == 0 else POLICE_JOBS
        police_id = _unit("qd20", f"{unit_on(commune_id, on).codes['qd20']}.5")
        _fill(police, police_id, desk_id, rng, sign_ins if order == 0 else None, on, by, at)
    land_id, centre_id = _unit("qd20", "H36.20"), _unit("qd20", CENTRE)
    offices.append(Office("land", land_id, centre_id, _fill(LAND_JOBS, land_id, centre_id, rng, sign_ins, on, by, at)))
    for own, code in ((LEADER_JOBS, "H36.1"), (OPERATOR_JOBS, "H36.8")):
        unit_id = _unit("qd20", code)
        _fill(own, unit_id, unit_id, rng, sign_ins, on, by, at)
    for key, code, jobs in AGENCIES:
        unit_id = _unit("qd20", code)
        offices.append(
            Office(key, unit_id, centre_id, _fill(_of(key, jobs), unit_id, centre_id, rng, sign_ins, on, by, at))
        )
    office_id = _unit("qd20", "H36.1")
    _fill(WRITER_JOBS, office_id, office_id, rng, sign_ins, on, by, at)
    return offices, sign_ins


def staffed_office(key: str, places: Iterable[str] = (), *, on: date, rng: Random, by: Actor, at: datetime) -> Office:
    """The office of that statistics code (a commune) or QĐ 20 code, with whoever sits there; empty seats are filled.

    ``places`` are the other places of its dossiers' steps, as a definition names them: ``unit:H36.30``, ``commune:5``.
    """
    is_commune = "." not in key
    unit_id = _unit("statistics" if is_commune else "qd20", key)
    desk_id = found_commune_offices(unit_id, on=SINCE, by=by, at=at)[0] if is_commune else _unit("qd20", CENTRE)
    jobs = COMMUNE_JOBS if is_commune else (CENTRE_JOB, *DEPARTMENT_JOBS)
    for place in sorted(places):
        kind, _, code = place.partition(":")
        at_place = _unit("qd20", f"{unit_on(unit_id, on).codes['qd20']}.{code}" if kind == "commune" else code)
        _seated(POLICE_JOBS if kind == "commune" else DEPARTMENT_JOBS, at_place, at_place, rng, on, by, at)
    return Office(key, unit_id, desk_id, _seated(jobs, unit_id, desk_id, rng, on, by, at))


def _seated(
    jobs: Sequence[Job], unit_id: UUID, desk_id: UUID, rng: Random, on: date, by: Actor, at: datetime
) -> dict[str, Seat]:
    """Who sits there; empty seats are filled."""
    sitting = {job.role: _sitting(desk_id if job.at_desk else unit_id, job.role, on) for job in jobs}
    seats = {role: seat for role, seat in sitting.items() if seat is not None}
    vacant = [job for job in jobs if job.role not in seats]
    return seats | _fill(vacant, unit_id, desk_id, rng, None, on, by, at)


def _sitting(unit_id: UUID, role: str, on: date) -> Seat | None:
    seats = Seat.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), unit_id=unit_id, roles__contains=[role])
    return seats.order_by("id").first()


def _of(key: str, jobs: Sequence[Job]) -> list[Job]:
    """The jobs with log-ins of that agency: ``bhxh.thuly``."""
    return [replace(job, login=f"{key}.{job.login}") for job in jobs]


def _unit(system: str, code: str) -> UUID:
    found = unit_by_code(system, code)
    if found is None:
        raise LookupError(f"no unit {system} {code}")
    return found


def _fill(
    jobs: Sequence[Job],
    unit_id: UUID,
    desk_id: UUID,
    rng: Random,
    sign_ins: list[dict[str, str]] | None,
    on: date,
    by: Actor,
    at: datetime,
) -> dict[str, Seat]:
    seats: dict[str, Seat] = {}
    for job in jobs:
        where, who = (desk_id if job.at_desk else unit_id), synthetic(rng, oldest=1970, youngest=2000)
        person = create_person(
            who.full_name, birth_date=who.birth_date, sex=who.sex, source="sample", is_sample=True, by=by, at=at
        )
        post = create_post(where, job.title, valid_from=SINCE, by=by, at=at)
        seats[job.role] = assign_seat(person, post, [job.role, *job.more], valid_from=SINCE, by=by, at=at)
        if sign_ins is not None:
            title = f"{declared_roles.get(job.role).title} – {unit_on(where, on).name}"
            sign_ins.append(_signing_in(job.login, person, title, by, at))
    return seats


def _administrator(by: Actor, at: datetime) -> dict[str, str]:
    person = create_person("Quản Trị Mẫu", source="staff", by=by, at=at)
    return _signing_in("quantri", person, "Quản trị hệ thống", by, at, is_administrator=True)


def _signing_in(
    login: str, person: Person, title: str, by: Actor, at: datetime, *, is_administrator: bool = False
) -> dict[str, str]:
    """A sample account is ready to use: password and device are set, and told to who started the sample."""
    password = "-".join(secrets.token_hex(3) for _ in range(3))
    account, _ = create_account(login, person, is_administrator=is_administrator, own_password=password, by=by, at=at)
    own = actor_of_account(account, at)
    secret = device_secret(account)
    confirm_device(account, by=own, at=at)
    return {"login": account.login, "password": password, "one_time_secret": secret, "title": title}
