# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The examples of roles/audit/README.md and roles/emulator/README.md are run; a command in test_every_snippet.py."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from ansible_collections.alicloud.ccc.plugins.module_utils._client import client_from_options
from ansible_collections.alicloud.ccc.plugins.module_utils._module import connection_argument_spec
from emulator_process import EMULATOR, running_emulator

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(role: str) -> list[str]:
    text = (ROOT / "roles" / role / "README.md").read_text(encoding="utf-8")
    return [content for _language, content in BLOCK.findall(text)]


def test_the_play_of_the_audit_writes_a_report(run_program, tmp_path):
    [play] = blocks("audit")
    (tmp_path / "play.yml").write_text(play, encoding="utf-8")
    with running_emulator() as emulator:
        key = {"ACCESS_KEY_ID": emulator.access_key_id, "ACCESS_KEY_SECRET": emulator.access_key_secret}
        done = run_program(
            ["ansible-playbook", "play.yml"],
            tmp_path,
            ALIBABA_CLOUD_CCC_ENDPOINT=emulator.endpoint,
            **{f"ALIBABA_CLOUD_{part}": value for part, value in key.items()},
        )
    # The emulator's call centers have findings of severity high.
    assert done.returncode == 2, done.stdout
    report = json.loads((tmp_path / "report" / "report.json").read_text(encoding="utf-8"))
    assert (report["verdict"], report["summary"]["instances"]) == ("failed", 8)


def test_the_play_of_the_emulator_starts_reads_and_stops(run_program, tmp_path):
    play, _data, _start, _script = blocks("emulator")
    (tmp_path / "play.yml").write_text(play, encoding="utf-8")
    # The role's folder is in the home.
    done = run_program(["ansible-playbook", "play.yml"], tmp_path, HOME=str(tmp_path))
    assert done.returncode == 0, done.stdout
    assert '"Hangzhou Order Hotline"' in done.stdout
    assert [task["name"] for task in yaml.safe_load(play)[0]["tasks"]] == ["Start the emulator", "Read them"]
    assert list(tmp_path.rglob("*ccc_emulator*")) == []


@pytest.fixture
def ask():
    """Return a function that reads an instance of the data that the page shows: ``ask(id, api_version)``, a Batch."""
    _play, data, _start, _script = blocks("emulator")
    defaults = {name: option.get("default") for name, option in connection_argument_spec().items()}
    with running_emulator(data=json.loads(data)) as emulator:

        def read(instance_id, api_version="2017-07-05"):
            options = {**defaults, **emulator.connection, "api_version": api_version, "max_attempts": 1}
            with client_from_options(options, {}) as client:
                return client.get_instances([instance_id])

        yield read


def test_the_data_is_served_as_the_page_says(ask):
    [served] = ask("5f0c2a8e-3b57-4c1d-9e64-70a1b8c2d3e4").instances
    assert (served["instance_name"], served["max_online_agents"]) == ("上海客服中心", 100)
    assert (served["admins"][0]["display_name"], served["phone_numbers"][0]["trunks"]) == ("王芳", 60)
    for version in ("2017-07-05", "2020-07-01"):
        [refused] = ask("forbidden", version).errors
        assert (refused.code, refused.http_status, refused.message) == ("NoPermission", 403, "You may not.")
        [odd] = ask("odd", version).errors
        assert odd.code == "Client.InvalidResponse"
    [odd] = ask("odd-in-2020", "2020-07-01").instances
    assert (odd["status"], odd["admins"]) == ("7", [])
    [even] = ask("odd-in-2020").instances
    assert even["status"] is None


def test_the_script_starts_one_in_the_background_and_stops_it(tmp_path):
    _play, _data, _start, script = blocks("emulator")
    shutil.copytree(EMULATOR, tmp_path / EMULATOR.name)
    (tmp_path / "python3").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    (tmp_path / "python3").chmod(0o700)
    *start, stop = script.splitlines()
    environment = {**os.environ, "HOME": str(tmp_path), "PATH": f"{tmp_path}:{os.environ['PATH']}"}

    def run(command):
        return subprocess.run(
            ["sh", "-ec", command], cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True, check=False
        )

    try:
        started = run("\n".join(start))
    finally:
        stopped = run(stop)
    assert (started.returncode, stopped.returncode) == (0, 0), started.stdout + stopped.stdout
    assert json.loads(started.stdout)["endpoint"].startswith("http://127.0.0.1:")
    assert not (tmp_path / ".cache" / "ccc" / "state.json").exists()
