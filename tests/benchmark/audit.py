# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the audit of many accounts costs, in seconds and in memory: `make benchmark`.

200 accounts of 50 call centers each, from an emulator that takes 50 ms for each answer. Memory is what all processes of
the run hold together, looked at twice a second; what they share is counted once. Exits with 1 if one is over its bound.
"""

from __future__ import annotations

import json
import pathlib
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "emulator"))

from emulator_process import running_emulator

ACCOUNTS = 200
INSTANCES = 50  # in each account
LATENCY_MS = 50
FORKS = 4
BOUNDS = {"time": 180, "memory": 1024}  # seconds, MiB


def memory_of(pid):
    """Return the MiB that a process and all below it hold now; what several of them share is counted once."""
    parents, memory = {}, {}
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            lines = (folder / "smaps_rollup").read_text().splitlines()
        except OSError:  # it has ended
            continue
        memory[int(folder.name)] = sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))

    def is_below(process):
        return process == pid or (process in parents and is_below(parents[process]))

    return sum(kib for process, kib in memory.items() if is_below(process)) / 1024


def main():
    with (
        tempfile.TemporaryDirectory() as folder,
        running_emulator(instances=INSTANCES, latency_ms=LATENCY_MS) as emulator,
    ):
        accounts = [{"name": f"account-{number}", **emulator.connection} for number in range(ACCOUNTS)]
        settings = {"audit_accounts": accounts, "audit_fail_on": "none", "audit_report_dir": f"{folder}/report"}
        pathlib.Path(folder, "audit.json").write_text(json.dumps(settings), encoding="utf-8")
        program = pathlib.Path(sys.executable).parent / "ansible-playbook"
        command = [program, "alicloud.ccc.audit", f"--forks={FORKS}", "-e", "@audit.json"]
        start, memory = time.perf_counter(), 0
        with open(f"{folder}/output", "wb") as output:
            run = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output)
            while run.poll() is None:
                memory = max(memory, memory_of(run.pid))
                time.sleep(0.5)
        costs = {"time": time.perf_counter() - start, "memory": memory}
        if run.returncode:
            raise SystemExit(pathlib.Path(folder, "output").read_text()[-2000:])
        report = json.loads(pathlib.Path(folder, "report", "report.json").read_text(encoding="utf-8"))
        if report["summary"]["instances"] != ACCOUNTS * INSTANCES:
            raise SystemExit(f"The report has {report['summary']['instances']} call centers")
    print(f"{ACCOUNTS} accounts of {INSTANCES} call centers, {FORKS} forks")
    for what, unit in (("time", "s"), ("memory", "MiB")):
        print(f"{what:<10}  {costs[what]:7.1f} {unit:<3}  bound {BOUNDS[what]} {unit}")
    return int(any(costs[what] > bound for what, bound in BOUNDS.items()))


if __name__ == "__main__":
    sys.exit(main())
