"""The operator's screens of calendars."""

from django.urls import path

from tinhso.kernel.calendar.desk import changes, pages

app_name = "calendar"
ONE = "quan-tri/lich/<slug:code>"
urlpatterns = [
    path("quan-tri/lich", pages.calendars, name="calendars"),
    path("quan-tri/lich-moi", changes.create, name="create"),
    path(ONE, pages.calendar, name="calendar"),
    path(f"{ONE}/ngay", changes.set_day, name="set_day"),
    path(f"{ONE}/ngay/bo", changes.remove_day, name="remove_day"),
    path(f"{ONE}/ngay/xac-nhan", changes.confirm_day, name="confirm_day"),
    path(f"{ONE}/ngay-le", changes.take_proposals, name="take_proposals"),
    path(f"{ONE}/tuan", changes.set_week, name="set_week"),
    path(f"{ONE}/don-vi", changes.assign, name="assign"),
]
