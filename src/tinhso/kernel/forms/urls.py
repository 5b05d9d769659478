"""Addresses of the room: the API."""

from django.urls import path

from tinhso.kernel.forms import api

app_name = "forms"
urlpatterns = [
    path("api/v1/forms/<str:code>", api.definition, name="definition"),
    path("api/v1/forms/<str:code>/check", api.check, name="check"),
]
