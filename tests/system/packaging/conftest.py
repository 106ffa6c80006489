# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The archive that users install, built from a copy of the checkout and installed with the quickstart's commands."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from ansible_programs import clean_environment, program

ROOT = Path(__file__).resolve().parents[3]
# Files in a checkout that are not part of the collection. git ignores most of them.
LEFT_BEHIND = [
    ".coverage.host.1",
    ".hypothesis/examples",
    ".mypy_cache/cache.json",
    ".pytest_cache/README.md",
    ".venv/tree",
    "alicloud-ccc-0.0.1.tar.gz",
    "build/alicloud-ccc-0.0.1.tar.gz",
    "ccc-audit/report.json",
    "ccc-demo/report.html",
    "changelogs/.plugin-cache.yaml",
    "plugins/modules/__pycache__/ccc_instance_info.cpython-313.pyc",
    "plugins/modules/ccc_instance_info.pyc",
    "tests/output/junit/report.xml",
]


class Installed(NamedTuple):
    """The installed collection. run: runs a line of a shell that finds this copy only."""

    checkout: Path
    archive: Path
    collections: Path
    run: Callable[..., str]

    @property
    def folder(self) -> Path:
        return self.collections / "ansible_collections" / "alicloud" / "ccc"


def run_in(folder: Path, collections: Path) -> Callable[..., str]:
    """Return a function that runs a line of a shell with this environment's programs and returns its output."""
    programs = folder / "programs"
    programs.mkdir()
    for name in ("ansible", "ansible-builder", "ansible-doc", "ansible-galaxy", "ansible-playbook"):
        python, path = program(name)
        (programs / name).write_text(f'#!/bin/sh\nexec "{python}" "{path}" "$@"\n', "utf-8")
        (programs / name).chmod(0o700)
    settings = {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED": "true",
        "ANSIBLE_COLLECTIONS_PATH": str(collections),
        # Otherwise Ansible would also find the checkout, which is on the path of the Python in .venv.
        "ANSIBLE_COLLECTIONS_SCAN_SYS_PATH": "false",
    }

    def run(line: str, cwd: Path, **environment: str) -> str:
        done = subprocess.run(
            ["sh", "-c", line],
            cwd=cwd,
            env={**clean_environment(folder), **settings, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}"
        return done.stdout

    return run


def copy_checkout(copy: Path) -> None:
    """Copy the files in git, and add LEFT_BEHIND."""
    path = ROOT / "tests" / "tools" / "ansible_test.py"
    spec = importlib.util.spec_from_file_location("ansible_test_of_this_checkout", path)
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    tool.copy_checkout(copy)
    for name in LEFT_BEHIND:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_text("left behind", encoding="utf-8")


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Build and install the archive with the quickstart's commands.

    The command that would download from Galaxy runs last and finds the collection installed, so it sends no request.
    """
    quickstart = (ROOT / "docs" / "quickstart.md").read_text(encoding="utf-8")
    from_galaxy, build, install = re.findall(r"^\$ (ansible-galaxy .*)$", quickstart, re.MULTILINE)
    assert install.startswith("ansible-galaxy collection install ")
    checkout = tmp_path_factory.mktemp("packaging") / "checkout"
    copy_checkout(checkout)
    collections = tmp_path_factory.mktemp("collections")
    run = run_in(tmp_path_factory.mktemp("run"), collections)
    for archive in checkout.glob("alicloud-ccc-*"):
        archive.unlink()  # the command must find a single archive
    run(build, checkout)
    run(f"{install} --offline", checkout)
    printed = run(f"{from_galaxy} --offline", checkout)
    assert "Nothing to do. All requested collections are already installed." in printed
    (archive,) = checkout.glob("alicloud-ccc-*.tar.gz")
    return Installed(checkout, archive, collections, run)
