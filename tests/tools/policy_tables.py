# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The RAM policy and the table of actions that write_docs.py writes into pages."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType

from ansible_collections.alicloud.ccc.plugins.module_utils._fleet import FleetOperation
from ansible_collections.alicloud.ccc.plugins.module_utils._fleet_read import INSIDE
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import (
    LIST_INSTANCES,
    LIST_INSTANCES_OF_USER,
    LIST_UNASSIGNED_NUMBERS,
    Operation,
)

ROLES = Path(__file__).resolve().parents[2] / "roles"
POLICY_BEGIN, POLICY_END = "<!-- policy: begin -->", "<!-- policy: end -->"
# Pages by path, and whether each also has the table of actions.
PAGES_WITH_POLICY = {"docs/authentication.md": True, "docs/quickstart.md": False, "docs/quickstart.zh-CN.md": False}
# It has no fixed operation.
ANY_OPERATION = "ccc_operation_info"
ITS_ACTION = "that of the operation it calls, such as `ccc:ListCampaigns`; not in the policy below"


def actions_of(operation: object) -> list[str]:
    """Return the actions that a module with this OPERATION calls; [] if the object is not an operation."""
    if isinstance(operation, FleetOperation):
        fleet = (LIST_INSTANCES_OF_USER, LIST_INSTANCES, *INSIDE.values(), LIST_UNASSIGNED_NUMBERS)
        return [each.action for each in fleet]
    return [operation.action] if isinstance(operation, Operation) else []


def needed_by(operations: Sequence[Operation], modules: Mapping[str, ModuleType]) -> dict[str, list[str]]:
    """Return the callers of each action: modules, the inventory plugin, and the roles that use such a module."""
    found: dict[str, dict[str, None]] = {operation.action: {} for operation in operations}
    called = {name: actions_of(module.OPERATION) for name, module in modules.items()}
    # Modules with a single action come first.
    callers = sorted(called.items(), key=lambda caller: len(caller[1]))
    inventory = importlib.import_module("ansible_collections.alicloud.ccc.plugins.inventory.instances")
    callers += [("instances", actions_of(operation)) for operation in vars(inventory).values()]
    for role in sorted(ROLES.iterdir()):
        tasks = "".join(path.read_text(encoding="utf-8") for path in sorted(role.glob("tasks/*.yml")))
        callers += [(role.name, called[name]) for name in re.findall(r"\balicloud\.ccc\.(ccc_\w+):", tasks)]
    for name, actions in callers:
        for action in actions:
            found[action][name] = None
    return {action: list(names) for action, names in found.items()}


def table_of_actions(needed: Mapping[str, Sequence[str]]) -> str:
    rows = [(", ".join(f"`{name}`" for name in names), f"`ccc:{action}`") for action, names in needed.items()]
    rows.append((f"`{ANY_OPERATION}`", ITS_ACTION))
    head = ["| module, plugin or role | action |", "|---|---|"]
    return "\n".join([*head, *(f"| {names} | {action} |" for names, action in rows)])


def policy(operations: Sequence[Operation], modules: Mapping[str, ModuleType], with_table: bool) -> str:
    """Return the policy for all operations as a JSON block, after the table of actions if wanted.

    ``modules``: by name, each with its OPERATION.
    """
    actions = sorted(f"ccc:{operation.action}" for operation in operations)
    statement = {"Effect": "Allow", "Action": actions, "Resource": "*"}
    block = f"```json\n{json.dumps({'Version': '1', 'Statement': [statement]}, indent=2)}\n```"
    table = [table_of_actions(needed_by(operations, modules))] if with_table else []
    return "\n\n".join([*table, block])
