# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Values from the gateway are never executed, with the ansible-core of this environment and with the oldest.

Before 2.19, ansible-core templates every host variable; since then, only trusted ones.
"""

from __future__ import annotations

import json
import os
import re

from emulator_process import running_emulator

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
    "unknown": "{{ ccc_unknown }}",
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
                "name": "Write the variables of {{ inventory_hostname }}, {{ ccc_instance_name }}",
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


def unwrapped(value):
    """Return the values in the output of `ansible-inventory --list`, which marks unsafe texts."""
    if isinstance(value, dict):
        return value["__ansible_unsafe"] if "__ansible_unsafe" in value else {k: unwrapped(v) for k, v in value.items()}
    return [unwrapped(item) for item in value] if isinstance(value, list) else value


def call_centers(marker):
    """Return call centers whose texts would create this file if they were executed."""
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
            "Unknown": {name: [name]},
            "Admin": {"User": [{"UserId": "plain", "Detail": {"DisplayName": name}}]},
        }
        for number, name in enumerate(names)
    ]


def test_no_value_is_executed_and_every_text_stays_unchanged(run, tmp_path):
    # A relative path, since host names cannot contain a slash.
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
    host_names = {**names, "id-3": "id-3"}  # a host name cannot contain a line break
    assert {unwrapped(variables["ccc_instance_id"]): name for name, variables in hostvars.items()} == host_names
    for instance in instances:
        name = instance["InstanceName"]
        variables = hostvars[host_names[instance["InstanceId"]]]
        shown = json.loads((tmp_path / "shown" / f"{instance['InstanceId']}.json").read_text())
        for found in (
            unwrapped(variables),
            {**shown, "ccc_instance_name": shown["name"], "ccc_unknown": shown["unknown"]},
        ):
            assert found["ccc_instance_name"] == found["composed"] == found["first_admin"]["display_name"] == name
            assert found["ccc_unknown"] == {name: [name]}
            assert found["joined"] == name + instance["InstanceDescription"]
            assert found["shouted"] == "{" + instance["DomainName"] + "}"
            assert found["listed"] == [name, "Running"]
        assert shown["host"] == host_names[instance["InstanceId"]]
        assert shown["short"] == shown["host"].split(".")[0]
        assert shown["hosts"] == shown["play_hosts"] == shown["names"] == sorted(host_names.values())
        assert shown["others"] == sorted(names.values())
        assert shown["groups"] == sorted(shown["groups"])
        assert all(re.fullmatch(r"\w+", group) for group in shown["groups"])
        # all_of_them, named_..., and the parent group of that one
        assert len(shown["groups"]) == 3
        assert os.access(shown["python"], os.X_OK)
    # Plain texts are not marked, with either ansible-core.
    assert "__ansible_unsafe" not in json.dumps(hostvars["plain"]["ccc_admins"])
    assert hostvars["plain"]["listed"] == ["plain", "Running"]
    assert hostvars["plain"]["ansible_connection"] == "local"
    assert hostvars["id-3"]["ccc_status"] == "Running"
    assert hostvars[names["id-0"]]["listed"][1] == "Running"
    assert hostvars[names["id-0"]]["ccc_instance_name"] == {"__ansible_unsafe": names["id-0"]}
