# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The audit in real runs, with the ansible-core of this environment and with the oldest.

Data from the gateway is never executed or altered, and is not in the output of the task.
"""

from __future__ import annotations

import json

import pytest
import yaml
from audit_cases import call_center
from emulator_process import running_emulator

TOUCH = "lookup('pipe', 'touch marker')"
NAMES = [
    "{{ %s }}" % TOUCH,
    "{%% if %s %%}{%% endif %%}" % TOUCH,
    "#jinja2: variable_start_string: '[['\n[[ %s ]]" % TOUCH,
    "<script>alert(1)</script>",
    '=HYPERLINK("x")',
    "{instance_id.__class__}",
    "'\"\\",
    "Hotline",
]
OLD, NEW = "2017-07-05", "2020-07-01"
PERSON = "wang.fang@example.com"
STATUS = "Suspended by the gateway"
RULE = {
    "id": "running",
    "title": "Not running",
    "severity": "medium",
    "scope": "instance",
    "that": "status | ansible.builtin.regex_search('^Run') is not none",
    "message": "{instance_name} is {status}, ask {admins[0].email}",
}
# Parsed, as in a playbook, so that the date without quotes is a date.
EXCEPTIONS = yaml.safe_load("[{rule_id: running, instance_id: id-0, until: 2099-12-31, reason: Known.}]")


def report(**options):
    return {
        "alicloud.ccc.audit_report": {"dest": "report", "rules": [RULE], "reads": "reads", **options},
        "vars": {
            "reads": [{"account": "{{ name }}", "region": "cn-shanghai", "instances": "found.instances"}],
            "exceptions": EXCEPTIONS,
            "name": "x",
        },
    }


READ = {"alicloud.ccc.ccc_user_instances_info": None, "register": "found", "no_log": True}
PLAYBOOK = [
    {
        "hosts": "localhost",
        "gather_facts": False,
        "tasks": [
            READ,
            {"name": "check", **report(dest="checked"), "check_mode": True},
            {"name": "write", **report(exceptions="exceptions", personal_data="keep")},
            {
                "name": "mask",
                **report(dest="masked", baseline="report/facts.json", fail_on="medium"),
                "register": "audit",
            },
            {"name": "fail", **report(baseline="missing.json"), "ignore_errors": True},
            {
                "name": "conclude",
                "ansible.builtin.copy": {
                    "content": "{{ audit | to_json }}",
                    "dest": "{{ playbook_dir }}/audit.json",
                    "mode": "0600",
                },
            },
        ],
    },
    {
        "hosts": "ccc_audit_accounts",
        "gather_facts": False,
        "roles": ["alicloud.ccc.audit"],
        "vars": {
            **{"audit_report_dir": "role", "audit_fail_on": "none"},
            **{"audit_rules": [RULE], "audit_exceptions": EXCEPTIONS},
        },
    },
]


def call_centers():
    """Return a call center for each name."""
    return [
        {
            "InstanceId": "id-%d" % number,
            "InstanceName": name,
            "Status": STATUS,
            "Unknown": {name: [name]},
            "Admin": {"User": [{"RamId": "1", "Detail": {"Email": PERSON}}]},
        }
        for number, name in enumerate(NAMES)
    ]


@pytest.fixture
def output(run, tmp_path):
    """Run the playbook with the highest verbosity, and return its output."""
    local = {"ansible_connection": "local", "ansible_python_interpreter": "{{ ansible_playbook_python }}"}
    with running_emulator(data=call_centers()) as emulator:
        accounts = {"y": {"name": "y", **emulator.connection}, "z": {"name": "z", "profile": "none-such"}}
        group = {"hosts": {name: {"audit_account": account} for name, account in accounts.items()}}
        hosts = {"hosts": {"localhost": {}}, "children": {"ccc_audit_accounts": group}, "vars": local}
        local["audit_sts_endpoint"] = emulator.endpoint
        (tmp_path / "hosts.json").write_text(json.dumps({"all": hosts}))
        defaults = {"module_defaults": {"group/alicloud.ccc.ccc": emulator.connection}}
        (tmp_path / "playbook.yml").write_text(yaml.safe_dump([{**play, **defaults} for play in PLAYBOOK]))
        command = ["ansible-playbook", "-vvvv", "-i", "hosts.json", "playbook.yml"]
        return run(*command, ANSIBLE_INJECT_INVOCATION="true")


def test_a_report_keeps_hostile_values_and_executes_none(output, tmp_path):
    def read(path):
        return json.loads((tmp_path / path).read_text("utf-8"))

    assert not list(tmp_path.rglob("marker"))
    assert not (tmp_path / "checked").exists()

    kept = read("report/facts.json")["instances"]
    assert [facts["instance_name"] for facts in kept] == NAMES
    assert [facts["unknown"] for facts in kept] == [{name: [name]} for name in NAMES]
    assert {facts["admins"][0]["email"] for facts in kept} == {PERSON}
    messages = {finding["message"] for finding in read("report/report.json")["findings"]}
    assert messages == {"%s is %s, ask %s" % (name, STATUS, PERSON) for name in NAMES}
    accepted = [f["instance_id"] for f in read("report/report.json")["findings"] if f["accepted"]]
    assert accepted == ["id-0"]

    masked = "".join(path.read_text("utf-8") for path in (tmp_path / "masked").iterdir())
    assert PERSON not in masked
    assert read("masked/report.json")["drift"]["changed"] == []
    html = (tmp_path / "report" / "report.html").read_text("utf-8")
    assert "<script>alert" not in html

    audit = read("audit.json")
    assert (audit["verdict"], audit["changed"], audit["summary"]["findings"]["medium"]) == ("failed", True, len(NAMES))
    assert audit["report_dir"] == str(tmp_path / "masked")

    of_role = read("role/report.json")
    reads = [(read["account"], read["api_versions"], read["instances"]) for read in of_role["accounts"]]
    assert reads == [("y", [OLD, NEW], len(NAMES)), ("z", [OLD, NEW], 0)]
    assert [read["error"] is None for read in of_role["accounts"]] == [True, False]
    assert {facts["instance_name"] for facts in of_role["instances"]} == set(NAMES)

    # The output contains no facts, even with the highest verbosity.
    assert "baseline: missing.json cannot be read: No such file or directory." in output
    for word in (PERSON, STATUS, "Hotline", "touch marker", "HYPERLINK"):
        assert word not in output
    assert "invocation" not in output.split("TASK [check]")[1].split("TASK [conclude]")[0]


# --- Messages of rules ---


def rule(name, message):
    described = {"id": name, "title": "Custom", "severity": "low", "scope": "instance", "that": "domain_name == 'x'"}
    return {**described, "message": message}


# In Ansible's YAML, the tag !unsafe prevents templating.
UNSAFE = """
- {id: %s, title: Custom, severity: low, scope: instance, that: "domain_name == 'x'",
   message: !unsafe '{{ instance_name }} of {{ owner }}'}
