"""The operator's screens of rule sets."""

from django.urls import path

from tinhso.kernel.law import desk

app_name = "law"
urlpatterns = [
    path("quan-tri/quy-tac", desk.rule_sets, name="rule_sets"),
    path("quan-tri/quy-tac/<str:code>", desk.rule_set, name="rule_set"),
]
