"""The sample province's part: officials who digitise, confirm and keep; papers of several kinds, made by acts."""

import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from tinhso.base.actor import Actor, system_actor
from tinhso.kernel.cases.models import Case, State
from tinhso.kernel.documents.rules.render import page_pictures
from tinhso.kernel.identity.actions import assign_seat, confirm_device, create_account, create_person, device_secret
from tinhso.kernel.identity.queries import actor_of_account
from tinhso.kernel.organisations.actions import create_post
from tinhso.kernel.organisations.queries import unit_by_code
from tinhso.modules.citizens.results import actions
from tinhso.modules.citizens.results.models import StoredPaper
from tinhso.modules.citizens.results.rules.metadata import Metadata
from tinhso.modules.citizens.results.rules.roles import CONFIRMER, DIGITISER, KEEPER

SINCE = date(2025, 7, 1)
WARD = "24781"  # statistics code of the sample's main ward
STAFF = (
    ("sohoa", (DIGITISER,), "Công chức Văn phòng - Thống kê (số hóa)", "Đinh Thị Số Mẫu"),
    ("xacnhan", (CONFIRMER, KEEPER), "Công chức Văn phòng - Thống kê (lưu trữ)", "Hồ Văn Lưu Mẫu"),
)
# Citizens of the twin of the identity provider: they sign in and find these papers in their store.
OWNERS = (
    ("Nguyễn Thị Ánh Tuyết", "099188000017"),
    ("Trần Thị Kho Mẫu", "000190004101"),
)
TEMPLATE = Path(__file__).resolve().parent / "templates" / "results" / "typst" / "sample-paper.typ"
OLD = "Ủy ban nhân dân phường 4 (cũ)"
PAPERS = (
    (
        0,
        Metadata(1, "KQ.G15.000038", "Giấy xác nhận tình trạng hôn nhân", "45/XNHN", date(2026, 8, 3), is_lasting=True),
    ),
    (0, Metadata(1, "KQ.G15.000031", "Giấy khai sinh", "112/1988", date(1988, 3, 20), is_lasting=True)),
    (0, Metadata(0, "residence", "Xác nhận thông tin về cư trú", "881/XN", date(2026, 9, 9), date(2027, 9, 9))),
    (0, Metadata(1, "KQ.G15.000342", "Trích lục khai sinh (bản sao)", "301/TL-BS", date(2024, 5, 6), is_lasting=True)),
    (1, Metadata(1, "KQ.G15.000032", "Giấy chứng nhận kết hôn", "18/2015", date(2015, 6, 2), is_lasting=True)),
    (1, Metadata(1, "KQ.G15.000031", "Giấy khai sinh", "77/1990", date(1990, 4, 1), is_lasting=True)),
    (1, Metadata(1, "KQ.G17.000311", "Giấy phép xây dựng", "12/GPXD", date(2020, 2, 3), date(2021, 2, 3))),
    (1, Metadata(0, "authorisation", "Văn bản ủy quyền", "09/UQ", date(2026, 1, 5), date(2028, 1, 5))),
    (1, Metadata(1, "KQ.G15.000031", "Giấy khai sinh (cấp lại)", "05/2025", date(2025, 9, 1), is_lasting=True)),
)
REVOKED, REPLACED, HEIR = 6, 5, 8  # places in PAPERS


@dataclass(frozen=True)
class Desk:
    unit_id: UUID
    digitiser: Actor
    confirmer: Actor


def load(at: datetime, progress: Callable[[str], None]) -> None:
    """Made once; nothing where somebody's store holds something already."""
    ward_id = unit_by_code("statistics", WARD)
    if StoredPaper.objects.exists() or ward_id is None:
        return
    by = system_actor("sample")
    progress("Cán bộ số hóa, kho giấy tờ")
    accounts = [_staff(ward_id, login, roles, title, name, by, at) for login, roles, title, name in STAFF]
    desk = Desk(ward_id, *(actor for actor, _sign_in in accounts))
    keep_sign_ins([sign_in for _actor, sign_in in accounts])
    for case in Case.objects.filter(state=State.RETURNED).select_related("definition").order_by("returned_at")[:200]:
        actions.enter_results(case, by=by, at=at)
    papers = [_stored(desk, owner, facts, at) for owner, facts in PAPERS]
    _end_some(desk, papers, at)
    _leave_work(desk, at)


