"""Addresses of this room: the check page behind the QR, and the PDF."""

from django.urls import path

from tinhso.kernel.documents import desk

app_name = "documents"
urlpatterns = [
    path("kt", desk.start, name="check_start"),
    path("kt/<str:token>", desk.check, name="check"),
    path("van-ban/<uuid:document_id>.pdf", desk.pdf, name="pdf"),
]
