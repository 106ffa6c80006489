# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a script needs to show the facts of call centers: which there are, and what people call them. Pure."""

from __future__ import annotations

import re

from ansible_collections.alicloud.ccc.plugins.module_utils._operations import API_VERSIONS
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.availability import KNOWN, reports
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.labels import LABELS, labels_in

# The lists inside a call center, in the order of the page.
KINDS = ("users", "phone_numbers", "skill_groups", "contact_flows", "config_items")
# Where a call center was read: the page says it in its heading.
_FIRST = ("account", "region", "api_version", "also_in", "is_member")
# An address as the gateway has it, without a scheme, or a web address. No user, no blank, nothing beyond ASCII.
_WEB_ADDRESS = re.compile(r"(https?://)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}(:[0-9]{1,5})?([/?#][!-~]*)?\Z")


def about_facts(language):
    """Return what the script needs besides the facts (dict).

    ``labels``: of labels_in. ``known``: of each kind the facts that any API version reports, in the order of the
    labels, so that what belongs together stands together. ``unreported``: of each kind and version those that another
    version reports.
    """
    known = {
        kind: [fact for fact in LABELS if fact in facts] + sorted(facts.difference(LABELS))
        for kind, facts in KNOWN.items()
    }
    return {
        "labels": labels_in(language),
        "kinds": KINDS,
        "first": _FIRST,
        "known": known,
        "unreported": {
            kind: {version: [f for f in facts if not reports(kind, f, [version])] for version in API_VERSIONS}
            for kind, facts in known.items()
        },
    }


def facts_to_show(facts):
    """Return the facts of a call center as the script shows them: with an address that a link may lead to."""
    address = web_address(facts.get("console_url"))
    return {**facts, "": address} if address else {**facts, "": None}


def web_address(value):
    """Return what a link may lead to: an address of the web, with a scheme; or None."""
    if not isinstance(value, str) or not _WEB_ADDRESS.match(value):
        return None
    return value if value.startswith(("https://", "http://")) else "https://" + value
