"""The twin answering at once, without a server between: the bytes of the wire all the same."""

import httpx

from tinhso.connectors.population.twin import database


def twin_inside() -> httpx.Client:
    return httpx.Client(transport=httpx.MockTransport(_answered))


def _answered(request: httpx.Request) -> httpx.Response:
    if database.fault() == "down":
        return httpx.Response(503)
    headers = {name.title().replace("Apikey", "ApiKey"): value for name, value in request.headers.items()}
    if not database.is_let_in(str(request.url), headers):
        return httpx.Response(401)
    return httpx.Response(200, content=database.answer(request.content))
