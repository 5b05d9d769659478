"""The operator's screens."""

from django.urls import path

from tinhso.kernel.exchange.desk import log, partners

app_name = "exchange"
ROOT, PARTNER, MESSAGE = (
    "quan-tri/trao-doi",
    "quan-tri/trao-doi/doi-tac/<slug:code>",
    "quan-tri/trao-doi/<uuid:message_id>",
)
urlpatterns = [
    path(ROOT, partners.partners, name="partners"),
    path(f"{ROOT}/them/<slug:driver_code>", partners.new_partner, name="new_partner"),
    path(PARTNER, partners.partner, name="partner"),
    path(f"{PARTNER}/tam-dung", partners.pause, name="pause"),
    path(f"{PARTNER}/gui-tiep", partners.resume, name="resume"),
    path(f"{PARTNER}/kiem-tra", partners.check, name="check"),
    path(f"{ROOT}/nhat-ky", log.outgoing, name="log"),
    path(f"{ROOT}/den", log.incoming, name="incoming"),
    path(f"{ROOT}/gui-lai", log.replay, name="replay"),
    path(MESSAGE, log.message, name="message"),
    path(f"{MESSAGE}/noi-dung", log.read_body, name="read_body"),
    path(f"{MESSAGE}/bo", log.give_up, name="give_up"),
]
