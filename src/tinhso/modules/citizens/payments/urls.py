"""Addresses of payments."""

from django.urls import path

from tinhso.modules.citizens.payments import public
from tinhso.modules.citizens.payments.desk import accounts, dossiers, money, reconciling, tables, tills

app_name = "payments"
urlpatterns = [
    path("nop-tien/<str:number>", public.pay, name="pay"),
    path("nop-tien/<str:number>/vietqr.svg", public.picture, name="picture"),
    path("bien-lai/<uuid:document_id>.xml", dossiers.xml, name="receipt_xml"),
    path("ban/ho-so/<str:number>/bien-lai", dossiers.of_dossier, name="of_dossier"),
    path("ban/quy", tills.till, name="till"),
    path("ban/quy/<uuid:closing_id>", tills.closing, name="closing"),
    path("ban/tien-den", money.listed, name="money"),
    path("ban/tien-den/<uuid:payment_id>", money.one, name="payment"),
    path("ban/hoan-tra", money.refunds, name="refunds"),
    path("ban/hoan-tra/<uuid:refund_id>", money.refund, name="refund"),
    path("ban/doi-soat", reconciling.days, name="reconciling"),
    path("ban/doi-soat/<uuid:difference_id>", reconciling.settle, name="difference"),
    path("ban/bang-ke-bien-lai", tables.table, name="table"),
    path("ban/bang-ke-bien-lai/<str:form>", tables.taken, name="table_taken"),
    path("quan-tri/tai-khoan-thu-huong", accounts.accounts, name="accounts"),
]
