"""Who may call a view: declared beside it, refused kindly, and checked at start."""

import pytest
from django.core import checks
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from tinhso.base.actor import ANONYMOUS, Actor, ActorKind, Grant
from tinhso.base.messages import NotAllowed, Refused
from tinhso.shell.audience import CITIZEN, PUBLIC, STAFF, audience, audience_of

CLERK = Actor(kind=ActorKind.STAFF, grants=frozenset({Grant("cases.accept")}))
PERSON = Actor(kind=ActorKind.CITIZEN)


class PapersMissing(Refused):
    code = "papers-missing"
    title = "Còn thiếu %(count)d giấy"
    mend = "Nộp thêm giấy còn thiếu."


@audience(PUBLIC)
def open_view(request: HttpRequest) -> HttpResponse:
    return HttpResponse("mở")


@audience(PUBLIC)
def refusing(request: HttpRequest) -> HttpResponse:
    raise PapersMissing({"map": "Cần bản vẽ."}, count=2)


def undeclared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("quên")


urlpatterns = [
    path("mo", open_view),
    path("tu-choi", refusing),
    path("api/v1/tu-choi", refusing),
    path("quen", undeclared),
]


def ask(code: str, actor: Actor) -> HttpResponse:
    request = RequestFactory().get("/viec?so=1")
    request.actor = actor  # type: ignore[attr-defined]
    return audience(code)(lambda request: HttpResponse("vào"))(request)  # type: ignore[return-value]


def test_it_works() -> None:
    assert ask(PUBLIC, ANONYMOUS).content.decode() == "vào"


@pytest.mark.parametrize(("code", "actor"), [(STAFF, CLERK), (CITIZEN, PERSON), ("cases.accept", CLERK)])
def test_who_is_meant_comes_in(code: str, actor: Actor) -> None:
    assert ask(code, actor).status_code == 200


@pytest.mark.parametrize(
    ("code", "actor"), [(STAFF, PERSON), (CITIZEN, CLERK), ("cases.sign", CLERK), ("cases.accept", PERSON)]
)
def test_another_who_is_signed_in_is_refused(code: str, actor: Actor) -> None:
    with pytest.raises(NotAllowed):
        ask(code, actor)


def test_a_view_without_audience_is_an_error_at_start(settings: object) -> None:
    settings.ROOT_URLCONF = __name__  # type: ignore[attr-defined]
    found = [problem for problem in checks.run_checks(tags=[checks.Tags.urls]) if problem.id == "tinhso.E001"]
    assert [problem.msg.split(" ")[0] for problem in found] == ["quen"]
    assert audience_of(undeclared) is None


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_a_refusal_has_the_same_code_on_the_page_and_in_the_api(client: Client) -> None:
    answer = client.get("/api/v1/tu-choi")
    facts = answer.json()
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (answer.status_code, facts["status"]) == (422, 422)
    assert facts["errors"] == [{"pointer": "/map", "code": "papers-missing", "message": "Cần bản vẽ."}]
    assert facts["trace_id"] == answer.headers["X-Request-Id"]
    assert facts["code"] == "papers-missing"
    assert facts["title"] == "Còn thiếu 2 giấy"
