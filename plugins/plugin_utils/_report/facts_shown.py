# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The data with which the page's script shows facts: names, labels and shortened values. Pure."""

from __future__ import annotations

import re

from ansible_collections.alicloud.ccc.plugins.module_utils._operations import API_VERSIONS
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.availability import KNOWN, reports
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.personal_data import MASK, MASK_DIGITS
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.labels import LABELS, labels_in

# The lists inside a call center, in the order of the page.
KINDS = ("users", "phone_numbers", "skill_groups", "contact_flows", "config_items")
# Where a call center was read. The page shows these facts first.
_FIRST = ("account", "region", "api_version", "also_in", "is_member")
# Placeholders for a mask and for the call center's own id. No real mask or id has these values.
MASKED, SAME = MASK, 0
_IS_MASK = re.compile(r"%s[0-9a-f]{%d}\Z" % (MASK, MASK_DIGITS))
# The page names people by these facts, so their masks stay.
_FOUND_BY = frozenset(("user_id", "ram_id", "display_name"))
# Lists of numbers inside skill groups and contact flows.
_NUMBERS = frozenset(("outbound_phone_numbers", "phone_numbers"))
# A web address, possibly without a scheme, as the gateway returns it. No user, no whitespace, ASCII only.
_WEB_ADDRESS = re.compile(r"(https?://)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}(:[0-9]{1,5})?([/?#][!-~]*)?\Z")


def about_facts(language):
    """Return what the script needs as well as the facts (dict).

    ``labels``: from labels_in. ``known``: for each kind, the facts that any API version reports, in the order of the
    labels, which keeps related facts together. ``unreported``: for each kind and version, the facts that only another
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
    """Return the facts of a call center (dict) as the script unpacks them. The key "" is an address for a link or None.

    Long repeated values are shortened at any depth: ``MASKED`` replaces masks that identify nothing on the page, and
    ``SAME`` the call center's own id. Numbers inside skill groups and contact flows are reduced to the number itself.
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
    """Return whether each element has a number. If not, the elements are shown as they are."""
    return isinstance(elements, list) and all(
        isinstance(element, dict) and element.get("number") and isinstance(element["number"], str)
        for element in elements
    )


def web_address(value):
    """Return a web address with a scheme for a link, or None if the value is not a web address."""
    if not isinstance(value, str) or not _WEB_ADDRESS.match(value):
        return None
    return value if value.startswith(("https://", "http://")) else "https://" + value
