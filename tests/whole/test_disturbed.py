"""Whatever is killed while customers talk and the till sells: nothing is lost or done twice."""

import os
import signal
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.whole.load import Street
from tests.whole.proofs import Books
from tests.whole.running import Running, memory, wait_for

SENDING = {"path": "/cgi-bin/message/custom/send", "kind": "slow", "seconds": 1, "times": None}
MOST_MEBIBYTES = 600
Disturb = Callable[[Running], None]
PARTS: dict[str, Disturb] = {
    "web": lambda shop: shop.kills("web"),
    "scheduler": lambda shop: shop.kills("scheduler"),
    "valkey": lambda shop: shop.kills("valkey"),
}

on_sqlite = pytest.mark.parametrize("running", ["sqlite"], indirect=True)


@on_sqlite
@pytest.mark.parametrize("part", PARTS)
def test_nothing_is_lost_when_a_part_is_killed(
    running: Running, street: Street, books: Books, part: str
) -> None:
    with street.busy():
        sleep(0.5)
        PARTS[part](running)
        sleep(1)
    books.prove_all()


def test_nothing_is_lost_when_a_process_is_killed_while_it_answers(
    running: Running, street: Street, books: Books
) -> None:
    with street.busy():
        for _ in range(3):
            sleep(0.4)
            running.kills_one_of_web()
    books.prove_all()


def test_a_worker_killed_while_it_sends_leaves_nothing_to_be_sent_twice(
    running: Running, street: Street, books: Books
) -> None:
    street.control("POST", "faults", SENDING)
    with street.busy():
        wait_for(books.sending)
        running.kills("worker")
        street.control("DELETE", "faults")
        sleep(0.5)
    books.claims_run_out()
    books.prove_all()


@on_sqlite
def test_the_shop_goes_on_when_redis_has_forgotten_everything(
    running: Running, street: Street, books: Books
) -> None:
    with street.busy():
        sleep(0.5)
        books.redis.flushall()
        sleep(0.5)
    books.prove_all()
    wait_for(running.is_ready)


@on_sqlite
def test_a_busy_demo_fits_into_a_small_machine(running: Running, street: Street) -> None:
    with street.busy():
        sleep(0.5)
        assert memory(running.processes()) < MOST_MEBIBYTES


@on_sqlite
def test_a_day_passes_while_customers_talk(running: Running, street: Street, books: Books) -> None:
    with street.busy():
        sleep(0.3)
        street.goes_to(datetime.fromisoformat(street.now()) + timedelta(days=1))
        sleep(0.3)
    books.prove_all()


@on_sqlite
def test_a_killed_supervisor_takes_all_along_and_the_next_one_starts_clean(
    running: Running, street: Street, books: Books
) -> None:
    with street.busy():
        sleep(0.5)
        running.kills_supervisor()
        wait_for(lambda: not running.processes(), else_say=running.processes)
        cut_in_half(running)
        running.starts()
    books.claims_run_out()
    books.prove_all()


def cut_in_half(running: Running) -> None:
    """Leave half of Valkey's file, as a power cut may."""
    file = next(running.settings.data.glob("appendonlydir/*.incr.aof"))
    os.truncate(file, file.stat().st_size // 2)


def test_sigterm_to_the_whole_group_ends_all_in_time_and_leaves_no_doubt(
    running: Running, street: Street, books: Books
) -> None:
    doubts = books.doubts()
    with street.busy():
        sleep(0.5)
        running.hears(signal.SIGTERM)
        running.ends()
        wait_for(lambda: not running.processes(), seconds=1, else_say=running.processes)
        running.starts()
    books.prove_all()
    assert books.doubts() == doubts


@on_sqlite
def test_a_second_shop_in_the_same_folder_or_at_the_same_port_is_refused(
    running: Running, tmp_path: Path
) -> None:
    same_folder = running.tries()
    assert same_folder.returncode == 1
    assert "DATA_DIR: process" in same_folder.stderr
    same_port = running.tries(DATA_DIR=str(tmp_path))
    assert same_port.returncode == 1
    assert "PORT: cannot listen" in same_port.stderr
    assert running.is_ready()


@on_sqlite
def test_a_second_ctrl_c_does_not_wait_for_what_is_slow(running: Running, street: Street) -> None:
    if running.process.poll() is not None:
        running.starts()
    street.control("POST", "faults", {**SENDING, "seconds": 4})
    with street.busy():
        sleep(1)
    began = monotonic()
    running.hears(signal.SIGINT)
    sleep(0.2)
    running.hears(signal.SIGINT)
    assert running.ends() == 0
    assert monotonic() - began < 3
    assert running.processes() == []
