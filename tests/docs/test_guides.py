# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each page works as shown: its code blocks run in one shell, from the first to the last.

Files are written, and plays, tasks and commands run against an emulator. Each line of output on a page must be printed.
A block of an unknown kind fails; any other new block only has to work. Pages in other languages have the same code as
the English ones (test_languages.py).
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.ocsf import ocsf_of
from ansible_programs import PROGRAMS, clean_environment
from documents import IN_BACKTICKS, Block, Page, all_pages, role_options
from emulator_process import EMULATOR, running_emulator
from report_samples import sample
from tree import ROOT

# Pages whose blocks another test runs.
FOLLOWED_ELSEWHERE = {
    "docs/authentication.md": "tests/docs/test_authentication.py",
    "docs/execution_environment.md": "tests/system/packaging/test_execution_environment.py",
    "docs/facts.md": "tests/docs/test_return.py",
    "docs/recipes.md": "tests/docs/test_recipes.py",
}
ALL_PAGES = all_pages()
TRANSLATED = {page.path.replace(".md", ".zh-CN.md") for page in ALL_PAGES}
PAGES = [page for page in ALL_PAGES if page.blocks and page.path not in {*FOLLOWED_ELSEWHERE, *TRANSLATED}]
# Commands that install, build, test or measure. Tests at the end of this file check some of them.
NOT_RUN = re.compile(r"(pip install|ansible-galaxy collection|make|python3 roles/emulator/files/\S+|\.venv/bin/\w+) ")
WORKS = "5f0c2a8e-3b57-4c1d-9e64-70a1b8c2d3e4"
# What pages assume: other call centers than the emulator's, variables, and earlier commands.
CALL_CENTERS = {
    "docs/api_versions.md": [
        {"InstanceId": "a", "Status": "Running", "StorageMaxDays": 90, "PhoneNumbers": {"PhoneNumber": {"Number": "1"}}}
    ]
}
VARIABLES = {"docs/migrating.md": {"ids": [WORKS, "no-such"]}, "docs/performance.md": {"call_center_ids": [WORKS]}}
BEFORE = {"docs/audit.md": "mkdir ccc-audit && cp audit.yml ccc-audit"}
REQUEST_ID = re.compile(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}")
SECONDS = re.compile(r"\b[0-9]+\.[0-9]{2} s\b")


class Done(NamedTuple):
    """A finished command, with its block, exit status and output."""

    block: Block
    command: str
    status: int
    output: str


# --- From blocks to commands ---


def commands_of(page: Page, folder: Path) -> Iterator[tuple[Block, str]]:
    """Write the files of a page, and yield its blocks with the commands that run them."""
    by_language = {"console": of_console, "shell": of_shell, "python": of_python, "yaml": of_yaml, "ini": of_ini}
    for block in page.blocks:
        if block.language == "json":
            json.loads(block.content)
        elif block.language == "":
            there = {
                path.name
                for folder in ("docs", "meta", "plugins", "playbooks", "roles")
                for path in (ROOT / folder).rglob("*.*")
            }
            assert set(re.findall(r"\b\w+\.(?:py|yml)\b", block.content)) - there == set(), f"{page.path}:{block.line}"
        elif block.language != "text":  # text is output
            for command in by_language[block.language](block, page, folder):
                if not NOT_RUN.match(command):
                    yield block, command


def of_console(block: Block, _page: Page, _folder: Path) -> list[str]:
    assert all(line.startswith("$ ") for line in block.content.splitlines()), block
    return ["ansible-playbook alicloud.ccc.demo" if command == "make demo" else command for command in block.commands]


def of_shell(block: Block, _page: Page, folder: Path) -> list[str]:
    if not block.content.startswith("#!"):
        return block.content.splitlines()
    return [f"sh {write(folder, f'line{block.line}.sh', block.content)}"]


def of_python(block: Block, _page: Page, folder: Path) -> list[str]:
    return [f"python3 {write(folder, f'line{block.line}.py', block.content)}"]


