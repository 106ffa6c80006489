# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows: what the inventory and the audit cost."""

from __future__ import annotations

import json
import re
import sys

from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.builtin_rules import BUILTIN_RULES
from emulator_process import running_emulator
from measure import BIN, OLDEST_BIN, PROGRAMS, in_turn, program, row, run

# The built-in ones, and one that looks into a list.
RULES = len(BUILTIN_RULES) + 1
OWN_RULE = {
    "id": "own",
    "title": "Own",
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
    """Both make the same hosts with the same variables: ours from the emulator, the other from a file."""
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
    "as many of one account",
    "instances",
    is_long=True,
    ratio=1.2,
    memory_ratio=1.2,
)
def inventory_of_accounts(size, folder):
    """Both make as many hosts, by both versions of the API."""
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
    """Read facts as a module's result and judge them, in a play; what counts is what judging takes.

    That is what its task takes longer than one that only counts them: handing them to any task at all is Ansible's.
    """
    run(folder, sys.executable, PROGRAMS / "make_call_centers.py", size.instances)
    overrides = "lookup('ansible.builtin.file', 'overrides.json') | from_json"
    counted = [f"call_centers.instances | length == {size.instances}", f"rules | length == {RULES}"]
    judged = "call_centers.instances | alicloud.ccc.audit_findings(rules) | length == 0"
    tasks = [
        {"facts": {"path": f"{folder}/facts.json"}, "register": "call_centers"},
        {"ansible.builtin.set_fact": {"rules": "{{ [own] | alicloud.ccc.audit_rules(%s) }}" % overrides}},
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
    play = [{"hosts": "localhost", "gather_facts": False, "vars": {"own": OWN_RULE}, "tasks": tasks}]
    (folder / "judge.yml").write_text(json.dumps(play), encoding="utf-8")
    words = (programs / "python", programs / "ansible-playbook", "judge.yml")
    cost, printed = run(folder, *words, ANSIBLE_LIBRARY=str(PROGRAMS / "library"))
    return cost._replace(seconds=float(re.search(r"took (\S+) s", printed).group(1))), None


@row("{instances:,} call centers judged by %d rules, this core" % RULES, count="instances", time=3)
def judging_here(size, folder):
    return judging(size, folder, BIN)


@row("{instances:,} call centers judged by %d rules, ansible-core 2.16" % RULES, count="instances", time=3)
def judging_on_oldest_core(size, folder):
    if not OLDEST_BIN.exists():
        return None
    # By a link, since this core's modules cannot have an interpreter in a folder with a space.
    (folder / "core").symlink_to(OLDEST_BIN.parent)
    return judging(size, folder, folder / "core" / "bin")


ROWS = [inventory, inventory_of_accounts, judging_here, judging_on_oldest_core]
