"""The operator's screens of units."""

from django.urls import path

from tinhso.kernel.organisations.desk import changes, pages

app_name = "organisations"
ONE = "quan-tri/don-vi/<uuid:unit_id>"
urlpatterns = [
    path("quan-tri/don-vi", pages.units, name="units"),
    path(ONE, pages.unit, name="unit"),
    path(f"{ONE}/lap", changes.found, name="found"),
    path(f"{ONE}/doi", changes.rename, name="rename"),
    path(f"{ONE}/chuyen", changes.move, name="move"),
    path(f"{ONE}/cham-dut", changes.abolish, name="abolish"),
    path(f"{ONE}/ma", changes.add_code, name="add_code"),
    path(f"{ONE}/chuc-danh", changes.add_post, name="add_post"),
]
