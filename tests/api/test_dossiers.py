"""A dossier goes its whole way through the API, and every refusal says what to mend."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.api.callers import COPIES, Caller
from tests.api.conftest import CallerOf
from tests.world import World
from tinhso.kernel.cases.models import Case, State
from tinhso.kernel.ledger.queries import entries_of

pytestmark = pytest.mark.django_db


def filed(caller: Caller, **changes: Any) -> Any:
    answer = caller.post("/dossiers", COPIES | changes)
    assert answer.status_code == 201, answer.content
    return answer.json()


def problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    facts: dict[str, Any] = answer.json()
    assert facts["code"] == code, facts
    assert {"type", "title", "status", "detail", "instance", "errors", "trace_id"} <= set(facts)
    return facts


def test_it_works(caller: CallerOf) -> None:
    desk = caller("receiver")
    dossier = filed(desk)
    answer = desk.act(dossier["number"], "accept", {})
    assert answer.status_code == 200, answer.content
    assert answer.json()["state"] == {"code": 2, "name": "Đã tiếp nhận"}
    assert answer.json()["due_at"].endswith("+07:00")
    assert [line["event"] for line in desk.get(f"/dossiers/{dossier['number']}/timeline").json()["items"]] == [
        "case.submitted",
        "case.accepted",
    ]


def test_a_dossier_goes_from_filing_to_return(caller: CallerOf) -> None:
    desk, handler, signer, clerk = (caller(role) for role in ("receiver", "handler", "signer", "clerk"))
    number = filed(desk)["number"]
    steps = [
        (desk, "accept", {}),
        (desk, "hand-over", {"note": "Kính chuyển"}),
        (handler, "draft", None),
        (handler, "submit", {}),
        (signer, "sign", None),
        (clerk, "issue", None),
    ]
    for who, act, body in steps:
        answer = who.act(number, act, body)
        assert answer.status_code == 200, (act, answer.content)
    charge = desk.get(f"/dossiers/{number}").json()["charges"][0]
    problem(desk.act(number, "return", {}), 422, "charges-due")
    assert desk.act(number, "collect", {"charge": charge["id"]}).status_code == 200
    assert desk.act(number, "return", {"method": "counter"}).json()["state"]["code"] == 10
    documents = desk.get(f"/dossiers/{number}/documents").json()["items"]
    assert {one["kind"] for one in documents} >= {"receipt", "copy_certification"}
    link = documents[0]["link"].removeprefix("/api/v1")
    assert desk.get(link).json()["signatures"]
    assert desk.get(f"{link}/pdf").content.startswith(b"%PDF")
    assert len(desk.get(f"/dossiers/{number}/hand-overs").json()["items"]) >= 4


def test_a_paper_is_uploaded_first_and_belongs_to_the_dossier_afterwards(caller: CallerOf) -> None:
    desk = caller("receiver")
    pdf = desk.get(desk_document(desk)).content
    sent = {"file": SimpleUploadedFile("bang.pdf", pdf, "application/pdf")}
    headers = {"Authorization": f"Bearer {desk.token}", "Idempotency-Key": "one-upload"}
    uploaded = desk.client.post("/api/v1/files", sent, headers=headers)
    assert uploaded.status_code == 201, uploaded.content
    paper = {"code": "original", "form": "electronic", "file_id": uploaded.json()["id"]}
    dossier = filed(desk, papers=[paper])
    assert dossier["papers"][0]["pages"] == uploaded.json()["pages"]
    got = desk.get(f"/files/{uploaded.json()['id']}")
    assert b"".join(got.streaming_content) == pdf
    again = desk.post("/dossiers", COPIES | {"papers": [paper]})
    assert problem(again, 422, "upload-gone")["errors"][0]["pointer"] == "/papers/0/file_id"


def desk_document(desk: Caller) -> str:
    """The address of some sealed PDF."""
    number = filed(desk)["number"]
    assert desk.act(number, "accept", {}).status_code == 200
    return str(desk.get(f"/dossiers/{number}/documents").json()["items"][0]["link"].removeprefix("/api/v1") + "/pdf")


def test_personal_numbers_are_masked_and_read_in_full_by_who_may(caller: CallerOf, world: World) -> None:
    desk = caller("receiver")
    dossier = desk.get(f"/dossiers/{world.case.number}").json()
    assert "•" in dossier["applicant"]["number"]
    assert "•" in dossier["answers"]["applicant_number"]
    problem(desk.post(f"/dossiers/{world.case.number}/reveal", {"reason": "Đối chiếu bản giấy"}), 403, "scope-missing")


def test_a_client_of_another_unit_sees_nothing(caller: CallerOf, world: World) -> None:
    desk = caller("receiver")
    other = world.other_case.number
    for path in (f"/dossiers/{other}", f"/dossiers/{other}/timeline", f"/dossiers/{other}/documents"):
        problem(desk.get(path), 404, "not-found")
    problem(desk.post(f"/dossiers/{other}/accept", {}, If_Match='"1"'), 404, "not-found")
    seen = {row["number"] for row in desk.get("/dossiers?limit=200").json()["items"]}
    assert seen == set(Case.objects.filter(receipt_unit_id=world.case.receipt_unit_id).values_list("number", flat=True))


def test_a_token_does_no_more_than_its_scopes(caller: CallerOf, world: World) -> None:
    reader = caller("receiver", "dossiers.read")
    assert reader.get(f"/dossiers/{world.case.number}").status_code == 200
    problem(reader.post("/dossiers", COPIES), 403, "scope-missing")
    problem(reader.post(f"/dossiers/{world.case.number}/withdraw", {"ground": "x"}, If_Match="*"), 403, "scope-missing")


def test_scopes_add_nothing_to_the_seat(caller: CallerOf) -> None:
    """The handler's seat may not receive, whatever its key was given."""
    from tinhso.kernel.identity.models import ApiClient

    handler = caller("handler")
    ApiClient.objects.filter(pk=handler.client_id).update(scopes=["dossiers.read", "dossiers.file"])
    problem(handler.sign_in().post("/dossiers", COPIES), 403, "not-allowed")


