"""One installation: its data folder, its lock, its secrets, what runs in it."""

import fcntl
import json
import os
import secrets
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from tinhso.site import accounts, postgres
from tinhso.site.refusals import CannotRun, of_system

SOURCE = Path(__file__).resolve().parents[3]
ROOT_HOME = Path("/var/lib/tinhso")
# A socket address holds 107 bytes; PostgreSQL adds "/.s.PGSQL.5432".
LONGEST_SOCKET_FOLDER = 90
FREE_MB_FIRST, FREE_MB_LATER = 300, 64
KEYS = ("TINHSO_SECRET_KEY", "TINHSO_DATA_KEYS", "TINHSO_INDEX_KEY", "TINHSO_LEDGER_KEY")


def default_folder() -> Path:
    """var/data of the working copy; /var/lib/tinhso for root where another account could not enter it."""
    here = SOURCE / "var" / "data"
    if os.getuid() == 0 and any(not folder.stat().st_mode & 0o001 for folder in [SOURCE, *SOURCE.parents]):
        return ROOT_HOME
    return here


def new_secrets() -> dict[str, str]:
    """Random passwords and keys of a new installation."""
    return {
        "TINHSO_SECRET_KEY": secrets.token_urlsafe(64),
        "TINHSO_DATA_KEYS": f"1:{secrets.token_hex(32)}",
        "TINHSO_INDEX_KEY": secrets.token_hex(32),
        "TINHSO_LEDGER_KEY": secrets.token_hex(32),
        "database_superuser": secrets.token_urlsafe(24),
        postgres.OWNER: secrets.token_urlsafe(24),
        postgres.RUNTIME: secrets.token_urlsafe(24),
    }


def write_private(path: Path, content: str) -> None:
    """Writes a file only we can read; whole or not at all, even when power fails."""
    half = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)


