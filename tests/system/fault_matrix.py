# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of docs/fault_matrix.md: what two modules and the inventory plugin return for each fault of the emulator.

``.venv/bin/python tests/system/fault_matrix.py`` compares the tables with the page; ``--write`` writes them into it.

The modules' code and the inventory plugin, as Ansible loads it, send real requests to real emulators. The outcomes
depend only on the emulator's seed.
"""

from __future__ import annotations

import difflib
import json
import re
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from ansible.errors import AnsibleParserError
from ansible.inventory.data import InventoryData
from ansible.parsing.dataloader import DataLoader
from ansible.plugins.loader import init_plugin_loader, inventory_loader

ROOT = Path(__file__).resolve().parents[2]
# For pytest, tests/conftest.py adds them.
sys.path += [str(ROOT / folder) for folder in ("tests/support", "roles/emulator/files")]
init_plugin_loader()

from ansible_collections.alicloud.ccc.plugins.module_utils._http.errors import CccError  # noqa: E402 - after its loader
from ansible_collections.alicloud.ccc.plugins.module_utils._module import (  # noqa: E402 - same
    connection_argument_spec,
    result_of,
)
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import (  # noqa: E402 - same
    GET_INSTANCE,
    LIST_INSTANCES_OF_USER,
)
from ccc_emulator.faults import FAULTS, Faults  # noqa: E402 - after sys.path
from emulator_process import EmulatorProcess, running_emulator  # noqa: E402 - after sys.path

PAGE = ROOT / "docs" / "fault_matrix.md"
BEGIN, END = "<!-- tables: begin -->\n", "<!-- tables: end -->\n"
VERSIONS = ("2017-07-05", "2020-07-01")
LISTED = 201  # call centers: three pages in 2020-07-01, one call center on the last
ASKED = 12  # ids
READERS = ("ccc_instance_info", "ccc_user_instances_info", "instances")
INVENTORY = "alicloud.ccc.instances"
NOT_ASKED = re.compile(r"(\d+) more instances? (?:was|were) not requested")
CODE = re.compile(r"\(code ([\w.]+)[,)]")


class Scenario(NamedTuple):
    """title: a heading. rate: the share of failing requests. attempts: max_attempts. versions: the API versions."""

    title: str
    rate: float
    attempts: int
    versions: tuple[str, ...]


SCENARIOS = (
    # With 20 attempts, no request is lost by chance, in whatever order they arrive.
    Scenario("Three requests in ten fail", 0.3, 20, VERSIONS),
    # Only 2020-07-01 has pages, of which one can be lost.
    Scenario("Three requests in ten fail, with `max_attempts: 1`", 0.3, 1, VERSIONS[1:]),
    Scenario("Every request fails", 1, 2, VERSIONS),
)


class Outcome(NamedTuple):
    """read: how many of the ``wanted`` call centers were returned. codes: error codes, sorted."""

    read: int
    wanted: int
    codes: tuple[str, ...]

    def __str__(self) -> str:
        return "all" if self.read == self.wanted else f"{self.read} of {self.wanted}" if self.read else "none"


def observe() -> dict[tuple[str, str, str], Outcome]:
    """Return the outcome by scenario title, fault and reader; raise AssertionError if a failure is not clear."""
    cells = [(scenario, fault) for scenario in SCENARIOS for fault in FAULTS]
    inventory_loader.get(INVENTORY)  # otherwise each thread would import it
    with ThreadPoolExecutor(18) as workers:
        outcomes = workers.map(observe_fault, *zip(*cells, strict=True))
        found = zip(cells, outcomes, strict=True)
        return {(cell[0].title, cell[1], reader): seen for cell, all_ in found for reader, seen in all_.items()}


def observe_fault(scenario: Scenario, fault: str) -> dict[str, Outcome]:
    """Return the outcome by reader. They run in turn, since a fault depends on how often a request was sent before."""
    data = {"Instances": call_centers(fault)}
    with running_emulator(data=data, faults={fault: scenario.rate}, seed=seed(fault)) as emulator:
        modules = observe_modules(scenario, fault, emulator)
        return {**modules, "instances": observe_inventory(scenario, fault, emulator)}


def call_centers(fault: str) -> list[dict[str, str]]:
    return [{"InstanceId": f"{fault}-{number:03}", "InstanceName": f"No. {number}"} for number in range(LISTED)]


def seed(fault: str) -> int:
    """Return a seed with which one attempt reads only a part, but enough for the run to continue."""
    ids = [call_center["InstanceId"] for call_center in call_centers(fault)[:ASKED]]
    return next(number for number in range(10**6) if is_mixed(Faults({fault: 0.3}, number), ids))


def is_mixed(faults: Faults, ids: list[str]) -> bool:
    met = [faults.draw("GetInstance", instance_id) for instance_id in ids]
    if met[0] or len(list(filter(None, met))) != 2:
        return False
    # For the module, then for the inventory plugin, which requests lost pages again.
    pages = [faults.draw("ListInstancesOfUser", f"page {page} of 100") for _time in range(3) for page in (1, 2, 3)]
    return list(map(bool, pages)) == [False, True, False] * 3


# --- Modules ---


def observe_modules(scenario: Scenario, fault: str, emulator: EmulatorProcess) -> dict[str, Outcome]:
    """Return the outcome by module, which is the same in each API version."""
    ids = [call_center["InstanceId"] for call_center in call_centers(fault)]
    outcomes = {}
    for name, operation, options, wanted in (
        ("ccc_instance_info", GET_INSTANCE, {"instance_ids": ids[:ASKED]}, ids[:ASKED]),
        ("ccc_user_instances_info", LIST_INSTANCES_OF_USER, {}, ids),
    ):
        for version in scenario.versions:
            params = {**connection_options(scenario, fault, emulator, version), **options}
            outcome = judge(result_of(operation, params), wanted)
            assert outcomes.setdefault(name, outcome) == outcome, (fault, name, version, outcome)
    return outcomes


def connection_options(
    scenario: Scenario, fault: str, emulator: EmulatorProcess, version: str
) -> dict[str, str | int | float | bool | None]:
    defaults = {name: option.get("default") for name, option in connection_argument_spec().items()}
    return {**defaults, **emulator.connection, **chosen_options(scenario, fault, version)}


def chosen_options(scenario: Scenario, fault: str, version: str) -> dict[str, Any]:
    # Less than the second between two bytes of `drip`, and more than a response on loopback takes.
    timeout = {"read_timeout": 0.9} if fault in ("hang", "drip") else {}
    return {"api_version": version, "max_attempts": scenario.attempts, **timeout}


def judge(result: dict[str, Any], wanted: list[str]) -> Outcome:
    """Return the outcome; raise AssertionError if call centers are lost, duplicated or not reported as missing."""
    read = [facts["instance_id"] for facts in result["instances"]]
    assert read == [instance_id for instance_id in wanted if instance_id in read], read
    assert all(facts["instance_name"] == f"No. {int(facts['instance_id'][-3:])}" for facts in result["instances"])
    errors = result.get("errors", [])
    assert bool(errors) == (read != wanted), result
    for error in errors:
        assert error["code"], error
        assert error["message"], error
        assert error["hint"], error
        assert error["attempts"] >= 1, error
    if errors:
        check_message(result["msg"], errors[0]["code"])
        assert errors[0]["hint"] in result["msg"]
        assert not read or f"{len(read)} instance" in result["msg"]
        if errors[0]["instance_id"] is not None:
            not_asked = NOT_ASKED.search(result["msg"])
            failed = [error["instance_id"] for error in errors]
            assert len({*read, *failed}) + int(not_asked[1] if not_asked else 0) == len(wanted), result["msg"]
    return Outcome(len(read), len(wanted), tuple(sorted({error["code"] for error in errors})))


def check_message(message: str, code: str) -> None:
    """Assert that the message says what was done, the error code, and what to do."""
    assert message.startswith(("GetInstance", "ListInstancesOfUser", "Region")), message
    assert f"(code {code}, " in message, message
    assert message.endswith(".") or " See https://" in message, message


# --- Inventory ---


def observe_inventory(scenario: Scenario, fault: str, emulator: EmulatorProcess) -> Outcome:
    """Return the outcome: all hosts, or none and an error that says why."""
    options = {**emulator.connection, **chosen_options(scenario, fault, VERSIONS[1])}
    inventory, message = InventoryData(), ""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{fault}.ccc.yml"
        source.write_text(json.dumps({"plugin": INVENTORY, **options}), encoding="utf-8")
        try:
            inventory_loader.get(INVENTORY).parse(inventory, DataLoader(), str(source), cache=False)
        except AnsibleParserError as error:
            message = str(error)
    read = sorted(host.vars["ccc_instance_id"] for host in inventory.hosts.values())
    assert read in ([], [call_center["InstanceId"] for call_center in call_centers(fault)]), read
    codes = sorted(set(CODE.findall(message)))
    assert bool(codes) == (not read), message
    assert all(CccError(code, "").hint in message for code in codes), message
    return Outcome(len(read), LISTED, tuple(codes))


# --- Page ---


def tables(found: dict[tuple[str, str, str], Outcome]) -> str:
    """Return the tables of the page in Markdown; if all call centers were always returned, a sentence says so."""
    lines = []
    for scenario in SCENARIOS:
        lines += [f"## {scenario.title}", ""]
        if {str(outcome) for key, outcome in found.items() if key[0] == scenario.title} == {"all"}:
            lines += [f"Everything is returned, without an error, for each of the {len(FAULTS)} faults below.", ""]
            continue
        lines += ["| fault | what happens | " + " | ".join(f"`{reader}`" for reader in READERS) + " | code |"]
        lines += ["|---" * (len(READERS) + 3) + "|"]
        for fault, meaning in FAULTS.items():
            outcomes = [found[scenario.title, fault, reader] for reader in READERS]
            codes = sorted({f"`{code}`" for outcome in outcomes for code in outcome.codes})
            lines += ["| " + " | ".join([f"`{fault}`", meaning, *map(str, outcomes), ", ".join(codes)]) + " |"]
        lines += [""]
    return "\n".join(lines[:-1]) + "\n"


def page_with(content: str) -> str:
    """Return the page with this content between its markers."""
    before, _begin, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    return f"{before}{BEGIN}\n{content}\n{END}{after}"


def main() -> int:
    before, made = PAGE.read_text(encoding="utf-8"), page_with(tables(observe()))
    if "--write" in sys.argv:
        PAGE.write_text(made, encoding="utf-8")
        return 0
    sys.stdout.writelines(difflib.unified_diff(before.splitlines(True), made.splitlines(True), PAGE.name, "observed"))
    return int(made != before)


if __name__ == "__main__":
    sys.exit(main())
