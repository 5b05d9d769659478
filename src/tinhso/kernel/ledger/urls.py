"""Addresses of the ledger."""

from django.urls import path

from tinhso.kernel.ledger import public

app_name = "ledger"
urlpatterns = [
    path("so-cai/<uuid:entry_id>", public.proof, name="proof"),
    path("so-cai/<uuid:entry_id>.json", public.proof_file, name="proof_file"),
]
