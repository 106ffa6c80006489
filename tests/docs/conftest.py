# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures for tests of the documentation: the output of ansible-doc, and two emulators."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from ansible_programs import clean_environment, program
from documents import FILTERS, MODULES
from emulator_process import EmulatorProcess, running_emulator

PLUGINS = {"module": [*MODULES, "audit_report"], "filter": FILTERS, "inventory": ["instances"]}
# The key on the pages.
EXAMPLE_KEY = {"access_key_id": "LTAI5tExampleKeyId", "access_key_secret": "example-secret"}
EMULATORS_KEY = {"access_key_id": "emulator-key-id", "access_key_secret": "emulator-key-secret"}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test with the argument ``module_name`` once for each module.

    With the argument ``included``, run it also with everything that ccc_fleet_info can include.
    """
    if "included" in metafunc.fixturenames:
        metafunc.parametrize(
            ("module_name", "included"), [*((name, False) for name in MODULES), ("ccc_fleet_info", True)]
        )
    elif "module_name" in metafunc.fixturenames:
        metafunc.parametrize("module_name", MODULES)


@pytest.fixture(scope="session")
def documentation(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Return the output of ansible-doc by plugin: ``doc`` (including fragments), ``examples`` and ``return``."""
    folder = tmp_path_factory.mktemp("documentation")
    found = {}
    for kind, names in PLUGINS.items():
        command = [*program("ansible-doc"), "--json", "--type", kind, *(f"alicloud.ccc.{name}" for name in names)]
        done = subprocess.run(
            command, cwd=folder, env=clean_environment(folder), capture_output=True, text=True, check=True
        )
        assert not done.stderr, done.stderr
        found.update((name.rpartition(".")[2], plugin) for name, plugin in json.loads(done.stdout).items())
    return found


@pytest.fixture(scope="session")
def emulator() -> Iterator[EmulatorProcess]:
    """Yield an emulator with its default call centers and key, as the pages start it."""
    with running_emulator(**EMULATORS_KEY) as process:
        yield process


@pytest.fixture(scope="session")
def account() -> Iterator[EmulatorProcess]:
    """Yield an emulator that accepts the example key of the pages. It represents the reader's account."""
    with running_emulator(**EXAMPLE_KEY) as process:
        yield process
