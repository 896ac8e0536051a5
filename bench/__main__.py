"""Measure, one run on this machine; print a table as each figure comes."""

import os
import platform
from collections.abc import Iterator

from bench.customers import SERVERS
from bench.measures import Row, peers, ratios, starts, turns


def main() -> None:
    """Run all measures, one after the other: they share the machine with nothing of ours."""
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, load {load:.1f} before")
    print("\n| what | figure |\n|---|---|", flush=True)
    for what, figure in _rows():
        print(f"| {what} | {figure} |", flush=True)


def _rows() -> Iterator[Row]:
    speeds: dict[str, float] = {}
    yield from starts()
    yield from peers(speeds)
    for server in SERVERS:
        yield from turns(server, speeds)
    yield from ratios(speeds)


if __name__ == "__main__":
    main()
