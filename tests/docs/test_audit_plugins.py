# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documentation of the filters, and of the module that is an action plugin: EXAMPLES are run, the rest is compared.

Their reader has call centers, an emulator's, and facts.json, which holds the facts of these.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from ansible_collections.alicloud.ccc.plugins.action.audit_report import ARGUMENT_SPEC
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.drift import drift_of
from emulator_process import running_emulator

ROOT = Path(__file__).resolve().parents[2]
FILTERS = sorted(path.stem for path in (ROOT / "plugins" / "filter").glob("[!_]*.py"))
PLUGINS = [*(("filter", name) for name in FILTERS), ("module", "audit_report")]
KEYS = ("type", "elements", "choices", "default")
SETUP = [
    {"alicloud.ccc.ccc_user_instances_info": None, "register": "prepared"},
    {
        "ansible.builtin.copy": {
            "content": "{{ prepared.instances | to_json }}",
            "dest": "{{ playbook_dir }}/facts.json",
            "mode": "0600",
        }
    },
]
# What a result has beside what RETURN says.
ANSIBLES_OWN = {"changed", "failed"}


def documented(kind, name, run_program, folder):
    done = run_program(["ansible-doc", "--json", "--type", kind, f"alicloud.ccc.{name}"], folder)
    assert done.returncode == 0, done.stdout
    return json.loads(done.stdout)[f"alicloud.ccc.{name}"]


@pytest.mark.parametrize(("kind", "name"), PLUGINS)
def test_every_example_runs(kind, name, run_program, play, tmp_path):
    examples = yaml.safe_load(documented(kind, name, run_program, tmp_path)["examples"])
    with running_emulator() as emulator:
        run = play([*SETUP, *examples], variables={"vault_mask_key": "a key"}, environment=emulator.environment)
    assert run.status == 0, run.output
    assert [task.state for task in run.tasks] == ["ok"] * (len(SETUP) + len(examples)), run.output
    assert [task.name for task in run.tasks[len(SETUP) :]] == [task["name"] for task in examples]
    if name == "audit_report":
        returned = documented(kind, name, run_program, tmp_path)["return"]
        for task in run.tasks:
            if task.module.endswith("audit_report"):
                assert_as_documented({k: v for k, v in task.result.items() if k not in ANSIBLES_OWN}, returned, name)
        [audit] = [task.result for task in run.tasks if task.name.startswith("Tell what changed")]
        assert audit["summary"]["drift"] == {"added": 0, "removed": 0, "changed": 0}


def assert_as_documented(result, fields, path):
    """Compare the keys of a result with its documentation, all the way down."""
    assert result.keys() == fields.keys(), path
    for key, field in fields.items():
        inner = result[key] if isinstance(result[key], list) else [result[key]]
        for value in inner if "contains" in field else ():
            assert_as_documented(value, field["contains"], f"{path}.{key}")


def test_the_options_of_the_action_are_those_of_its_documentation(run_program, tmp_path):
    options = documented("module", "audit_report", run_program, tmp_path)["doc"]["options"]
    assert options.keys() == ARGUMENT_SPEC.keys()
    for name, option in options.items():
        code = ARGUMENT_SPEC[name]
        assert {key: option.get(key) for key in KEYS} == {key: code.get(key) for key in KEYS}, name
        assert option.get("required", False) == code.get("required", False), name


def test_what_drift_gives_is_as_documented(run_program, tmp_path):
    one, other = ({"instance_id": "a", "status": status} for status in "12")
    drift = drift_of([one, {"instance_id": "b"}], [other, {"instance_id": "c"}])
    fields = documented("filter", "drift", run_program, tmp_path)["return"]["_value"]["contains"]
    assert_as_documented(drift, fields, "drift")
