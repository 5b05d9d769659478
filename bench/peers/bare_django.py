"""The least Django that takes a dossier in: four inserts in one durable transaction, no rights, no audit, no clock.

Served by the same Granian with as many workers and threads as the product.
"""

import os
import sys
import uuid

from django.conf import settings


def configure(url: str) -> None:
    sys.path.insert(0, "src")
    from tinhso.site.settings import database

    settings.configure(
        SECRET_KEY="peer",  # noqa: S106  (it protects nothing)
        DATABASES={"default": {**database(url), "ENGINE": "django.db.backends.postgresql"}},
        ROOT_URLCONF=__name__,
        ALLOWED_HOSTS=["*"],
        INSTALLED_APPS=[],
        MIDDLEWARE=[],
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )


if not settings.configured:
    configure(os.environ["PEER_DATABASE_URL"])

import django  # noqa: E402

django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import models, transaction  # noqa: E402
from django.http import HttpRequest, JsonResponse  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils.timezone import now  # noqa: E402


class Case(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=600)
    received_at = models.DateTimeField()

    class Meta:
        app_label = "peer"


class _Of(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        app_label = "peer"
        abstract = True


class Status(_Of):
    class Meta(_Of.Meta):
        pass


class Paper(_Of):
    class Meta(_Of.Meta):
        pass


class Entry(_Of):
    class Meta(_Of.Meta):
        pass


def accept(request: HttpRequest) -> JsonResponse:
    at = now()
    with transaction.atomic():
        case = Case.objects.create(number=uuid.uuid4().hex, title="x" * 60, received_at=at)
        Status.objects.create(case=case, text="received", at=at)
        Paper.objects.create(case=case, text="original", at=at)
        Entry.objects.create(case=case, text="case.accepted", at=at)
    answer = JsonResponse({"number": case.number}, status=201)
    answer["Content-Length"] = str(len(answer.content))
    return answer


urlpatterns = [path("accept", accept)]
application = get_wsgi_application()
