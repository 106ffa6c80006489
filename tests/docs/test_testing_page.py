# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/testing.md, followed in a project of a user's: its files, its scenario, and what it says about faults."""

from __future__ import annotations

import json
import os
import re
import socket
import sys
from pathlib import Path

import pytest
import yaml
from emulator_process import running_emulator

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "testing.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(?:# (\S+\.yml)\n)?(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
FILES = {name: content for _language, name, content in BLOCKS if name}
FAULTS, RECORDS = (content for language, name, content in BLOCKS if language == "yaml" and not name)
PROGRAMS = Path(sys.executable).parent
COMMANDS = re.findall(r"^\$ (.*)$", PAGE, re.MULTILINE)


@pytest.fixture
def project(tmp_path):
    """Return a folder with the files of the page, with a free port in place of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    folder = tmp_path / "project"
    for name, content in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content.replace("18080", port), encoding="utf-8")
    return folder


def test_the_blocks_are_those_that_are_tested():
    assert set(FILES) == {
        "check.yml",
        "failure.yml",
        *(f"molecule/default/{name}.yml" for name in ("molecule", "create", "converge", "verify", "destroy")),
    }
    assert COMMANDS == [
        "pip install ansible-core requests molecule",
        "ansible-galaxy collection install alicloud.ccc",
        "molecule test",
        "ansible-playbook failure.yml",
    ]
    # The first two ask PyPI and Galaxy. Here is what they would have installed.


def test_the_scenario_passes(run_program, project, tmp_path):
    # Molecule starts programs by their names.
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("ansible", "ansible-config", "ansible-galaxy", "ansible-inventory", "ansible-playbook"):
        (programs / name).symlink_to(PROGRAMS / name)
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    done = run_program(COMMANDS[2].split(), project, HOME=str(tmp_path / "home"), PATH=path, NO_COLOR="1")
    assert done.returncode == 0, done.stdout
    steps = re.findall(r"^default > (\w+): Executed: Successful$", done.stdout, re.MULTILINE)
    assert steps == yaml.safe_load(FILES["molecule/default/molecule.yml"])["scenario"]["test_sequence"]
    assert list(tmp_path.rglob("state.json")) == []  # of the gateway


def test_the_playbook_finds_the_same_when_the_gateway_misbehaves(run_program, project):
    start = yaml.safe_load(FILES["molecule/default/create.yml"])[0]["tasks"][0]["vars"]
    assert "emulator_faults: {}\n" in FILES["molecule/default/create.yml"]
    faults = yaml.safe_load(FAULTS)["emulator_faults"]
    # With this seed, the first request meets one.
    with running_emulator(data=start["emulator_data"], faults=faults, seed=1) as emulator:
        done = run_program(["ansible-playbook", "check.yml"], project, **emulator.environment)
        assert [entry for entry in emulator.log() if entry.get("fault")]
    assert done.returncode == 0, done.stdout
    assert json.loads((project / "to_do.json").read_text(encoding="utf-8")) == ["Hangzhou"]


def test_a_record_can_be_a_failure(run_program, tmp_path):
    records = yaml.safe_load(RECORDS)["emulator_data"]
    command = ["ansible", "localhost", "-m", "alicloud.ccc.ccc_instance_info", "-a", "instance_id=forbidden"]
    with running_emulator(data=records) as emulator:
        done = run_program(command, tmp_path, **emulator.environment)
    assert done.returncode == 2
    assert "code NoPermission, HTTP 403" in done.stdout


def test_the_playbook_without_molecule_runs(run_program, project):
    done = run_program(COMMANDS[-1].split(), project)
    assert done.returncode == 0, done.stdout
