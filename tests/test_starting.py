"""A start that cannot work says why in one sentence; a power cut is no such reason."""

import shutil
import socket
import subprocess
from pathlib import Path
from typing import Any

import pytest
import redis

from bot.settings import LONGEST_SOCKET
from bot.shop.stores.rules import read_shop
from bot.supervisor import programs, valkey
from bot.supervisor.crew import crew
from bot.supervisor.ends import CannotStart
from bot.supervisor.place import check_port, claimed, resolved
from bot.texts import CONTENT, read_toml
from simulator.settings import BadSetting, from_environment
from tests.databases import settings_of

HOLDS = "exec 3>{folder}/lock; flock 3; echo {holder} > {folder}/lock; echo held; sleep {seconds}"


def holding(folder: Path, *, holder: int, seconds: float) -> "subprocess.Popen[str]":
    script = HOLDS.format(folder=folder, holder=holder, seconds=seconds)
    words = ["setpriv", "--pdeathsig=KILL", "bash", "-c", script]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    process.stdout.readline()
    return process


def test_a_folder_has_one_shop_at_a_time(tmp_path: Path) -> None:
    other = holding(tmp_path, holder=1, seconds=5)
    with pytest.raises(CannotStart, match="DATA_DIR: process 1 already runs the shop"):
        claimed(tmp_path).__enter__()
    other.kill()


def test_a_shop_waits_until_what_a_killed_one_left_has_ended(tmp_path: Path) -> None:
    ended = subprocess.run(["sh", "-c", "echo $$"], check=True, stdout=subprocess.PIPE, text=True)
    leftover = holding(tmp_path, holder=int(ended.stdout), seconds=0.5)
    with claimed(tmp_path):
        assert leftover.wait(timeout=1) == 0


def test_only_its_owner_looks_into_the_data_folder(tmp_path: Path) -> None:
    folder = tmp_path / "var" / "demo"
    with claimed(folder):
        assert folder.stat().st_mode & 0o777 == 0o700


def test_a_data_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "var").touch()
    with pytest.raises(CannotStart, match=r"DATA_DIR: .*/var cannot be used: File exists"):
        claimed(tmp_path / "var").__enter__()


@pytest.mark.parametrize("share", [0, 1])
def test_a_taken_port_is_named(share: int) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, share)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CannotStart, match=f"PORT: cannot listen on localhost:{port}: Address"):
            check_port("localhost", port, name="PORT")
    check_port("localhost", port, name="PORT")


@pytest.mark.parametrize("host", ["300.1.1.1", "no host"])
def test_a_host_that_is_none_is_named(host: str, escapes: list[str]) -> None:
    with pytest.raises(CannotStart, match=f"HOST: {host} is not an address"):
        resolved(host)
    escapes.clear()


class Server:
    """The embedded Valkey of one folder, run again and again."""

    def __init__(self, folder: Path, address: Path) -> None:
        self.folder, self.address = folder, address

    def runs(self, *words: str) -> Any:
        """Start it, ask it one thing, and stop it the way a power cut does."""
        valkey.make_way(self.address)
        with crew() as hands:
            hands.start(valkey.program(self.folder, self.address, stop_by=0))
            hands.tend_until(self._silence, seconds=5)
            link: Any = redis.Redis(unix_socket_path=str(self.address))
            return link.execute_command(*words)

    def _silence(self) -> str:
        return "" if valkey.answers(self.address) else "silence"

    @property
    def file(self) -> Path:
        return next(self.folder.glob("appendonlydir/*.incr.aof"))


@pytest.fixture
def server(tmp_path: Path) -> Server:
    server = Server(tmp_path, tmp_path / "valkey.sock")
    server.runs("SET", "first", "1")
    server.runs("SET", "second", "2")
    return server


def test_the_embedded_server_keeps_what_it_was_told(server: Server) -> None:
    assert server.runs("MGET", "first", "second") == [b"1", b"2"]


def test_a_file_cut_short_by_a_power_cut_keeps_the_rest(server: Server) -> None:
    whole = server.file.read_bytes()
    server.file.write_bytes(whole[:-3])
    assert server.runs("MGET", "first", "second") == [b"1", None]


def test_a_file_damaged_in_its_middle_is_set_aside(
    server: Server, capfd: pytest.CaptureFixture[str]
) -> None:
    whole = server.file.read_bytes()
    server.file.write_bytes(whole.replace(b"first", b"\0\0\0\0\0\0\0\0"))
    assert server.runs("DBSIZE") == 0
    assert "valkey ended (exit 1), again now; its file is damaged" in capfd.readouterr().err
    assert (server.folder / "appendonlydir.damaged").is_dir()


def test_a_data_folder_with_a_very_long_name_works(tmp_path: Path) -> None:
    settings = settings_of(tmp_path / ("x" * LONGEST_SOCKET))
    settings.data.mkdir()
    assert Server(settings.data, settings.redis_socket).runs("PING")
    shutil.rmtree(settings.redis_socket.parent)


def test_a_strangers_folder_for_the_socket_is_refused(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir(mode=0o777)
    (tmp_path / "open").chmod(0o777)
    with pytest.raises(CannotStart, match="is not ours alone"):
        valkey.make_way(tmp_path / "open" / "valkey.sock")


def test_the_demos_till_knows_the_shop_of_the_shops_own_file(tmp_path: Path) -> None:
    program = programs.simulator(settings_of(tmp_path, demo=True))
    told = from_environment(program.env)
    shop = read_shop(read_toml(CONTENT / "shop.toml"))
    assert told.shop == shop.shop.name
    assert told.example["stores"] == [store.name for store in shop.stores]
    assert [one["login"] for one in told.example["people"]] == [one.login for one in shop.people]
    assert told.example["levels"]["regular"] == shop.level("regular").name


@pytest.mark.parametrize("wrong", ["{", "[]", '{"stores": 1}'])
def test_an_example_that_the_simulator_cannot_read_is_named(wrong: str) -> None:
    with pytest.raises(BadSetting, match="SIMULATOR_EXAMPLE"):
        from_environment({"SIMULATOR_EXAMPLE": wrong})
