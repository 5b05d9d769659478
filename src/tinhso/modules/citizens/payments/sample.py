"""The sample province's part: accounts, an accountant and who approves, a dossier that waits for its fee."""

import json
import secrets
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from tinhso.base.actor import Actor, system_actor
from tinhso.base.moments import local_day
from tinhso.kernel.cases import actions as cases
from tinhso.kernel.cases.models import Case, Channel
from tinhso.kernel.cases.queries import definition_in_force
from tinhso.kernel.forms.actions import submit_answers
from tinhso.kernel.forms.queries import form_in_force
from tinhso.kernel.identity.actions import (
    assign_seat,
    confirm_device,
    create_account,
    create_person,
    device_secret,
)
from tinhso.kernel.identity.queries import actor_of_account
from tinhso.kernel.organisations.actions import create_post
from tinhso.kernel.organisations.queries import children_of, unit_by_code, unit_on
from tinhso.modules.citizens.payments.actions.accounts import Banking, declare_account
from tinhso.modules.citizens.payments.models import BeneficiaryAccount
from tinhso.modules.citizens.payments.rules.roles import ACCOUNTANT, CHIEF

SINCE = date(2025, 7, 1)
WARD, PROVINCE = "24781", "H36"  # statistics code of the sample's main ward; QĐ 20 code of the province
EXTRACT, DESK = "2.000635", "Phục vụ hành chính công"
# A place code nobody was ever given: the payer of the sample is nobody.
PAYER, PAYER_NUMBER = "Nguyễn Thị Phí Mẫu", "000190002635"
STAFF = (
    ("ketoan", ACCOUNTANT, "Công chức Tài chính - Kế toán", "Trần Văn Kế Mẫu"),
    ("chutaikhoan", CHIEF, "Chủ tịch Ủy ban nhân dân", "Lê Thị Chủ Mẫu"),
)
GROUND = "Chờ nộp phí cấp bản sao trích lục (ví dụ mẫu)."


def load(at: datetime, progress: Callable[[str], None]) -> None:
    """Made once; nothing where the province has accounts already."""
    ward_id, province_id = unit_by_code("statistics", WARD), unit_by_code("qd20", PROVINCE)
    if BeneficiaryAccount.objects.exists() or ward_id is None or province_id is None:
        return
    by = system_actor("sample")
    progress("Tài khoản thụ hưởng, kế toán")
    for unit_id, number, letters in ((province_id, "9704000000001", "AA"), (ward_id, "9704000000002", "AB")):
        sample_account(unit_id, number, letters, by, at)
    keep_sign_ins([_staff(ward_id, *one, by, at) for one in STAFF])
    case = waiting_case(ward_id, by=by, at=at - timedelta(hours=1))
    progress(f"Hồ sơ chờ nộp tiền: {case.number} (tra cứu với bốn số {PAYER_NUMBER[-4:]})")


def sample_account(unit_id: UUID, number: str, letters: str, by: Actor, at: datetime) -> None:
    holder = unit_on(unit_id, local_day(at)).authority_name
    banking = Banking(
        bank="970403",
        bank_name="Ngân hàng mẫu",
        number=number,
        holder=f"{holder} (mẫu)"[:120],
        tax_code="5800000000",
        receipt_letters=letters,
        ground="Số liệu mẫu, không phải tài khoản thật",
        city="Lâm Đồng",
    )
    declare_account(unit_id, banking, valid_from=SINCE, by=by, at=at)


def _staff(unit_id: UUID, login: str, role: str, title: str, name: str, by: Actor, at: datetime) -> dict[str, str]:
    person = create_person(name, source="sample", is_sample=True, by=by, at=at)
    post = create_post(unit_id, title, valid_from=SINCE, by=by, at=at)
    assign_seat(person, post, [role], valid_from=SINCE, by=by, at=at)
    password = "-".join(secrets.token_hex(3) for _ in range(3))
    account, _ = create_account(login, person, own_password=password, by=by, at=at)
    secret = device_secret(account)
    confirm_device(account, by=actor_of_account(account, at), at=at)
    return {"login": login, "password": password, "one_time_secret": secret, "title": title}


def keep_sign_ins(sign_ins: list[dict[str, str]]) -> None:
    """Adds them to those of the other packages, in the file only its owner reads."""
    path = settings.DATA / "sign-ins.json"
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    path.touch(mode=0o600)
    path.write_text(json.dumps([*known, *sign_ins], ensure_ascii=False), encoding="utf-8")


def waiting_case(ward_id: UUID, *, number: str = PAYER_NUMBER, by: Actor, at: datetime) -> Case:
    """A copy of a civil status record asked for online, accepted, and waiting for the fee of two copies."""
    day = local_day(at)
    definition = definition_in_force(EXTRACT, day)
    person = create_person(PAYER, number=number, source="sample", is_sample=True, by=by, at=at)
    submission = submit_answers(form_in_force(definition.form_code, day), _answers(number), by=by, at=at)
    desk_id = next(unit.id for unit in children_of(ward_id, day) if DESK in unit.name)
    case = cases.open_case(
        definition,
        "person",
        submission,
        parties=cases.Parties(applicant_id=person.pk),
        offices=cases.Offices(desk_id, ward_id),
        channel=Channel.ONLINE,
        title=definition.title,
        papers=[],
        is_sample=True,
        by=by,
        at=at,
    )
    cases.accept_case(case, by=by, at=at)
    cases.hand_over(case, by=by, at=at + timedelta(minutes=5))
    return cases.pause_case(case, reason="payment", ground=GROUND, by=by, at=at + timedelta(minutes=10))


def _answers(number: str) -> dict[str, Any]:
    home = {"province": "Tỉnh Lâm Đồng", "commune": "Phường Xuân Hương - Đà Lạt", "detail": "Tổ 1 (mẫu)"}
    return {
        "applicant_name": PAYER,
        "applicant_number": number,
        "applicant_phone": "0900002635",
        "applicant_address": home,
        "applicant_relation": "self",
        "event": "birth",
        "subject_name": PAYER,
        "subject_birth_date": "1990-02-03",
        "subject_sex": "female",
        "subject_number": number,
        "subject_ethnicity": "Kinh",
        "subject_nationality": "Việt Nam",
        "registered_where": "Ủy ban nhân dân phường 4 (cũ)",
        "registered_on": "1990",
        "copies": 2,
    }
