# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything in the collection works by its full name if it is installed from the archive."""

from __future__ import annotations

import json
from pathlib import Path

from emulator_process import running_emulator

ROOT = Path(__file__).resolve().parents[3]

KINDS = {"module": "plugins/modules", "inventory": "plugins/inventory", "filter": "plugins/filter", "role": "roles"}

START = "ansible localhost -m ansible.builtin.include_role -a name=alicloud.ccc.emulator"

# Plugins that the demo does not use.
PLAYBOOK = """
- name: Use the filters for a host of the inventory
  hosts: hz-orders
  gather_facts: false
  tasks:
    - name: Read it
      alicloud.ccc.ccc_instance_info:
        instance_id: "{{ ccc_instance_id }}"
      register: read

    - name: Check the results of the filters
      ansible.builtin.assert:
        that:
          - read.instances[0].instance_name == ccc_instance_name
          - read.instances | alicloud.ccc.audit_findings([] | alicloud.ccc.audit_rules) | length > 1
          - ([] | alicloud.ccc.drift(read.instances)).removed | length == 1
          - "'masked-' in (read.instances | alicloud.ccc.mask_personal_data | string)"
"""


def test_each_plugin_and_role_is_documented_by_its_full_name(installed, tmp_path):
    dump = json.loads(installed.run("ansible-doc --metadata-dump alicloud.ccc 2>/dev/null", tmp_path))["all"]
    for kind, folder in KINDS.items():
        names = {path.stem for path in (ROOT / folder).glob("[!_.]*") if path.name != "__pycache__"}
        documented = {name: entry for name, entry in dump[kind].items() if name.startswith("alicloud.ccc.")}
        assert set(documented) == {f"alicloud.ccc.{name}" for name in names}
        where = [entry["path"] if kind == "role" else entry["doc"]["filename"] for entry in documented.values()]
        assert all(Path(path).is_relative_to(installed.folder) for path in where), where


def test_the_demo_runs_from_the_archive(installed, tmp_path):
    printed = installed.run("env -u PWD ansible-playbook alicloud.ccc.demo -vv", tmp_path)
    assert f"task path: {installed.folder}/playbooks/demo.yml" in printed
    assert f"task path: {installed.folder}/roles/audit/tasks/" in printed
    assert "shenzhen-logistics" in printed
    assert "The audit failed, as it should: 3 findings of severity high" in printed
    assert "fatal:" not in printed
    assert (tmp_path / "ccc-demo" / "report.html").is_file()
    assert f"{ROOT}/plugins" not in printed
    assert f"{ROOT}/.venv/tree" not in printed


def test_an_ad_hoc_command_shows_where_the_emulator_is_listening(installed, tmp_path):
    try:
        printed = installed.run(START, tmp_path)
        [line] = [line for line in printed.splitlines() if "is listening at http://127.0.0.1:" in line]
        assert "export ALIBABA_CLOUD_CCC_ENDPOINT=http://127.0.0.1:" in line
        assert line.endswith('ALIBABA_CLOUD_ACCESS_KEY_SECRET=emulator-key-secret"')
    finally:
        installed.run(f"{START} -e emulator_state=stopped", tmp_path)


def test_the_emulator_does_not_show_a_secret_that_is_not_its_default(installed, tmp_path):
    try:
        printed = installed.run(f"{START} -e emulator_access_key_secret=ours-alone -vvv", tmp_path)
        assert "ALIBABA_CLOUD_ACCESS_KEY_SECRET=..." in printed
        assert "ours-alone" not in printed
    finally:
        installed.run(f"{START} -e emulator_state=stopped", tmp_path)


def test_the_inventory_and_the_filters_work_in_a_playbook(installed, tmp_path):
    (tmp_path / "all.ccc.yml").write_text("plugin: alicloud.ccc.instances\n", encoding="utf-8")
    (tmp_path / "playbook.yml").write_text(PLAYBOOK, encoding="utf-8")
    with running_emulator() as emulator:
        printed = installed.run("ansible-playbook -i all.ccc.yml playbook.yml", tmp_path, **emulator.environment)
    assert "ok=2 " in printed
