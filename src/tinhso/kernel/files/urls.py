"""Addresses of stored files."""

from django.urls import path

from tinhso.kernel.files import desk

app_name = "files"
urlpatterns = [
    path("tep/<uuid:reference_id>", desk.download, name="download"),
    path("tep/<uuid:reference_id>/nho", desk.thumbnail, name="thumbnail"),
]
