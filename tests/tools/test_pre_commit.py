# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""git's hook, as .pre-commit-config.yaml makes it, in a clone of this checkout and without a network."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
CONFIG = ".pre-commit-config.yaml"
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def clone(tmp_path):
    """Return a function that runs a program in a clone, in which ``pre-commit install`` was run."""
    if not (ROOT / ".git").exists():
        # An unpacked archive of the checkout has no git that could run a hook.
        pytest.skip("a checkout without git cannot be cloned")
    folder = tmp_path / "ccc"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    who = {f"GIT_{role}_{what}": "test@example.com" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    # Whoever asked for anything would get no connection.
    proxies = {"HTTP_PROXY": NOWHERE, "HTTPS_PROXY": NOWHERE, "ALL_PROXY": NOWHERE, "NO_PROXY": ""}
    environment = {**kept, **who, **proxies, "PRE_COMMIT_HOME": str(tmp_path / "pre-commit")}

    def run(*words):
        return subprocess.run(
            words, cwd=folder, env=environment, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )

    subprocess.run(["git", "clone", "--quiet", ROOT, folder], check=True)
    (folder / ".venv").symlink_to(ROOT / ".venv")
    shutil.copy(ROOT / CONFIG, folder)
    assert run("git", "add", CONFIG).returncode == 0
    assert run(".venv/bin/pre-commit", "install").returncode == 0
    return run


def test_a_commit_is_checked_offline(clone, tmp_path):
    page, code = tmp_path / "ccc" / "page.yml", tmp_path / "ccc" / "plugins" / "module_utils" / "_new.py"
    page.write_text("---\na:   [1,2 ]  \n", encoding="utf-8")
    code.write_text("import os\n", encoding="utf-8")
    clone("git", "add", page, code)
    refused = clone("git", "commit", "--message=Broken")
    assert refused.returncode != 0
    results = dict(line.split("...", 1) for line in refused.stdout.splitlines() if line.endswith(("Passed", "Failed")))
    failed = {name for name, result in results.items() if result.endswith("Failed")}
    assert failed == {"reuse lint", "ruff check", "yamllint"}
    assert "codespell" in results
    assert "`os` imported but unused" in refused.stdout
    assert clone("git", "log", "-1", "--format=%s").stdout != "Broken\n"

    licence = "# SPDX-FileCopyrightText: 2026 Test\n# SPDX-License-Identifier: GPL-3.0-or-later\n"
    page.write_text("---\n" + licence + "a: [1, 2]\n", encoding="utf-8")
    code.write_text(licence, encoding="utf-8")
    clone("git", "add", page, code)
    accepted = clone("git", "commit", "--message=Mended")
    assert accepted.returncode == 0, accepted.stdout
    assert clone("git", "log", "-1", "--format=%s").stdout == "Mended\n"


def test_nothing_is_ever_fetched():
    """What is not a program of .venv would be cloned, or installed from a registry."""
    for repository in yaml.safe_load((ROOT / CONFIG).read_text(encoding="utf-8"))["repos"]:
        assert repository["repo"] == "local"
        for hook in repository["hooks"]:
            assert hook["language"] == "system"
            assert re.match(r"(env \w+=\w+ )?\.venv/bin/", hook["entry"])
