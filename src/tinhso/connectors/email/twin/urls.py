"""Addresses of the twin's mailbox."""

from django.urls import path

from tinhso.connectors.email.twin import pages

app_name = "email_twin"
urlpatterns = [
    path("", pages.box, name="box"),
    path("su-co", pages.faults, name="faults"),
    path("thu/<str:mail>", pages.one, name="mail"),
]
