# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the documentation share: the documentation as Ansible reads it, and real ansible-playbook runs."""

from __future__ import annotations

import itertools
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(sys.executable).parent
# Those that ask a gateway. What an action plugin does (test_audit_plugins.py) has only its documentation there.
ACTIONS = {path.stem for path in (ROOT / "plugins" / "action").glob("[!_]*.py")}
MODULES = sorted({path.stem for path in (ROOT / "plugins" / "modules").glob("[!_]*.py")} - ACTIONS)
# Whoever runs the tests may have keys, proxies or Ansible settings of their own.
NOT_OURS = re.compile(
    r"(ANSIBLE|ALIBABA_CLOUD|ALICLOUD)_|((https?|all|no)_proxy|(requests|curl)_ca_bundle)$", re.IGNORECASE
)


class Task(NamedTuple):
    """A task that ended: its name, its module's full name, ok, ignored, failed or skipped, and its result."""

    name: str
    module: str
    state: str
    result: dict[str, Any]


class Run(NamedTuple):
    """An ansible-playbook that ended."""

    status: int
    output: str
    tasks: list[Task]

    def results_by_task(self) -> dict[str, dict[str, Any]]:
        return {task.name: task.result for task in self.tasks}


def clean_environment(folder: Path) -> dict[str, str]:
    """Return the environment less what is not ours, with everything that Ansible writes in ``folder``."""
    (folder / "ansible.cfg").touch()
    kept = {name: value for name, value in os.environ.items() if not NOT_OURS.match(name)}
    return {
        **kept,
        "LC_ALL": "C.UTF-8",
        "ANSIBLE_CONFIG": str(folder / "ansible.cfg"),
        "ANSIBLE_HOME": str(folder / "ansible"),
        # Beside ANSIBLE_HOME, or modules would leave files in the real home.
        "ANSIBLE_REMOTE_TEMP": str(folder / "ansible" / "remote"),
        "ANSIBLE_PIPELINING": "true",
        "ANSIBLE_NOCOLOR": "true",
        "ANSIBLE_LOCALHOST_WARNING": "false",
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
        "NO_PROXY": "*",
    }


def program(name: str) -> list[str]:
    """Return the command of a program of the running environment (its own first line would not survive a space)."""
    return [sys.executable, str(PROGRAMS / name)]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that takes ``module_name`` once for each module."""
    if "module_name" in metafunc.fixturenames:
        metafunc.parametrize("module_name", MODULES)


@pytest.fixture(scope="session")
def documentation(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Return for each module what ansible-doc knows: ``doc`` with the fragments in it, ``examples``, ``return``."""
    folder = tmp_path_factory.mktemp("documentation")
    command = [*program("ansible-doc"), "--json", "--type", "module", *(f"alicloud.ccc.{name}" for name in MODULES)]
    done = subprocess.run(
        command, cwd=folder, env=clean_environment(folder), capture_output=True, text=True, check=True
    )
    read = json.loads(done.stdout)
    assert not done.stderr, done.stderr
    return {name: read[f"alicloud.ccc.{name}"] for name in MODULES}


@pytest.fixture
def play(tmp_path: Path) -> Callable[..., Run]:
    """Return a function that runs tasks as a playbook on this machine with the ansible-playbook of this environment.

    ``play(tasks, variables=None, environment=None, arguments=())``: the variables come from a file, as from a vault.
    """
    numbers = itertools.count(1)

    def run(
        tasks: list[dict[str, Any]],
        variables: dict[str, Any] | None = None,
        environment: dict[str, str] | None = None,
        arguments: tuple[str, ...] = (),
    ) -> Run:
        folder = tmp_path / f"play{next(numbers)}"
        folder.mkdir()
        playbook, extra, record = folder / "playbook.yml", folder / "variables.json", folder / "record"
        playbook.write_text(json.dumps([{"hosts": "localhost", "gather_facts": False, "tasks": tasks}]), "utf-8")
        extra.write_text(json.dumps({"ansible_python_interpreter": sys.executable, **(variables or {})}), "utf-8")
        done = subprocess.run(
            [*program("ansible-playbook"), "--extra-vars", f"@{extra}", *arguments, str(playbook)],
            cwd=folder,
            env={
                **clean_environment(folder),
                "ANSIBLE_CALLBACK_PLUGINS": str(ROOT / "tests" / "documentation" / "callback_plugins"),
                "ANSIBLE_CALLBACKS_ENABLED": "record",
                "RECORD_FILE": str(record),
                **(environment or {}),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert record.exists(), done.stdout
        lines = [json.loads(line) for line in record.read_text(encoding="utf-8").splitlines()]
        tasks_done = [Task(line["task"], line["module"], line["state"], line["result"]) for line in lines]
        return Run(done.returncode, done.stdout, tasks_done)

    return run


@pytest.fixture
def run_program() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Return a function that runs a program of this environment: ``run_program(words, folder, **environment)``."""

    def run(words: list[str], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*program(words[0]), *words[1:]],
            cwd=folder,
            env={**clean_environment(folder), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )

    return run
