"""The operator's pages of the house as a whole: how it is, and whether its configuration holds."""

import platform
from typing import cast

import django
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

import tinhso
from tinhso.base.moments import now
from tinhso.kernel.exchange.queries import health_of_partners
from tinhso.kernel.ledger.queries import latest_head
from tinhso.shell.audience import ActorRequest, audience
from tinhso.site.doctor import findings
from tinhso.site.installation import Installation
from tinhso.site.job_runs import job_states
from tinhso.site.kinds import WATCH
from tinhso.site.setup_check import setup_findings


@never_cache
@audience(WATCH)
def health(request: ActorRequest) -> HttpResponse:
    """What ``tinhso doctor`` says, the jobs with their last runs, the queues to the outside, the newest seal."""
    at = now()
    context = {
        "findings": sorted(findings(Installation(settings.DATA), at), key=lambda finding: finding.is_well),
        "jobs": job_states(at),
        "partners": health_of_partners(at),
        "head": latest_head(),
        "versions": {
            "Tỉnh Số": cast(str, getattr(tinhso, "__version__", "")),
            "Python": platform.python_version(),
            "Django": django.get_version(),
        },
        "at": at,
    }
    return render(request, "site/health.html", context)


@never_cache
@audience(WATCH)
def setup_check(request: ActorRequest) -> HttpResponse:
    at = now()
    return render(request, "site/setup_check.html", {"found": setup_findings(at), "at": at})
