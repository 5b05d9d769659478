"""A procedure as one file: JSON with format, version and checksums. Strange, newer, changed files are refused."""

import hashlib
import json
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import jsonschema

from tinhso.base.messages import Refused
from tinhso.base.messages import gettext_noop as _
from tinhso.kernel.forms.rules.body_schema import BODY_SCHEMA
from tinhso.modules.citizens.one_stop.rules.designing.compiling import all_parts
from tinhso.modules.citizens.one_stop.rules.designing.parts import GENERAL, PARTS, Box
from tinhso.modules.citizens.one_stop.rules.designing.shape import MOST_ROWS, MOST_TYPED, Content

FORMAT = "tinhso-procedure"
VERSION = 1
MOST_BYTES = 1_000_000
MEDIA_TYPE = "application/json"


class StrangeFile(Refused):
    code = "not-a-procedure-file"
    title = _("Tệp này không phải tệp thủ tục của Tỉnh Số")
    mend = _("Chọn tệp .json xuất từ màn hình soạn thủ tục.")


class NewerFile(Refused):
    code = "newer-procedure-file"
    title = _("Tệp này do một bản phần mềm mới hơn xuất ra (khuôn dạng %(version)s)")
    mend = _("Cập nhật phần mềm, hoặc nhờ nơi gửi xuất lại bằng bản cũ hơn.")


class ChangedFile(Refused):
    code = "changed-procedure-file"
    title = _("Tệp đã bị sửa sau khi xuất: %(parts)s không khớp mã kiểm tra")
    mend = _("Nhờ nơi gửi xuất lại; đừng sửa tệp bằng tay mà sửa trên màn hình soạn.")


class MisshapenFile(Refused):
    code = "misshapen-procedure-file"
    title = _("Tệp thủ tục sai khuôn dạng ở %(place)s")
    mend = _("Nhờ nơi gửi xuất lại tệp.")


def packed(content: Content) -> bytes:
    """The file: the same content gives the same bytes."""
    file = {
        "format": FORMAT,
        "version": VERSION,
        "checksums": {part: _checksum(content[part]) for part in all_parts()},
        "content": {part: content[part] for part in all_parts()},
    }
    return json.dumps(file, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def unpacked(data: bytes) -> Content:
    """The content of a file. Raises StrangeFile, NewerFile, ChangedFile, MisshapenFile."""
    try:
        file = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise StrangeFile() from None
    if len(data) > MOST_BYTES or not isinstance(file, dict) or file.get("format") != FORMAT:
        raise StrangeFile()
    version = file.get("version")
    if not isinstance(version, int) or version < 1:
        raise StrangeFile()
    if version > VERSION:
        raise NewerFile(version=version)
    content, sums = file.get("content"), file.get("checksums")
    if not isinstance(content, dict) or not isinstance(sums, dict) or set(content) != set(all_parts()):
        raise MisshapenFile(place="content")
    if changed := [part for part in all_parts() if sums.get(part) != _checksum(content[part])]:
        raise ChangedFile(parts=", ".join(changed))
    for fault in jsonschema.Draft202012Validator(_schema()).iter_errors(content):
        raise MisshapenFile(place="/".join(str(part) for part in fault.absolute_path) or "content")
    return content


def _checksum(part: Any) -> str:
    return hashlib.sha256(json.dumps(part, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _schema() -> dict[str, Any]:
    """What a content may hold: known boxes of their kinds, and a form whose texts may still be empty."""
    rows = {
        part.code: {
            "type": "array",
            "maxItems": MOST_ROWS,
            "items": _object({"code": _CODE} | {box.name: _value(box) for box in part.boxes}),
        }
        for part in PARTS
    }
    form = {"code": _TEXT, "title": _TEXT, "legal_basis": _TEXT, "is_verified": {"type": "boolean"}, "body": _form()}
    properties = {"general": _object({box.name: _value(box) for box in GENERAL}), **rows, "form": _object(form)}
    return _object(properties) | {"$defs": _form()["$defs"]}


_TEXT = {"type": "string", "maxLength": MOST_TYPED}
_CODE = {"type": "string", "pattern": "^[a-z0-9][a-z0-9_.-]{0,59}$"}


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _value(box: Box) -> dict[str, Any]:
    if box.kind == "flag":
        return {"type": "boolean"}
    return {"type": "array", "items": _TEXT, "maxItems": 300} if box.kind == "many" else _TEXT


def _form() -> dict[str, Any]:
    """The shape of a form as published, but for what may be empty while it is written."""
    relaxed: dict[str, Any] = _relaxed(deepcopy(BODY_SCHEMA))
    return relaxed


def _relaxed(schema: Any) -> Any:
    if isinstance(schema, dict):
        return {key: _relaxed(value) for key, value in schema.items() if key not in ("minLength", "minItems")
                or isinstance(value, dict)}  # fmt: skip
    return [_relaxed(one) for one in schema] if isinstance(schema, list) else schema
