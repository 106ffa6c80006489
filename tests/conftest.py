# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TREE = ROOT / ".venv" / "tree"
# `make unit` puts it there, where there is a Python that it runs on.
OLDEST_CORE = ROOT / ".venv" / "oldest-core"
NOT_OURS = re.compile(r"(ANSIBLE|ALIBABA_CLOUD|ALICLOUD)_", re.IGNORECASE)


@pytest.fixture
def refused_endpoint() -> Iterator[str]:
    """Return an address on loopback that refuses connections: a port that is taken, and on which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


@pytest.fixture(params=["this core", "the oldest core"])
def python(request, tmp_path):
    """Return a Python with an ansible-core: of this environment, and the oldest that is supported."""
    if request.param == "this core":
        return sys.executable
    if not OLDEST_CORE.exists():
        # Whoever has no Python that 2.16 runs on can still test the newest core; CI has one.
        pytest.skip("ansible-core 2.16 is not there: it needs Python 3.10, 3.11 or 3.12 and `make unit`")
    # By a link, since this core's modules cannot have an interpreter in a folder with a space.
    (tmp_path / "core").symlink_to(OLDEST_CORE)
    return str(tmp_path / "core" / "bin" / "python")


@pytest.fixture
def run(python, tmp_path):
    """Return a function that runs a program of that core, in a folder of its own, and gives its output."""

    def run_program(*words, **environment):
        kept = {name: value for name, value in os.environ.items() if not NOT_OURS.match(name)}
        done = subprocess.run(
            [python, str(Path(python).parent / words[0]), *words[1:]],
            cwd=tmp_path,
            env={
                **kept,
                "LC_ALL": "C.UTF-8",
                "NO_PROXY": "*",
                "ANSIBLE_HOME": str(tmp_path / "home"),
                "ANSIBLE_REMOTE_TEMP": str(tmp_path / "home" / "remote"),
                "ANSIBLE_COLLECTIONS_PATH": str(TREE),
                "ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED": "true",
                **environment,
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run_program
