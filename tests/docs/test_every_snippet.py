# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each code block of README, guides and role READMEs is run, or compared with what a run prints, by a test named here.

RUN_BY has the blocks of a page in the order of the page. A line is the languages of one or more blocks (- for none) and
the test that runs them. A block that no line has fails, and so does a line whose test is not there, or is in a file
that does not name its page. So whoever adds a block writes a test and a line; a page without blocks needs nothing.

Commands that need nothing but this environment (pip, ansible-doc, jq, the emulator) are run here, those in running text
as well, on whichever page they are.
"""

from __future__ import annotations

import ast
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from report_samples import sample

ROOT = Path(__file__).resolve().parents[2]
UV = ROOT / ".venv" / "bin" / "uv"
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("*.md", "docs/*.md", "roles/*/README.md")
    for path in ROOT.glob(pattern)
)
# Blocks in lists are indented.
BLOCK = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)

RUN_BY = {
    "CONTRIBUTING.md": """
        console test_readme.py::test_every_make_command_is_a_target
    """,
    "README.zh-CN.md": """
        console text yaml console console json console test_languages.py::test_the_code_is_the_same
    """,
    "README.md": """
        console test_readme.py::test_every_make_command_is_a_target
        text test_readme.py::test_the_demo_prints_what_the_readme_shows_and_leaves_nothing_behind
        yaml test_readme.py::test_the_playbook_runs
        console console ../system/packaging/conftest.py::installed
        json test_readme.py::test_the_policy_allows_the_actions_that_the_client_calls
        console test_readme.py::test_every_make_command_is_a_target
    """,
    "docs/api_versions.md": """
        yaml yaml test_api_versions.py::test_the_playbooks_and_the_facts_are_as_the_page_says
    """,
    "docs/architecture.md": """
        - test_every_snippet.py::test_the_files_of_the_architecture_are_there
    """,
    "docs/audit.md": """
        console test_audit_page.py::test_one_command_audits_with_the_key_of_the_environment
        yaml test_audit_page.py::test_the_settings_have_their_effects
        yaml test_audit_page.py::test_the_role_works_in_a_play_of_ones_own
        yaml console test_audit_page.py::test_accounts_are_hosts_where_the_inventory_has_them
        shell test_audit_page.py::test_the_nightly_script_compares_with_the_night_before
        yaml test_audit_page.py::test_the_commands_are_those_that_are_tested
    """,
    "docs/audit_rules.md": """
        yaml yaml yaml test_audit_rules_page.py::test_the_tasks_of_the_page_run
    """,
    "docs/authentication.md": """
        console test_authentication.py::test_the_version_of_the_library_is_the_one_that_the_code_demands
        yaml yaml console console yaml test_authentication.py::test_every_example_runs_and_its_result_names_the_source
        yaml json test_authentication.py::test_every_example_runs_and_its_result_names_the_source
        json test_authentication.py::test_the_answer_of_a_credentials_server_is_as_the_emulators
        json test_authentication.py::test_every_example_runs_and_its_result_names_the_source
        yaml test_authentication.py::test_examples_that_no_play_can_run_on_loopback_name_their_source
        yaml yaml test_authentication.py::test_every_example_runs_and_its_result_names_the_source
        json json json test_authentication.py::test_the_policies_are_for_what_the_examples_do
        yaml yaml yaml yaml test_authentication.py::test_a_play_runs_with_what_awx_injects
        text text text text text text text test_authentication.py::test_the_messages_are_those_of_the_code
        text test_authentication.py::test_every_example_runs_and_its_result_names_the_source
    """,
    "docs/errors.md": """
        json yaml text test_errors_page.py::test_the_playbook_goes_on_and_says_what_the_page_shows
    """,
    "docs/execution_environment.md": """
        yaml console ../system/packaging/test_execution_environment.py::test_a_context_is_made_of_the_definition
        console ../system/packaging/test_execution_environment.py::test_a_context_is_made_of_the_definition
        console text ../system/packaging/test_execution_environment.py::test_the_collection_tells_what_it_needs
    """,
    "docs/facts.md": """
        json json text test_facts_page.py::test_the_example_is_what_the_code_makes_of_it
    """,
    "docs/inventory.md": """
        console test_every_snippet.py::test_it_is_installed_as_the_readme_says
        console test_every_snippet.py::test_the_emulator_starts
        yaml console text test_inventory_page.py::test_the_graph_is_the_one_that_is_shown
        yaml console test_inventory_page.py::test_the_playbook_runs_over_the_hosts
    """,
    "docs/migrating.md": """
        yaml yaml yaml yaml yaml yaml yaml yaml yaml yaml test_migrating_page.py::test_before_and_after_say_the_same
        python yaml python yaml test_migrating_page.py::test_before_and_after_say_the_same
    """,
    "docs/performance.md": """
        yaml test_performance_page.py::test_many_ids_in_one_task
        ini test_performance_page.py::test_ansible_knows_the_settings
        yaml test_performance_page.py::test_a_cached_inventory_asks_nobody
        yaml test_performance_page.py::test_a_process_for_each_task
        console test_performance_page.py::test_make_runs_the_benchmark
        console test_performance_page.py::test_rows_go_by_their_names
    """,
    "docs/quickstart.md": """
        console console console console console yaml test_quickstart_page.py::test_every_command_does_what_the_page_says
        console text console test_quickstart_page.py::test_every_command_does_what_the_page_says
        json test_quickstart_page.py::test_what_the_text_says_of_the_code
        console console console test_quickstart_page.py::test_every_command_does_what_the_page_says
    """,
    "docs/quickstart.zh-CN.md": """
        console console console console console yaml console test_languages.py::test_the_code_is_the_same
        text console json console console console test_languages.py::test_the_code_is_the_same
    """,
    "docs/testing.md": """
        yaml yaml yaml yaml yaml yaml console test_testing_page.py::test_the_scenario_passes
        yaml test_testing_page.py::test_the_playbook_finds_the_same_when_the_gateway_misbehaves
        yaml test_testing_page.py::test_a_record_can_be_a_failure
        yaml console test_testing_page.py::test_the_playbook_without_molecule_runs
    """,
    "roles/audit/README.md": """
        yaml test_role_pages.py::test_the_play_of_the_audit_writes_a_report
    """,
    "roles/emulator/README.md": """
        yaml test_role_pages.py::test_the_play_of_the_emulator_starts_reads_and_stops
        json test_role_pages.py::test_the_data_is_served_as_the_page_says
        shell test_every_snippet.py::test_the_emulator_starts
        shell test_role_pages.py::test_the_script_starts_one_in_the_background_and_stops_it
    """,
}


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(page: str) -> list[tuple[str, str]]:
    """Return language and content of the blocks of a page; "-" for no language."""
    text = text_of(page)
    found = [(language or "-", content) for _indent, language, content in BLOCK.findall(text)]
    # None is missed, as one with a language of another form or with more backticks would be.
    assert len(re.findall(r"^\s*(?:```|~~~)", text, re.MULTILINE)) == 2 * len(found), page
    return found


def run_by(page: str) -> list[tuple[str, str, str]]:
    """Return language, test file and name for each block that RUN_BY has of a page."""
    lines = [line.split() for line in RUN_BY.get(page, "").strip().splitlines()]
    return [(language, *test.split("::")) for *languages, test in lines for language in languages]


@pytest.mark.parametrize("page", sorted({*PAGES, *RUN_BY}))
def test_each_block_is_run_by_a_test(page):
    in_page = [(language, content.partition("\n")[0]) for language, content in blocks(page)]
    tests = run_by(page)
    assert [language for language, _first in in_page] == [language for language, _file, _name in tests], in_page
    # A page in another language is compared with the one in English.
    named = "zh-CN" if page.endswith(".zh-CN.md") else Path(page).name
    for file, name in {(file, name) for _language, file, name in tests}:
        source = (Path(__file__).parent / file).read_text(encoding="utf-8")
        defined = {node.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)}
        assert name in defined, f"{file} has no {name}"
        assert named in source, f"{file} does not name {page}"


def test_the_files_of_the_architecture_are_there():
    [(_language, picture)] = blocks("docs/architecture.md")
    named = set(re.findall(r"\b\w+\.(?:py|yml)\b", picture))
    there = {path.name for folder in ("plugins", "playbooks") for path in (ROOT / folder).rglob("*")}
    assert named
    assert named <= there


# --- Commands ---


def commands_of(page: str) -> list[str]:
    """Return the commands in console and shell blocks of a page."""
    lines = []
    for language, content in blocks(page):
        lines += re.findall(r"^\$ (.*)$", content, re.MULTILINE) if language == "console" else []
        lines += content.splitlines() if language == "shell" else []
    return lines


def commands(start: str) -> list[str]:
    """Return the commands that begin so, of all pages: those in running text, too."""
    found = set()
    for page in PAGES:
        found.update(commands_of(page))
        found.update(re.findall(r"(?<!`)`([^`\n]+)`(?!`)", BLOCK.sub("", text_of(page))))
    return sorted(command for command in found if command.startswith(start))


def test_pip_finds_what_it_is_told_to_install(tmp_path):
    """In this environment, by uv, which takes pip's arguments; no index is asked."""
    to_run = commands("pip install ")
    assert to_run
    for command in to_run:
        done = subprocess.run(
            [UV, *shlex.split(command), "--no-index", "--dry-run", "--python", sys.executable],
            cwd=tmp_path,
            env={**os.environ, "UV_CACHE_DIR": str(tmp_path / "cache")},
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert "Would make no changes" in done.stderr, command


def test_it_is_installed_as_the_readme_says():
    """By commands of the README, which its test runs, and by pip, as above."""
    job = [content for _language, content in blocks("docs/audit.md")][-1]
    written = [*commands_of("docs/inventory.md")[:3], *yaml.safe_load(job)["audit"]["script"][:2]]
    assert {command.split()[0] for command in written} == {"pip", "ansible-galaxy"}
    assert set(written) <= {*commands("pip install "), *commands_of("README.md")}


def test_the_emulator_starts():
    """By each command that starts one in a terminal, on a free port."""
    to_run = commands("python3 roles/emulator/files/ccc_emulator.py ")
    assert to_run
    for command in to_run:
        assert " --port 8080" in command
        _python, *words = shlex.split(command.replace(" --port 8080", " --port 0"))
        with subprocess.Popen(
            [sys.executable, *words], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as emulator:
            try:
                ready = json.loads(emulator.stdout.readline())
            finally:
                emulator.terminate()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", ready["endpoint"])


def test_the_documentation_that_is_pointed_to_is_there(run_program, tmp_path):
    to_run = commands("ansible-doc ")
    assert to_run
    for command in to_run:
        done = run_program(command.split(), tmp_path)
        assert done.returncode == 0, done.stdout
        assert command.split()[-1].rpartition(".")[2] in done.stdout


def test_the_filter_of_the_report_works(tmp_path):
    [command] = commands("jq ")
    if not shutil.which("jq"):
        # A program that PyPI does not have: who has none can still run all other tests; .ci/run installs it.
        pytest.skip("jq is not there: apt-get install jq")
    report = sample()
    (tmp_path / "report.json").write_text(json.dumps(report), encoding="utf-8")
    done = subprocess.run(shlex.split(command), cwd=tmp_path, capture_output=True, text=True, check=True)
    urgent = [item for item in report["findings"] if item["severity"] == "high" and not item["accepted"]]
    assert urgent
    assert done.stdout.count("\n") == len(urgent)
