"""The sample province's part of the one-stop shop: offices, people and dossiers, made through actions."""

import json
from collections.abc import Callable
from datetime import datetime

from django.conf import settings

from tinhso.base.actor import system_actor
from tinhso.base.moments import local_day
from tinhso.modules.citizens.one_stop.actions.setting_up import set_up_province
from tinhso.modules.citizens.one_stop.sample.api_keys import keep_sandbox_keys, open_sandbox_keys
from tinhso.modules.citizens.one_stop.sample.dossiers import make_dossiers
from tinhso.modules.citizens.one_stop.sample.people import staff_offices


def load(at: datetime, progress: Callable[[str], None]) -> None:
    """Sets the sample province up as it would stand at that moment."""
    by = system_actor("sample")
    progress("Đơn vị, lịch làm việc, danh mục thủ tục")
    set_up_province(by=by, at=at)
    progress("Cán bộ và vị trí công tác")
    offices, sign_ins = staff_offices(on=local_day(at), by=by, at=at)
    keep_sandbox_keys(open_sandbox_keys(offices, by=by, at=at))
    progress("Hồ sơ mẫu")
    make_dossiers(offices, at=at)
    keep_sign_ins(sign_ins)


def keep_sign_ins(sign_ins: list[dict[str, str]]) -> None:
    """Leaves the sample's sign-ins, drawn for this installation alone, where only its owner reads them."""
    path = settings.DATA / "sign-ins.json"
    path.touch(mode=0o600)
    path.write_text(json.dumps(sign_ins, ensure_ascii=False), encoding="utf-8")
