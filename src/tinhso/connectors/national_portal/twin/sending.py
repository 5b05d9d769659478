"""The twin passes on what was filed there: signs in at the province, sends in order, plays its fault on the way."""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass

import httpx

from tinhso.connectors.national_portal.driver import arriving
from tinhso.connectors.national_portal.twin import portal, store
from tinhso.connectors.national_portal.wire import inbound, login_request

DOORS = "/may/cong-quoc-gia"
TIME_LIMIT = 30.0


@dataclass
class Sent:
    """How one sending went; ``calls`` counts requests of the service."""

    taken: int = 0
    refused: int = 0
    calls: int = 0
    problem: str = ""


@dataclass
class Sender:
    """Knows the province's doors (``address`` without the path) and keeps its session."""

    client: httpx.Client
    address: str
    agency: str
    session: str = ""

    def send(self, *, limit: int = 1000, at_once: int = 1) -> Sent:
        """Sends what waits, ``at_once`` items a call; stops where the province does not answer."""
        sent, fault = Sent(), store.fault()
        if fault == "down":
            sent.problem = "down"
            return sent
        waiting = store.waiting(limit)
        if fault == "reordering":
            random.shuffle(waiting)
        if fault == "expiring":
            self.session = "het-han"
        for calls in _calls(waiting, 1 if fault == "reordering" else at_once):
            if not self._passed_on(calls, sent):
                break
            if fault == "duplicating":
                self._passed_on(calls, sent)
        return sent

    def _passed_on(self, items: "Sequence[store.Waiting]", sent: Sent) -> bool:
        body = json.dumps(
            {"service": inbound.SERVICE, "isUpdating": items[0].is_updating, "data": [one.item for one in items]},
            ensure_ascii=False,
        ).encode()
        try:
            code, message = self._called(body)
        except httpx.HTTPError as error:
            sent.problem = type(error).__name__
            return False
        sent.calls += 1
        if code in (arriving.NO_SESSION, arriving.BUSY, arriving.BAD_LOGIN):
            sent.problem = message
            return False
        store.passed_on([one.id for one in items], "sent" if code == arriving.OK else "refused", message)
        if code == arriving.OK:
            sent.taken += len(items)
        else:
            sent.refused += len(items)
        return True

    def _called(self, body: bytes) -> tuple[int, str]:
        """Code and words of the answer; a session that is over is renewed once."""
        for is_last in (False, True):
            if not self.session and (problem := self._sign_in()):
                return problem
            headers = {"session": self.session, "MaDinhDanhDV": self.agency, "Content-Type": "application/json"}
            answer = self.client.post(
                f"{self.address}{DOORS}/service", content=body, headers=headers, timeout=TIME_LIMIT
            ).json()
            if answer["error_code"] != arriving.NO_SESSION or is_last:
                break
            self.session = ""
        return int(answer["error_code"]), str(answer["message"])

    def _sign_in(self) -> tuple[int, str] | None:
        request = login_request(portal.USERNAME, portal.inbound_password())
        answer = self.client.post(f"{self.address}{DOORS}/login", content=request, timeout=TIME_LIMIT).json()
        self.session = str(answer.get("session", ""))
        return None if self.session else (int(answer["error_code"]), str(answer["message"]))


def _calls(waiting: "Sequence[store.Waiting]", at_once: int) -> "list[list[store.Waiting]]":
    """In order; new dossiers may share a call, what happened later to one goes alone."""
    calls: list[list[store.Waiting]] = []
    for one in waiting:
        last = calls[-1] if calls else None
        if last and not one.is_updating and not last[0].is_updating and len(last) < at_once:
            last.append(one)
        else:
            calls.append([one])
    return calls
