# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of the benchmark, and functions that run and measure processes in turn."""

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
# The programs of this ansible-core and of the oldest one, which `make benchmark` installs.
BIN = pathlib.Path(sys.executable).parent
OLDEST_BIN = ROOT / ".venv" / "oldest-core" / "bin"
UNITS = {"time": " s", "memory": " MiB"}


class Size(NamedTuple):
    """How much is measured, and in how many rounds. The median counts."""

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
    """Seconds, and the peak memory in MiB; None if nothing was run."""

    seconds: float
    memory: float | None


Measure = Callable[[Size, pathlib.Path], "tuple[Cost, Cost | None] | None"]


class Row(NamedTuple):
    """A row of the table. `what` and `against` can contain fields of Size.

    count: the field of Size that the time is divided by. bounds: the most that time, ratio, memory and memory ratio may
    be. is_long: whether the row takes a minute or more. measure: a function that returns the cost and the cost to
    compare it with, or None if a program that it needs is missing.
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
    """Return a decorator that makes a row of the function that measures it in an empty folder."""
    named = {name.replace("_", " "): bound for name, bound in bounds.items()}
    return lambda measure: Row(what, against, count, named, is_long, measure)


def in_turn(rounds: int, *works: Callable[[], Cost]) -> list[Cost]:
    """Return the median cost of each work. They take turns, so that a slow moment of the machine affects all."""
    costs = [[work() for work in works] for _round in range(rounds)]
    return [
        Cost(*(statistics.median(values) for values in zip(*of_one, strict=True)))
        for of_one in zip(*costs, strict=True)
    ]


def run(folder: pathlib.Path, *words: Any, together: bool = False, **more: str) -> tuple[Cost, str]:
    """Run a program in a folder, with `more` in its environment, and return its cost and its output.

    Memory is the peak of its largest process or, with `together`, of all its processes, measured twice a second.
    The user's environment and Ansible settings have no effect.
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
        process.returncode = os.waitstatus_to_exitcode(status)  # subprocess cannot get it after wait4
        output.seek(0)
        printed = output.read()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed: {printed[-2000:]}")
    return Cost(seconds, most if together else usage.ru_maxrss / 1024), printed


def memory_of(pid: int) -> float:
    """Return the memory in MiB of a process and its descendants now; memory that they share is counted once."""
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
    """Return a work that runs one of `programs`, which prints the seconds to count."""

    def work() -> Cost:
        cost, printed = run(folder, sys.executable, PROGRAMS / f"{name}.py", *words)
        return cost._replace(seconds=float(printed.splitlines()[-1]))

    return work


def playbook(
    folder: pathlib.Path, name: str, tasks: list[dict[str, Any]], variables: dict[str, Any] | None = None
) -> Callable[[], Cost]:
    """Return a work that runs these tasks with ansible-playbook."""
    play = {"hosts": "localhost", "gather_facts": False, "tasks": tasks}
    (folder / f"{name}.yml").write_text(json.dumps([play]), encoding="utf-8")
    (folder / f"{name}.json").write_text(json.dumps(variables or {}), encoding="utf-8")
    return lambda: run(folder, sys.executable, BIN / "ansible-playbook", f"{name}.yml", "-e", f"@{name}.json")[0]
