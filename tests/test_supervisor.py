"""The shop stays open when a program dies, and leaves nothing behind when it closes."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.supervised import FAILS, FORK, HAS_A_HELPER, STOPS, STUBBORN, Supervised, lives, wait_for


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Supervised]:
    supervised = Supervised(tmp_path)
    yield supervised
    supervised.close()


def test_a_killed_program_is_started_again(shop: Supervised) -> None:
    shop.starts(web=STOPS, worker=STOPS)
    shop.loses("web")
    wait_for(lambda: len(shop.processes("web")) == 2)
    assert shop.said() == "web ended (SIGKILL), again now\n"
    assert len(shop.processes("worker")) == 1


def test_what_a_killed_program_had_started_ends_with_it(shop: Supervised) -> None:
    shop.starts(worker=HAS_A_HELPER)
    wait_for(lambda: len(shop.processes("helper")) == 1)
    shop.loses("worker")
    wait_for(lambda: len(shop.processes("helper")) == 2)
    assert [lives(helper) for helper in shop.processes("helper")] == [False, True]


def test_a_program_that_keeps_failing_is_started_ever_later(shop: Supervised) -> None:
    shop.starts(web=FAILS, worker=STOPS)
    sleep(2.5)
    assert len(shop.processes("web")) == 3
    assert "web ended (exit 3), again in 2 s" in shop.said()


def test_a_program_that_cannot_be_started_again_at_once_does_not_close_the_shop(
    shop: Supervised, tmp_path: Path
) -> None:
    gone = tmp_path / "bash"
    gone.symlink_to("/bin/bash")
    shop.starts(bash=gone, web=STOPS, worker=STOPS)
    gone.unlink()
    shop.loses("web")
    wait_for(lambda: "again in 5 s" in shop.said())
    assert shop.process.poll() is None


def test_a_fork_is_kept_running_under_its_own_name(shop: Supervised) -> None:
    shop.starts(web=FORK, worker=STOPS)
    shop.loses("web")
    wait_for(lambda: len(shop.processes("web")) == 2)
    again = shop.processes("web")[-1]
    assert Path(f"/proc/{again}/comm").read_text() == "web\n"
    assert os.getsid(again) == again


def test_a_fork_stops_with_the_others(shop: Supervised) -> None:
    shop.starts(web=FORK, worker=STOPS)
    shop.hears(signal.SIGTERM)
    assert shop.ends() == 0
    assert shop.said() == "stopping\n"


def test_a_fork_does_not_outlive_a_killed_supervisor(shop: Supervised) -> None:
    shop.starts(web=FORK)
    shop.process.kill()
    wait_for(lambda: not lives(shop.processes("web")[0]))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_all_stops_the_programs_in_order(shop: Supervised, number: int) -> None:
    shop.starts(web=STOPS, worker=STOPS, valkey=STOPS)
    shop.hears(number)
    assert shop.ends() == 0
    assert shop.diary("ends") == ["web ends", "worker ends", "valkey ends"]


def test_a_signal_passed_on_twice_does_not_hurry_anybody(shop: Supervised) -> None:
    shop.starts(web=STOPS, worker=STOPS, valkey=STOPS)
    shop.hears(signal.SIGTERM)
    shop.hears(signal.SIGTERM)
    assert shop.ends() == 0
    assert len(shop.diary("ends")) == 3


def test_a_stubborn_program_is_ended_when_its_time_is_over(shop: Supervised) -> None:
    shop.starts(web=STUBBORN, valkey=STOPS)
    shop.hears(signal.SIGTERM)
    assert shop.ends() == 0
    assert "web does not stop by itself, ending it" in shop.said()
    assert shop.diary("ends") == ["valkey ends"]
    assert not any(map(lives, shop.processes()))


def test_that_nobody_reads_its_words_does_not_stop_the_shop(shop: Supervised) -> None:
    nobody, words = os.pipe()
    os.close(nobody)
    shop.starts(web=STOPS, stderr=words)
    shop.loses("web")
    wait_for(lambda: len(shop.processes("web")) == 2)
    shop.hears(signal.SIGTERM)
    assert shop.ends() == 0


def test_a_second_ctrl_c_hurries(shop: Supervised) -> None:
    shop.starts(web=STUBBORN, worker=STUBBORN)
    began = monotonic()
    shop.hears(signal.SIGINT)
    sleep(0.2)
    shop.hears(signal.SIGINT)
    assert shop.ends() == 0
    assert monotonic() - began < 1


def test_nothing_is_left_when_the_supervisor_is_killed(shop: Supervised) -> None:
    shop.starts(web=STOPS, worker=STOPS, valkey=STOPS)
    shop.process.kill()
    wait_for(lambda: not any(map(lives, shop.processes())), seconds=3)
    assert len(shop.diary("ends")) == 3
