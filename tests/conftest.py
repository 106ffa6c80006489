# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import itertools
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
# Here and not in pyproject.toml, which ansible-test does not read.
sys.path += [str(ROOT / folder) for folder in ("roles/emulator/files", "tests/fuzz", "tests/support", "tests/system")]

from ansible_programs import Run, clean_environment, program, run_play  # noqa: E402 - after sys.path

# `make system` and `make test` install it if they find a Python for it.
OLDEST_CORE = ROOT / ".venv" / "oldest-core"


@pytest.fixture
def refused_endpoint() -> Iterator[str]:
    """Yield an address on loopback that refuses connections, since its port is bound but nothing listens on it."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


@pytest.fixture(params=["this ansible-core", "the oldest ansible-core"])
def python(request, tmp_path):
    """Return the path of a Python with this environment's ansible-core, then with the oldest supported one."""
    if request.param == "this ansible-core":
        return sys.executable
    if not OLDEST_CORE.exists():
        # CI always has a Python for 2.16. Elsewhere, the newest ansible-core is still tested.
        pytest.skip("ansible-core 2.16 is missing. `make system` installs it if there is a Python 3.10, 3.11 or 3.12")
    # A link, since ansible-core 2.16 cannot have an interpreter in a path with spaces.
    (tmp_path / "core").symlink_to(OLDEST_CORE)
    return str(tmp_path / "core" / "bin" / "python")


@pytest.fixture
def run(python, tmp_path):
    """Return a function that runs a program of that ansible-core in a temporary folder and returns its output."""

    def run_program(*words, **environment):
        done = subprocess.run(
            [python, str(Path(python).parent / words[0]), *words[1:]],
            cwd=tmp_path,
            env={**clean_environment(tmp_path), "ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED": "true", **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run_program


@pytest.fixture
def in_process(request) -> bool:
    """Return whether modules can run in Ansible's own process: True, unless a test runs ``both_ways``."""
    return getattr(request, "param", True)


@pytest.fixture
def play(in_process: bool, tmp_path: Path) -> Callable[..., Run]:
    """Return a function that runs tasks as a playbook on this machine with the ansible-core of this environment.

    ``play(tasks, variables=None, environment=None, arguments=(), **keywords)`` has the parameters of ``run_play``.
    """
    # A link, since ansible-core 2.16 cannot have an interpreter in a path with spaces.
    (tmp_path / "environment").symlink_to(sys.prefix)
    numbers = itertools.count(1)

    def run(
        tasks: list[dict[str, Any]],
        variables: dict[str, Any] | None = None,
        environment: dict[str, str] | None = None,
        arguments: tuple[str, ...] = (),
        **keywords: Any,
    ) -> Run:
        folder, python = tmp_path / f"play{next(numbers)}", str(tmp_path / "environment" / "bin" / "python")
        own = {"ansible_python_interpreter": python, "ccc_in_process": in_process}
        return run_play(folder, python, tasks, {**own, **(variables or {})}, environment or {}, arguments, keywords)

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
