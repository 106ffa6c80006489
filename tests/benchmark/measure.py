# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the rows of the benchmark share: processes that are measured, in turn, and what a row is."""

from __future__ import annotations

import json
import os
import pathlib
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any, NamedTuple

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS = pathlib.Path(__file__).resolve().parent / "programs"
# This core, and the oldest, if it is installed (`make` installs it).
BIN = pathlib.Path(sys.executable).parent
OLDEST_BIN = ROOT / ".venv" / "oldest-core" / "bin"
UNITS = {"time": " s", "memory": " MiB"}


class Size(NamedTuple):
    """How much is measured, and how often: the median of `rounds` counts."""

    rounds: int
    ids: int
    items: int
    loop: int
    throttled: int
    instances: int
    accounts: int
    in_account: int
    few: int
    in_few: int
    users: int

    def at_most(self, rounds: int) -> int:
        return min(rounds, self.rounds)


FULL = Size(
    rounds=11,
    ids=1000,
    items=50,
    loop=20,
    throttled=500,
    instances=10000,
    accounts=200,
    in_account=50,
    few=20,
    in_few=10,
    users=50,
)
QUICK = Size(
    rounds=1,
    ids=20,
    items=2,
    loop=2,
    throttled=10,
    instances=20,
    accounts=2,
    in_account=5,
    few=2,
    in_few=1,
    users=2,
)


class Cost(NamedTuple):
    """Seconds, and the most MiB; None if nothing was run."""

    seconds: float
    memory: float | None


Measure = Callable[[Size, pathlib.Path], "tuple[Cost, Cost | None] | None"]


class Row(NamedTuple):
    """A row of the table. `what` and `against` may name fields of Size.

    count: the field of Size, by which the time is divided. bounds: the most that time, ratio, memory and memory ratio
    may be. is_long: takes a minute or more. measure: gives the cost, and the cost of what it is measured against;
    or None if what it needs is missing.
    """

    what: str
    against: str
    count: str | None
    bounds: dict[str, float]
    is_long: bool
    measure: Measure

    @property
    def name(self) -> str:
        return self.measure.__name__


def row(
    what: str, against: str = "", count: str | None = None, is_long: bool = False, **bounds: float
) -> Callable[[Measure], Row]:
    """Make a row of a function that measures it in an empty folder."""
    named = {name.replace("_", " "): bound for name, bound in bounds.items()}
    return lambda measure: Row(what, against, count, named, is_long, measure)


def in_turn(rounds: int, *works: Callable[[], Cost]) -> list[Cost]:
    """Return for each work the medians of what it cost. They take turns, so that what slows the machine slows all."""
    costs = [[work() for work in works] for _round in range(rounds)]
    return [
        Cost(*(statistics.median(values) for values in zip(*of_one, strict=True)))
        for of_one in zip(*costs, strict=True)
    ]


def run(folder: pathlib.Path, *words: Any, together: bool = False, **more: str) -> tuple[Cost, str]:
    """Run a program in a folder, with `more` in its environment; return what it cost as a whole, and its output.

    Memory is the peak of its largest process; `together`: the peak of all its processes, looked at twice a second.

    Nothing of the user's environment and of Ansible's settings has a part in it.
    """
    (folder / "ansible.cfg").write_text("[defaults]\nlocalhost_warning = false\n[connection]\npipelining = true\n")
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8", "NO_PROXY": "*"}
    environment.update({"ANSIBLE_COLLECTIONS_PATH": str(ROOT / ".venv" / "tree"), **more})
    command = [str(word) for word in words]
    start, most = time.perf_counter(), 0.0
    with open(folder / "output", "w+", encoding="utf-8") as output:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT)
        ended, status, usage = os.wait4(process.pid, os.WNOHANG if together else 0)
        while not ended:
            most = max(most, memory_of(process.pid))
            time.sleep(0.5)
            ended, status, usage = os.wait4(process.pid, os.WNOHANG)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)  # wait4 took it from subprocess
        output.seek(0)
        printed = output.read()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed: {printed[-2000:]}")
    return Cost(seconds, most if together else usage.ru_maxrss / 1024), printed


def memory_of(pid: int) -> float:
    """Return the MiB that a process and all below it hold now; what several of them share is counted once."""
    parents, memory = {}, {}
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            lines = (folder / "smaps_rollup").read_text().splitlines()
        except OSError:  # it has ended
            continue
        memory[int(folder.name)] = sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))

    def is_below(process: int) -> bool:
        return process == pid or (process in parents and is_below(parents[process]))

    return sum(kib for process, kib in memory.items() if is_below(process)) / 1024


def program(folder: pathlib.Path, name: str, *words: Any) -> Callable[[], Cost]:
    """Return a work that runs one of `programs`, which prints the seconds that count."""

    def work() -> Cost:
        cost, printed = run(folder, sys.executable, PROGRAMS / f"{name}.py", *words)
        return cost._replace(seconds=float(printed.splitlines()[-1]))

    return work


def playbook(
    folder: pathlib.Path, name: str, tasks: list[dict[str, Any]], variables: dict[str, Any] | None = None
) -> Callable[[], Cost]:
    """Return a work that runs these tasks in a whole ansible-playbook."""
    play = {"hosts": "localhost", "gather_facts": False, "tasks": tasks}
    (folder / f"{name}.yml").write_text(json.dumps([play]), encoding="utf-8")
    (folder / f"{name}.json").write_text(json.dumps(variables or {}), encoding="utf-8")
    return lambda: run(folder, sys.executable, BIN / "ansible-playbook", f"{name}.yml", "-e", f"@{name}.json")[0]
