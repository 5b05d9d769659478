import json
from datetime import datetime

import pytest
from django.conf import settings

from tinhso.base.moments import LOCAL
from tinhso.kernel.cases.models import Case, State
from tinhso.modules.citizens.one_stop.sample import load
from tinhso.modules.citizens.one_stop.sample.stories import SMALL

AT = datetime(2026, 11, 23, 10, 15, tzinfo=LOCAL)


@pytest.mark.django_db
def test_it_works() -> None:
    load(AT, lambda line: None)
    assert Case.objects.count() == len(SMALL)
    assert set(Case.objects.values_list("state", flat=True)) >= {
        State.NEW, State.RECEIVED, State.IN_PROGRESS, State.SUPPLEMENT, State.RESULT_READY, State.RETURNED,
    }  # fmt: skip
    sign_ins = json.loads((settings.DATA / "sign-ins.json").read_text(encoding="utf-8"))
    assert len({entry["password"] for entry in sign_ins}) == len(sign_ins) >= 10
