# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A bug in a module's code, here in a copy of the collection, gives a failed task with a message."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from ansible_programs import both_ways

ROOT = Path(__file__).resolve().parents[2]
MODULE = "plugins/module_utils/_module.py"
READ = "    start = time.monotonic()\n"
KEY = {"access_key_id": "id-of-the-test", "access_key_secret": "secret-of-the-test"}


@pytest.fixture(params=["raise KeyError(params['access_key_secret'])", "raise SystemExit(7)"])
def broken(request, tmp_path):
    """Return a folder of collections with a copy of this one that has a bug."""
    copy = tmp_path / "collections" / "ansible_collections" / "alicloud" / "ccc"
    for folder in ("plugins", "meta"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "galaxy.yml", copy)
    code = (copy / MODULE).read_text("utf-8")
    assert READ in code
    (copy / MODULE).write_text(code.replace(READ, f"    {request.param}\n"), "utf-8")
    return tmp_path / "collections"


@both_ways
def test_a_bug_fails_the_task_and_the_play_continues(broken, play):
    tasks = [
        {"name": "broken", "alicloud.ccc.ccc_user_instances_info": KEY, "ignore_errors": True},
        {"name": "next", "ansible.builtin.debug": {"msg": "The play continues."}},
    ]
    run = play(tasks, environment={"ANSIBLE_COLLECTIONS_PATH": str(broken)}, arguments=("-vvvv",))
    assert run.status == 0, run.output
    assert [(task.name, task.state) for task in run.tasks] == [("broken", "ignored"), ("next", "ok")]
    message = run.results_by_task()["broken"]["msg"]
    assert message.startswith("This is a bug in alicloud.ccc or in a library that it uses: ")
    assert "_module.py, line " in message
    assert KEY["access_key_secret"] not in run.output
