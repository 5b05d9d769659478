"""Implements exchange's Driver: one call a dossier, every answer judged."""

from collections.abc import Iterator, Sequence

from tinhso.base.messages import gettext_noop
from tinhso.connectors.national_portal import connector, wire
from tinhso.connectors.national_portal.driver.line import (
    AGAIN_CODES,
    Line,
    NotTaken,
    Unsure,
    codes_of,
    forget,
    shared_client,
)
from tinhso.kernel.exchange.kinds import (
    Again,
    Delivered,
    Driver,
    Health,
    Message,
    Outcome,
    PartnerDown,
    PartnerField,
    PartnerView,
    TurnedDown,
    register,
)


def deliver(partner: PartnerView, messages: Sequence[Message]) -> Iterator[Outcome]:
    """One call a message, in their order."""
    line = Line(partner, shared_client())
    for message in messages:
        yield _told(line, message)


def _told(line: Line, message: Message) -> Outcome:
    try:
        body = message.body
        needs_sector = message.kind == wire.DOSSIER and not body.get("sector_code")
        sector = line.sector_code(str(body.get("sector", ""))) if needs_sector else ""
        item = wire.item_of(message.kind, body, sector_code=sector)
        if line.partner.settings.get("state_words") == "words":
            item = wire.worded(message.kind, item, str(body.get("state_word", "")))
        service = wire.SERVICES[message.kind]
        answer = line.call(service, wire.request(service, item, is_updating=bool(body.get("is_update"))))
    except wire.WireFault as fault:
        return TurnedDown(f"field-{fault}", gettext_noop("Thông điệp còn thiếu hoặc sai mục mà Cổng bắt buộc."))
    except NotTaken as refusal:
        return TurnedDown(refusal.code)
    except Unsure as unsure:
        return Again(unsure.code)
    if answer.code == 0:
        return Delivered(code="0")
    if answer.code in codes_of(line.partner.settings, "again_codes", AGAIN_CODES):
        return Again(f"error-{answer.code}", answer.message)
    return TurnedDown(f"error-{answer.code}", answer.message)


def check(partner: PartnerView) -> Health:
    """Whether the portal answers and takes our name and password."""
    forget(partner.id)
    try:
        Line(partner, shared_client()).call(wire.SECTORS, wire.request(wire.SECTORS, {}, is_updating=False))
    except PartnerDown as down:
        return Health(False, down.code)
    except (Unsure, NotTaken) as error:
        return Health(False, error.code)
    return Health(True)


PORTAL = register(
    Driver(
        code=connector.CODE,
        title=connector.TITLE,
        deliver=deliver,
        check=check,
        fields=(
            PartnerField("username", gettext_noop("Tên đăng nhập"), is_secret=True),
            PartnerField("password", gettext_noop("Mật khẩu"), is_secret=True),
            PartnerField("agency_code", gettext_noop("Mã định danh đơn vị (MaDinhDanhDV)")),
            PartnerField(
                "since",
                gettext_noop("Chỉ hồ sơ nộp từ ngày"),
                is_required=False,
                hint=gettext_noop("Dạng 2026-11-23; để trống là mọi hồ sơ."),
            ),
            PartnerField(
                "inbound_username",
                gettext_noop("Tên đăng nhập của Cổng vào hệ thống này"),
                is_secret=True,
                is_required=False,
                hint=gettext_noop("Để trống thì hệ thống không nhận hồ sơ từ Cổng."),
            ),
            PartnerField(
                "inbound_password",
                gettext_noop("Mật khẩu của Cổng vào hệ thống này"),
                is_secret=True,
                is_required=False,
            ),
            PartnerField(
                "citizen_address",
                gettext_noop("Địa chỉ Cổng cho người dân"),
                is_required=False,
                hint=gettext_noop("Để trống là https://dichvucong.gov.vn."),
            ),
            PartnerField(
                "file_hosts",
                gettext_noop("Máy chủ khác được tải tệp từ đó"),
                is_required=False,
                hint=gettext_noop("Tên máy chủ cách nhau bằng dấu phẩy; máy chủ của địa chỉ trên luôn được."),
            ),
            PartnerField(
                "state_words",
                gettext_noop("Trạng thái ghi bằng"),
                is_required=False,
                hint=gettext_noop("“words” là chữ của Cổng mới (receiving, done…); để trống là số từ 1 đến 10."),
            ),
            PartnerField("dstcode", gettext_noop("Mã đích trên trục (dstcode)"), is_required=False),
            PartnerField(
                "session_codes",
                gettext_noop("Mã lỗi: phiên hết hạn"),
                is_required=False,
                hint=gettext_noop("Các số cách nhau bằng dấu phẩy; để trống là -1."),
            ),
            PartnerField(
                "again_codes",
                gettext_noop("Mã lỗi: thử lại được"),
                is_required=False,
                hint=gettext_noop("Các số cách nhau bằng dấu phẩy; để trống là -2."),
            ),
        ),
    )
)
