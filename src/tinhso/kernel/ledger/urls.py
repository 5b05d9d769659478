"""Addresses of the ledger."""

from django.urls import path

from tinhso.kernel.ledger.desk import proofs, searching

app_name = "ledger"
urlpatterns = [
    path("so-cai/<uuid:entry_id>", proofs.proof, name="proof"),
    path("so-cai/<uuid:entry_id>.json", proofs.proof_file, name="proof_file"),
    path("quan-tri/so-cai", searching.search, name="search"),
    path("quan-tri/so-cai.csv", searching.export, name="export"),
]
