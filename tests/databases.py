"""Fresh databases and a fresh Redis for every test, on real servers that the run starts itself."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import monotonic, sleep

import psycopg
import pytest
import redis
from alembic.config import Config
from sqlalchemy import Connection

from bot.db import ROOT, migrate
from bot.settings import Settings, load_settings
from bot.supervisor import valkey

# For what does not depend on the server: what a refusal means, what a page says.
ONE_SERVER = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
KEYS = {
    "secret_key": "for sessions in tests",
    "field_keys": "for stored fields in tests",
    "hash_key": "for look-ups in tests",
}
ACCOUNT = {
    "wechat_appid": "wx0123456789abcdef",
    "wechat_secret": "0123456789abcdef0123456789abcdef",
    "wechat_token": "huitouke",
    "wechat_account": "gh_0123456789ab",
    "wechat_api_base": "http://127.0.0.1:9",  # nobody listens on the discard port
}

_CLUSTER = ("-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
_HASTY = ("-cfsync=off", "-csynchronous_commit=off", "-cfull_page_writes=off", "-cautovacuum=off")


def config_of(connection: Connection) -> Config:
    """Return what Alembic's commands need to work on this connection."""
    config = Config(ROOT / "alembic.ini")
    config.attributes["connection"] = connection
    return config


def settings_of(folder: Path, database_url: str = "", *, demo: bool = False) -> Settings:
    """Return settings with known keys: a real shop's, or a demo's, whatever `.env` says."""
    shop = {} if demo else ACCOUNT
    return load_settings(_env_file=None, data_dir=folder, database_url=database_url, **KEYS, **shop)


class PostgreSQL:
    """A server of our own, from the system's programs; it forgets all when it stops."""

    def __init__(self, options: Sequence[str] = _HASTY) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="huitouke-pg-"))
        self._options = options
        self._as_user: list[str] = []
        if os.getuid() == 0:  # the server refuses to run as root
            shutil.chown(self.folder, "postgres", "postgres")
            self._as_user = ["--reuid=postgres", "--regid=postgres", "--clear-groups"]

    def start(self) -> None:
        """Make the cluster and wait until it answers."""
        data = str(self.folder / "data")
        place = ["-clisten_addresses=", f"-cunix_socket_directories={self.folder}"]
        made = self._command("initdb", "-D", data, *_CLUSTER)
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
        self._server = subprocess.Popen(
            self._command("postgres", "-D", data, *place, *self._options),
            stderr=(self.folder / "log").open("wb"),
            start_new_session=True,
        )
        self._wait()

    def stop(self) -> None:
        """End the server at once and remove its files."""
        self._server.send_signal(signal.SIGINT)  # its fast way: who is still connected is cut
        try:
            self._server.wait(5)
        except subprocess.TimeoutExpired:
            self._server.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, statement: str) -> None:
        """Run one statement, outside of any shop's database."""
        with psycopg.connect(host=str(self.folder), user="postgres", autocommit=True) as link:
            link.execute(statement.encode())

    def url(self, name: str) -> str:
        """Return the address of one database."""
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"

    def _command(self, program: str, *words: str) -> list[str]:
        found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
        path = str(found[-1]) if found else shutil.which(program)
        if not path:
            pytest.exit("PostgreSQL's server programs are missing: make test installs them", 1)
        return ["setpriv", *self._as_user, "--pdeathsig=INT", path, *words]

    def _wait(self) -> None:
        limit = monotonic() + 20
        while monotonic() < limit:
            try:
                return self.run("SELECT 1")
            except psycopg.OperationalError:
                sleep(0.05)
        raise RuntimeError((self.folder / "log").read_text())


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """Start PostgreSQL once for this run, or for each of the run's processes."""
    server = PostgreSQL()
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def _postgresql_template(postgresql: PostgreSQL) -> PostgreSQL:
    postgresql.run("CREATE DATABASE template_shop")
    migrate(settings_of(postgresql.folder, postgresql.url("template_shop")))
    return postgresql


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "shop.db"
    migrate(settings_of(file.parent, f"sqlite:///{file}"))
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give an empty, migrated database of a real shop, once on each server."""
    if request.param == "sqlite":
        copy = shutil.copy(request.getfixturevalue("_sqlite_template"), tmp_path / "shop.db")
        yield f"sqlite:///{copy}"
        return
    server: PostgreSQL = request.getfixturevalue("_postgresql_template")
    server.run("CREATE DATABASE shop TEMPLATE template_shop")
    yield server.url("shop")
    server.run("DROP DATABASE shop WITH (FORCE)")


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Return a real shop's settings on a fresh database."""
    return settings_of(tmp_path, database_url)


@pytest.fixture(scope="session")
def _valkey() -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="huitouke-valkey-"))
    socket = folder / "s"
    words = valkey.command(folder, socket)
    server = subprocess.Popen(["setpriv", "--pdeathsig=TERM", *words], stdout=subprocess.DEVNULL)
    while not valkey.answers(socket) and server.poll() is None:
        sleep(0.02)
    yield f"unix://{socket}"
    server.kill()
    server.wait()
    shutil.rmtree(folder)


@pytest.fixture
def redis_url(_valkey: str) -> str:
    """Return the address of a Redis that holds nothing."""
    redis.Redis.from_url(_valkey).flushall()
    return _valkey
