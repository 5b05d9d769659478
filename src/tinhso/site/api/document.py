"""The OpenAPI 3.1 document of the whole API, and what of a new one would break somebody's program."""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from tinhso.base.scopes import scopes
from tinhso.site.api import PREFIX
from tinhso.site.api.assembly import api

PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457",
    "required": ["type", "title", "status", "code", "errors", "trace_id"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "code": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "message"],
                "properties": {
                    "pointer": {"type": "string"},
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                    "in": {"type": "string"},
                },
            },
        },
        "trace_id": {"type": "string"},
        "error": {"type": "string", "description": "OAuth 2.0 error code (token endpoint)"},
    },
}


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """The document as plain data, the same whenever it is made from the same code."""
    made = json.loads(json.dumps(api().get_openapi_schema(path_prefix=PREFIX)))
    made["servers"] = [{"url": "/", "description": "Bản cài đặt này / this installation"}]
    made["components"]["schemas"]["Problem"] = PROBLEM
    made["components"]["securitySchemes"] = {"client": _client_credentials()}
    made["components"]["schemas"] = dict(sorted(made["components"]["schemas"].items()))
    made["paths"] = dict(sorted(made["paths"].items()))
    return dict(made)


def _client_credentials() -> dict[str, Any]:
    known = {scope.code: scope.title for scope in sorted(scopes, key=lambda scope: scope.code)}
    return {
        "type": "oauth2",
        "flows": {"clientCredentials": {"tokenUrl": f"/{PREFIX}token", "scopes": known}},
    }


def text() -> str:
    return json.dumps(document(), ensure_ascii=False, indent=1) + "\n"


def breaking(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """What a program written for the old document would trip over in the new one."""
    return list(_breaking(old, new))


def _breaking(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    for path, methods in old["paths"].items():
        for method, before in methods.items():
            name = f"{method.upper()} {path}"
            after = new["paths"].get(path, {}).get(method)
            if after is None:
                yield f"{name} is gone"
                continue
            yield from _requests(name, before, after, old, new)
            yield from _answers(name, before, after, old, new)


def _requests(name: str, before: Any, after: Any, old: Any, new: Any) -> Iterator[str]:
    known = {(one["in"], one["name"]) for one in before.get("parameters", ())}
    for one in after.get("parameters", ()):
        if one.get("required") and (one["in"], one["name"]) not in known:
            yield f"{name} needs a new parameter {one['name']}"
    gone = known - {(one["in"], one["name"]) for one in after.get("parameters", ())}
    yield from (f"{name} no longer takes the parameter {parameter}" for _, parameter in sorted(gone))
    if before.get("x-scope") != after.get("x-scope"):
        yield f"{name} asks for another scope"
    for media, content in before.get("requestBody", {}).get("content", {}).items():
        there = after.get("requestBody", {}).get("content", {}).get(media)
        if there is None:
            yield f"{name} no longer reads {media}"
            continue
        sent, taken = _fields(content["schema"], old), _fields(there["schema"], new)
        yield from (f"{name} no longer takes {field}" for field in sorted(set(sent) - set(taken)))
        needed = {field for field, (_, is_needed) in taken.items() if is_needed}
        before_needed = {field for field, (_, is_needed) in sent.items() if is_needed}
        yield from (f"{name} now needs {field}" for field in sorted(needed - before_needed))
        yield from _retyped(name, sent, taken)


def _answers(name: str, before: Any, after: Any, old: Any, new: Any) -> Iterator[str]:
    for status, response in before["responses"].items():
        if int(status) >= 400:
            continue
        there = after["responses"].get(status)
        if there is None:
            yield f"{name} no longer answers {status}"
            continue
        for media, content in response.get("content", {}).items():
            if media not in there.get("content", {}):
                yield f"{name} no longer answers {media}"
                continue
            given = _fields(content.get("schema", {}), old)
            now_given = _fields(there["content"][media].get("schema", {}), new)
            yield from (f"{name} no longer gives {field}" for field in sorted(set(given) - set(now_given)))
            yield from _retyped(name, given, now_given)


def _retyped(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for field in sorted(set(before) & set(after)):
        if before[field][0] != after[field][0]:
            yield f"{name}: {field} was {before[field][0]}, is {after[field][0]}"


def _fields(schema: Any, whole: Any, place: str = "", depth: int = 0) -> dict[str, tuple[str, bool]]:
    """Every field below a schema by its path: (type, whether it is required)."""
    if "$ref" in schema:
        schema = whole["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if depth > 8:
        return {}
    found: dict[str, tuple[str, bool]] = {}
    for one in schema.get("anyOf", ()):
        found |= _fields(one, whole, place, depth + 1)
    if "items" in schema:
        found |= _fields(schema["items"], whole, f"{place}[]", depth + 1)
    for field, inner in schema.get("properties", {}).items():
        here = f"{place}.{field}".lstrip(".")
        found[here] = (_type(inner, whole), field in schema.get("required", ()))
        found |= _fields(inner, whole, here, depth + 1)
    return found


def _type(schema: Any, whole: Any) -> str:
    if "$ref" in schema:
        schema = whole["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema:
        return "|".join(sorted(_type(one, whole) for one in schema["anyOf"]))
    return str(schema.get("type", "any"))
