"""Addresses of the one-stop shop: people read them, so they are Vietnamese."""

from django.urls import path

from tinhso.modules.citizens.one_stop.desk import acts, correction, intake, preview, today
from tinhso.modules.citizens.one_stop.public import applying, procedures, supplements, tracking

app_name = "one_stop"
urlpatterns = [
    path("", procedures.home, name="home"),
    path("thu-tuc", procedures.search, name="search"),
    path("thu-tuc/<str:code>", procedures.page, name="procedure"),
    path("nop/<str:code>", applying.start, name="start"),
    path("khai/<uuid:draft_id>", applying.tasks, name="tasks"),
    path("khai/<uuid:draft_id>/cau/<path:pointer>", applying.question, name="question"),
    path("khai/<uuid:draft_id>/giay-to/<str:paper>", applying.paper, name="paper"),
    path("khai/<uuid:draft_id>/kiem-tra", applying.check, name="check"),
    path("khai/<uuid:draft_id>/xoa", applying.delete, name="delete_draft"),
    path("tra-cuu", tracking.track_form, name="track"),
    path("tra-cuu/<str:number>", tracking.tracked, name="tracked"),
    path("ho-so", tracking.mine, name="mine"),
    path("ho-so/<str:number>", tracking.my_case, name="my_case"),
    path("ho-so/<str:number>/da-nop", tracking.filed, name="filed"),
    path("ho-so/<str:number>/to-khai.pdf", tracking.application, name="application_pdf"),
    path("ho-so/<str:number>/rut", tracking.withdraw, name="withdraw"),
    path("ho-so/<str:number>/bo-sung", supplements.answer, name="supplement"),
    path("ban", today.today, name="today"),
    path("ban/viec", today.work, name="work_list"),
    path("ban/tim", today.find, name="find"),
    path("ban/tiep-nhan", intake.choose, name="intake"),
    path("ban/tiep-nhan/<str:code>", intake.fill, name="intake_fill"),
    path("ban/ho-so/<str:number>", preview.dossier, name="dossier"),
    path("ban/ho-so/<str:number>/to-khai.pdf", preview.application, name="application_at_desk"),
    path("ban/ho-so/<str:number>/sua", correction.correct, name="correct"),
    path("ban/ho-so/<str:number>/du-thao/<uuid:document_id>", preview.preview, name="preview"),
    path("ban/ho-so/<str:number>/tiep-nhan", acts.accept, name="act_accept"),
    path("ban/ho-so/<str:number>/tu-choi", acts.decline, name="act_decline"),
    path("ban/ho-so/<str:number>/bo-sung", acts.ask_supplement, name="act_supplement"),
    path("ban/ho-so/<str:number>/nhan-bo-sung", acts.take_supplement, name="act_take_supplement"),
    path("ban/ho-so/<str:number>/chuyen", acts.hand_over, name="act_hand_over"),
    path("ban/ho-so/<str:number>/phan-cong", acts.assign, name="act_assign"),
    path("ban/ho-so/<str:number>/tam-dung", acts.pause, name="act_pause"),
    path("ban/ho-so/<str:number>/tinh-tiep", acts.resume, name="act_resume"),
    path("ban/ho-so/<str:number>/du-thao", acts.draft, name="act_draft"),
    path("ban/ho-so/<str:number>/trinh-ky", acts.submit, name="act_submit"),
    path("ban/ho-so/<str:number>/ky", acts.sign, name="act_sign"),
    path("ban/ho-so/<str:number>/tra-lai", acts.send_back, name="act_send_back"),
    path("ban/ho-so/<str:number>/phat-hanh", acts.issue, name="act_issue"),
    path("ban/ho-so/<str:number>/tra-ket-qua", acts.return_result, name="act_return"),
    path("ban/ho-so/<str:number>/thu-tien", acts.collect, name="act_collect"),
    path("ban/ho-so/<str:number>/rut", acts.withdraw, name="act_withdraw"),
    path("ban/ho-so/<str:number>/dung", acts.stop, name="act_stop"),
    path("ban/ho-so/<str:number>/giay-to", acts.add_paper, name="act_add_paper"),
]
