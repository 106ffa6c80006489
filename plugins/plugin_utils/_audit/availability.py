# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Facts that an API version does not have: a module returns them as null, but their values are unknown. Pure."""

from __future__ import annotations

from ansible_collections.alicloud.ccc.plugins.module_utils._operations import GET_INSTANCE, NEW_VERSION, OLD_VERSION

# Of each version, by the list in which an object stands (the call center itself: ""), what it does not report.
_ABSENT = {
    version: {"": where.shape.absent, **{fact: inner.absent for fact, _element, inner in where.shape.lists.values()}}
    for version, where in GET_INSTANCE.versions.items()
}


def _names(table):
    return {entry[0] for entries in (table.fields, table.lists, table.objects) for entry in entries.values()}


# The facts of a module do not name their version. These are always there with one, and never with the other.
_ONLY_2020_07_01 = _names(GET_INSTANCE.versions[NEW_VERSION].shape) - _names(GET_INSTANCE.versions[OLD_VERSION].shape)


def api_version_of(instance):
    """Return the API version that the facts of an instance name or show (str), or None."""
    version = instance.get("api_version")
    if version is None and _ONLY_2020_07_01.issubset(instance):
        return "2020-07-01"
    return version if isinstance(version, str) else None


def available(instance):
    """Return ``(instance, missing)``: a copy without facts that its API version does not report, and their names.

    A fact that has a value was reported, whatever the documents say.
    """
    kinds = _ABSENT.get(api_version_of(instance), {})
    if not any(kinds.values()):
        return instance, frozenset()
    missing = set()
    known = _without(instance, kinds[""], missing)
    for name, facts in kinds.items():
        if name and isinstance(known.get(name), list):
            known[name] = [_without(item, facts, missing) if isinstance(item, dict) else item for item in known[name]]
    return known, frozenset(missing)


def _without(item, facts, missing):
    """Return a copy of ``item`` (dict) without those of ``facts`` that are null; add them to the set ``missing``."""
    nulls = {fact for fact in facts if item.get(fact) is None}
    missing |= nulls
    return {fact: value for fact, value in item.items() if fact not in nulls}
