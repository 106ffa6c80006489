# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which facts an API version reports, by the shapes of the operations that an audit uses. Pure.

A module returns a fact that its API version does not report as null. An audit removes it: a missing fact was not
reported, and a null one was reported as empty.
"""

from __future__ import annotations

from ansible_collections.alicloud.ccc.plugins.module_utils._fleet_read import INSIDE
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import (
    API_VERSIONS,
    GET_INSTANCE,
    LIST_INSTANCES,
    LIST_INSTANCES_OF_USER,
    LIST_UNASSIGNED_NUMBERS,
    NEW_VERSION,
    OLD_VERSION,
)

INSTANCE, ADMINS, PHONE_NUMBERS, UNASSIGNED_NUMBERS = "instance", "admins", "phone_numbers", "unassigned_numbers"
IS_MEMBER = "is_member"  # determined by ccc_fleet_info for call centers of 2020-07-01
# A fact of each element of ListPhoneNumbers, but not of the numbers in the facts of a call center itself.
_ONLY_IN_LIST = "contact_flow_name"


def _inner(shape):
    """Yield each fact of a shape that contains objects, with their shape."""
    yield from ((fact, inner) for fact, _element, inner in shape.lists.values())
    yield from shape.objects.values()
    yield from shape.gathered.items()


def _names(shape):
    """Return the facts (set) that a shape reports."""
    tables = shape.fields, shape.lists, shape.objects
    names = {entry[0] for table in tables for entry in table.values()}
    names.update(*(shape.gathered, shape.plucked, shape.derived, shape.texts.values()))
    return names - set(shape.absent)


def _reported():
    """Return, for each pair of kind and API version, the facts (set) that the version reports for the kind."""
    found = {}

    def add(kind, version, shape):
        found.setdefault((kind, version), set()).update(_names(shape))
        for fact, inner in _inner(shape):
            if kind == INSTANCE and fact in (ADMINS, PHONE_NUMBERS):
                add(fact, version, inner)

    sources = {INSTANCE: LIST_INSTANCES_OF_USER, **INSIDE, UNASSIGNED_NUMBERS: LIST_UNASSIGNED_NUMBERS}
    for kind, operation in sources.items():
        for version, where in operation.versions.items():
            add(kind, version, where.shape)
    found[INSTANCE, NEW_VERSION].add(IS_MEMBER)
    return found


REPORTED = _reported()
# Facts of a call center that GetInstance reports, but no list of call centers.
OF_GET_INSTANCE = _names(GET_INSTANCE.versions[NEW_VERSION].shape) - REPORTED[INSTANCE, NEW_VERSION]
KNOWN = {
    kind: frozenset(OF_GET_INSTANCE if kind == INSTANCE else ()).union(
        *(REPORTED.get((kind, version), ()) for version in API_VERSIONS)
    )
    for kind in {kind for kind, _version in REPORTED}
}
"""The facts that any version reports, by kind (INSTANCE, ADMINS, the lists of ccc_fleet_info)."""
# Facts that ccc_fleet_info takes from ListInstances, so that they are missing if it was refused.
OF_LIST_INSTANCES = _names(LIST_INSTANCES.versions[NEW_VERSION].shape) - REPORTED[INSTANCE, NEW_VERSION]

# The facts of a module do not name their version. These are always present in one, and never in the other.
_ONLY_2020_07_01 = frozenset(("agent_type", "chatbot_business_unit"))


def api_version_of(instance):
    """Return the API version (str) of the facts of an instance, as they name it or by their keys, or None."""
    version = instance.get("api_version")
    if version is None and REPORTED[INSTANCE, OLD_VERSION].issubset(instance):
        return NEW_VERSION if _ONLY_2020_07_01.issubset(instance) else OLD_VERSION
    return version if isinstance(version, str) else None


def reports(kind, fact, versions):
    """Return whether one of these versions (iterable of str) reports a fact of a kind."""
    return any(fact in REPORTED.get((kind, version), ()) for version in versions)


def lists_kind(kind, versions):
    """Return whether one of these versions has a list of the kind, by its name in ccc_fleet_info."""
    return any(version in INSIDE[kind].versions for version in versions)


# --- Removing facts that are not reported ---


def without_unreported(instance):
    """Return the facts of an instance (dict) without those, at any depth, that its API version does not report.

    A fact with a value was reported, whatever the documents say. The argument is not changed.
    """
    version = api_version_of(instance)
    shape = _shape_of(instance, version)
    known = instance if shape is None else _without(instance, _plan(shape))
    if known.get(IS_MEMBER, True) is None and version != NEW_VERSION:
        known = {fact: value for fact, value in known.items() if fact != IS_MEMBER}
    for kind, operation in INSIDE.items():
        where = operation.versions.get(version)
        elements = known.get(kind)
        if where is None or not _are_objects(elements):
            continue
        if kind == PHONE_NUMBERS and not is_from_list(elements):
            continue  # numbers in the facts of the instance itself
        plan = _plan(where.shape)
        if plan:
            known = {**known, kind: [_without(element, plan) for element in elements]}
    return known


def is_from_list(numbers):
    """Return whether phone numbers are from ListPhoneNumbers."""
    return bool(numbers) and isinstance(numbers, list) and isinstance(numbers[0], dict) and _ONLY_IN_LIST in numbers[0]


def _shape_of(instance, version):
    if IS_MEMBER not in instance:
        operation = GET_INSTANCE
    else:
        operation = LIST_INSTANCES if instance[IS_MEMBER] is False else LIST_INSTANCES_OF_USER
    where = operation.versions.get(version)
    return where and where.shape


_plans = {}


def _plan(shape):
    """Return what to remove: the facts, and for each fact that contains objects, what to remove from these."""
    if id(shape) not in _plans:
        inner = [(fact, _plan(others)) for fact, others in _inner(shape)]
        _plans[id(shape)] = (shape.absent, [(fact, plan) for fact, plan in inner if plan])
    absent, inner = _plans[id(shape)]
    return (absent, inner) if absent or inner else None


def _without(item, plan):
    absent, inner = plan or ((), ())
    if not absent and not inner:
        return item
    kept = dict(item)
    for fact in absent:
        if kept.get(fact) is None:
            kept.pop(fact, None)
    for fact, plan_of_fact in inner:
        value = kept.get(fact)
        if fact == PHONE_NUMBERS and _are_objects(value) and is_from_list(value):
            continue
        if _are_objects(value):
            kept[fact] = [_without(element, plan_of_fact) for element in value]
        elif isinstance(value, dict):
            kept[fact] = _without(value, plan_of_fact)
    return kept


def _are_objects(value):
    return isinstance(value, list) and all(isinstance(element, dict) for element in value)
