"""What production refuses: weak keys, default names, plain HTTP, one database role for everything."""

from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from typing import Any

from tinhso.site.environment import BY_NAME, BadSetting

MIN_SECRET = 50


def is_loopback(bind: str) -> bool:
    try:
        return bind == "localhost" or ip_address(bind.strip("[]")).is_loopback
    except ValueError:
        return False


def faults(values: Mapping[str, Any]) -> Iterator[str]:
    """A sentence for each setting too weak for real data; nothing for the other profiles."""
    if values["TINHSO_PROFILE"] != "production":
        return
    for name in ("TINHSO_DATA_KEYS", "TINHSO_INDEX_KEY", "TINHSO_LEDGER_KEY"):
        if not values[name]:
            yield f"{name} còn trống: cần {BY_NAME[name].expected}."
        elif len(set(values[name].rpartition(":")[2])) < 8:
            yield f"{name} không phải khóa ngẫu nhiên: hãy sinh khóa mới."
    if len(values["TINHSO_SECRET_KEY"]) < MIN_SECRET or len(set(values["TINHSO_SECRET_KEY"])) < 12:
        yield f"TINHSO_SECRET_KEY quá ngắn hoặc quá đều: cần ít nhất {MIN_SECRET} ký tự ngẫu nhiên."
    if values["TINHSO_HOSTS"] == BY_NAME["TINHSO_HOSTS"].default or "*" in values["TINHSO_HOSTS"]:
        yield "TINHSO_HOSTS chưa nêu tên miền thật của cổng dịch vụ."
    if not values["TINHSO_PUBLIC_URL"].startswith("https://"):
        yield "TINHSO_PUBLIC_URL phải bắt đầu bằng https://."
    yield from _database_faults(values)


def _database_faults(values: Mapping[str, Any]) -> Iterator[str]:
    own, owner = values["TINHSO_DATABASE_URL"], values["TINHSO_DATABASE_OWNER_URL"]
    if own and not owner:
        yield "TINHSO_DATABASE_OWNER_URL còn trống: sổ cái cần hai vai trò cơ sở dữ liệu khác nhau."
    elif own and _role(own) == _role(owner):
        yield "TINHSO_DATABASE_URL và TINHSO_DATABASE_OWNER_URL dùng chung một vai trò: cần hai vai trò khác nhau."


def _role(url: str) -> str:
    return url.partition("://")[2].partition("@")[0].partition(":")[0]


def binding_fault(values: Mapping[str, Any], bind: str) -> str | None:
    """Why the product may not listen there, or None. Real data never leave loopback in the clear."""
    if is_loopback(bind):
        return None
    has_tls = bool(values["TINHSO_TLS_CERTIFICATE"] and values["TINHSO_TLS_KEY"])
    if values["TINHSO_PROFILE"] == "production" and not (has_tls or values["TINHSO_BEHIND_PROXY"]):
        return (
            f"Ở chế độ production, --bind {bind} cần TLS: đặt TINHSO_TLS_CERTIFICATE và TINHSO_TLS_KEY, "
            "hoặc TINHSO_BEHIND_PROXY=yes khi có máy chủ đứng trước lo TLS."
        )
    if values["TINHSO_HOSTS"] == BY_NAME["TINHSO_HOSTS"].default:
        return f"--bind {bind} cần TINHSO_HOSTS nêu tên hoặc địa chỉ mà người dùng gõ, ví dụ TINHSO_HOSTS={bind}."
    return None


def must_hold(values: Mapping[str, Any]) -> None:
    """Raises BadSetting with every fault at once."""
    if found := list(faults(values)):
        raise BadSetting(" ".join(found))
