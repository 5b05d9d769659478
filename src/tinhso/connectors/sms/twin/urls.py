"""Addresses of the gateway."""

from django.urls import path

from tinhso.connectors.sms.twin import pages

app_name = "sms_twin"
urlpatterns = [
    path("", pages.box, name="box"),
    path("su-co", pages.faults, name="faults"),
    path("messages", pages.messages, name="sms_messages"),
]