def test_an_update_names_the_version_it_saw(caller: CallerOf) -> None:
    desk = caller("receiver")
    number = filed(desk)["number"]
    path = f"/dossiers/{number}/accept"
    seen = desk.get(f"/dossiers/{number}")
    problem(desk.post(path, {}), 428, "version-not-named")
    problem(desk.post(path, {}, If_Match='"99-abc"'), 412, "version-passed")
    problem(desk.post(path, {}, If_Match=f"W/{seen['ETag']}"), 412, "version-passed")
    assert desk.post(path, {"receipt": False}, If_Match=seen["ETag"]).status_code == 200
    problem(desk.post(path, {}, If_Match=seen["ETag"]), 412, "version-passed")


def test_an_answer_already_held_is_not_sent_again(caller: CallerOf) -> None:
    desk = caller("receiver")
    path = f"/dossiers/{filed(desk)['number']}"
    tag = desk.get(path)["ETag"]
    assert not tag.startswith("W/")
    held = desk.get(path, If_None_Match=tag, Accept_Encoding="gzip")
    assert (held.status_code, held.content, held["ETag"]) == (304, b"", tag)
    assert desk.get(path, If_None_Match='"1-other"').status_code == 200
    head = desk.call("HEAD", path)
    assert (head.status_code, head["ETag"]) == (200, tag)


def test_a_short_answer_is_given_to_who_prefers_it(caller: CallerOf) -> None:
    desk = caller("receiver")
    number = filed(desk)["number"]
    answer = desk.post(f"/dossiers/{number}/accept", {"receipt": False}, If_Match="*", Prefer="return=minimal")
    assert (answer.status_code, answer.content) == (204, b"")
    assert desk.post(f"/dossiers/{number}/hand-over", {}, If_Match=answer["ETag"]).status_code == 200


