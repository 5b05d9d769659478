"""Addresses of the service centre: people read them, so they are Vietnamese."""

from django.urls import path

from tinhso.modules.citizens.service_centre.desk import appointments, calling, setting, statistics
from tinhso.modules.citizens.service_centre.public import booking, display, faces, kiosk, ticket

app_name = "service_centre"
urlpatterns = [
    path("lay-so/<str:token>", kiosk.kiosk, name="kiosk"),
    path("lay-so/<str:token>/hen", kiosk.arrive, name="arrive"),
    path("lay-so/<str:token>/phieu/<str:slug>", kiosk.kiosk_ticket, name="kiosk_ticket"),
    path("so/<str:token>", ticket.ticket, name="ticket"),
    path("so/<str:token>/hang", ticket.ticket_state, name="ticket_state"),
    path("so/<str:token>/danh-gia", faces.rating, name="rating"),
    path("danh-gia/<str:token>/<str:slug>", faces.tablet, name="tablet"),
    path("man-hinh/<str:code>", display.display, name="display"),
    path("man-hinh/<str:code>/so", display.display_calls, name="display_calls"),
    path("hen", booking.centres, name="centres"),
    path("hen/<str:code>", booking.booking, name="booking"),
    path("lich-hen/<str:token>", booking.appointment, name="appointment"),
    path("lich-hen/<str:token>/doi", booking.change, name="change_appointment"),
    path("ban/goi-so", calling.calling, name="calling"),
    path("ban/goi-so/hang", calling.line, name="line"),
    path("ban/goi-so/<slug:slug>", calling.act, name="counter_act"),
    path("ban/lich-hen", appointments.day_appointments, name="day_appointments"),
    path("ban/quay", setting.setting, name="setting"),
    path("ban/quay/mo", setting.open_here, name="open_here"),
    path("ban/quay/thong-ke", statistics.statistics, name="statistics"),
    path("ban/quay/thong-ke/<str:kind>", statistics.export, name="export"),
    path("ban/quay/<slug:slug>", setting.act, name="setting_act"),
]
