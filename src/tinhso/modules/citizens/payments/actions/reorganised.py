"""Money that waits for somebody, cash in drawers, accounts and series of receipts, when a reorganisation ends units."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet

from tinhso.base.messages import gettext_noop
from tinhso.kernel.organisations.kinds import Held, Holding, Move, holdings
from tinhso.modules.citizens.payments.models import (
    BeneficiaryAccount,
    Difference,
    FeeReceipt,
    Payment,
    PaymentState,
)

WAITING = (PaymentState.ASKED, PaymentState.TO_REFUND)


def _payments(units: Sequence[UUID]) -> QuerySet[Payment]:
    return Payment.objects.filter(state__in=WAITING, unit_id__in=units)


def _differences(units: Sequence[UUID]) -> QuerySet[Difference]:
    return Difference.objects.filter(settled_at=None, unit_id__in=units)


def _held(units: Sequence[UUID], on: date) -> dict[UUID, int]:
    found = Counter(unit for unit in _payments(units).values_list("unit_id", flat=True) if unit)
    return found + Counter(unit for unit in _differences(units).values_list("unit_id", flat=True) if unit)


def _listed(units: Sequence[UUID], on: date) -> list[Held]:
    money = [Held(row.unit_id, f"{row.transaction}: {row.get_state_display()}") for row in _payments(units)
             if row.unit_id]  # fmt: skip
    return money + [Held(row.unit_id, f"{row.transaction}: chênh lệch") for row in _differences(units) if row.unit_id]


def _move(move: Move) -> int:
    moved = 0
    for gone, heir in move.heirs.items():
        moved += _payments([gone]).update(unit_id=heir) + _differences([gone]).update(unit_id=heir)
    return moved


def _series(units: Sequence[UUID], on: date) -> list[dict[str, Any]]:
    rows = FeeReceipt.objects.filter(unit_id__in=units, issued_on__year=on.year)
    found = rows.values("unit_id", "form", "symbol").annotate(last=Max("number")).order_by("unit_id", "symbol")
    return [dict(row) for row in found]


def _series_held(units: Sequence[UUID], on: date) -> dict[UUID, int]:
    return Counter(row["unit_id"] for row in _series(units, on))


def _series_listed(units: Sequence[UUID], on: date) -> list[Held]:
    return [Held(row["unit_id"], f"{row['form']} {row['symbol']}: số cuối {row['last']}") for row in _series(units, on)]


def _close_series(move: Move) -> int:
    """Nothing to write: an heir numbers its own receipts from 1 under its own account."""
    return len(_series(list(move.heirs), move.on))


def _doubts(heirs: Mapping[UUID, UUID], names: Mapping[UUID, str], on: date) -> list[str]:
    had = set(BeneficiaryAccount.objects.filter(unit_id__in=heirs).values_list("unit_id", flat=True))
    takers = {heirs[unit] for unit in had}
    have = set(BeneficiaryAccount.objects.filter(unit_id__in=takers).values_list("unit_id", flat=True))
    return [f"{names[one]}: khai tài khoản thụ hưởng trước khi thu trực tuyến." for one in sorted(takers - have)]


holdings.register(
    Holding("payments.waiting", gettext_noop("Khoản tiền, chênh lệch chờ xử lý"), 70, _held, _listed, _move, _doubts)
)
holdings.register(
    Holding("payments.series", gettext_noop("Dãy số biên lai (đóng lại)"), 71, _series_held, _series_listed,
            _close_series, closed=True)
)  # fmt: skip
