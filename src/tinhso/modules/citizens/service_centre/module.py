"""The card of the service centre."""

from tinhso.base.modules import MenuItem, Module
from tinhso.modules.citizens.service_centre.rules.roles import MANAGE, SERVE, WATCH

MODULE = Module(
    code="service_centre",
    title="Quầy giao dịch",
    wing="citizens",
    owner="Trung tâm Phục vụ hành chính công",
    docs="docs/modules/service_centre.md",
    menu=(
        MenuItem("Đặt lịch hẹn", "service_centre:centres", "public"),
        MenuItem("Gọi số", "service_centre:calling", SERVE),
        MenuItem("Lịch hẹn trong ngày", "service_centre:day_appointments", SERVE),
        MenuItem("Chờ và hài lòng", "service_centre:statistics", WATCH),
        MenuItem("Quầy và ca làm việc", "service_centre:setting", MANAGE),
    ),
)
