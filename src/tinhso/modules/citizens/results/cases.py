"""What this module brings to dossiers: a way to digitise their papers, and papers their owner has already."""

from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.base.actor import Actor
from tinhso.kernel.cases.kinds import CaseOffer, Offered, PaperSource, register_offer, register_source
from tinhso.kernel.cases.models import Case
from tinhso.modules.citizens.results.actions.reusing import reuse_paper
from tinhso.modules.citizens.results.queries.on_file import SOURCE, came_from, on_file
from tinhso.modules.citizens.results.rules.roles import DIGITISE


def to_applicant(case: Case) -> Offered | None:
    """Nothing: their own papers are on a page of their own."""
    return None


def to_desk(case: Case, actor: Actor) -> Offered | None:
    if not actor.may(DIGITISE):
        return None
    return Offered(_("Số hóa giấy tờ của hồ sơ"), reverse("results:of_dossier", args=[case.number]))


DIGITISING = register_offer(CaseOffer("results", to_applicant, to_desk))
STORE = register_source(PaperSource(SOURCE, on_file, reuse_paper, came_from))
