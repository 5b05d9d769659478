"""What is declared here: the room's rights and role, and how citizens are signed in by somebody else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tinhso.base import rights
from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.modules import MenuItem
from tinhso.base.registry import Registry
from tinhso.base.rights import Right, Role

ADMINISTER = "identity.administer"
REVEAL = "identity.reveal"

rights.register(
    Right(ADMINISTER, "quản trị tài khoản, vị trí công tác và ủy quyền"),
    Right(REVEAL, "xem đầy đủ số định danh cá nhân (mỗi lần xem đều được ghi lại)"),
    Role("identity.administrator", "quản trị người dùng của đơn vị", (ADMINISTER,)),
)


@dataclass(frozen=True)
class CitizenClaims:
    """What an identity provider says of who signed in; empty where it says nothing."""

    issuer: str
    subject: str
    full_name: str
    number: str = ""
    birth_date: date | None = None
    sex: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    tax_code: str = ""
    business_name: str = ""


@dataclass(frozen=True)
class Begun:
    """Where to send the browser, and what to keep (in the session) until it comes back."""

    url: str
    kept: Mapping[str, Any]


@dataclass(frozen=True)
class Finished:
    """Who it is, and the provider's own page for signing out (empty when it has none)."""

    claims: CitizenClaims
    sign_out_url: str


@dataclass(frozen=True)
class CitizenSignIn:
    """A driver: ``begin(redirect_uri)`` and ``finish(parameters, kept)``; both raise the refusals below."""

    code: str
    title: str
    is_configured: Callable[[], bool]
    begin: Callable[[str], Begun]
    finish: Callable[[Mapping[str, str], Mapping[str, Any]], Finished]


sign_ins: Registry[CitizenSignIn] = Registry("citizen sign-in")


def register(kind: CitizenSignIn) -> CitizenSignIn:
    return sign_ins.register(kind)


class ProviderDown(Refused):
    """The provider does not answer, or not in time."""

    code = "sign-in-provider-down"
    status = 503
    title = gettext_noop("Đang chờ hệ thống định danh, chưa đăng nhập được")
    mend = gettext_noop("Hãy thử lại sau ít phút. Bạn vẫn tra cứu được hồ sơ và thủ tục mà không cần đăng nhập.")


class SignInDeclined(Refused):
    """The citizen said no on the provider's page."""

    code = "sign-in-declined"
    status = 403
    title = gettext_noop("Bạn đã không đồng ý chia sẻ thông tin")
    mend = gettext_noop("Nếu muốn nộp hồ sơ trực tuyến, hãy đăng nhập lại và chọn đồng ý.")


class ProviderRejected(Refused):
    """The provider's answer cannot be believed or used (``reason`` is a code for the log)."""

    code = "sign-in-not-confirmed"
    status = 502
    title = gettext_noop("Chưa xác nhận được danh tính của bạn")
    mend = gettext_noop("Hãy bắt đầu đăng nhập lại. Nếu vẫn không được, hãy gọi tổng đài 1022.")


MENU = (
    MenuItem("Tài khoản cán bộ", "identity:staff", ADMINISTER),
    MenuItem("Khóa API", "identity:api_clients", ADMINISTER),
)
