# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the inventory plugin costs, as ratios to Ansible's own YAML plugin: `make benchmark`.

Both make the same hosts with the same variables: ours from the emulator, the other from a file that `ansible-inventory`
has written. The file is written in JSON, which is YAML as well, and which Ansible reads some four times faster: that is
the harder rival. Each figure is the median of runs in turn, of processes of their own. Exits with 1 if one is over its
bound.
"""

from __future__ import annotations

import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "emulator"))

from emulator_process import running_emulator

COUNT = 10000
ROUNDS = 3
BOUND = 1.5
# Prints how many hosts there are, the seconds that they took, and the most memory that the process had, in MiB.
PROGRAM = """
import json, resource, sys, time
from ansible.inventory.manager import InventoryManager
from ansible.parsing.dataloader import DataLoader
from ansible.plugins.loader import init_plugin_loader
init_plugin_loader()
start = time.perf_counter()
inventory = InventoryManager(loader=DataLoader(), sources=[sys.argv[1]])
seconds = time.perf_counter() - start
print(json.dumps([len(inventory.hosts), seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


def run(folder, *words):
    environment = {**os.environ, "ANSIBLE_HOME": str(folder), "LC_ALL": "C.UTF-8", "NO_PROXY": "*"}
    done = subprocess.run([sys.executable, *words], cwd=folder, env=environment, check=True, stdout=subprocess.PIPE)
    return done.stdout


def cost(folder, source):
    """Return seconds and MiB of a process that reads this inventory; all hosts must be there."""
    count, seconds, memory = json.loads(run(folder, "-c", PROGRAM, source))
    if count != COUNT:
        raise SystemExit(f"{source} made {count} hosts")
    return seconds, memory


def write_static(folder):
    """Write what our inventory has as one of the YAML plugin's, and return its name."""
    program = pathlib.Path(sys.executable).parent / "ansible-inventory"
    hosts = json.loads(run(folder, str(program), "-i", "ours.ccc.yml", "--list"))["_meta"]["hostvars"]
    (folder / "static.yml").write_text(json.dumps({"all": {"hosts": hosts}}), encoding="utf-8")
    return "static.yml"


def main():
    with tempfile.TemporaryDirectory() as folder_name, running_emulator(instances=COUNT) as emulator:
        folder = pathlib.Path(folder_name)
        options = {"plugin": "alicloud.ccc.instances", **emulator.connection}
        (folder / "ours.ccc.yml").write_text(json.dumps(options), encoding="utf-8")
        static = write_static(folder)
        costs = [(cost(folder, "ours.ccc.yml"), cost(folder, static)) for _round in range(ROUNDS)]
    too_much = False
    print(f"{COUNT} call centers{'':<10}  {'ours':>10}  {'static':>10}  {'ratio':>5}  bound")
    for position, (what, unit) in enumerate((("time", "s"), ("memory", "MiB"))):
        ours, static_one = (statistics.median(pair[side][position] for pair in costs) for side in (0, 1))
        ratio = ours / static_one
        too_much = too_much or ratio > BOUND
        print(f"{what:<28}  {ours:6.1f} {unit:<3}  {static_one:6.1f} {unit:<3}  {ratio:5.2f}  {BOUND}")
    return int(too_much)


if __name__ == "__main__":
    sys.exit(main())
