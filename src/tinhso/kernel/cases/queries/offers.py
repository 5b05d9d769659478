"""What modules offer on the pages of a dossier."""

from tinhso.base.actor import Actor
from tinhso.kernel.cases.kinds import Offered, case_offers
from tinhso.kernel.cases.models import Case


def offers_to_applicant(case: Case) -> list[Offered]:
    """For whoever follows the dossier."""
    return [found for offer in case_offers if (found := offer.to_applicant(case)) is not None]


def offers_to_desk(case: Case, actor: Actor) -> list[Offered]:
    """For an official; the caller has decided that the case may be seen."""
    return [found for offer in case_offers if (found := offer.to_desk(case, actor)) is not None]
