"""What is measured. Each function gives rows of the table: what, how much."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.client import Client, Run, body_of
from bench.customers import Customers, check_answers, customers
from bench.peers import PEERS
from bench.programs import Program, peer, shop
from bench.pushes import drawn, pushes, reply_in

Row = tuple[str, str]

MEMBERS = 20_000
CONNECTIONS = 16
CLOSED_SECONDS = 10.0
MOST_A_SECOND = 1200  # pushes made beforehand for each second of a closed loop
RATE, OPEN_SECONDS = 100, 20
STARTS = 3
QUESTION = "我的积分"


def turns(server: str, speeds: dict[str, float]) -> Iterator[Row]:
    """Ask for points at a shop with many members; every reply is opened and compared."""
    with customers(server, members=MEMBERS) as crowd:
        yield _seeding(crowd)
        with shop(crowd.folder, crowd.settings) as program:
            yield f"{server}: memory after start", f"{program.pss_mib():.0f} MiB PSS"
            ask = partial(_ask, crowd, program)
            balances = crowd.balances()
            everybody = list(balances)
            ask(balances, drawn(everybody, 300), seconds=5)  # connections and caches
            many = drawn(everybody, int(MOST_A_SECOND * CLOSED_SECONDS))
            run = ask(balances, many, seconds=CLOSED_SECONDS)
            speeds[server] = run.per_second
            yield f"{server}: turns, {CONNECTIONS} connections", _told(run)
            one = ask(balances, everybody[:1] * len(many), seconds=CLOSED_SECONDS)
            yield f"{server}: the same, one customer alone", _told(one)
            steady = ask(balances, drawn(everybody, RATE * OPEN_SECONDS), seconds=None)
            yield f"{server}: turns, {RATE}/s whatever comes back", _told(steady)
            yield f"{server}: memory after load", f"{program.pss_mib():.0f} MiB PSS"


def _seeding(crowd: Customers) -> Row:
    server = "PostgreSQL" if crowd.settings["DATABASE_URL"] else "SQLite"
    told = crowd.seeded
    filled = f"{told['members']:,} members, {told['purchases']:,} purchases"
    return f"{server}: demo seed, {filled}", f"{told['seconds']:.1f} s"


def _ask(
    crowd: Customers,
    program: Program,
    balances: dict[str, int],
    openids: list[str],
    *,
    seconds: float | None,
) -> Run:
    """Let these customers ask; raise where a reply is wrong or was not committed."""
    before, requests = crowd.answered(), pushes(QUESTION, openids)
    with Client(program.port, CONNECTIONS) as client:
        run = (
            client.closed_loop(requests, seconds=seconds)
            if seconds
            else client.open_loop(requests, rate=RATE)
        )
    check_answers(run, openids, balances)
    if crowd.answered() - before != len(run.answers):
        raise ValueError("a reply was given that is not in the database")
    return run


def peers(speeds: dict[str, float]) -> Iterator[Row]:
    """Let the other bots echo; they keep nothing."""
    for name in PEERS:
        with peer(name) as program:
            requests = pushes(QUESTION, ["o" + "x" * 27] * 40_000)
            with Client(program.port, CONNECTIONS) as client:
                client.closed_loop(requests[:500], seconds=5)
                run = client.closed_loop(requests[500:], seconds=5)
        if not all(reply_in(body_of(answer)) == QUESTION for _, answer in run.answers[:500]):
            raise ValueError(f"{name} does not echo")
        speeds[name] = run.per_second
        yield f"{name}: encrypted echo, keeps nothing", _told(run)


def ratios(speeds: dict[str, float]) -> Iterator[Row]:
    """Set our whole turns beside the echoes of the others."""
    for server in ("SQLite", "PostgreSQL"):
        for name in PEERS:
            yield f"{server}: turns for each echo of {name}", f"{speeds[server] / speeds[name]:.2f}"


def starts() -> Iterator[Row]:
    """Start the demo, as `make up` does where the environment is made: new, then again."""
    with TemporaryDirectory(prefix="huitouke-bench-") as folder:
        new = [_start(Path(folder) / str(number)) for number in range(STARTS)]
        again = [_start(Path(folder) / str(number)) for number in range(STARTS)]
    yield f"ready, new demo, median of {STARTS}", f"{median(s for s, _ in new):.1f} s"
    yield f"ready, the second time, median of {STARTS}", f"{median(s for s, _ in again):.1f} s"
    yield "memory of the demo, simulator and all", f"{median(m for _, m in again):.0f} MiB PSS"


def _start(folder: Path) -> tuple[float, float]:
    with shop(folder, {"DATABASE_URL": ""}) as program:
        return program.seconds, program.pss_mib()


def _told(run: Run) -> str:
    p50, p99, most = (run.milliseconds(share) for share in (0.5, 0.99, 1.0))
    return f"{run.per_second:,.0f}/s, p50 {p50:.1f} ms, p99 {p99:.1f} ms, max {most:.0f} ms"