"""
PLAIN = "{instance_name} of {owner}"
MESSAGES_PLAYBOOK = """
- hosts: localhost
  gather_facts: false
  vars_files: [vars.yml]
  vars:
    instances: "{{ lookup('ansible.builtin.file', 'instances.json') | from_json }}"
    in_play: %s
  tasks:
    - ansible.builtin.copy:
        dest: "{{ playbook_dir }}/found.json"
        mode: "0600"
        content: "{{ instances | alicloud.ccc.audit_findings(rules) | to_json }}"
      vars:
        rules: "{{ (in_play + in_file + in_extra + in_unsafe_extra + in_unsafe_file) | alicloud.ccc.audit_rules }}"
"""


def test_the_message_of_a_rule_is_the_same_wherever_the_rule_is_defined(run, tmp_path):
    names = [*NAMES[:3], "plain"]
    instances = [call_center(instance_name=name, owner=name, unknown={name: name}) for name in names]
    (tmp_path / "instances.json").write_text(json.dumps(instances))
    (tmp_path / "playbook.yml").write_text(MESSAGES_PLAYBOOK % json.dumps([rule("play", PLAIN)]))
    file = "in_file: %s\nin_unsafe_file:%s" % (json.dumps([rule("file", PLAIN)]), UNSAFE % "unsafe_file")
    (tmp_path / "vars.yml").write_text(file)
    (tmp_path / "extra.yml").write_text("in_unsafe_extra:" + UNSAFE % "unsafe_extra")
    extra = json.dumps({"in_extra": [rule("extra", PLAIN)]})
    run("ansible-playbook", "--extra-vars", "@extra.yml", "--extra-vars", extra, "playbook.yml")
    assert not list(tmp_path.rglob("marker"))
    messages = {}
    for finding in json.loads((tmp_path / "found.json").read_text("utf-8")):
        messages.setdefault(finding["rule_id"], []).append(finding["message"])
    expected = [f"{name} of {name}" for name in names]
    assert messages == dict.fromkeys(("play", "file", "extra", "unsafe_extra", "unsafe_file"), expected)
