"""Settings: typed, documented, nonsense refused, secrets never shown."""

from pathlib import Path

import pytest

from tinhso.site import environment
from tinhso.site.environment import BY_NAME, SETTINGS, BadSetting

DOCS = Path(__file__).resolve().parents[4] / "docs"


def test_it_works() -> None:
    assert environment.read({})["TINHSO_PROFILE"] == "sample"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TINHSO_PROFILE", "prod"),
        ("TINHSO_DATABASE_URL", "mysql://localhost/x"),
        ("TINHSO_DATABASE_URL", "postgresql://localhost"),
        ("TINHSO_DATA_KEYS", "1:abc"),
        ("TINHSO_DATA_KEYS", f"300:{'ab' * 32}"),
        ("TINHSO_LEDGER_KEY", "zz" * 32),
        ("TINHSO_PUBLIC_URL", "tinhso.vn"),
        ("TINHSO_BEHIND_PROXY", "perhaps"),
        ("TINHSO_MAX_UPLOAD_MB", "0"),
        ("TINHSO_LOG_LEVEL", "loud"),
        ("TINHSO_OIDC_CLAIMS", "[1]"),
    ],
)
def test_nonsense_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name):
        environment.read({name: value})


def test_a_refused_secret_is_not_repeated() -> None:
    with pytest.raises(BadSetting) as refusal:
        environment.read({"TINHSO_INDEX_KEY": "my-secret"})
    assert "my-secret" not in str(refusal.value)


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("ab" * 32 + "\n")
    found = environment.value_of(BY_NAME["TINHSO_INDEX_KEY"], {"TINHSO_INDEX_KEY_FILE": str(tmp_path / "key")})
    assert found == "ab" * 32


def test_a_missing_secret_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="nowhere"):
        environment.read({"TINHSO_INDEX_KEY_FILE": str(tmp_path / "nowhere")})


def test_an_unknown_name_is_told_with_the_nearest() -> None:
    assert list(environment.unknown({"TINHSO_SECRETKEY": "x", "PATH": "x"})) == [
        "Không có cài đặt tên TINHSO_SECRETKEY. Ý bạn là TINHSO_SECRET_KEY?"
    ]


def test_secrets_are_masked() -> None:
    assert environment.masked(BY_NAME["TINHSO_SECRET_KEY"], "abcdef") == "•••••• (6 ký tự)"
    assert environment.masked(BY_NAME["TINHSO_PROFILE"], "sample") == "sample"


def test_the_page_of_settings_says_what_the_code_says() -> None:
    rows = [
        f"| `{setting.name}` | {setting.meaning} | {setting.expected} | {setting.default or ''} |".replace("  |", " |")
        for setting in SETTINGS
    ]
    page = (DOCS / "settings.md").read_text(encoding="utf-8")
    assert [row for row in rows if row not in page] == []
