# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a script needs to show the facts of call centers: which there are, and what people call them. Pure."""

from __future__ import annotations

import re

from ansible_collections.alicloud.ccc.plugins.module_utils._operations import API_VERSIONS
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.availability import KNOWN, reports
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.personal_data import MASK, MASK_DIGITS
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.labels import LABELS, labels_in

# The lists inside a call center, in the order of the page.
KINDS = ("users", "phone_numbers", "skill_groups", "contact_flows", "config_items")
# Where a call center was read: the page says it in its heading.
_FIRST = ("account", "region", "api_version", "also_in", "is_member")
# What stands for a mask, and for the id of the call center. No mask and no id are so.
MASKED, SAME = MASK, 0
_IS_MASK = re.compile(r"%s[0-9a-f]{%d}\Z" % (MASK, MASK_DIGITS))
# The page finds and names people by these, so their masks stay.
_FOUND_BY = frozenset(("user_id", "ram_id", "display_name"))
# Lists of numbers inside of groups and flows.
_NUMBERS = frozenset(("outbound_phone_numbers", "phone_numbers"))
# An address as the gateway has it, without a scheme, or a web address. No user, no blank, nothing beyond ASCII.
_WEB_ADDRESS = re.compile(r"(https?://)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}(:[0-9]{1,5})?([/?#][!-~]*)?\Z")


def about_facts(language):
    """Return what the script needs besides the facts (dict).

    ``labels``: of labels_in. ``known``: of each kind the facts that any API version reports, in the order of the
    labels, so that what belongs together stands together. ``unreported``: of each kind and version those that another
    version reports. ``masked`` and ``same``: MASKED and SAME.
    """
    known = {
        kind: [fact for fact in LABELS if fact in facts] + sorted(facts.difference(LABELS))
        for kind, facts in KNOWN.items()
    }
    return {
        "labels": labels_in(language),
        "kinds": KINDS,
        "first": _FIRST,
        "masked": MASKED,
        "same": SAME,
        "known": known,
        "unreported": {
            kind: {version: [f for f in facts if not reports(kind, f, [version])] for version in API_VERSIONS}
            for kind, facts in known.items()
        },
    }


def facts_to_show(facts):
    """Return the facts (dict) of a call center as the script unpacks them: as "" an address that a link may lead to.

    What is long and repeats is short, at any depth: ``MASKED`` is each mask by which nothing is found, and ``SAME`` the
    call center's own id inside of it. Of the numbers of groups and flows, there is the number alone.
    """
    own = facts.get("instance_id")
    shown = {fact: _shorter(fact, value, own) for fact, value in facts.items()}
    if own is not None:
        shown["instance_id"] = own
    shown[""] = web_address(facts.get("console_url"))
    return shown


def _shorter(fact, value, own):
    kind = value.__class__
    if kind is str:
        if value.startswith(MASK):
            return MASKED if fact not in _FOUND_BY and _IS_MASK.match(value) else value
        return SAME if value == own and fact == "instance_id" else value
    if kind is list:
        return [_shorter(fact, inner, own) for inner in value]
    if kind is dict:
        return {
            name: _numbers(inner) if name in _NUMBERS and _are_numbers(inner) else _shorter(name, inner, own)
            for name, inner in value.items()
        }
    return value


def _numbers(elements):
    return [element["number"] for element in elements]


def _are_numbers(elements):
    """Return whether each has a number: what has none has to be shown with what it has."""
    return isinstance(elements, list) and all(
        isinstance(element, dict) and element.get("number") and isinstance(element["number"], str)
        for element in elements
    )


def web_address(value):
    """Return what a link may lead to: an address of the web, with a scheme; or None."""
    if not isinstance(value, str) or not _WEB_ADDRESS.match(value):
        return None
    return value if value.startswith(("https://", "http://")) else "https://" + value
