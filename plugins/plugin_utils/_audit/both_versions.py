# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Merges a call center that both API versions show into one, with each fact from the version that reports it. Pure."""

from __future__ import annotations

from ansible_collections.alicloud.ccc.plugins.module_utils._operations import API_VERSIONS
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.availability import (
    api_version_of,
    without_unreported,
)

# Ids differ between the versions, so elements are matched by the first of these facts whose value is unique.
_SAME = {
    "admins": ("ram_id", "login_name", "user_id", "email"),
    "users": ("ram_id", "login_name", "user_id", "email"),
    "phone_numbers": ("number",),
    "skill_groups": ("skill_group_id", "skill_group_name"),
    "contact_flows": ("contact_flow_id", "contact_flow_name"),
}


def call_centers_of(instances):
    """Return the call centers (list of dict) in ``instances``, facts of modules, each one once for each account.

    A call center that several regions show is kept for the first one, because many regions share a gateway. If both
    API versions show it (``also_in``), it has the facts of 2017-07-05 and those that only the other version reports.
    Facts that no version reports are missing. The argument is not changed.
    """
    found, places, seen = [], {}, set()
    for facts in instances:
        version = api_version_of(facts)
        account, own, other = (_id_or_none(facts.get(fact)) for fact in ("account", "instance_id", "also_in"))
        known = without_unreported(facts)
        if known.get("api_version") != version:
            known = {**known, "api_version": version}
        place = None if own is None else places.get((account, own, version))
        is_again = (place, version) in seen
        if place is None or (is_again and account is None):  # without an account, they can be in different ones
            place = len(found)
            found.append(known)
        elif not is_again:
            found[place] = _merged(found[place], known)
        seen.add((place, version))
        if own is not None:
            places.setdefault((account, own, version), place)
        if other:
            places.setdefault((account, other, _other(version)), place)
    return found


def _id_or_none(value):
    return value if isinstance(value, (str, int)) else None


def _other(version):
    return next((name for name in API_VERSIONS if name != version), None)


def versions_of(facts):
    """Return the API versions (tuple of str) that show a call center of call_centers_of; empty if unknown."""
    version = facts.get("api_version")
    if version is None:
        return ()
    return API_VERSIONS if facts.get("also_in") else (version,)


def _merged(one, other):
    """Return the merged facts of a call center in two versions. If both report a fact, that of 2017-07-05 is used."""
    first, second = sorted((one, other), key=lambda facts: API_VERSIONS.index(facts["api_version"]))
    merged = _joined(first, second)
    for kind, keys in _SAME.items():
        if isinstance(first.get(kind), list) and isinstance(second.get(kind), list):
            merged[kind] = _elements(first[kind], second[kind], keys)
    return merged


def _joined(first, second):
    """Return the facts of two dicts: those of the first, or of the second if the first has null or nothing."""
    return {**second, **{fact: value for fact, value in first.items() if value is not None or fact not in second}}


def _one(first, second):
    """Return the merged facts of an element. The user id of the other version is in ``also_in``."""
    ids = first.get("user_id"), second.get("user_id")
    joined = _joined(first, second)
    return {**joined, "also_in": ids[1]} if None not in ids and ids[0] != ids[1] else joined


def _elements(first, second, keys):
    """Return the elements of two lists, each one once. An element of only one list is not changed."""
    joined, left = list(first), list(second)
    waiting = range(len(first))
    for key in (*keys, *keys):  # twice: matching by a later key can make a value of an earlier one unique
        positions, others = _by(key, ((n, first[n]) for n in waiting)), _by(key, enumerate(left))
        taken = set()
        for value, numbers in others.items():
            mine = positions.get(value, ())
            if len(numbers) == 1 and len(mine) == 1:
                joined[mine[0]] = _one(joined[mine[0]], left[numbers[0]])
                taken.add(numbers[0])
                del positions[value]
        left = [element for number, element in enumerate(left) if number not in taken]
        if not left:
            break
        matched = {n for n in waiting if joined[n] is not first[n]}
        waiting = [n for n in waiting if n not in matched]
    # If equally many are left and no id contradicts it, they are the same, although it is unknown which is which.
    rest = [joined[number] for number in waiting]
    decisive = keys[0] if keys[0] == "ram_id" else keys[-1]
    known = [_by(decisive, enumerate(some)).keys() for some in (rest, left)]
    are_same = len(rest) == len(left) and (not all(known) or known[0] == known[1])
    return joined if are_same else joined + left


def _by(key, numbered):
    """Return, for each value of ``key``, the numbers of the elements that have it."""
    found = {}
    for number, element in numbered:
        value = element.get(key) if isinstance(element, dict) else None
        if isinstance(value, str) and value:
            found.setdefault(value, []).append(number)
    return found
