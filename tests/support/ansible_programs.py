# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real runs of the programs of this environment's ansible-core, and their results."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

PROGRAMS = Path(sys.executable).parent
TREE = Path(__file__).resolve().parents[2] / ".venv" / "tree"
# The user may have keys, proxies or Ansible settings.
OF_THE_USER = re.compile(
    r"(ANSIBLE|ALIBABA_CLOUD|ALICLOUD)_|((https?|all|no)_proxy|(requests|curl)_ca_bundle)$", re.IGNORECASE
)

# Runs a test of plays twice: with modules in Ansible's own process, and with a process for each task.
both_ways = pytest.mark.parametrize("in_process", [True, False], ids=["in-process", "own process"], indirect=True)


class Task(NamedTuple):
    """A finished task. module: its full name. state: ok, ignored, failed or skipped."""

    name: str
    module: str
    state: str
    result: dict[str, Any]


class Run(NamedTuple):
    """A finished ansible-playbook."""

    status: int
    output: str
    tasks: list[Task]

    def results_by_task(self) -> dict[str, dict[str, Any]]:
        return {task.name: task.result for task in self.tasks}


def clean_environment(folder: Path) -> dict[str, str]:
    """Return the environment without the user's settings; Ansible writes all its files to ``folder``."""
    (folder / "ansible.cfg").touch()
    kept = {name: value for name, value in os.environ.items() if not OF_THE_USER.match(name)}
    return {
        **kept,
        "LC_ALL": "C.UTF-8",
        "ANSIBLE_CONFIG": str(folder / "ansible.cfg"),
        "ANSIBLE_COLLECTIONS_PATH": str(TREE),
        "ANSIBLE_HOME": str(folder / "ansible"),
        # With ANSIBLE_HOME alone, modules would leave files in the real home.
        "ANSIBLE_REMOTE_TEMP": str(folder / "ansible" / "remote"),
        "ANSIBLE_ASYNC_DIR": str(folder / "ansible" / "async"),
        "ANSIBLE_SSH_CONTROL_PATH_DIR": str(folder / "ansible" / "cp"),
        "ANSIBLE_PIPELINING": "true",
        "ANSIBLE_NOCOLOR": "true",
        "ANSIBLE_LOCALHOST_WARNING": "false",
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
        "NO_PROXY": "*",
    }


def program(name: str) -> list[str]:
    """Return the command of a program of this environment. (Its first line would fail in a path with spaces.)"""
    return [sys.executable, str(PROGRAMS / name)]


def recording(record: Path) -> dict[str, str]:
    """Return the environment that makes callback_plugins/record.py write one line of JSON for each finished task."""
    return {
        "ANSIBLE_CALLBACK_PLUGINS": str(Path(__file__).parent / "callback_plugins"),
        "ANSIBLE_CALLBACKS_ENABLED": "record",
        "RECORD_FILE": str(record),
    }


def run_play(
    folder: Path,
    python: str,
    tasks: list[dict[str, Any]],
    variables: dict[str, Any],
    environment: dict[str, str],
    arguments: tuple[str, ...],
    keywords: dict[str, Any],
) -> Run:
    """Run tasks as a playbook on this machine, in a folder, with the ansible-core of a Python.

    The variables come from a file, as from a vault. ``keywords``: keywords of the play.
    """
    folder.mkdir(exist_ok=True)
    playbook, extra, record = folder / "playbook.yml", folder / "variables.json", folder / "record"
    play = {"hosts": "localhost", "gather_facts": False, **keywords, "tasks": tasks}
    playbook.write_text(json.dumps([play]), "utf-8")
    extra.write_text(json.dumps(variables), "utf-8")
    done = subprocess.run(
        [python, "-m", "ansible", "playbook", "--extra-vars", f"@{extra}", *arguments, str(playbook)],
        cwd=folder.parent,  # relative paths must be relative to the playbook, not to this folder
        env={**clean_environment(folder), **recording(record), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert record.exists(), done.stdout
    lines = [json.loads(line) for line in record.read_text(encoding="utf-8").splitlines()]
    tasks_done = [Task(line["task"], line["module"], line["state"], line["result"]) for line in lines]
    return Run(done.returncode, done.stdout, tasks_done)
