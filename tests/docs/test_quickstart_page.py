# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/quickstart.md, followed from its first command to its last, in one shell, as a new user does.

What cannot be done without a network or an account is replaced, and nothing else: see REPLACED. The Chinese page has
the same commands (test_languages.py says so); its playbook is run here as well, for the output that it shows.
"""

from __future__ import annotations

import importlib.metadata
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from ansible_collections.alicloud.ccc.plugins.module_utils._http.endpoint import endpoint_of
from emulator_process import EMULATOR, running_emulator

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "quickstart.md").read_text(encoding="utf-8")
CHINESE_PAGE = (ROOT / "docs" / "quickstart.zh-CN.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ (.*)$", re.MULTILINE)
PROGRAMS = Path(sys.executable).parent

PLAYBOOK = "ansible-playbook first.yml"
CHINESE_PLAYBOOK = "ansible-playbook first.zh-CN.yml"
INSTALL = "ansible-galaxy collection install alicloud-ccc-*.tar.gz"
START = "ansible localhost -m include_role -a name=alicloud.ccc.emulator -e emulator_port=8080"
STATE_FILE = "ansible/ccc_emulator_localhost/state.json"
# By command of the page: what is run in its place.
REPLACED = {
    # Nobody uses its pip here, and to make one takes seconds.
    "python3 -m venv ccc": "python3 -m venv --without-pip ccc",
    # No test leaves this machine: the programs of this environment, which has what the command names.
    "pip install ansible-core requests": 'PATH="$PROGRAMS:$PATH"',
    # The collection is the checkout: Galaxy would be asked, and the archive's commands are run with the README.
    "ansible-galaxy collection install alicloud.ccc": ":",
    "ansible-galaxy collection build": ":",
    INSTALL: ":",
    # Port 8080 may be taken.
    START: START.replace("8080", "0"),
    "export ALIBABA_CLOUD_CCC_ENDPOINT=http://127.0.0.1:8080": (
        f'export ALIBABA_CLOUD_CCC_ENDPOINT="$(sed -E \'s/.*(http[^"]+).*/\\1/\' {STATE_FILE})"'
    ),
    # The account of the page's example key is another emulator, which accepts that key only.
    "unset ALIBABA_CLOUD_CCC_ENDPOINT": 'export ALIBABA_CLOUD_CCC_ENDPOINT="$ACCOUNT"',
}


def blocks(language, page=PAGE):
    return [content for found, content in BLOCK.findall(page) if found == language]


def commands():
    """Return all commands of the page. A line of a console block that is none would be run by nobody."""
    lines = [line for block in blocks("console") for line in block.splitlines()]
    assert all(line.startswith("$ ") for line in lines), lines
    return [line[2:] for line in lines]


@pytest.fixture
def shell(tmp_path):
    """Return a function that runs commands in one shell and gives for each what it printed and its status."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("ansible", "ansible-inventory", "ansible-playbook"):
        write_program(programs / name, f'"{sys.executable}" "{PROGRAMS / name}"')
    python = tmp_path / "python"
    python.mkdir()
    write_program(python / "python3", f'"{sys.executable}"')
    (tmp_path / "first.yml").write_text(blocks("yaml")[0], encoding="utf-8")
    (tmp_path / "first.zh-CN.yml").write_text(blocks("yaml", CHINESE_PAGE)[0], encoding="utf-8")

    def run(lines, account):
        script = "".join(f"{line}\nprintf '\\n@@@%s\\n' $?\n" for line in lines)
        done = subprocess.run(
            ["bash"],
            input=script,
            cwd=tmp_path,
            env={
                "PATH": f"{python}:/usr/bin:/bin",
                "PROGRAMS": str(programs),
                "HOME": str(tmp_path),
                "LC_ALL": "C.UTF-8",
                "ACCOUNT": account,
                "ANSIBLE_HOME": str(tmp_path / "ansible"),
                "ANSIBLE_REMOTE_TEMP": str(tmp_path / "ansible" / "remote"),
                "ANSIBLE_PIPELINING": "true",
                "NO_PROXY": "*",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=True,
        )
        parts = re.split(r"\n@@@(\d+)\n", done.stdout)
        assert len(parts) == 2 * len(lines) + 1, done.stdout
        return [(output, int(status)) for output, status in zip(parts[::2], parts[1::2], strict=False)]

    yield run
    if (tmp_path / STATE_FILE).exists():  # a command before the one that stops it has failed
        subprocess.run([sys.executable, EMULATOR, "--stop", "--state-file", tmp_path / STATE_FILE], check=True)


def write_program(file, command):
    file.write_text(f'#!/bin/sh\nexec {command} "$@"\n', encoding="utf-8")
    file.chmod(0o700)


def test_every_command_does_what_the_page_says(shell, tmp_path):
    asked = commands()
    assert set(REPLACED) <= set(asked)
    exported = [dict(re.findall(r"^\$ export (\w+)=(\S+)$", block, re.MULTILINE)) for block in blocks("console")]
    *_others, own = [variables for variables in exported if variables]
    key = {part: own[f"ALIBABA_CLOUD_{part.upper()}"] for part in ("access_key_id", "access_key_secret")}
    asked.append(CHINESE_PLAYBOOK)

    with running_emulator(**key) as account:
        results = shell([REPLACED.get(command, command) for command in asked], account.endpoint)
        asked_of_the_account = [entry["action"] for entry in account.log() if entry["status"] == 200]

    # The emulator's call centers are such that the audit finds something of severity high.
    failed = {command: output for command, (output, status) in zip(asked, results, strict=True) if status}
    assert list(failed) == ["ansible-playbook alicloud.ccc.audit"], failed
    printed = dict(zip(asked, [output for output, _status in results], strict=True))
    playbook_runs = [output for command, (output, _status) in zip(asked, results, strict=True) if command == PLAYBOOK]
    (shown,) = blocks("text")
    assert len(playbook_runs) == 2
    assert all(shown in output for output in playbook_runs), playbook_runs
    (chinese,) = blocks("text", CHINESE_PAGE)
    assert chinese in printed[CHINESE_PLAYBOOK], printed[CHINESE_PLAYBOOK]
    # Both playbooks, inventory and audit; and the emulator was asked for the rest.
    assert asked_of_the_account == ["ListInstancesOfUser"] * 4

    (by_id,) = (output for command, output in printed.items() if "ccc_instance_info" in command)
    assert json.loads(by_id.partition("=> ")[2])["instances"][0]["instance_name"] == "深圳物流热线"
    assert "--hz-orders" in printed["ansible-inventory -i all.ccc.yml --graph"]
    assert (tmp_path / "ccc-audit" / "report.html").is_file()
    assert (tmp_path / "ccc" / "bin" / "activate").is_file()
    assert not (tmp_path / STATE_FILE).exists()


def test_every_block_has_its_test():
    """The only yaml, text and json block are those above and below, and console blocks are run line by line."""
    for page in (PAGE, CHINESE_PAGE):
        assert {language for language, _content in BLOCK.findall(page)} == {"console", "yaml", "text", "json"}
        assert len(re.findall("^```", page, re.MULTILINE)) == 2 * len(BLOCK.findall(page))
        assert [len(blocks(language, page)) for language in ("yaml", "text", "json")] == [1, 1, 1]
    assert blocks("json") == blocks("json", README)


def test_what_is_replaced_is_what_its_replacement_stands_for():
    _venv, pip, galaxy, build, install, *_rest = REPLACED
    for name in pip.split()[2:]:
        assert importlib.metadata.distribution(name)
    # The demo, which the Makefile runs with nothing but these two packages, uses all that the page uses.
    assert pip.partition("pip install ")[2] in (ROOT / "Makefile").read_text(encoding="utf-8")
    assert {galaxy, build, install} <= set(COMMAND.findall(README))


def test_what_the_text_says_of_the_code():
    for page in (PAGE, CHINESE_PAGE):
        assert f"`{endpoint_of(None, None)}`" in page
