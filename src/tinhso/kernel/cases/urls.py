"""The operator's screens of cases."""

from django.urls import path

from tinhso.kernel.cases.desk import definitions, redating

app_name = "cases"
urlpatterns = [
    path("quan-tri/quy-trinh", definitions.definitions, name="definitions"),
    path("quan-tri/quy-trinh/<str:code>", definitions.definition, name="definition"),
    path("quan-tri/hen-tra", redating.preview, name="redating"),
    path("quan-tri/hen-tra/tinh-lai", redating.apply, name="redate"),
    path("quan-tri/hen-tra/<uuid:batch_id>", redating.result, name="redated"),
    path("quan-tri/hen-tra/<uuid:batch_id>/hoan-tac", redating.undo, name="undo_redating"),
]
