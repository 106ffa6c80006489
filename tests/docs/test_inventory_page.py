# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/inventory.md, followed as a new user does: its files, its commands, and the graph that it shows.

How the collection is installed is tested in tests/system/packaging, with the README's commands, which are the same.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from emulator_process import running_emulator

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "inventory.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(language):
    return [content for found, content in BLOCK.findall(PAGE) if found == language]


@pytest.fixture
def follow(run_program, tmp_path):
    """Run a command of the page in a folder with its files, with what it exports."""
    inventory, playbook = blocks("yaml")
    (tmp_path / "grouped.ccc.yml").write_text(inventory, encoding="utf-8")
    (tmp_path / "playbook.yml").write_text(playbook, encoding="utf-8")
    exported = dict(re.findall(r"^\$ export (\w+)=(\S+)$", PAGE, re.MULTILINE))
    key = {part: exported[f"ALIBABA_CLOUD_{part.upper()}"] for part in ("access_key_id", "access_key_secret")}
    with running_emulator(**key) as emulator:
        assert exported["ALIBABA_CLOUD_CCC_ENDPOINT"] == "http://127.0.0.1:8080"
        exported["ALIBABA_CLOUD_CCC_ENDPOINT"] = emulator.endpoint

        def run(command):
            assert command in PAGE, command
            done = run_program(command.split(), tmp_path, **exported)
            assert done.returncode == 0, done.stdout
            return done.stdout

        yield run


def test_every_block_has_its_test():
    assert [language for language, _content in BLOCK.findall(PAGE)] == [
        "console",
        "console",
        "yaml",
        "console",
        "text",
        "yaml",
        "console",
    ]
    commands = re.findall(r"^\$ (?!export )(.*)$", PAGE, re.MULTILINE)
    assert commands == [
        "pip install ansible-core requests",
        "ansible-galaxy collection build",
        "ansible-galaxy collection install alicloud-ccc-*.tar.gz",
        "python3 roles/emulator/files/ccc_emulator --port 8080",
        "ansible-inventory -i grouped.ccc.yml --graph",
        "ansible-playbook -i grouped.ccc.yml playbook.yml",
    ]


def test_the_graph_is_the_one_that_is_shown(follow):
    printed = follow("ansible-inventory -i grouped.ccc.yml --graph").splitlines()
    (shown,) = blocks("text")
    assert [line for line in printed if line.lstrip().startswith(("@", "|"))] == shown.splitlines()
    assert "The host name 111 is not used" in " ".join(printed)


def test_a_host_has_its_variables(follow):
    assert '"ccc_domain_name": "hz-orders"' in follow("ansible-inventory -i grouped.ccc.yml --host hz-orders")


def test_the_playbook_runs_over_the_hosts(follow):
    printed = follow("ansible-playbook -i grouped.ccc.yml playbook.yml")
    assert printed.count("has no bucket of its own.") == 1
    assert "Hangzhou Order Hotline has no bucket of its own." in printed
