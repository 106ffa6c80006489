# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a call center is called is never run: real runs with the ansible-core of this environment, and with the oldest.

Before 2.19, ansible-core takes every host variable for a template; from then on, none that is not trusted.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from emulator_process import running_emulator

ROOT = Path(__file__).resolve().parents[2]
TREE = ROOT / ".venv" / "tree"
# `make unit` puts it there, where there is a Python that it runs on.
OLDEST_CORE = ROOT / ".venv" / "oldest-core"
NOT_OURS = re.compile(r"(ANSIBLE|ALIBABA_CLOUD|ALICLOUD)_", re.IGNORECASE)

INVENTORY = {
    "plugin": "alicloud.ccc.instances",
    "hostname": ["instance_name"],
    "compose": {
        "composed": "ccc_instance_name",
        "joined": "ccc_instance_name ~ ccc_instance_description",
        "shouted": "'{' ~ ccc_domain_name ~ '}'",
        "first_admin": "ccc_admins[0]",
        "listed": "[ccc_instance_name, ccc_status]",
    },
    "groups": {"all_of_them": "ccc_instance_name is not none"},
    "keyed_groups": [{"key": "ccc_instance_name", "prefix": "named", "parent_group": "{{ ccc_instance_name }}"}],
    "strict": True,
}
SHOWN = {
    "name": "{{ ccc_instance_name }}",
    "host": "{{ inventory_hostname }}",
    "short": "{{ inventory_hostname_short }}",
    "hosts": "{{ groups['all'] | sort }}",
    "play_hosts": "{{ ansible_play_hosts | sort }}",
    "groups": "{{ group_names }}",
    "composed": "{{ composed }}",
    "joined": "{{ joined }}",
    "shouted": "{{ shouted }}",
    "first_admin": "{{ first_admin }}",
    "listed": "{{ listed }}",
    "odd": "{{ ccc_odd }}",
    "others": "{{ groups['all'] | map('extract', hostvars, 'ccc_instance_name') | sort }}",
    "names": "{{ hostvars | list | difference(['localhost']) | sort }}",
    "python": "{{ ansible_python_interpreter }}",
}
PLAYBOOK = [
    {
        "hosts": "all",
        "gather_facts": False,
        "tasks": [
            {
                "name": "Write what {{ inventory_hostname }} is, {{ ccc_instance_name }}",
                "ansible.builtin.copy": {
                    "content": "{{ shown | to_json }}",
                    "dest": "{{ playbook_dir }}/shown/{{ ccc_instance_id }}.json",
                    "mode": "0600",
                },
                "vars": {"shown": SHOWN},
            },
        ],
    }
]


@pytest.fixture(params=["this core", "the oldest core"])
def python(request, tmp_path):
    if request.param == "this core":
        return sys.executable
    # Whoever has no Python that 2.16 runs on can still test the newest core; CI has one.
    if not OLDEST_CORE.exists():
        pytest.skip("ansible-core 2.16 is not there: it needs Python 3.10, 3.11 or 3.12 and `make unit`")
    # By a link, since this core's modules cannot have an interpreter in a folder with a space.
    (tmp_path / "core").symlink_to(OLDEST_CORE)
    return str(tmp_path / "core" / "bin" / "python")


