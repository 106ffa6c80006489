# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of the inventory and of the evaluation of rules."""

from __future__ import annotations

import json
import re
import sys

from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.builtin_rules import BUILTIN_RULES
from emulator_process import running_emulator
from measure import BIN, OLDEST_BIN, PROGRAMS, in_turn, program, row, run

# The built-in rules, and a custom rule that reads a list.
RULES = len(BUILTIN_RULES) + 1
CUSTOM_RULE = {
    "id": "custom",
    "title": "Custom",
    "severity": "low",
    "scope": "instance",
    "that": "phone_numbers | map(attribute='trunks') | sum >= 1 and domain_name is match('d')",
}


@row(
    "{instances:,} hosts of the inventory plugin",
    "Ansible's YAML plugin",
    "instances",
    is_long=True,
    ratio=1.5,
    memory_ratio=1.5,
)
def inventory(size, folder):
    """Make the same hosts with the same variables, from the emulator and from a file."""
    with running_emulator(instances=size.instances) as emulator:
        (folder / "ours.ccc.yml").write_text(json.dumps({"plugin": "alicloud.ccc.instances", **emulator.connection}))
        words = ("-i", "ours.ccc.yml", "--list", "--output", "listed.json")
        run(folder, sys.executable, BIN / "ansible-inventory", *words)
        run(folder, sys.executable, PROGRAMS / "make_static_inventory.py", "listed.json")
        works = [program(folder, "read_inventory", source, size.instances) for source in ("ours.ccc.yml", "static.yml")]
        ours, theirs = in_turn(1, *works)
    return ours, theirs


@row(
    "{instances:,} hosts of two accounts",
    "the same number of one account",
    "instances",
    is_long=True,
    ratio=1.2,
    memory_ratio=1.2,
)
def inventory_of_accounts(size, folder):
    """Make the same number of hosts, with both API versions."""
    half = size.instances // 2
    with running_emulator(instances=half, accounts=2) as of_two, running_emulator(instances=2 * half) as of_one:
        accounts = [{"name": f"account {number}", **of_two.connection_of(number)} for number in (1, 2)]
        files = {"two.ccc.yml": {"accounts": accounts}, "one.ccc.yml": of_one.connection}
        for name, options in files.items():
            (folder / name).write_text(json.dumps({"plugin": "alicloud.ccc.instances", **options}))
        works = [program(folder, "read_inventory", name, 2 * half) for name in files]
        two, one = in_turn(1, *works)
    return two, one


def now_as(name):
    return {"ansible.builtin.set_fact": {name: "{{ now().timestamp() | float }}"}}


def judging(size, folder, programs):
    """Evaluate rules over the facts of a module's result in a play, and return the cost.

    The time is that of the task that evaluates less that of a task that only counts the facts, which is Ansible's own.
    """
    run(folder, sys.executable, PROGRAMS / "make_call_centers.py", size.instances)
    overrides = "lookup('ansible.builtin.file', 'overrides.json') | from_json"
    counted = [f"call_centers.instances | length == {size.instances}", f"rules | length == {RULES}"]
    judged = "call_centers.instances | alicloud.ccc.audit_findings(rules) | length == 0"
    tasks = [
        {"facts": {"path": f"{folder}/facts.json"}, "register": "call_centers"},
        {"ansible.builtin.set_fact": {"rules": "{{ [custom] | alicloud.ccc.audit_rules(%s) }}" % overrides}},
        now_as("start"),
        {"ansible.builtin.assert": {"that": counted}},
        now_as("between"),
        {"ansible.builtin.assert": {"that": [judged]}},
        now_as("end"),
        {
            "ansible.builtin.debug": {
                "msg": "took {{ (end | float - between | float) - (between | float - start | float) }} s"
            }
        },
    ]
    play = [{"hosts": "localhost", "gather_facts": False, "vars": {"custom": CUSTOM_RULE}, "tasks": tasks}]
    (folder / "judge.yml").write_text(json.dumps(play), encoding="utf-8")
    words = (programs / "python", programs / "ansible-playbook", "judge.yml")
    cost, printed = run(folder, *words, ANSIBLE_LIBRARY=str(PROGRAMS / "library"))
    return cost._replace(seconds=float(re.search(r"took (\S+) s", printed).group(1))), None


@row("{instances:,} call centers evaluated with %d rules, this ansible-core" % RULES, count="instances", time=3)
def judging_here(size, folder):
    return judging(size, folder, BIN)


@row("{instances:,} call centers evaluated with %d rules, ansible-core 2.16" % RULES, count="instances", time=3)
def judging_on_oldest_core(size, folder):
    if not OLDEST_BIN.exists():
        return None
    # A link, since this ansible-core cannot have an interpreter in a path with spaces.
    (folder / "core").symlink_to(OLDEST_BIN.parent)
    return judging(size, folder, folder / "core" / "bin")


ROWS = [inventory, inventory_of_accounts, judging_here, judging_on_oldest_core]
