# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the modules cost, as ratios to what is possible: `make benchmark`.

Each figure is the median of runs in turn, on the emulator, on this machine. Exits with 1 if one is over its bound.
"""

from __future__ import annotations

import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "emulator"))

from ansible_collections.alicloud.ccc.plugins.modules import ccc_instance_info, ccc_user_instances_info
from emulator_process import running_emulator

ROUNDS = 7
CONCURRENCY = 16
OPTIONS = {
    "connect_timeout": 5,
    "read_timeout": 10,
    "max_attempts": 6,
    "concurrency": CONCURRENCY,
    "validate_certs": True,
}


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def read_all(emulator, count):
    """Return seconds that run() of ccc_instance_info takes for all of the emulator's instances; each must be there."""
    options = {**OPTIONS, **emulator.connection}
    ids = []
    while len(ids) < count:  # a gateway with a limit may refuse the list at first
        ids = [facts["instance_id"] for facts in ccc_user_instances_info.run(dict(options))["instances"]]
    result = {}
    taken = seconds(lambda: result.update(ccc_instance_info.run({**options, "instance_ids": ids})))
    if [facts["instance_id"] for facts in result["instances"]] != ids or "errors" in result:
        raise SystemExit(f"instances were lost: {result.get('msg')}")
    return taken


def playbook_seconds(folder, task):
    """Return a function that runs a playbook of one task and gives the seconds of the whole process."""
    name = task.strip().partition(":")[0].rpartition(".")[2]
    playbook = folder / f"{name}.yml"
    playbook.write_text(f"- hosts: localhost\n  gather_facts: false\n  tasks:\n    - {task}", encoding="utf-8")
    command = [str(pathlib.Path(sys.executable).parent / "ansible-playbook"), str(playbook)]
    environment = {**os.environ, "ANSIBLE_HOME": str(folder), "ANSIBLE_LOCALHOST_WARNING": "false", "LC_ALL": "C.UTF-8"}
    return lambda: seconds(lambda: subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL))


def one_task():
    """A playbook that reads one id, against the same playbook with ansible.builtin.ping."""
    with tempfile.TemporaryDirectory() as folder_name, running_emulator() as emulator:
        folder = pathlib.Path(folder_name)
        options = {"instance_id": "ef1e71e9-ae9d-487c-96ad-9181d85cf802", **emulator.connection}
        ping = playbook_seconds(folder, "ansible.builtin.ping:\n")
        info = playbook_seconds(
            folder,
            "alicloud.ccc.ccc_instance_info:\n"
            + "".join(f"        {name}: {value}\n" for name, value in options.items()),
        )
        ping(), info()  # the first runs compile and fill the disk's cache
        times = [(info(), ping()) for _round in range(ROUNDS)]
    return statistics.median(time for time, _ping in times), statistics.median(ping for _time, ping in times)


def many_ids():
    """1,000 ids from a gateway that answers after 50 ms, against latency x n / concurrency."""
    with running_emulator(instances=1000, latency_ms=50) as emulator:
        times = [read_all(emulator, 1000) for _round in range(ROUNDS)]
    return statistics.median(times), 1000 * 0.050 / CONCURRENCY


def throttled():
    """500 ids from a gateway that answers 50 requests a second, against the 10 s that this makes possible."""
    with running_emulator(instances=500, requests_per_second=50) as emulator:
        times = [read_all(emulator, 500) for _round in range(3)]
    return statistics.median(times), 500 / 50


def main():
    too_slow = False
    print(f"{'':<58}  {'median':>8}  {'against':>8}  {'ratio':>5}  bound")
    for measure, bound in ((one_task, 1.2), (many_ids, 1.15), (throttled, 1.3)):
        taken, possible = measure()
        ratio = taken / possible
        too_slow = too_slow or ratio > bound
        what = measure.__doc__.partition(",")[0] if measure is one_task else measure.__doc__.partition(", against")[0]
        print(f"{what:<58}  {taken:6.2f} s  {possible:6.2f} s  {ratio:5.2f}  {bound}", flush=True)
    return int(too_slow)


if __name__ == "__main__":
    sys.exit(main())