@dataclass
class Installation:
    folder: Path
    account: str | None = None
    _lock: IO[str] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self.folder = Path(os.path.abspath(self.folder.expanduser()))

    @property
    def files(self) -> Path:
        return self.folder / "files"

    @property
    def sign_ins(self) -> Path:
        return self.folder / "sign-ins.json"

    @property
    def exists(self) -> bool:
        return (self.folder / "secrets.json").exists()

    def prepare(self) -> None:
        """Makes the folders with their owners. Raises CannotRun where one cannot be used."""
        self.account = accounts.database_account()
        try:
            self.folder.mkdir(mode=0o711 if self.account else 0o700, parents=True, exist_ok=True)
            (self.folder / "log").mkdir(mode=0o700, exist_ok=True)
            self.files.mkdir(mode=0o700, exist_ok=True)
            self._room_for(FREE_MB_LATER if self.exists else FREE_MB_FIRST)
            for name in ("postgres", "run"):
                place = self.folder / name
                place.mkdir(mode=0o711, exist_ok=True)
                accounts.give(place, self.account)
            (self.folder / "log" / ".probe").write_text("")
        except OSError as error:
            raise of_system(error, self.folder) from error

    def must_be_reachable(self) -> None:
        """Raises CannotRun unless the account of the database can write in its folder."""
        place = self.folder / "postgres"
        if not accounts.succeeds_as(self.account, ["/bin/sh", "-c", 'test -w "$0"', place]):
            raise CannotRun(
                f"Tài khoản {self.account} (chạy cơ sở dữ liệu) không vào được {self.folder}. "
                f"Chọn thư mục khác, ví dụ --data {ROOT_HOME}, hoặc cho phép đi qua các thư mục cha (chmod o+x)."
            )

    def _room_for(self, megabytes: int) -> None:
        free = shutil.disk_usage(self.folder).free // 2**20
        if free < megabytes:
            raise CannotRun(
                f"Đĩa chứa {self.folder} chỉ còn {free} MB, cần ít nhất {megabytes} MB. Dọn bớt chỗ rồi chạy lại."
            )

    # One at a time

    def lock(self) -> None:
        """Takes the folder for this process. Raises CannotRun when another has it."""
        lock = open(self.folder / "lock", "a+", encoding="utf-8")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            where = self.state().get("address", "")
            running = f" (đang phục vụ tại {where})" if where else ""
            raise CannotRun(
                f"Thư mục {self.folder} đang được một tiến trình tinhso khác dùng{running}. "
                f"Dừng nó bằng: tinhso down --data {self.folder}"
            ) from None
        self._lock = lock

    def unlock(self) -> None:
        if self._lock:
            self._lock.close()
            self._lock = None

    def is_running(self) -> bool:
        """Whether a process holds the folder."""
        try:
            with open(self.folder / "lock", encoding="utf-8") as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except FileNotFoundError:
            return False
        return False

    # What is remembered

    def secrets(self) -> dict[str, str]:
        """The installation's passwords and keys, {} before the first start."""
        return self._json("secrets.json")

    def secrets_or_new(self) -> dict[str, str]:
        """The same, made and kept at the first start. Raises CannotRun when data stand without their keys."""
        if found := self.secrets():
            return found
        if self.cluster().exists:
            raise CannotRun(
                f"Mất tệp {self.folder / 'secrets.json'} trong khi dữ liệu còn đó. Lấy lại tệp từ bản sao lưu; "
                "không sinh khóa mới vì dữ liệu cũ sẽ không mở được."
            )
        made = new_secrets()
        write_private(self.folder / "secrets.json", json.dumps(made, indent=1))
        return made

    def state(self) -> dict[str, Any]:
        return self._json("state.json")

    def remember(self, **facts: Any) -> None:
        """Adds facts to state.json."""
        write_private(self.folder / "state.json", json.dumps({**self.state(), **facts}, indent=1, ensure_ascii=False))

    def forget(self, *names: str) -> None:
        kept = {name: value for name, value in self.state().items() if name not in names}
        write_private(self.folder / "state.json", json.dumps(kept, indent=1, ensure_ascii=False))

    def _json(self, name: str) -> dict[str, Any]:
        try:
            found: dict[str, Any] = json.loads((self.folder / name).read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except PermissionError as error:
            raise CannotRun(f"Không đọc được {self.folder / name}: tệp thuộc tài khoản khác.") from error
        return found

    def kept_sign_ins(self) -> list[dict[str, Any]]:
        """Sample accounts of this installation: what the sample province wrote to sign-ins.json."""
        found: Any = self._json("sign-ins.json")
        return found if isinstance(found, list) else []

    # The database

    def socket_folder(self) -> Path:
        """Where the socket lies: run/ of the folder, or a private temporary one when that name is too long."""
        here = self.folder / "run"
        if len(os.fsencode(here)) <= LONGEST_SOCKET_FOLDER:
            return here
        kept = self.state().get("socket_folder", "")
        if kept and Path(kept).is_dir():
            return Path(kept)
        return here

    def short_socket_folder(self) -> Path:
        """The socket folder for a start, made when run/ is too long."""
        here = self.socket_folder()
        if len(os.fsencode(here)) <= LONGEST_SOCKET_FOLDER:
            return here
        made = Path(tempfile.mkdtemp(prefix="tinhso-", dir="/tmp"))
        made.chmod(0o711)
        accounts.give(made, self.account)
        self.remember(socket_folder=str(made))
        return made

    def cluster(self) -> postgres.Cluster:
        place = self.folder / "postgres"
        return postgres.Cluster(place / "cluster", self.socket_folder(), self.account)

    def url(self, role: str) -> str:
        kept = self.secrets()
        password = kept["database_superuser" if role == "postgres" else role]
        return self.cluster().url(role, password, "postgres" if role == "postgres" else postgres.DATABASE)

    def environment(self, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
        """TINHSO_ variables this installation adds to what the environment says."""
        kept = self.secrets()
        said = {name.removesuffix("_FILE") for name in environ}
        values = {"TINHSO_DATA": str(self.folder)}
        values |= {name: kept[name] for name in KEYS if name in kept and name not in said}
        if kept and "TINHSO_DATABASE_URL" not in said:
            values["TINHSO_DATABASE_URL"] = self.url(postgres.RUNTIME)
            values["TINHSO_DATABASE_OWNER_URL"] = self.url(postgres.OWNER)
        return values