def of_ini(block: Block, _page: Page, folder: Path) -> list[str]:
    write(folder, "ansible.cfg", block.content)
    return ["ansible-config validate"]


def of_yaml(block: Block, page: Page, folder: Path) -> list[str]:
    if is_tasks(block):
        return of_tasks(block, page, folder)
    content = parsed(block)
    for role in ("audit", "emulator"):
        if isinstance(content, dict) and set(content) <= set(options := role_options(role)):
            assert ArgumentSpecValidator(options).validate(content).error_messages == [], block
    name = file_name(block, page)
    if name and is_used(name, block, page):
        write(folder, name, block.content)
        return []
    if isinstance(content, list):
        file = write(folder, f"line{block.line}.yml", block.content)
        return [f"ansible-playbook {file} -e @variables.json"]
    if "plugin" in content:
        return [f"ansible-inventory -i {write(folder, f'line{block.line}.ccc.yml', block.content)} --graph"]
    if all(key.startswith("emulator_") for key in content):  # validated above
        return []
    [job] = content.values()  # the job of a CI server
    return job["script"]


def parsed(block: Block) -> Any:
    return yaml.safe_load(block.content.replace("!unsafe ", ""))


def is_tasks(block: Block) -> bool:
    content = parsed(block) if block.language == "yaml" else None
    return isinstance(content, list) and not {"hosts", "ansible.builtin.import_playbook"} & set(content[0])


def of_tasks(block: Block, page: Page, folder: Path) -> list[str]:
    """Run all tasks of a page in one play, since they may use what others registered.

    Tasks that use the vendor's program are left out, since no package registry has it.
    """
    texts = [other.content for other in page.blocks if is_tasks(other) and "aliyun ccc" not in other.content]
    if block.content not in texts[:1]:
        return []
    head = "- hosts: localhost\n  gather_facts: false\n  tasks:\n"
    file = write(folder, f"line{block.line}.yml", head + textwrap.indent("\n".join(texts), "    "))
    return [f"ansible-playbook {file} -v -e @variables.json"]


def file_name(block: Block, page: Page) -> str | None:
    """Return the name of a file: from its first line, the text before it, or the command after it."""
    following = page.blocks[page.blocks.index(block) + 1 :][:1]
    known = "\n".join(other.introduction for other in page.blocks)
    named = re.match(r"# (\S+\.yml)$", block.content, re.MULTILINE) or re.search(
        r"`(?:-e @)?([\w./-]+\.yml)`", block.introduction
    )
    if named:
        return named[1]
    after = [word for other in following if other.language == "console" for word in " ".join(other.commands).split()]
    return next((word for word in after if re.fullmatch(r"[\w-]+\.yml", word) and f"`{word}`" not in known), None)


def is_used(name: str, block: Block, page: Page) -> bool:
    file = name.rpartition("/")[2]
    return name.startswith("molecule/") or any(file in other.content for other in page.blocks if other is not block)


def write(folder: Path, name: str, content: str) -> str:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(content, encoding="utf-8")
    return name


# --- The reader's machine ---


