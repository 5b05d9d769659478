"""Whether the process lives and whether it can serve."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from tinhso.shell.audience import PUBLIC, audience


@audience(PUBLIC)
def alive(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@audience(PUBLIC)
def ready(request: HttpRequest) -> JsonResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "down", "database": "down"}, status=503)
    return JsonResponse({"status": "ok", "database": "ok"})