def test_filing_twice_with_one_key_files_once(caller: CallerOf) -> None:
    desk, before = caller("receiver"), Case.objects.count()
    first = desk.post("/dossiers", COPIES, Idempotency_Key="key-1")
    again = desk.post("/dossiers", COPIES, Idempotency_Key="key-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.content, again["ETag"], again["Location"]) == (first.content, first["ETag"], first["Location"])
    assert again["Idempotency-Replayed"] == "true"
    assert Case.objects.count() == before + 1
    other = COPIES | {"result_method": "post"}
    problem(desk.post("/dossiers", other, Idempotency_Key="key-1"), 422, "key-reused")
    problem(desk.post("/dossiers", COPIES, Idempotency_Key=""), 400, "idempotency-key-missing")
    problem(desk.post("/dossiers", COPIES, Idempotency_Key="k" * 256), 400, "idempotency-key-missing")
    assert caller("receiver").post("/dossiers", COPIES, Idempotency_Key="key-1").status_code == 201


def test_a_refused_filing_may_be_mended_under_its_key(caller: CallerOf) -> None:
    desk = caller("receiver")
    wrong = COPIES | {"answers": {"applicant_name": "Nguyễn Thị Mẫu"}}
    facts = problem(desk.post("/dossiers", wrong, Idempotency_Key="key-2"), 422, "answers-wrong")
    assert facts["errors"][0]["pointer"] == "/originals"
    assert desk.post("/dossiers", COPIES, Idempotency_Key="key-2").status_code == 201


def test_what_a_key_remembers_is_sealed(caller: CallerOf) -> None:
    from tinhso.kernel.ledger.models import OnceKey

    caller("receiver").post("/dossiers", COPIES, Idempotency_Key="key-3")
    kept = OnceKey.objects.get(key="key-3")
    assert "Mẫu" not in str(kept.answer)
    assert list(kept.answer) == ["sealed"]


def test_the_ledger_names_the_client(caller: CallerOf) -> None:
    desk = caller("receiver")
    case = Case.objects.get(number=filed(desk)["number"])
    entry = entries_of(case)[0]
    assert str(entry.actor_id) == desk.client_id
    assert case.is_sample


def test_a_number_known_under_another_name_is_not_taken(caller: CallerOf, world: World) -> None:
    from tinhso.kernel.identity.queries import number_of

    desk = caller("receiver")
    applicant = {"full_name": "Trần Người Khác", "number": number_of(world.case.applicant)}
    facts = problem(desk.post("/dossiers", COPIES | {"applicant": applicant}), 422, "not-their-number")
    assert facts["errors"][0]["pointer"] == "/applicant/full_name"


def test_a_supplement_is_asked_once_and_taken(caller: CallerOf) -> None:
    desk = caller("receiver")
    number = filed(desk)["number"]
    body = {"items": [{"about": "paper:original", "what": "Bản chính bị mờ"}]}
    asked = desk.act(number, "request-supplement", body).json()
    assert asked["state"]["code"] == State.SUPPLEMENT
    assert asked["supplements"][0]["items"][0]["what"] == "Bản chính bị mờ"
    assert desk.act(number, "take-supplement").json()["state"]["code"] == State.NEW
    assert desk.act(number, "decline", {"ground": "Không đúng thẩm quyền"}).json()["state"]["code"] == 3


def test_the_clock_is_paused_and_runs_on(caller: CallerOf) -> None:
    desk, handler = caller("receiver"), caller("handler")
    number = filed(desk)["number"]
    desk.act(number, "accept", {"receipt": False})
    desk.act(number, "hand-over", {})
    assert handler.act(number, "pause", {"ground": "Chờ xác minh"}).json()["due_at"] is None
    assert handler.act(number, "resume").json()["due_at"] is not None
    problem(handler.act(number, "assign", {"to_seat": "01890000-0000-7000-8000-000000000000"}), 422, "seat-unknown")
    assert handler.act(number, "stop", {"ground": "Theo đề nghị"}).json()["state"]["code"] == 8


def test_tracking_needs_no_key_and_tells_no_name(caller: CallerOf, world: World) -> None:
    from tinhso.kernel.identity.queries import number_of

    anybody = Caller("", "")
    digits = number_of(world.case.applicant)[-4:]
    answer = anybody.post("/tracking", {"number": world.case.number, "last_four": digits})
    assert answer.status_code == 200
    assert world.case.applicant.full_name not in answer.content.decode()
    wrong = {"number": world.case.number, "last_four": "0000" if digits != "0000" else "1111"}
    assert problem(anybody.post("/tracking", wrong), 422, "tracking-no-match")
    unknown = anybody.post("/tracking", {"number": "H36.99-261123-0001", "last_four": "0000"})
    assert problem(unknown, 422, "tracking-no-match")
