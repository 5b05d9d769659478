"""What a module declares here: kinds of notices; what a connector declares: channels that carry them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from tinhso.base import rights
from tinhso.base.messages import gettext_noop
from tinhso.base.modules import MenuItem
from tinhso.base.moments import LOCAL
from tinhso.base.registry import Registry
from tinhso.base.rights import Right, Role
from tinhso.kernel.exchange import kinds as exchange
from tinhso.kernel.law import kinds as law

DEFINE = "notices.define"
LANGUAGES = ("vi", "en")
exchange.name_messages("notices", {"notice": gettext_noop("Thư, tin nhắn thông báo")})
QUIET, RETENTION = "notices-quiet", "notices-retention"
_CLOCK = {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"}

rights.register(
    Right(DEFINE, "Sửa mẫu thông báo, thử kênh gửi", everywhere=True),
    Role("notices.editor", "Biên tập thông báo", (DEFINE,), everywhere=True),
)
law.register(
    law.RuleSchema(
        QUIET,
        "Giờ không nhắn tin",
        {
            "type": "object",
            "required": ["from", "until"],
            "additionalProperties": False,
            "properties": {"from": _CLOCK, "until": _CLOCK},
        },
        words={"from": gettext_noop("Không nhắn tin từ"), "until": gettext_noop("Không nhắn tin đến")},
    )
)
law.register(
    law.RuleSchema(
        RETENTION,
        "Thời gian giữ thông báo",
        {
            "type": "object",
            "required": ["days"],
            "additionalProperties": False,
            "properties": {"days": {"type": "integer", "minimum": 30, "maximum": 36_500}},
        },
        words={"days": gettext_noop("Số ngày giữ thông báo")},
    )
)
MENU = (MenuItem("Mẫu và kênh thông báo", "notices:texts", DEFINE),)


class Receiver(StrEnum):
    """A citizen as a person, staff in a seat."""

    CITIZEN = "citizen"
    STAFF = "staff"


class FieldKind(StrEnum):
    """How the value of a field is given and written."""

    TEXT = "text"
    MOMENT = "moment"  # given as datetime, written 17:00 thứ Sáu 27/11/2026
    WORKING_DAYS = "working_days"  # given as a number, written "còn 4 ngày làm việc"
    LIST = "list"  # given as texts, written a line each


@dataclass(frozen=True)
class Field:
    """What a text may name as ``{name}``; ``example`` stands in its place in previews, as it is given."""

    name: str
    title: str
    example: object
    kind: FieldKind = FieldKind.TEXT


@dataclass(frozen=True)
class Text:
    """How a notice reads in one language; ``short`` is what an SMS carries (empty: no SMS for this kind)."""

    subject: str
    body: str
    short: str = ""


@dataclass(frozen=True)
class NoticeKind:
    """``texts`` by language (all of LANGUAGES); an urgent kind is sent in quiet hours too.

    What staff are told stands on their desk; ``goes_out`` sends it by the channels they chose as well.
    """

    code: str
    title: str
    receiver: Receiver
    fields: tuple[Field, ...]
    texts: Mapping[str, Text]
    is_urgent: bool = False
    goes_out: bool = False

    @property
    def field_names(self) -> frozenset[str]:
        return frozenset(one.name for one in self.fields)

    @property
    def has_short(self) -> bool:
        return any(text.short for text in self.texts.values())


@dataclass(frozen=True)
class Channel:
    """A way to reach a person.

    ``partner`` names the partner of exchange that carries it (empty: the product itself). ``address_of(person_id)`` is
    the address in clear, empty when there is none: it is asked for when something is sent, and never stored.
    ``is_short``: carries the short text, of at most ``most_parts`` parts; ``keeps_quiet``: held back in quiet hours.
    """

    code: str
    title: str
    hint: str
    address_of: Callable[[UUID], str]
    is_ready: Callable[[], bool]
    partner: str = ""
    address_title: str = ""
    is_short: bool = False
    most_parts: int = 3
    keeps_quiet: bool = False
    drops_accents: Callable[[], bool] = lambda: False


notice_kinds: Registry[NoticeKind] = Registry("notice kind")
channels: Registry[Channel] = Registry("channel")


def register(kind: NoticeKind) -> NoticeKind:
    """Adds a kind. Raises ValueError for a language without a text, or a text that names an unknown field."""
    from tinhso.kernel.notices.rules.texts import faults_of

    for language in LANGUAGES:
        if language not in kind.texts:
            raise ValueError(f"notice kind {kind.code!r} has no text in {language!r}")
        text = kind.texts[language]
        if bool(text.short) != kind.has_short:
            raise ValueError(f"notice kind {kind.code!r}: a short text in one language only")
        for part in (text.subject, text.body, text.short):
            if faults := faults_of(part, kind.field_names | STANDARD_FIELDS):
                raise ValueError(f"notice kind {kind.code!r}: {faults}")
    return notice_kinds.register(kind)


# Known to every text: who is told, where to read on (not in the product itself, which has a button), the province.
STANDARD_FIELDS = frozenset({"receiver", "link", "province"})

IN_APP = channels.register(
    Channel(
        code="in_app",
        title=gettext_noop("Trên trang này"),
        hint=gettext_noop("Luôn bật: mọi thông báo đều nằm ở đây, kể cả khi không gửi được nơi khác."),
        address_of=str,
        is_ready=lambda: True,
    )
)
TRIAL = register(
    NoticeKind(
        code="notices.trial",
        title="Thư thử kênh gửi",
        receiver=Receiver.STAFF,
        fields=(Field("at", "lúc", datetime(2026, 11, 25, 9, 0, tzinfo=LOCAL), FieldKind.MOMENT),),
        texts={
            "vi": Text("Thư thử", "Thư thử kênh gửi của {province}, lúc {at}.", "Tin thử kênh gửi, lúc {at}."),
            "en": Text("Trial letter", "A trial of the channel of {province}, at {at}.", "Trial of the channel, {at}."),
        },
    )
)
