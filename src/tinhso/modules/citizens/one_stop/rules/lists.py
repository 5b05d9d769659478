"""What an official narrowed the work list to: read from an address, kept under a name, told in words."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode
from uuid import UUID

from tinhso.base.messages import gettext_noop
from tinhso.base.moments import LOCAL, local_day
from tinhso.kernel.cases.models import Channel, State
from tinhso.kernel.cases.queries import Filters

# What an official may hold a dossier for, in the order of the steps: short name → (right, how it is called).
STEPS = {
    "tiep-nhan": ("cases.receive", gettext_noop("Tiếp nhận")),
    "giai-quyet": ("cases.process", gettext_noop("Thụ lý")),
    "ky": ("documents.sign", gettext_noop("Chờ ký")),
    "phat-hanh": ("cases.issue", gettext_noop("Phát hành")),
    "tra": ("cases.return", gettext_noop("Trả kết quả")),
}
STEP_RIGHTS = tuple(right for right, _title in STEPS.values())
HOLDERS = {
    "": gettext_noop("Của tôi và chưa ai giữ"),
    "toi": gettext_noop("Giao cho tôi"),
    "chua": gettext_noop("Chưa ai giữ"),
    "moi-nguoi": gettext_noop("Mọi người"),
}
DUES = {
    "": gettext_noop("Mọi hạn"),
    "qua-han": gettext_noop("Quá hạn"),
    "hom-nay": gettext_noop("Hết hạn hôm nay"),
    "3-ngay": gettext_noop("Trong 3 ngày tới"),
    "tuan": gettext_noop("Trong 7 ngày tới"),
}
DUE_DAYS = {"hom-nay": 1, "3-ngay": 3, "tuan": 7}
SORTS = {"han": "due", "han-buoc": "step", "nop": "submitted", "tiep-nhan": "received"}
COLUMNS = {
    "noi-dung": gettext_noop("Nội dung"),
    "nguoi-nop": gettext_noop("Người nộp"),
    "trang-thai": gettext_noop("Trạng thái"),
    "thoi-han": gettext_noop("Thời hạn"),
    "hen-tra": gettext_noop("Hẹn trả"),
    "nguoi-giu": gettext_noop("Người giữ"),
    "buoc": gettext_noop("Bước"),
    "han-buoc": gettext_noop("Hạn của bước"),
    "don-vi": gettext_noop("Đơn vị đang giữ"),
    "thu-tuc": gettext_noop("Mã thủ tục"),
    "kenh": gettext_noop("Kênh nộp"),
    "nop": gettext_noop("Nộp lúc"),
    "tiep-nhan": gettext_noop("Tiếp nhận lúc"),
}
USUAL = ("noi-dung", "nguoi-nop", "trang-thai", "thoi-han", "hen-tra", "nguoi-giu")


@dataclass(frozen=True)
class ListChoice:
    """A narrowed list as its address says it; texts are what stands there, empty for everything.

    No personal data: words searched for are kept in the session, under a key of their own.
    """

    state: str = ""
    step: str = ""
    code: str = ""
    holder: str = ""
    due: str = ""
    channel: str = ""
    unit: str = ""
    since: str = ""
    until: str = ""
    sort: str = ""
    columns: tuple[str, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        return replace(self, sort="", columns=()) != ListChoice()

    @property
    def shown(self) -> tuple[str, ...]:
        return self.columns or USUAL

    @property
    def order(self) -> str:
        """The order as the work list takes it."""
        name = SORTS.get(self.sort.removeprefix("-"), "due")
        return f"-{name}" if self.sort.startswith("-") else name


# Field → its name in the address.
NAMES = {
    "state": "trang-thai",
    "step": "buoc",
    "code": "ma",
    "holder": "giu",
    "due": "han",
    "channel": "kenh",
    "unit": "don-vi",
    "since": "tu",
    "until": "den",
    "sort": "sap",
}


def read_choice(given: Mapping[str, str], columns: tuple[str, ...] = ()) -> ListChoice:
    """The choice an address makes; what is no choice counts as none."""
    values = {field: given.get(name, "").strip()[:60] for field, name in NAMES.items()}
    if given.get("qua-han") == "1":
        values["due"] = "qua-han"
    if given.get("cua-toi") == "1":
        values["holder"] = "toi"
    values = {field: value if _is_choice(field, value) else "" for field, value in values.items()}
    return ListChoice(**values, columns=tuple(name for name in COLUMNS if name in columns))


def _is_choice(field: str, value: str) -> bool:
    return {
        "state": value.isdecimal() and int(value) in State.values,
        "step": value in STEPS,
        "holder": value in HOLDERS or _is_id(value),
        "due": value in DUES,
        "channel": value.isdecimal() and int(value) in Channel.values,
        "unit": _is_id(value),
        "since": _day(value) is not None,
        "until": _day(value) is not None,
        "sort": value.removeprefix("-") in SORTS,
    }.get(field, True)


def _is_id(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def as_query(choice: ListChoice) -> str:
    """The part of the address after the question mark; columns stand in it too."""
    values = asdict(choice)
    pairs = [(name, values[field]) for field, name in NAMES.items() if values[field]]
    return urlencode([*pairs, *(("cot", name) for name in choice.columns)])


def as_data(choice: ListChoice) -> dict[str, object]:
    """The choice as it is kept: what was chosen and nothing else."""
    return {name: list(value) if name == "columns" else value for name, value in asdict(choice).items() if value}


def from_data(data: Mapping[str, object]) -> ListChoice:
    """A kept choice; a value that is none any more is left out."""
    columns = data.get("columns", ())
    given = {NAMES[field]: str(value) for field, value in data.items() if field in NAMES}
    return read_choice(given, tuple(columns) if isinstance(columns, list) else ())


def as_filters(choice: ListChoice, at: datetime, *, text: str = "") -> Filters:
    """The choice as the work list takes it. Periods of days are those of the province's wall."""
    due_from, due_until = _due_period(choice.due, at)
    return Filters(
        rights=(STEPS[choice.step][0],) if choice.step else STEP_RIGHTS,
        states=(State(int(choice.state)),) if choice.state else (),
        code=choice.code,
        is_mine=choice.holder == "toi",
        is_overdue=choice.due == "qua-han",
        holder={"toi": "", "chua": "free", "moi-nguoi": "all"}.get(choice.holder, choice.holder),
        unit_id=UUID(choice.unit) if choice.unit else None,
        channel=int(choice.channel) if choice.channel else None,
        due_from=due_from,
        due_until=due_until,
        received_from=_midnight(choice.since, 0),
        received_until=_midnight(choice.until, 1),
        text=text,
    )


def _due_period(due: str, at: datetime) -> tuple[datetime | None, datetime | None]:
    if due not in DUE_DAYS:
        return None, None
    start = datetime.combine(local_day(at), time(), LOCAL)
    return start, start + timedelta(days=DUE_DAYS[due])


def _midnight(text: str, days_later: int) -> datetime | None:
    day = _day(text) if text else None
    return datetime.combine(day, time(), LOCAL) + timedelta(days=days_later) if day else None
