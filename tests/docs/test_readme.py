# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in code blocks of README.md and CONTRIBUTING.md is run, or is what the run that it shows printed.

The commands that install are run in tests/system/packaging.
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
import yaml
from emulator_process import running_emulator

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(language, text=README):
    return [content for found, content in BLOCK.findall(text) if found == language]


def commands(text):
    return [line[2:] for block in blocks("console", text) for line in block.splitlines() if line.startswith("$ ")]


def without_request_ids(text):
    return re.sub(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}", "REQUEST-ID", text)


def test_every_kind_of_block_has_its_test():
    assert {language for language, _content in BLOCK.findall(README)} == {"console", "yaml", "json", "text"}


def test_the_demo_prints_what_the_readme_shows_and_leaves_nothing_behind(run_program, tmp_path):
    done = run_program(["ansible-playbook", "alicloud.ccc.demo"], tmp_path)
    assert done.returncode == 0, done.stdout
    (shown,) = blocks("text")
    printed = {line.strip() for line in without_request_ids(done.stdout).splitlines()}
    missing = [line for line in without_request_ids(shown).splitlines() if line.strip() not in printed]
    assert missing == []
    assert list(tmp_path.rglob("*emulator*")) == []
    assert subprocess.run(["pgrep", "-f", str(tmp_path)], check=False).returncode == 1


def test_the_playbook_runs(run_program, tmp_path):
    (content,) = blocks("yaml")
    (tmp_path / "playbook.yml").write_text(content, encoding="utf-8")
    with running_emulator() as emulator:
        done = run_program(
            ["ansible-playbook", "playbook.yml"],
            tmp_path,
            **emulator.environment,
        )
    assert done.returncode == 0, done.stdout
    assert len(yaml.safe_load(content)[0]["tasks"]) == done.stdout.count("ok: [localhost]")


def test_the_policy_allows_the_actions_that_the_client_calls():
    (policy,) = (json.loads(content) for content in blocks("json"))
    called = re.findall(r'\.call\("(\w+)"', (ROOT / "plugins" / "module_utils" / "_client.py").read_text("utf-8"))
    assert sorted(policy["Statement"][0]["Action"]) == sorted(f"ccc:{action}" for action in called)


@pytest.mark.parametrize("file", ["README.md", "CONTRIBUTING.md"])
def test_every_make_command_is_a_target(file):
    targets = {target for line in re.findall(r"^([\w ./-]+):", MAKEFILE, re.MULTILINE) for target in line.split()}
    asked = set(re.findall(r"(?:`|^\$ )make ([\w-]+)", (ROOT / file).read_text("utf-8"), re.MULTILINE))
    assert asked
    assert asked <= targets
