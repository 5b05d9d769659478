"""The operator's screens of units."""

from django.urls import path

from tinhso.kernel.organisations.desk import changes, pages, reorganising

app_name = "organisations"
ONE = "quan-tri/don-vi/<uuid:unit_id>"
PLAN = "quan-tri/sap-xep/<uuid:plan_id>"
urlpatterns = [
    path("quan-tri/don-vi", pages.units, name="units"),
    path(ONE, pages.unit, name="unit"),
    path(f"{ONE}/lap", changes.found, name="found"),
    path(f"{ONE}/doi", changes.rename, name="rename"),
    path(f"{ONE}/chuyen", changes.move, name="move"),
    path(f"{ONE}/cham-dut", changes.abolish, name="abolish"),
    path(f"{ONE}/ma", changes.add_code, name="add_code"),
    path(f"{ONE}/chuc-danh", changes.add_post, name="add_post"),
    path("quan-tri/sap-xep", reorganising.plans, name="reorganisations"),
    path("quan-tri/sap-xep/mau", reorganising.blank, name="reorganisation_table"),
    path(PLAN, reorganising.plan, name="reorganisation"),
    path(f"{PLAN}/them", reorganising.add_line, name="add_line"),
    path(f"{PLAN}/bang", reorganising.add_table, name="add_table"),
    path(f"{PLAN}/bot", reorganising.remove_line, name="remove_line"),
    path(f"{PLAN}/duyet", reorganising.approve, name="approve_reorganisation"),
    path(f"{PLAN}/bo", reorganising.drop, name="drop_reorganisation"),
    path(f"{PLAN}/giu/<str:code>", reorganising.held, name="held"),
]