def _staff(
    unit_id: UUID, login: str, roles: Sequence[str], title: str, name: str, by: Actor, at: datetime
) -> tuple[Actor, dict[str, str]]:
    person = create_person(name, source="sample", is_sample=True, by=by, at=at)
    post = create_post(unit_id, title, valid_from=SINCE, by=by, at=at)
    assign_seat(person, post, list(roles), valid_from=SINCE, by=by, at=at)
    password = "-".join(secrets.token_hex(3) for _ in range(3))
    account, _ = create_account(login, person, own_password=password, by=by, at=at)
    secret = device_secret(account)
    actor = actor_of_account(account, at)
    confirm_device(account, by=actor, at=at)
    return actor, {"login": login, "password": password, "one_time_secret": secret, "title": title}


def keep_sign_ins(sign_ins: list[dict[str, str]]) -> None:
    """Adds them to those of the other packages, in the file only its owner reads."""
    path = settings.DATA / "sign-ins.json"
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    path.touch(mode=0o600)
    path.write_text(json.dumps([*known, *sign_ins], ensure_ascii=False), encoding="utf-8")


def _stored(desk: Desk, owner: int, facts: Metadata, at: datetime) -> StoredPaper:
    """From the scan to the owner's store."""
    name, number = OWNERS[owner]
    facts = replace(facts, issuer=facts.issuer or OLD, signer=facts.signer or "Lê Văn Ký Mẫu")
    paper = _scan(desk, facts, at - timedelta(hours=3))
    paper = actions.check_paper(paper, facts, actions.OwnerIn(number, name), by=desk.digitiser, at=at)
    paper = actions.confirm_paper(paper, by=desk.confirmer, at=at)
    return actions.sign_paper(paper, by=desk.confirmer, at=at)


def _end_some(desk: Desk, papers: Sequence[StoredPaper], at: datetime) -> None:
    basis = "Quyết định mẫu, không phải quyết định thật"
    actions.revoke_paper(papers[REVOKED], reason="Cấp sai đối tượng (mẫu)", basis=basis, by=desk.confirmer, at=at)
    actions.replace_paper(
        papers[REPLACED], papers[HEIR], reason="Cấp lại do hư hỏng (mẫu)", basis=basis, by=desk.confirmer, at=at
    )


def _leave_work(desk: Desk, at: datetime) -> None:
    """What the workbench shows in the morning: two to check, one to confirm, one to sign."""
    facts = Metadata(
        1,
        "KQ.G15.000038",
        "Giấy xác nhận tình trạng hôn nhân",
        "46/XNHN",
        date(2026, 8, 4),
        is_lasting=True,
        issuer=OLD,
    )
    for order in (47, 48):
        _scan(desk, replace(facts, number_text=f"{order}/XNHN"), at - timedelta(minutes=order))
    for order, number in ((49, "000190004101"), (50, "099188000017")):
        name = next(name for name, known in OWNERS if known == number)
        said = replace(facts, number_text=f"{order}/XNHN")
        paper = _scan(desk, said, at - timedelta(minutes=order))
        paper = actions.check_paper(paper, said, actions.OwnerIn(number, name), by=desk.digitiser, at=at)
        if order == 50:
            actions.confirm_paper(paper, by=desk.confirmer, at=at)


def _scan(desk: Desk, facts: Metadata, at: datetime) -> StoredPaper:
    upload = SimpleUploadedFile("giay-to-mau.png", picture_of(facts), "image/png")
    return actions.take_scan([upload], unit_id=desk.unit_id, by=desk.digitiser, at=at)


def picture_of(facts: Metadata) -> bytes:
    """A page as a scanner gives it, with the words of the paper; nobody's real paper."""
    day = facts.issued_on or SINCE
    words = {
        "issuer": facts.issuer or OLD,
        "number": facts.number_text,
        "day": f"ngày {day.day:02d} tháng {day.month:02d} năm {day.year}",
        "title": facts.title,
        "signer": facts.signer or "Lê Văn Ký Mẫu",
    }
    return page_pictures(TEMPLATE, words, ppi=150)[0]
