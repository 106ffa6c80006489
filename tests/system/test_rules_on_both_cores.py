# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filters audit_rules and audit_findings in real runs: the ansible-core of this environment, and the oldest."""

from __future__ import annotations

import json
import time

import pytest
from audit_cases import FIRES, HOUR, NOT_REPORTED, NOW, NULL_FACT, OF_2020_07_01, OVERRIDES, QUIET, call_center

# What is written down as the result of a play: for each list of instances what one rule finds in it.
FOUND = """
[{% for case in cases %}
{{ case.instances | alicloud.ccc.audit_findings(rules | selectattr('id', 'eq', case.rule)) | to_json }}
{{ '' if loop.last else ',' }}{% endfor %}]
"""
CASES_PLAYBOOK = f"""
- hosts: localhost
  gather_facts: false
  vars:
    data: "{{{{ lookup('ansible.builtin.file', 'cases.json') | from_json }}}}"
    rules: "{{{{ [] | alicloud.ccc.audit_rules(data.overrides) }}}}"
    cases: "{{{{ data.cases }}}}"
  tasks:
    - ansible.builtin.copy:
        dest: "{{{{ playbook_dir }}}}/found.json"
        mode: "0600"
        content: {json.dumps(FOUND)}
"""
RULE = """
      - id: {id}
        title: Own
        severity: low
        scope: instance
        that: domain_name | length > 100
        message: {message}
"""
MESSAGES_PLAYBOOK = """
- hosts: localhost
  gather_facts: false
  vars_files: [vars.yml]
  vars:
    in_play:
{in_play}
    instances: "{{{{ lookup('ansible.builtin.file', 'instances.json') | from_json }}}}"
    all_of_them: "{{{{ in_play + in_file + in_extra + in_json | default([]) }}}}"
    rules: "{{{{ all_of_them | alicloud.ccc.audit_rules }}}}"
  tasks:
    - ansible.builtin.set_fact:
        findings: "{{{{ instances | alicloud.ccc.audit_findings(rules) }}}}"
    - ansible.builtin.copy:
        dest: "{{{{ playbook_dir }}}}/found.json"
        mode: "0600"
        content: "{{{{ findings | to_json }}}}"
"""
UNSAFE = "!unsafe '{{ instance_name }} of {{ owner }}'"
SINGLE = "'{instance_name} of {owner}'"


@pytest.fixture
def play(run, tmp_path):
    """Return a function that runs playbook.yml with a core, in a folder of its own, and gives what it has found."""

    def run_playbook(playbook, *arguments):
        (tmp_path / "playbook.yml").write_text(playbook, encoding="utf-8")
        run("ansible-playbook", *arguments, "playbook.yml")
        return json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))

    return run_playbook


def moved(instances):
    """Return these instances as of now, and half an hour younger, so that a slow run changes nothing."""
    later = int(time.time() * 1000) - NOW + HOUR // 2
    return [
        {**instance, "created_time": instance["created_time"] + later} if instance["created_time"] else instance
        for instance in instances
    ]


def test_each_built_in_rule_where_it_finds_something_and_where_it_does_not(play, tmp_path):
    cases = [(rule, moved(found), "violation") for rule, lists in FIRES.items() for found in lists]
    cases += [(rule, moved(found), None) for rule, lists in QUIET.items() for found in lists]
    cases += [(rule, [instance], "not_evaluated") for rule, (instance, _fact) in NULL_FACT.items()]
    cases += [(rule, [OF_2020_07_01], "not_evaluated") for rule in NOT_REPORTED]
    data = {"overrides": OVERRIDES, "cases": [{"rule": rule, "instances": found} for rule, found, _kind in cases]}
    (tmp_path / "cases.json").write_text(json.dumps(data), encoding="utf-8")
    for (rule, _instances, kind), found in zip(cases, play(CASES_PLAYBOOK), strict=True):
        assert {finding["kind"] for finding in found} == ({kind} if kind else set()), (rule, found)
        assert {finding["rule_id"] for finding in found} <= {rule}


def test_a_message_is_written_in_each_way_and_no_value_is_run(play, tmp_path):
    touch = "lookup('pipe', 'touch marker')"
    names = [
        "plain",
        "{{ %s }}" % touch,
        "{%% if %s %%}{%% endif %%}" % touch,
        "#jinja2: variable_start_string: '<'\n{",
    ]
    instances = [call_center(instance_name=name, owner=name, odd={name: name}) for name in names]
    (tmp_path / "instances.json").write_text(json.dumps(instances), encoding="utf-8")
    own = {
        "in_play": RULE.format(id="play_unsafe", message=UNSAFE) + RULE.format(id="play", message=SINGLE),
        "in_file": RULE.format(id="file_unsafe", message=UNSAFE) + RULE.format(id="file", message=SINGLE),
        "in_extra": RULE.format(id="extra_unsafe", message=UNSAFE) + RULE.format(id="extra", message=SINGLE),
    }
    (tmp_path / "vars.yml").write_text("in_file:\n" + own["in_file"], encoding="utf-8")
    (tmp_path / "extra.yml").write_text("in_extra:\n" + own["in_extra"], encoding="utf-8")
    in_json = {
        "id": "json",
        "title": "Own",
        "severity": "low",
        "scope": "instance",
        "that": "domain_name == 'x'",
        "message": "{instance_name} of {owner}",
    }
    found = play(
        MESSAGES_PLAYBOOK.format(in_play=own["in_play"]),
        *("--extra-vars", "@extra.yml", "--extra-vars", json.dumps({"in_json": [in_json]})),
    )
    assert not list(tmp_path.rglob("marker"))
    for rule in ("play_unsafe", "play", "file_unsafe", "file", "extra_unsafe", "extra", "json"):
        messages = [(finding["instance_name"], finding["message"]) for finding in found if finding["rule_id"] == rule]
        assert messages == [(name, f"{name} of {name}") for name in names], rule
