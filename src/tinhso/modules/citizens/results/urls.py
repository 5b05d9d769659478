"""Addresses of results and digitisation."""

from django.urls import path

from tinhso.modules.citizens.results import public
from tinhso.modules.citizens.results.desk import batches, dossiers, store, workbench

app_name = "results"
urlpatterns = [
    path("giay-to", public.mine, name="mine"),
    path("giay-to/<uuid:stored_id>", public.one, name="one"),
    path("giay-to/<uuid:stored_id>.pdf", public.pdf, name="pdf"),
    path("giay-to-chia-se/<str:token>", public.shared, name="shared"),
    path("giay-to-chia-se/<str:token>/tep.pdf", public.shared_pdf, name="shared_pdf"),
    path("ban/so-hoa", workbench.workbench, name="workbench"),
    path("ban/so-hoa/them", workbench.add, name="add"),
    path("ban/so-hoa/lo", batches.listed, name="batches"),
    path("ban/so-hoa/lo/danh-muc.xlsx", batches.blank, name="index_template"),
    path("ban/so-hoa/lo/<uuid:batch_id>", batches.one, name="batch"),
    path("ban/so-hoa/lo/<uuid:batch_id>/ket-qua.<str:form>", batches.report, name="batch_report"),
    path("ban/so-hoa/ky", workbench.sign_several, name="sign_several"),
    path("ban/so-hoa/<uuid:stored_id>", workbench.paper, name="paper"),
    path("ban/ho-so/<str:number>/so-hoa", dossiers.of_dossier, name="of_dossier"),
    path("ban/kho-giay-to", store.store, name="store"),
    path("ban/kho-giay-to/xuat.<str:form>", store.taken, name="store_taken"),
    path("ban/kho-giay-to/<uuid:stored_id>", store.one, name="kept"),
]
