# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The input of an audit: what was read, for the rules and for the report. Pure."""

from __future__ import annotations

import collections

from ansible_collections.alicloud.ccc.plugins.module_utils._operations import LIST_UNASSIGNED_NUMBERS
from ansible_collections.alicloud.ccc.plugins.module_utils._packed import unpacked
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.both_versions import call_centers_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.personal_data import masked

PERSONAL_DATA = ("mask", "keep")
# The report needs these facts.
_FACTS = ("instance_id", "instance_name", "status", "admins", "phone_numbers")
_READ_KEYS = (
    *("account", "region", "api_version", "instances", "seconds", "error"),
    *("remarks", "identity", "has_numbers", "failures"),  # of ccc_fleet_info alone
)
Given = collections.namedtuple("Given", ("reads", "instances", "numbers", "shown", "shown_numbers"))
"""What was read. reads: from checked_reads, without their instances. instances: from call_centers_of. numbers: the
unassigned numbers, or None. shown, shown_numbers: the instances and numbers as the report may show them."""


class ReportError(ValueError):
    """The input is not suitable for a report. The message says why and contains no facts."""


def reads_of(fleet):
    """Return ``(reads, numbers)`` from a result of ccc_fleet_info (plain data): two lists, the second possibly None.

    Raises ReportError if it contains no reads.
    """
    if not fleet.get("reads"):
        raise ReportError(fleet.get("msg") or "The result of ccc_fleet_info contains no reads.")
    instances = collections.defaultdict(list)
    for facts in _facts_in(fleet["instances"]):
        instances[_read_key(facts)].append(facts)
    reads = []
    for read in fleet["reads"]:
        failures = _failures_of(read, fleet.get("errors", ()))
        has_numbers = "unassigned_numbers" in read["found"] and LIST_UNASSIGNED_NUMBERS.action not in failures
        found = {"instances": instances[_read_key(read)], "seconds": read["elapsed"]}
        reads.append({**read, **found, "has_numbers": has_numbers, "failures": failures})
    return reads, _facts_in(fleet.get("unassigned_numbers"))


def _failures_of(read, errors):
    """Return the failures of a read (dict): the first error message of each operation."""
    failures = {}
    for error in errors:
        if all(error[key] in (None, read[key]) for key in ("account", "region", "api_version")):
            details = "code %s" % error["code"]
            if error["request_id"]:
                details += ", request id %s" % error["request_id"]
            text = "%s failed: %s (%s)" % (error["operation"], error["message"].rstrip(". "), details)
            failures.setdefault(error["operation"], text)
    return failures


def _facts_in(found):
    return unpacked(found) if isinstance(found, str) else found  # by facts_as_text


def _read_key(item):
    return tuple(item[key] for key in ("account", "region", "api_version"))


def checked_reads(reads):
    """Return ``reads`` (plain data) with all keys. Raises ReportError if they are invalid."""
    if not isinstance(reads, list):
        raise ReportError("reads must be a list.")
    for index, read in enumerate(reads):
        if not isinstance(read, dict) or not isinstance(read.get("account"), str):
            raise ReportError("reads[%d].account must be the name of the account." % index)
        instances = read.get("instances")
        name = "reads[%d] (%s)" % (index, read["account"])
        if not _is_list_of_dicts(instances):
            raise ReportError("%s: instances must be a list of dictionaries with facts." % name)
        for key in _FACTS:
            if not all(key in facts for facts in instances):
                message = "%s: a call center has no %s. Pass all facts that the module returned."
                raise ReportError(message % (name, key))
        for key, kinds in (("region", str), ("error", str), ("seconds", (int, float))):
            if not isinstance(read.get(key), (kinds, type(None))):
                raise ReportError("%s: %s must be a %s." % (name, key, "string" if kinds is str else "number"))
    # Before 2.19, ansible-core turns null from a template into an empty string.
    return [{key: None if read.get(key) == "" else read.get(key) for key in _READ_KEYS} for read in reads]


def given_of(reads, numbers, personal_data):
    """Return the Given for reads from checked_reads and unassigned numbers (a list, or None)."""
    instances = []
    for read in reads:
        place = {key: read[key] for key in ("account", "region", "api_version")}
        # Copy only if something is missing.
        instances += [f if place.items() <= f.items() else {**f, **place} for f in read["instances"]]
    instances = call_centers_of(instances)
    # The instances are merged now; their originals would only use memory.
    reads = [{key: value for key, value in read.items() if key != "instances"} for read in reads]
    if personal_data == "keep":
        return Given(reads, instances, numbers, instances, numbers)
    return Given(reads, instances, numbers, masked(instances), numbers and masked(numbers, kind="unassigned number"))


def _is_list_of_dicts(value):
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)