@pytest.fixture(scope="session")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the programs of this environment. (Their first lines would fail in a path with spaces.)"""
    folder = tmp_path_factory.mktemp("programs")
    names = ("ansible", "ansible-config", "ansible-galaxy", "ansible-inventory", "ansible-playbook", "molecule")
    lines = {name: f'"{sys.executable}" "{PROGRAMS / name}"' for name in names} | {"python3": f'"{sys.executable}"'}
    for name, line in lines.items():
        (folder / name).write_text(f'#!/bin/sh\nexec {line} "$@"\n', encoding="utf-8")
        (folder / name).chmod(0o700)
    return folder


@pytest.fixture
def follow(programs: Path, emulator, account, tmp_path: Path) -> Iterator[Callable[[Page], list[Done]]]:
    """Yield a function that runs the blocks of a page in ``tmp_path``, which is the reader's home."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])

    def run(page: Page) -> list[Done]:
        with running_emulator(data=CALL_CENTERS.get(page.path)) as own:
            gateway = own if page.path in CALL_CENTERS else emulator
            replaced = {
                "python3 -m venv": "python3 -m venv --without-pip",  # installing pip takes seconds, and nothing uses it
                "18080": port,
                "emulator_port=8080": "emulator_port=0",
                "http://127.0.0.1:8080": gateway.endpoint,
                'endpoint="ccc.cn-shanghai.aliyuncs.com"': f'endpoint="127.0.0.1:{gateway.port}", protocol="http"',
                # One gateway cannot represent two regions.
                "regions: [cn-shanghai, cn-hangzhou]": "regions: [cn-shanghai]",
                # Another emulator accepts the example key of the reader's account.
                "unset ALIBABA_CLOUD_CCC_ENDPOINT": f"export ALIBABA_CLOUD_CCC_ENDPOINT={account.endpoint}",
            }
            text = page.text
            for old, new in replaced.items():
                text = text.replace(old, new)
            return run_commands(Page(page.path, text), gateway)

    def run_commands(page: Page, gateway) -> list[Done]:
        (tmp_path / "variables.json").write_text(json.dumps(VARIABLES.get(page.path, {})), encoding="utf-8")
        (tmp_path / ".aliyun").mkdir()
        key = {"mode": "AK", "access_key_id": gateway.access_key_id, "access_key_secret": gateway.access_key_secret}
        # Two accounts cannot have the same key. The gateway refuses the second key.
        other = {**key, "access_key_id": "another", "access_key_secret": "another"}
        profiles = {"profiles": [{"name": "production", **key}, {"name": "test", **other}]}
        (tmp_path / ".aliyun" / "config.json").write_text(json.dumps(profiles), encoding="utf-8")
        (tmp_path / EMULATOR.name).symlink_to(EMULATOR)
        # With this proxy, requests to the real STS fail.
        environment = {**clean_environment(tmp_path), "HTTPS_PROXY": "http://127.0.0.1:1"}
        steps = list(commands_of(page, tmp_path))
        # If a page sets the endpoint itself, it must be right. The example key has its own account.
        exported = {name for block in page.blocks for name in block.exports}
        if "ALIBABA_CLOUD_CCC_ENDPOINT" not in exported:
            environment |= (account if "ALIBABA_CLOUD_ACCESS_KEY_ID" in exported else gateway).environment
        script = [BEFORE.get(page.path, ":"), *(command for _block, command in steps)]
        done = subprocess.run(
            ["bash"],
            input="".join(f"{line}\nprintf '\\n@@@%s\\n' $?\n" for line in script),
            cwd=tmp_path,
            env={**environment, "HOME": str(tmp_path), "PATH": f"{programs}:{os.environ['PATH']}", "NO_COLOR": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=True,
        )
        parts = re.split(r"\n@@@(\d+)\n", done.stdout)[2:]
        assert len(parts) == 2 * len(steps) + 1, done.stdout
        found = zip(steps, parts[1::2], parts[::2], strict=False)
        return [Done(block, command, int(status), output) for (block, command), status, output in found]

    yield run
    for state in tmp_path.rglob("state.json"):
        subprocess.run([sys.executable, EMULATOR, "--stop", "--state-file", state], check=True)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_the_code_blocks_of_a_page_work_as_shown(page, follow, tmp_path):
    done = follow(page)
    for block, command, status, output in done:
        # An audit with findings fails after it has written the report.
        assert status == 0 or (status == 2 and "report.html" in output), f"{page.path}:{block.line} {command}\n{output}"
        assert "which is not defined" not in output, f"{page.path}:{block.line}: a rule has a typo\n{output}"
    printed = "".join(step.output for step in done)
    for block in page.blocks:
        if block.language == "text":
            assert missing_lines(block.content, printed) == [], f"{page.path}:{block.line}\n{printed}"
    # A playbook prints the same as a script that uses the vendor's SDK.
    by_playbooks = "".join(step.output for step in done if step.block.language == "yaml")
    for script in [step for step in done if step.block.language == "python"]:
        assert script.output.strip()
        assert missing_lines(script.output, by_playbooks) == [], by_playbooks
    assert not list(tmp_path.rglob("state.json")), "an emulator is still running"
    if page.path == "docs/audit.md":
        [kept] = (tmp_path / "ccc-audit" / "history").iterdir()
        assert (kept / "facts.json").stat().st_size > 0


def missing_lines(shown: str, printed: str) -> list[str]:
    """Return the shown lines that were not printed in this order."""
    shown, printed = (SECONDS.sub("SECONDS s", REQUEST_ID.sub("REQUEST-ID", text)) for text in (shown, printed))
    rest = iter(printed.splitlines())
    lines = [line.strip() for line in shown.splitlines()]
    return [line for line in lines if not any(line in other for other in rest)]


@pytest.mark.parametrize(("page", "test"), FOLLOWED_ELSEWHERE.items())
def test_a_page_that_is_not_run_here_has_its_own_test(page, test):
    assert Path(page).name in (ROOT / test).read_text(encoding="utf-8")


# --- Commands that are not run, and those in running text ---


def commands(start: str) -> list[str]:
    """Return the commands on all pages that start with this text, including those in prose."""
    found = set()
    for page in ALL_PAGES:
        found.update(page.commands, IN_BACKTICKS.findall(page.prose))
        found.update(line for content in page.contents("shell") for line in content.splitlines())
    assert (chosen := sorted(command for command in found if command.startswith(start))), start
    return chosen


def test_each_pip_install_command_names_installed_packages(tmp_path):
    """uv takes pip's arguments, and checks this environment without an index."""
    for command in commands("pip install "):
        done = subprocess.run(
            [ROOT / ".venv/bin/uv", *shlex.split(command), "--no-index", "--dry-run", "--python", sys.executable],
            env={**os.environ, "UV_CACHE_DIR": str(tmp_path / "cache")},
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        assert "Would make no changes" in done.stderr, f"{command}\n{done.stderr}"


def test_each_page_installs_the_collection_as_the_quickstart_does():
    """tests/system/packaging runs the quickstart's commands."""
    assert set(commands("ansible-galaxy collection ")) <= set(Page("docs/quickstart.md").commands)


def test_each_make_command_is_a_target():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = {target for line in re.findall(r"^([\w ./-]+):", makefile, re.MULTILINE) for target in line.split()}
    assert {command.split()[1] for command in commands("make ")} <= targets


def test_each_command_of_the_environment_names_existing_files():
    words = {word.partition("::")[0] for command in commands(".venv/bin/") for word in command.split()}
    paths = {word for word in words if "/" in word and not word.startswith(".venv/")}
    assert {path for path in paths if not (ROOT / path).exists()} == set()


@pytest.mark.parametrize("command", commands("python3 roles/emulator/files/"))
def test_each_command_that_starts_the_emulator_works(command):
    _python, *words = shlex.split(command.replace(" --port 8080", " --port 0"))
    with subprocess.Popen([sys.executable, *words], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as run:
        try:
            assert json.loads(run.stdout.readline())["endpoint"].startswith("http://127.0.0.1:")
        finally:
            run.terminate()


def test_each_ansible_doc_command_works(run_program, tmp_path):
    for command in commands("ansible-doc "):
        done = run_program(command.split(), tmp_path)
        assert done.returncode == 0, done.stdout
        assert command.split()[-1].rpartition(".")[2] in done.stdout


def test_the_jq_commands_count_the_findings(tmp_path):
    if not shutil.which("jq"):
        pytest.skip("jq is missing. Install it, for example with apt-get install jq")  # .ci/run installs it
    report = sample()
    (tmp_path / "report.json").write_text(json.dumps(report), encoding="utf-8")
    (tmp_path / "findings.ocsf.json").write_text("".join(ocsf_of(report)), encoding="utf-8")
    counts = report["summary"]["findings"]
    for command in commands("jq "):
        # All open findings, or those of severity high.
        expected = sum(counts.values()) if "ocsf" in command else counts["high"]
        done = subprocess.run(shlex.split(command), cwd=tmp_path, capture_output=True, text=True, check=True)
        assert done.stdout.count("\n") == expected > 0
