"""Addresses of the ledger."""

from django.urls import path

from tinhso.kernel.ledger import desk

app_name = "ledger"
urlpatterns = [
    path("so-cai/<uuid:entry_id>", desk.proof, name="proof"),
    path("so-cai/<uuid:entry_id>.json", desk.proof_file, name="proof_file"),
]
