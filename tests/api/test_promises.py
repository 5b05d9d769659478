"""What the API promises about change and refusal: deprecations are said, every problem is explained."""

import re
from datetime import date

import pytest
from django.test import Client, RequestFactory
from ninja import NinjaAPI, Router
from pydantic import ConfigDict

from tests.api.callers import COPIES
from tests.api.conftest import CallerOf
from tests.world import World
from tinhso.base.messages import Refused
from tinhso.kernel.cases.models import Case
from tinhso.kernel.identity.queries import actor_of_account
from tinhso.shell.api import Deprecated, Outcome, Shape, operation
from tinhso.shell.audience import ActorRequest
from tinhso.site.api.edge import view_of
from tinhso.site.developer.problems import explained

pytestmark = pytest.mark.django_db
OLD = Deprecated(since=date(2026, 11, 1), sunset=date(2027, 11, 1), instead="GET /new")


class Word(Shape):
    model_config = ConfigDict(json_schema_extra={"example": {"text": "x"}})
    text: str = "x"


def test_it_works(caller: CallerOf, world: World) -> None:
    """An opinion asked through the API is taken back through it, once."""
    desk, handler = caller("receiver"), caller("handler")
    number = str(desk.post("/dossiers", COPIES).json()["number"])
    assert desk.act(number, "accept", {"receipt": False}).status_code == 200
    assert desk.act(number, "hand-over", {}).status_code == 200
    unit = Case.objects.get(number=number).competent_unit_id
    seat = str(actor_of_account(world.accounts["signer"], world.at).seat_id)
    question = {"question": "Có cần xác minh thêm không?", "unit": str(unit), "seat": seat}
    assert handler.act(number, "ask-opinion", question).status_code == 200
    (asked,) = handler.get(f"/dossiers/{number}/opinions").json()["items"]
    path = f"/dossiers/{number}/opinions/{asked['id']}/take-back"
    back = handler.post(path)
    assert back.status_code == 200, back.content
    assert back.json()["is_taken_back"] is True
    again = handler.post(path)
    assert (again.status_code, again.json()["code"]) == (409, "opinion-closed")
    assert handler.post(path.replace(asked["id"], str(world.draft.pk))).status_code == 404


def test_an_operation_that_will_go_says_so_on_every_answer_and_in_the_document() -> None:
    router = Router()

    @operation(
        router,
        "GET",
        "/old",
        vi="Cũ",
        en="The old way",
        tag="work",
        scope=None,
        gives=Outcome(200, Word),
        deprecated=OLD,
    )
    def read_the_old_way(request: ActorRequest) -> Word:
        return Word()

    api = NinjaAPI(urls_namespace="test-deprecated")
    api.add_router("", router)
    (bound,) = (one for one in api._get_bound_routers() if one.path_operations)
    (path_view,) = bound.path_operations.values()
    view = view_of(path_view.operations)
    for method in ("GET", "HEAD"):
        answer = view(RequestFactory().generic(method, "/old"))
        assert answer.status_code == 200
        assert answer["Deprecation"] == "@1793491200"  # 1 November 2026, RFC 9745
        assert answer["Sunset"] == "Mon, 01 Nov 2027 00:00:00 GMT"
        assert answer["Link"] == '</lap-trinh/thay-doi>; rel="deprecation"'
    assert "Deprecation" not in view(RequestFactory().delete("/old"))
    said = api.get_openapi_schema(path_prefix="")["paths"]["/old"]["get"]
    assert said["deprecated"] is True
    assert said["x-sunset"] == "2027-11-01"
    assert "use GET /new" in said["description"]


def test_what_stays_says_nothing(caller: CallerOf) -> None:
    answer = caller("receiver").get("/procedures/2.000815")
    assert answer.status_code == 200
    assert "Deprecation" not in answer and "Sunset" not in answer


@pytest.mark.parametrize("code", sorted(explained()))
def test_the_type_of_every_problem_leads_to_its_explanation(code: str) -> None:
    one, answer = explained()[code], Client().get(f"/van-de/{code}")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert code in page and str(one.status) in page
    assert not re.search(r"%\(\w+\)|%%", page)


def test_an_unknown_code_is_not_found_and_a_real_problem_leads_on(caller: CallerOf) -> None:
    assert Client().get("/van-de/chua-tung-co").status_code == 404
    facts = caller("receiver").get("/dossiers/khong-co").json()
    page = Client().get(facts["type"])
    assert page.status_code == 200
    assert facts["title"] in page.content.decode()
    assert len(explained()) > 60 and Refused.code in explained()
