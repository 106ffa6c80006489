# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/performance.md: its snippets and commands are run, and its table is one that the benchmark makes.

The benchmark runs here as well, small and once, so that it does not rot. Nothing is asserted about time: that takes an
idle machine, and `make benchmark`.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import yaml
from ansible_collections.alicloud.ccc.plugins.module_utils._module import connection_argument_spec
from ansible_collections.alicloud.ccc.plugins.plugin_utils._in_process import _READ_AT_START, SWITCH
from ccc_emulator.fleet import fleet
from emulator_process import running_emulator

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmark"))

import benchmark
import measure

ROOT = Path(__file__).resolve().parents[2]
OLDEST_CORE = ROOT / ".venv" / "oldest-core"
PAGE = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
BLOCKS = [(language, textwrap.dedent(content)) for language, content in BLOCK.findall(PAGE)]
COMMANDS = re.findall(r"^\$ (.*)$", PAGE, re.MULTILINE)
BENCHMARK = ".venv/bin/python tests/benchmark/benchmark.py"
UNITS = {"s": 1, "ms": 1e-3, "µs": 1e-6, "MiB": 1}


def value(cell):
    figure, unit = cell.split()
    return float(figure) * UNITS[unit]


def table(text):
    """Return the rows of the benchmark's table in a text, each as a dict; its figures follow from each other."""
    rows = [line[2:-2].split(" | ") for line in text.splitlines() if line.startswith("| ")]
    header, *rows = [[cell.strip() for cell in cells] for cells in rows]
    assert header == list(benchmark.COLUMNS)
    return [dict(zip(header, cells, strict=True)) for cells in rows]


def assert_is_right(text, size, names):
    """The text's table has these rows of the benchmark, in order, and what can be computed of it is right."""
    expected = [row for row in benchmark.ROWS if row.name in names]
    found = table(text)
    sizes = size._asdict()
    assert [(cells["what"], cells["against"]) for cells in found] == [
        (row.what.format(**sizes), row.against.format(**sizes)) for row in expected
    ]
    for row, cells in zip(expected, found, strict=True):
        # (A time may even be below 0 in a quick run, where it is the difference of two.)
        assert value(cells["memory"]) > 10, cells
        assert bool(cells["against"]) == bool(cells["its time"]) == bool(cells["ratio"]), cells
        if cells["against"]:
            assert cells["ratio"] == f"{value(cells['time']) / value(cells['its time']):.2f}", cells
        if row.count:
            # Both have three digits.
            assert value(cells["each"]) * sizes[row.count] == pytest.approx(value(cells["time"]), rel=0.011), cells
        bounds = {} if size is measure.QUICK else row.bounds
        told = [f"{name} {bound}{measure.UNITS.get(name, '')}" for name, bound in bounds.items()]
        assert cells["bound"].replace(" **exceeded**", "") == ", ".join(told), cells


def between_marks(page):
    return page.partition(benchmark.BEGIN)[2].partition(benchmark.END)[0]


# --- The table ---


def test_the_table_is_one_of_the_benchmark():
    content = between_marks(PAGE)
    size = measure.QUICK if benchmark.QUICK_RUN in content else measure.FULL
    assert_is_right(content, size, [row.name for row in benchmark.ROWS])
    for what in (f"- Command: `{benchmark.COMMAND} ", "- Machine: ", "- Python ", "ansible-core ", "- Date: "):
        assert what in content


def test_the_benchmark_works(run_program, tmp_path):
    assert f"{BENCHMARK} --quick" in COMMANDS
    page = tmp_path / "page.md"
    shutil.copy(ROOT / "docs" / "performance.md", page)
    words = ["../../tests/benchmark/benchmark.py", "--quick", "--write", str(page)]
    done = run_program(words, tmp_path, TMPDIR=str(tmp_path))
    assert done.returncode == 0, done.stdout
    needs_oldest_core = "judging_on_oldest_core"
    names = [row.name for row in benchmark.ROWS if row.name != needs_oldest_core or OLDEST_CORE.exists()]
    written = page.read_text(encoding="utf-8")
    assert_is_right(between_marks(written), measure.QUICK, names)
    assert benchmark.QUICK_RUN in done.stdout
    assert table(done.stdout) == table(between_marks(written))
    # All else on the page stays.
    assert written.replace(between_marks(written), "") == PAGE.replace(between_marks(PAGE), "")
    assert sorted(tmp_path.iterdir()) == [tmp_path / "ansible.cfg", page]


# --- Its commands ---


def test_every_block_and_command_has_its_test():
    assert [language for language, _content in BLOCKS] == ["yaml", "ini", "yaml", "yaml", "console", "console"]
    expected = ["make benchmark", "make benchmark-docs", f"{BENCHMARK} many_ids throttled", f"{BENCHMARK} --quick"]
    assert expected == COMMANDS


