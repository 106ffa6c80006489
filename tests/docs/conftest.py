# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the documentation share: the documentation as Ansible reads it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from ansible_programs import clean_environment, program

ROOT = Path(__file__).resolve().parents[2]
# Those that ask a gateway. Of audit_report, an action plugin, only the documentation is there (test_audit_plugins.py).
MODULES = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("ccc_*.py"))


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
