# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Installed from the archive into an empty folder, all that the collection has works by its full name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from emulator_process import running_emulator

ROOT = Path(__file__).resolve().parents[3]

KINDS = {"module": "plugins/modules", "inventory": "plugins/inventory", "filter": "plugins/filter", "role": "roles"}

# Beside what the demo uses.
PLAYBOOK = """
- name: Judge with the filters, and write a report with the module
  hosts: localhost
  gather_facts: false
  tasks:
    - name: Read all
      alicloud.ccc.ccc_user_instances_info:
      register: all

    - name: Write a report
      alicloud.ccc.audit_report:
        dest: "{{ playbook_dir }}/report"
        reads:
          - account: test
            instances: "{{ all.instances }}"
        rules: "{{ [] | alicloud.ccc.audit_rules }}"

    - name: Note what the filters say
      ansible.builtin.copy:
        content: "{{ notes | to_json }}"
        dest: "{{ playbook_dir }}/notes.json"
        mode: "0600"
      vars:
        notes:
          findings: "{{ all.instances | alicloud.ccc.audit_findings([] | alicloud.ccc.audit_rules) | length }}"
          drift: "{{ all.instances | alicloud.ccc.drift(all.instances[:2]) }}"
          masked: "{{ (all.instances | alicloud.ccc.mask_personal_data)[2].admins[0].email }}"
"""


@pytest.fixture
def gateway():
    """Return what the environment says about a gateway that runs while the test does."""
    with running_emulator() as emulator:
        yield emulator.environment


def test_no_other_copy_is_found(installed, tmp_path):
    """What the other tests here rely on: where nothing is installed, there is nothing, although .venv has a link."""
    elsewhere = {"ANSIBLE_COLLECTIONS_PATH": str(tmp_path)}
    printed = installed.run("ansible-doc alicloud.ccc.ccc_instance_info", tmp_path, **elsewhere)
    assert "alicloud.ccc.ccc_instance_info was not found" in " ".join(printed.split())
    installed.run("ansible-playbook alicloud.ccc.demo", tmp_path, status=1, **elsewhere)


def test_each_plugin_and_role_is_documented_by_its_full_name(installed, tmp_path):
    dump = json.loads(installed.run("ansible-doc --metadata-dump alicloud.ccc 2>/dev/null", tmp_path))["all"]
    for kind, folder in KINDS.items():
        names = {path.stem for path in (ROOT / folder).glob("[!_.]*") if path.name != "__pycache__"}
        documented = {name: entry for name, entry in dump[kind].items() if name.startswith("alicloud.ccc.")}
        assert set(documented) == {f"alicloud.ccc.{name}" for name in names}
        where = [entry["path"] if kind == "role" else entry["doc"]["filename"] for entry in documented.values()]
        assert all(Path(path).is_relative_to(installed.folder) for path in where), where


def test_the_demo_runs(installed, tmp_path):
    printed = installed.run("ansible-playbook alicloud.ccc.demo -vv", tmp_path)
    assert f"task path: {installed.folder}/playbooks/demo.yml" in printed
    assert f"task path: {installed.folder}/roles/audit/tasks/" in printed
    assert "shenzhen-logistics" in printed
    assert (tmp_path / "ccc-demo" / "report.html").is_file()
    assert f"{ROOT}/plugins" not in printed
    assert f"{ROOT}/.venv/tree" not in printed


def test_the_audit_runs(installed, tmp_path, gateway):
    command = "ansible-playbook alicloud.ccc.audit -e audit_report_dir=report -e audit_fail_on=none"
    installed.run(command, tmp_path, **gateway)
    report = json.loads((tmp_path / "report" / "report.json").read_text(encoding="utf-8"))
    assert report["summary"]["instances"] == 8


def test_the_inventory_has_its_hosts(installed, tmp_path, gateway):
    (tmp_path / "all.ccc.yml").write_text("plugin: alicloud.ccc.instances\n", encoding="utf-8")
    listed = json.loads(installed.run("ansible-inventory -i all.ccc.yml --list 2>/dev/null", tmp_path, **gateway))
    assert listed["_meta"]["hostvars"]["hz-orders"]["ccc_instance_name"] == "Hangzhou Order Hotline"


def test_the_rest_works_in_a_playbook(installed, tmp_path, gateway):
    (tmp_path / "playbook.yml").write_text(PLAYBOOK, encoding="utf-8")
    installed.run("ansible-playbook playbook.yml", tmp_path, **gateway)
    notes = json.loads((tmp_path / "notes.json").read_text(encoding="utf-8"))
    assert notes["findings"] > 20
    assert len(notes["drift"]["added"]) == 6
    assert "wang" not in notes["masked"]
    assert json.loads((tmp_path / "report" / "report.json").read_text("utf-8"))["summary"]["instances"] == 8
