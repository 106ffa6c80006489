# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of plugins/plugin_utils/_audit/personal_facts.py that write_docs.py writes."""

from __future__ import annotations

import json
import sys
import textwrap
from typing import Any


def personal_tables(
    described: dict[str, Any], objects: dict[str, list[dict[str, str | None]]], lists: dict[str, str]
) -> str:
    """Return the tables as code; exit with a message if a fact has no mark or a wrong one.

    ``described``: docs/facts.yml. ``objects``: by kind, the facts that its objects always have, one mapping for each
    operation and version, from a fact to the kind of the objects in it or None. ``lists``: LISTS.
    """
    not_personal, always = ["NOT_PERSONAL = {"], ["ALWAYS_THERE = {"]
    for kind in filter(objects.get, described):
        inner = {fact: of for known in objects[kind] for fact, of in known.items()}
        facts = described[kind]["facts"]
        entries = [
            f"        {json.dumps(fact)}: {json.dumps(inner[fact]) if inner.get(fact) else None},"
            for fact in facts
            if not is_personal(kind, fact, facts[fact].get("personal"), bool(inner.get(fact)))
        ]
        names = " ".join(fact for fact in facts if all(fact in known for known in objects[kind]))
        filled = textwrap.fill(names, 112, initial_indent=" " * 8, subsequent_indent=" " * 8)
        not_personal += [f"    {json.dumps(kind)}: {{", *entries, "    },"]
        always += [f'    {json.dumps(kind)}: """', filled, '    """,']
    inside = [f"    {json.dumps(name)}: {json.dumps(kind)}," for name, kind in lists.items()]
    return "\n".join([*not_personal, "}", *always, "}", "LISTS = {", *inside, "}\n"])


def is_personal(kind: str, fact: str, mark: object, has_objects: bool) -> bool:
    """Return whether a fact identifies a person. A fact that contains objects does not: their facts do."""
    if has_objects and mark is not None:
        sys.exit(f"docs/facts.yml, {kind}: remove personal from {fact}. It contains objects, whose facts are marked.")
    if not has_objects and not isinstance(mark, bool):
        sys.exit(f"docs/facts.yml, {kind}: mark {fact} with personal: true or personal: false.")
    return bool(mark)
