# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of many accounts, each with its own key and call centers, on an emulator on this machine."""

from __future__ import annotations

import functools
import json
import pathlib
import statistics
import sys
import tempfile

from emulator_process import running_emulator
from measure import BIN, PROGRAMS, Cost, in_turn, playbook, row, run

LATENCY_MS = 50
SHORT_LATENCY_MS = 20
QUOTA = 100  # requests a second, for each account and operation
LISTS = (
    "ListInstancesOfUser",
    "ListInstances",
    "ListUsers",
    "ListSkillGroups",
    "ListPhoneNumbers",
    "ListContactFlows",
    "ListConfigItems",
    "ListUnassignedNumbers",
)
KINDS = ["users", "skill_groups", "phone_numbers", "contact_flows", "config_items", "unassigned_numbers"]
# All faults of the emulator except those that only take time: no response, and one byte a second.
FAULTS = (
    "throttle",
    "unavailable",
    "internal_error",
    "reset",
    "close",
    "truncated",
    "html_502",
    "not_json",
    "redirect",
    "soft_failure",
)
GROWING = (1, 10, 100, 1000)


def options_of(emulator, accounts):
    """Return the options of all accounts, with their STS endpoint."""
    named = [{"name": f"account-{number}", **emulator.connection_of(number)} for number in range(1, accounts + 1)]
    return {"accounts": named, "sts_endpoint": emulator.endpoint}


def read_everything(size, folder, rounds, **emulation):
    """Return the cost of reading everything of a few accounts, and the CPU seconds of that process."""
    fleet = {"accounts": size.few, "instances": size.in_few, "users": size.users, "latency_ms": SHORT_LATENCY_MS}
    with running_emulator(**fleet, **emulation) as emulator:
        options = json.dumps({**options_of(emulator, size.few), "include": KINDS})
        (folder / "options.json").write_text(options, encoding="utf-8")
        cpu_seconds = []

        def work():
            cost, printed = run(folder, sys.executable, PROGRAMS / "read_fleet.py", "options.json")
            seconds, of_cpu = map(float, printed.split()[-2:])
            cpu_seconds.append(of_cpu)
            return cost._replace(seconds=seconds)

        (ours,) = in_turn(rounds, work)
    return ours, statistics.median(cpu_seconds)


@row(
    "{few:,} accounts with {in_few:,} call centers each, with everything in them, the module's own code",
    "its own CPU time (a quota of 100 requests a second would take 0.4 s)",
    is_long=True,
    ratio=1.5,
)
def everything(size, folder):
    """An account sends at most 40 requests of one operation (skill groups), which is 0.4 s of its quota."""
    limits = dict.fromkeys(LISTS, QUOTA)
    ours, cpu_seconds = read_everything(size, folder, size.at_most(3), requests_per_second=limits)
    return ours, Cost(cpu_seconds, None)


@row("the same with three broken responses in ten; the result is complete, without errors", is_long=True)
def everything_broken(size, folder):
    return read_everything(size, folder, 1, faults=dict.fromkeys(FAULTS, 0.3 / len(FAULTS)))[0], None


def audited(folder, accounts, in_account, **emulation):
    """Return the cost of an audit that reads only the lists of call centers."""
    with running_emulator(accounts=accounts, instances=in_account, **emulation) as emulator:
        options = options_of(emulator, accounts)
        settings = {
            "audit_accounts": options["accounts"],
            "audit_sts_endpoint": options["sts_endpoint"],
            "audit_include": [],
            "audit_fail_on": "none",
            "audit_report_dir": f"{folder}/report",
        }
        (folder / "audit.json").write_text(json.dumps(settings), encoding="utf-8")
        words = (sys.executable, BIN / "ansible-playbook", "alicloud.ccc.audit", "-e", "@audit.json")
        cost, printed = run(folder, *words)
        # Measuring the memory of all processes takes time, so this is a separate run.
        together, _printed = run(folder, *words, together=True)
    if f"Call centers: {accounts * in_account}." not in printed:
        raise SystemExit(f"call centers were lost: {printed[-2000:]}")
    return cost._replace(memory=together.memory)


@row(
    "an audit of {accounts:,} accounts with {in_account:,} call centers each, lists only",
    count="accounts",
    is_long=True,
    time=12,
    memory=400,
)
def audit_of_accounts(size, folder):
    return audited(folder, size.accounts, size.in_account, latency_ms=LATENCY_MS), None


@row("an audit of one account with {instances:,} call centers, lists only", count="instances", is_long=True, time=12)
def audit_of_one_account(size, folder):
    return audited(folder, 1, size.instances, latency_ms=LATENCY_MS), None


@row(
    "an audit of eight call centers, with everything in them",
    "a playbook with three tasks of `ansible.builtin.ping`",
    ratio=1.2,
)
def audit_of_eight(size, folder):
    ping = playbook(folder, "ping", [{"ansible.builtin.ping": {}}] * 3)
    with running_emulator() as emulator:
        settings = {
            "audit_accounts": [{"name": "story", **emulator.connection}],
            "audit_sts_endpoint": emulator.endpoint,
            "audit_fail_on": "none",
            "audit_report_dir": f"{folder}/report",
        }
        (folder / "audit.json").write_text(json.dumps(settings), encoding="utf-8")
        words = (sys.executable, BIN / "ansible-playbook", "alicloud.ccc.audit", "-e", "@audit.json")
        ours, theirs = in_turn(size.at_most(5), lambda: run(folder, *words)[0], ping)
    return ours, theirs


@functools.cache
def cost_of_growth(accounts, in_few):
    with tempfile.TemporaryDirectory() as folder:
        return audited(pathlib.Path(folder), accounts, in_few)


def growing(accounts):
    """Return the row of this number of accounts, compared with the one of a tenth of them."""

    def measure(size, _folder):
        ours = cost_of_growth(accounts, size.in_few)
        if accounts == GROWING[0]:
            return ours, None
        fewer = cost_of_growth(accounts // 10, size.in_few)
        return ours, Cost(fewer.seconds * 10, fewer.memory * 10)

    measure.__name__ = f"audit_of_{accounts}"
    bounds = {"ratio": 1.0, "memory_ratio": 1.0} if accounts > GROWING[0] else {}
    if accounts == GROWING[-1]:
        bounds["time"] = 60
    what = f"an audit of {accounts:,} account{'s' if accounts > 1 else ''} with {{in_few:,}} call centers each"
    against = f"ten times that of {accounts // 10:,}" if accounts > GROWING[0] else ""
    return row(what, against, is_long=True, **bounds)(measure)


ROWS = [everything, everything_broken, audit_of_accounts, audit_of_one_account, audit_of_eight]
GROWTH = [growing(accounts) for accounts in GROWING]
