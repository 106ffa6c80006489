# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the filter audit_findings costs: 10,000 call centers by 20 rules, in a real play: `make benchmark`.

The facts are a registered result, and are then judged; seconds are those between the start and the end of a task. What
judging takes is what its task takes longer than one that only asks how many there are. Both ansible-cores
are measured, the newest and, where it is there, the oldest. Exits with 1 if one takes longer than the bound.
"""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "unit"))

from audit_cases import admin, call_center, number

ROOT = pathlib.Path(__file__).resolve().parents[2]
COUNT = 10000
BOUND = 10.0
CORES = {"this core": pathlib.Path(sys.executable).parent, "the oldest core": ROOT / ".venv" / "oldest-core" / "bin"}
# Twenty with the built-in ones, and one that looks into each list.
OWN_RULE = {
    "id": "own",
    "title": "Own",
    "severity": "low",
    "scope": "instance",
    "that": "phone_numbers | map(attribute='trunks') | sum >= 1 and domain_name is match('d')",
}
CALLBACK = """
from __future__ import annotations
DOCUMENTATION = "name: seconds\\ntype: aggregate\\nshort_description: seconds of tasks\\ndescription: Seconds of tasks."
import json, os, time
from ansible.plugins.callback import CallbackBase
class CallbackModule(CallbackBase):
    CALLBACK_VERSION, CALLBACK_TYPE, CALLBACK_NAME = 2.0, "aggregate", "seconds"
    def v2_playbook_on_task_start(self, task, is_conditional):
        self.start = time.perf_counter()
    def v2_runner_on_ok(self, result):
        with open(os.environ["SECONDS_FILE"], "a") as file:
            file.write(json.dumps([result._task.get_name(), time.perf_counter() - self.start]) + "\\n")
"""
# A module of the playbook's own, in place of the one that would ask the gateway.
MODULE = """
import json, os
from ansible.module_utils.basic import AnsibleModule
module = AnsibleModule({"path": {"type": "path", "required": True}})
with open(module.params["path"]) as file:
    module.exit_json(**json.load(file))
"""
FINDINGS = "call_centers.instances | alicloud.ccc.audit_findings(rules)"
PLAYBOOK = [
    {
        "hosts": "localhost",
        "gather_facts": False,
        "tasks": [
            {
                "name": "read",
                "facts": {"path": "{{ playbook_dir }}/facts.json"},
                "register": "call_centers",
            },
            {
                "name": "choose",
                "ansible.builtin.set_fact": {
                    "rules": "{{ [own] | alicloud.ccc.audit_rules(lookup('ansible.builtin.file', 'overrides.json')"
                    " | from_json) }}"
                },
                "vars": {"own": OWN_RULE},
            },
            # What it takes to hand the variables to any filter at all is Ansible's.
            {
                "name": "nothing",
                "ansible.builtin.assert": {
                    "that": ["call_centers.instances | length == 10000", "rules | length == 20"]
                },
            },
            {"name": "judge", "ansible.builtin.assert": {"that": FINDINGS + " | length == 0"}},
        ],
    }
]


def instances():
    return [
        call_center(
            instance_id=f"id-{position}",
            instance_name=f"call center {position}",
            domain_name=f"d{position}",
            admins=[admin(), admin(ram_id="206815793204418802")],
            phone_numbers=[number(number=f"0{position}-{line}") for line in range(2)],
        )
        for position in range(COUNT)
    ]


def overrides(facts):
    """Return lists for the rules that ask for one, long ones: each call center is on them."""
    ids = [instance["instance_id"] for instance in facts]
    numbers = [line["number"] for instance in facts for line in instance["phone_numbers"]]
    return {
        "administrator_not_allowed": {"params": {"allowed_ram_ids": ["206815793204418801", "206815793204418802"]}},
        "owner_not_allowed": {"params": {"allowed_owners": [facts[0]["owner"]]}},
        "outbound_not_allowed": {"params": {"allowed_numbers": numbers}},
        "unexpected_instance": {"params": {"expected_ids": ids}},
        "missing_instance": {"params": {"expected_ids": ids}},
    }


def seconds_of_tasks(folder, programs):
    """Run the playbook with the core whose programs are in this folder; return seconds by task."""
    written = folder / "seconds"
    written.unlink(missing_ok=True)
    environment = {
        **os.environ,
        "LC_ALL": "C.UTF-8",
        "ANSIBLE_HOME": str(folder / "home"),
        "ANSIBLE_COLLECTIONS_PATH": str(ROOT / ".venv" / "tree"),
        "ANSIBLE_CALLBACK_PLUGINS": str(folder / "callback"),
        "ANSIBLE_REMOTE_TEMP": str(folder / "home" / "remote"),
        "ANSIBLE_LOCALHOST_WARNING": "false",
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
        "SECONDS_FILE": str(written),
    }
    command = [str(programs / "python"), str(programs / "ansible-playbook"), "playbook.yml"]
    subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    return dict(json.loads(line) for line in written.read_text(encoding="utf-8").splitlines())


def main():
    too_much = False
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        facts = instances()
        (folder / "facts.json").write_text(json.dumps({"instances": facts}), encoding="utf-8")
        (folder / "overrides.json").write_text(json.dumps(overrides(facts)), encoding="utf-8")
        (folder / "playbook.yml").write_text(json.dumps(PLAYBOOK), encoding="utf-8")
        (folder / "library").mkdir()
        (folder / "library" / "facts.py").write_text(MODULE, encoding="utf-8")
        (folder / "callback").mkdir()
        (folder / "callback" / "seconds.py").write_text(CALLBACK, encoding="utf-8")
        print(f"{COUNT} call centers, 20 rules{'':<6}  {'read':>7}  {'nothing':>7}  {'judge':>7}  bound")
        for core, programs in CORES.items():
            if not programs.exists():
                continue
            seconds = seconds_of_tasks(folder, programs)
            judged = seconds["judge"] - seconds["nothing"]
            too_much = too_much or judged > BOUND
            print(
                f"{core:<32}  {seconds['read']:5.1f} s  {seconds['nothing']:5.1f} s  {judged:5.1f} s  {BOUND:.0f} s",
                flush=True,
            )
    return int(too_much)


if __name__ == "__main__":
    sys.exit(main())