@pytest.mark.parametrize(
    "command, runs",
    [("make benchmark", BENCHMARK), ("make benchmark-docs", f"{BENCHMARK} --write docs/performance.md")],
)
def test_make_runs_the_benchmark(command, runs):
    """(What it would run: it takes ten minutes, and writes into the page.)"""
    assert command in COMMANDS
    words = [*command.split(), "--dry-run", "--no-print-directory"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    assert runs in done.stdout.splitlines()


def test_rows_go_by_their_names(run_program, tmp_path):
    (command,) = [command for command in COMMANDS if "throttled" in command]
    names = command.removeprefix(BENCHMARK).split()
    done = run_program(["../../tests/benchmark/benchmark.py", *names, "--quick"], tmp_path, TMPDIR=str(tmp_path))
    assert done.returncode == 0, done.stdout
    assert_is_right(done.stdout, measure.QUICK, names)


def test_short_leaves_out_what_the_page_says():
    (told,) = re.findall(r"`--short` leaves out [^(]*\(([^)]*)\)", PAGE)
    assert re.findall(r"`(\w+)`", told) == [row.name for row in benchmark.ROWS if row.is_long]


# --- What it says is to be set ---


def test_many_ids_in_one_task(run_program, tmp_path):
    playbook = BLOCKS[0][1]
    concurrency = yaml.safe_load(playbook)[0]["tasks"][0]["alicloud.ccc.ccc_instance_info"]["concurrency"]
    assert f"{concurrency} at a time" in playbook
    (tmp_path / "playbook.yml").write_text(playbook, encoding="utf-8")
    ids = [instance["InstanceId"] for instance in fleet(200)]
    (tmp_path / "ids.json").write_text(json.dumps({"call_center_ids": ids}), encoding="utf-8")
    # With some latency, or one connection would do.
    with running_emulator(instances=200, latency_ms=50) as emulator:
        done = run_program(["ansible-playbook", "playbook.yml", "-e", "@ids.json"], tmp_path, **emulator.environment)
        assert done.returncode == 0, done.stdout
        log = emulator.log()
    assert "200 call centers in " in done.stdout
    assert len(log) == 200
    # They are kept, and there are as many as requests may be under way.
    assert 1 < len({entry["connection"] for entry in log}) <= concurrency


def test_concurrency_is_what_the_page_says():
    default = connection_argument_spec()["concurrency"]["default"]
    assert f"{default} unless it is set" in PAGE
    assert f"{default} / 0.05 = {default / 0.05:.0f} requests" in PAGE


@pytest.mark.parametrize("version, requests", [("2017-07-05", 1), ("2020-07-01", 3)])
def test_a_list_is_one_request_or_one_for_each_hundred(version, requests, play):
    with running_emulator(instances=250) as emulator:
        options = {"api_version": version, **emulator.connection}
        run = play([{"name": "list", "alicloud.ccc.ccc_user_instances_info": options}])
        assert run.status == 0, run.output
        assert len(run.results_by_task()["list"]["instances"]) == 250
        assert [entry["action"] for entry in emulator.log()] == ["ListInstancesOfUser"] * requests


def test_ansible_knows_the_settings(tmp_path):
    """(Without `run_program`, whose environment has pipelining already.)"""
    (tmp_path / "ansible.cfg").write_text(BLOCKS[1][1], encoding="utf-8")
    program = str(Path(sys.executable).parent / "ansible-config")
    done = subprocess.run(
        [sys.executable, program, "dump", "--only-changed", "--format", "json"],
        cwd=tmp_path,
        env={"HOME": str(tmp_path), "LC_ALL": "C.UTF-8", "ANSIBLE_CONFIG": str(tmp_path / "ansible.cfg")},
        stdout=subprocess.PIPE,
        check=True,
    )
    set_there = {
        setting["name"]: setting["value"]
        for setting in json.loads(done.stdout)
        if setting.get("origin") == str(tmp_path / "ansible.cfg")
    }
    assert set_there == {"DEFAULT_FORKS": 20, "ANSIBLE_PIPELINING": True}


def test_a_cached_inventory_asks_nobody(run_program, tmp_path):
    (tmp_path / "cached.ccc.yml").write_text(BLOCKS[2][1], encoding="utf-8")
    words = ["ansible-inventory", "-i", "cached.ccc.yml", "--graph"]
    with running_emulator() as emulator:
        first, second = (run_program(words, tmp_path, **emulator.environment) for _run in range(2))
        assert first.returncode == 0 and "hz-orders" in first.stdout, first.stdout
        assert second.stdout == first.stdout
        assert len(emulator.log()) == 1


# --- In Ansible's own process ---


def test_a_process_for_each_task(run_program, tmp_path):
    playbook = BLOCKS[3][1]
    (tmp_path / "as written.yml").write_text(playbook, encoding="utf-8")
    (tmp_path / "without.yml").write_text(playbook.replace(f"{SWITCH}: false", f"{SWITCH}: true"), encoding="utf-8")
    with running_emulator() as emulator:
        own, called = (
            run_program(["ansible-playbook", "-vvv", name], tmp_path, **emulator.environment).stdout
            for name in ("as written.yml", "without.yml")
        )
    assert "is run as a process of its own: ccc_in_process is false." in own
    assert "is run in Ansible's own process." in called
    # What the page says of Ansible's own lines.
    assert emulator.access_key_secret not in called
    assert "EXEC" in own and "EXEC" not in called
    assert all("ok=1" in output and "failed=0" in output for output in (own, called))


def test_the_page_names_what_asks_for_a_process():
    (told,) = re.findall(r"`environment` has names that begin with (.*?) \|", PAGE)
    assert tuple(re.findall(r"`(\w+)`", told)) == _READ_AT_START
