"""Who may do what in a service centre."""

from tinhso.base.rights import Right, Role, register

SERVE = "service_centre.serve"
WATCH = "service_centre.watch"
MANAGE = "service_centre.manage"
CLERK = "service_centre.clerk"
HEAD = "service_centre.head"

register(
    Right(SERVE, "Gọi số, phục vụ tại quầy"),
    Right(WATCH, "Xem thời gian chờ và mức hài lòng"),
    Right(MANAGE, "Đặt quầy, dịch vụ tại quầy và ca làm việc"),
    Role(CLERK, "Cán bộ tại quầy", (SERVE,)),
    Role(HEAD, "Phụ trách trung tâm", (SERVE, WATCH, MANAGE)),
)