@pytest.fixture
def run(python, tmp_path):
    """Return a function that runs a program of that core, in a folder of its own, and gives its output."""

    def run_program(*words):
        kept = {name: value for name, value in os.environ.items() if not NOT_OURS.match(name)}
        done = subprocess.run(
            [python, str(Path(python).parent / words[0]), *words[1:]],
            cwd=tmp_path,
            env={
                **kept,
                "LC_ALL": "C.UTF-8",
                "NO_PROXY": "*",
                "ANSIBLE_HOME": str(tmp_path / "home"),
                "ANSIBLE_REMOTE_TEMP": str(tmp_path / "home" / "remote"),
                "ANSIBLE_COLLECTIONS_PATH": str(TREE),
                "ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED": "true",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run_program


def unwrapped(value):
    """Return what `ansible-inventory --list` means: it marks what is no template."""
    if isinstance(value, dict):
        return value["__ansible_unsafe"] if "__ansible_unsafe" in value else {k: unwrapped(v) for k, v in value.items()}
    return [unwrapped(item) for item in value] if isinstance(value, list) else value


def call_centers(marker):
    """Return instances that would make this file if their texts were run."""
    touch = "lookup('pipe', 'touch %s')" % marker
    names = [
        "{{ %s }}" % touch,
        "{%% if %s %%}{%% endif %%}" % touch,
        "{# %s #}" % touch,
        "#jinja2: variable_start_string: '[['\n[[ %s }}" % touch,
        "a.{{ %s }}.b" % touch,
        "{",
        "plain",
    ]
    return [
        {
            "InstanceId": "id-%d" % number,
            "InstanceName": name,
            "InstanceDescription": "{ %s }}" % touch,
            "DomainName": "%% if %s %%}{%% endif %%" % touch,
            "Status": "Running",
            "Odd": {name: [name]},
            "Admin": {"User": [{"UserId": "plain", "Detail": {"DisplayName": name}}]},
        }
        for number, name in enumerate(names)
    ]


def test_nothing_is_run_and_every_text_stays_what_it_is(run, tmp_path):
    # Their names hold no slash, which no host name may.
    marker = "marker"
    (tmp_path / "shown").mkdir()
    (tmp_path / "playbook.yml").write_text(json.dumps(PLAYBOOK))
    instances = call_centers(marker)
    with running_emulator(data=instances) as emulator:
        (tmp_path / "x.ccc.yml").write_text(json.dumps({**INVENTORY, **emulator.connection}))
        listed = json.loads(run("ansible-inventory", "-i", "x.ccc.yml", "--list"))
        run("ansible-playbook", "-i", "x.ccc.yml", "playbook.yml")
    assert not list(tmp_path.rglob(marker))

    hostvars = listed["_meta"]["hostvars"]
    names = {instance["InstanceId"]: instance["InstanceName"] for instance in instances}
    host_names = {**names, "id-3": "id-3"}  # a line break names no host
    assert {unwrapped(variables["ccc_instance_id"]): name for name, variables in hostvars.items()} == host_names
    for instance in instances:
        name = instance["InstanceName"]
        variables = hostvars[host_names[instance["InstanceId"]]]
        shown = json.loads((tmp_path / "shown" / f"{instance['InstanceId']}.json").read_text())
        for found in (unwrapped(variables), {**shown, "ccc_instance_name": shown["name"], "ccc_odd": shown["odd"]}):
            assert found["ccc_instance_name"] == found["composed"] == found["first_admin"]["display_name"] == name
            assert found["ccc_odd"] == {name: [name]}
            assert found["joined"] == name + instance["InstanceDescription"]
            assert found["shouted"] == "{" + instance["DomainName"] + "}"
            assert found["listed"] == [name, "Running"]
        assert shown["host"] == host_names[instance["InstanceId"]]
        assert shown["short"] == shown["host"].split(".")[0]
        assert shown["hosts"] == shown["play_hosts"] == shown["names"] == sorted(host_names.values())
        assert shown["others"] == sorted(names.values())
        assert shown["groups"] == sorted(shown["groups"])
        assert all(re.fullmatch(r"\w+", group) for group in shown["groups"])
        # Three: all_of_them, named_..., and the parent of that.
        assert len(shown["groups"]) == 3
        assert os.access(shown["python"], os.X_OK)
    # Plain text is plain, on every core.
    assert "__ansible_unsafe" not in json.dumps(hostvars["plain"]["ccc_admins"])
    assert hostvars["plain"]["listed"] == ["plain", "Running"]
    assert hostvars["plain"]["ansible_connection"] == "local"
    assert hostvars["id-3"]["ccc_status"] == "Running"
    assert hostvars[names["id-0"]]["listed"][1] == "Running"
    assert hostvars[names["id-0"]]["ccc_instance_name"] == {"__ansible_unsafe": names["id-0"]}
