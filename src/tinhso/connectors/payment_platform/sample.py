"""The sample province has its orders paid at the twin."""

from collections.abc import Callable
from datetime import datetime

from tinhso.base.actor import system_actor
from tinhso.connectors.payment_platform import connector
from tinhso.connectors.payment_platform.twin import platform
from tinhso.kernel.exchange.actions import set_up_partner
from tinhso.kernel.exchange.models import Partner


def load(at: datetime, progress: Callable[[str], None]) -> None:
    """The partner; its empty address is the twin's, wherever the installation is served."""
    if Partner.objects.filter(code=connector.CODE).exists():
        return
    progress("Đối tác kết nối: nền tảng thanh toán (giả lập)")
    set_up_partner(
        connector.CODE,
        title=f"{connector.TITLE} (giả lập)",
        driver=connector.CODE,
        settings={"partner": platform.PARTNER},
        secrets={"secret": platform.secret()},
        by=system_actor("sample"),
        at=at,
    )
