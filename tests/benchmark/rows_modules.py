# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of the modules, on an emulator on this machine."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor

from emulator_process import running_emulator
from measure import PROGRAMS, Cost, in_turn, playbook, program, row, run

LATENCY_MS = 50
CONCURRENCY = 16
RATE = 50
RATE_OF_USERS = 100
USERS = 23
KNOWN = "ef1e71e9-ae9d-487c-96ad-9181d85cf802"


def info_task(emulator, ids, **keywords):
    """Return a task that reads these ids, and fails unless all of them are read."""
    return {"alicloud.ccc.ccc_instance_info": {"instance_ids": ids, **emulator.connection}, **keywords}


def make_fleet(folder, count):
    run(folder, sys.executable, PROGRAMS / "make_fleet.py", count)


def against_ping(size, folder, rounds, **keywords):
    """Return the costs of a play with one task for one id, and of the same play with ping."""
    with running_emulator() as emulator:
        info = playbook(folder, "info", [info_task(emulator, [KNOWN], **keywords)])
        ping = playbook(folder, "ping", [{"ansible.builtin.ping": {}, **keywords}])
        ours, theirs = in_turn(size.at_most(rounds), info, ping)
    return ours, theirs


@row("one id, a whole `ansible-playbook`", "the same with `ansible.builtin.ping`", ratio=0.9)
def one_id(size, folder):
    return against_ping(size, folder, 11)


@row("one id with `ccc_in_process: false`", "the same with `ansible.builtin.ping`")
def one_id_as_process(size, folder):
    return against_ping(size, folder, 11, vars={"ccc_in_process": False})


@row("a loop of {items} items, one id each", "the same loop of `ansible.builtin.ping`", "items", ratio=0.1)
def loop_of_items(size, folder):
    return against_ping(size, folder, 5, loop=list(range(size.items)))


def own_code(emulator, folder, rounds):
    options = json.dumps({"concurrency": CONCURRENCY, **emulator.connection})
    (ours,) = in_turn(rounds, program(folder, "read_ids", "GET_INSTANCE", options))
    return ours


@row("{ids:,} ids, the module's own code", "the limit: {ids:,} × 50 ms / 16", "ids", ratio=1.15)
def many_ids(size, folder):
    make_fleet(folder, size.ids)
    with running_emulator(instances=size.ids, latency_ms=LATENCY_MS) as emulator:
        ours = own_code(emulator, folder, size.at_most(5))
    return ours, Cost(size.ids * LATENCY_MS / 1000 / CONCURRENCY, None)


def against_sdk(size, folder, threads, rounds):
    make_fleet(folder, size.ids)
    with running_emulator(instances=size.ids, latency_ms=LATENCY_MS) as emulator:
        info = playbook_of_ids(emulator, folder)
        command = (sys.executable, PROGRAMS / "read_with_sdk.py", json.dumps(emulator.connection), threads)
        ours, theirs = in_turn(rounds, info, lambda: run(folder, *command)[0])
    return ours, theirs


def playbook_of_ids(emulator, folder):
    ids = json.loads((folder / "ids.json").read_text(encoding="utf-8"))
    return playbook(folder, "info", [info_task(emulator, "{{ ids }}")], ids)


@row("{ids:,} ids, a whole `ansible-playbook`", "a script with the official SDK, 16 threads", "ids")
def sdk_threads(size, folder):
    return against_sdk(size, folder, 16, size.at_most(5))


@row(
    "{ids:,} ids, a whole `ansible-playbook`",
    "a script with the official SDK, one after the other",
    "ids",
    is_long=True,
)
def sdk_in_sequence(size, folder):
    return against_sdk(size, folder, 1, 1)


@row("{ids:,} ids, a whole `ansible-playbook`", "a loop of {ids:,} tasks (from one of {loop})", "ids")
def loop_of_tasks(size, folder):
    """The time of an item is the difference between a long loop and one of a single item, divided by the items."""
    make_fleet(folder, size.ids)
    with running_emulator(instances=size.ids, latency_ms=LATENCY_MS) as emulator:
        task = info_task(emulator, ["{{ item }}"], loop="{{ ids[:items] }}")
        ids = json.loads((folder / "ids.json").read_text(encoding="utf-8"))
        loops = [playbook(folder, f"loop{items}", [task], {**ids, "items": items}) for items in (1, 1 + size.loop)]
        ours, shortest, loop = in_turn(size.at_most(3), playbook_of_ids(emulator, folder), *loops)
    item = (loop.seconds - shortest.seconds) / size.loop
    return ours, Cost(size.ids * item, loop.memory)


@row("{throttled:,} ids, 50 requests a second admitted", "the limit: {throttled:,} / 50", "throttled", ratio=1.3)
def throttled(size, folder):
    make_fleet(folder, size.throttled)
    with running_emulator(instances=size.throttled, requests_per_second=RATE) as emulator:
        ours = own_code(emulator, folder, size.at_most(3))
    return ours, Cost(size.throttled / RATE, None)


def users_and_skill_groups(size, folder):
    """Return the costs of users, which the gateway limits, of skill groups meanwhile, and of skill groups alone."""
    folders = [folder / "users", folder / "skill_groups"]
    for one in folders:
        one.mkdir()
        make_fleet(one, size.ids)
    limit = {"ListUsers": RATE_OF_USERS}
    with (
        running_emulator(instances=size.ids, users=USERS, requests_per_second=limit, latency_ms=LATENCY_MS) as emulator,
        ThreadPoolExecutor() as workers,
    ):
        options = json.dumps({"concurrency": CONCURRENCY, **emulator.connection, "api_version": "2020-07-01"})
        users, skill_groups = (
            program(one, "read_ids", operation, options)
            for one, operation in zip(folders, ("LIST_USERS", "LIST_SKILL_GROUPS"), strict=True)
        )
        both = [workers.submit(work) for work in (users, skill_groups)]
        return [work.result() for work in both] + [skill_groups()]


@row(
    "the users of {ids:,} call centers, 23 in each, 100 requests a second admitted, while skill groups are read",
    "the limit: {ids:,} / 100",
    "ids",
    ratio=1.3,
)
def users(size, folder):
    return users_and_skill_groups(size, folder)[0], Cost(size.ids / RATE_OF_USERS, None)


@row("their skill groups, read at the same time", "their skill groups alone", "ids", ratio=1.3)
def skill_groups(size, folder):
    _users, meanwhile, alone = users_and_skill_groups(size, folder)
    return meanwhile, alone


def facts_of_version(size, folder, version):
    make_fleet(folder, size.instances)
    works = [program(folder, "make_facts", version, what) for what in ("facts", "parse")]
    ours, theirs = in_turn(size.at_most(5), *works)
    return ours, theirs


@row("facts of {instances:,} call centers, API 2017-07-05", "parsing their JSON", "instances")
def facts_2017(size, folder):
    return facts_of_version(size, folder, "2017-07-05")


@row("facts of {instances:,} call centers, API 2020-07-01", "parsing their JSON", "instances")
def facts_2020(size, folder):
    return facts_of_version(size, folder, "2020-07-01")


ROWS = [
    one_id,
    one_id_as_process,
    loop_of_items,
    many_ids,
    sdk_threads,
    sdk_in_sequence,
    loop_of_tasks,
    throttled,
    users,
    skill_groups,
    facts_2017,
    facts_2020,
]
