# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documentation of ccc_fleet_info that write_docs.py writes: RETURN, and a section of the pages of facts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ansible_collections.alicloud.ccc.plugins.module_utils._fleet import UNASSIGNED_NUMBERS
from ansible_collections.alicloud.ccc.plugins.module_utils._fleet_read import INSIDE
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import API_VERSIONS, LIST_UNASSIGNED_NUMBERS

# The facts that say where an object was found.
ORIGIN = ("account", "region", "api_version")
NULL = "V(null) if they could not be read, or if the call center refused because the key's user is not a member."
Fields = dict[str, Any]


def not_reported(versions: Mapping[str, Any]) -> list[str]:
    """Return a line for each API version that is not in ``versions``."""
    return [f"Not reported with O(api_version={version})." for version in API_VERSIONS if version not in versions]


def added(described: Mapping[str, Any]) -> Fields:
    """Return RETURN of the facts that the fleet adds to a call center. ``described``: docs/facts.yml."""
    found = {}
    for fact, about in described["facts"].items():
        lines = [about["en"], *(f"Not reported with O(api_version={v})." for v in about.get("not_reported", ()))]
        found[fact] = {
            "description": lines if len(lines) > 1 else lines[0],
            "returned": "always",
            "type": about["type"],
            "sample": about["sample"],
        }
    return found


def included(modules: Mapping[str, str], instance: Fields) -> Fields:
    """Return RETURN of the lists inside a call center.

    ``modules``: from an operation's action to its module. ``instance``: the facts that a call center has without them.
    """
    found = {}
    for kind, operation in INSIDE.items():
        reference = f"RV(alicloud.ccc.{modules[operation.action]}#module:{kind})"
        if kind in instance:  # the included list replaces it
            lines = [
                instance[kind]["description"],
                f"With V({kind}) in O(include), those of C({operation.action}), with the facts of {reference}. {NULL}",
            ]
            found[kind] = {**instance[kind], "description": lines}
        else:
            found[kind] = {
                "description": [f"With the facts of {reference}.", NULL, *not_reported(operation.versions)],
                "returned": f"with V({kind}) in O(include)",
                "type": "list",
                "elements": "dict",
            }
    return found


def fleet_return(
    written: Fields, described: Mapping[str, Any], modules: Mapping[str, str], instance: Fields, number: Fields
) -> Fields:
    """Return RETURN of ccc_fleet_info.

    ``written``: the handwritten part. ``described``: docs/facts.yml. ``instance``, ``number``: RETURN of the facts of a
    call center and of an unassigned number.
    """
    more = added(described["fleet"])
    errors = described["result"]["facts"]["errors"]
    own = written["errors"]
    return {
        "instances": {
            "description": [
                "The facts of the call centers, by account, region and API version, and then in the gateway's order. "
                "On failure, those that were read.",
                "Each call center has the facts of its RV(instances[].api_version). Below, O(api_version) refers to "
                "that version. A call center that both versions list is in this list twice, see "
                "RV(instances[].also_in).",
                "A value that the gateway did not send is V(null), and a list without elements is empty. Fields of the "
                "gateway that are not listed here are also returned, unchanged, with their names in snake_case.",
            ],
            "returned": "always",
            "type": "list",
            "elements": "dict",
            "contains": {**more, **instance, **included(modules, instance)},
        },
        UNASSIGNED_NUMBERS: {
            "description": [
                "The phone numbers of the accounts that are not assigned to a call center. V(null) without "
                "V(unassigned_numbers) in O(include).",
                *not_reported(LIST_UNASSIGNED_NUMBERS.versions),
            ],
            "returned": "always",
            "type": "list",
            "elements": "dict",
            "contains": {**{key: more[key] for key in ORIGIN}, **number},
        },
        **{key: written[key] for key in ("reads", "elapsed")},
        "errors": {**own, "contains": {**own["contains"], **errors["contains"]}},
    }


def fleet_section(described: Mapping[str, Any], language: str, head: str) -> str:
    """Return the section of a page of facts. ``described``: the key ``fleet`` of docs/facts.yml."""
    rows = [
        f"| `{fact}` | {about['type']} | {in_markdown(about[language])} |" for fact, about in described["facts"].items()
    ]
    parts = (f"## {described['title'][language]}", "\n".join([head, "|---|---|---|", *rows]))
    return "\n\n".join([*parts, described["about"][language]])


def in_markdown(text: str) -> str:
    """Return a text with Ansible's markup as Markdown."""
    return re.sub(r"\b(?:RV|[VOC])\((?:instances\[\]\.)?([^)]*)\)", r"`\1`", text)
