# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What changed between two lists of instances. Pure.

Instances, and the elements of a list in IDS, are matched by their ids. If an id is not unique, or missing, equal ones
are matched first, so that none is lost and order does not matter.
"""

from __future__ import annotations

import json
import re

from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.comparison import as_json, sorted_json
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.personal_facts import LISTS

# The facts that tell who an element of a list is, best first. Not each API version reports each.
IDS = {
    "admins": ("ram_id", "user_id"),
    "phone_numbers": ("phone_number_id", "number"),
    "skill_groups": ("skill_group_id",),
    "outbound_phone_numbers": ("phone_number_id", "number"),
    "users": ("user_id", "ram_id"),
    "roles": ("role_id",),
    "skill_levels": ("skill_group_id",),
    "personal_numbers": ("number",),
    "contact_flows": ("contact_flow_id",),
    "versions": ("contact_flow_version_id",),
    "config_items": ("name",),
}
# What was asked and by whom, and not what the gateway says of a call center.
NOT_FACTS = ("account", "region", "api_version", "is_member", "also_in")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


def drift_of(instances, baseline):
    """Return what became of ``baseline`` in ``instances`` (both lists of facts): ``{added, removed, changed}``.

    ``added`` and ``removed`` are lists of ``{instance_id, instance_name, account, region}``, and ``changed`` is a list
    of the same with ``changes``, a list of ``{path, before, after}``. All are sorted.
    """
    pairs, removed, added = _paired(baseline, instances, _INSTANCE_IDENTITIES)
    changed = []
    for before, after in pairs:
        changes = _changes_of_fields(_compared(before, after), _compared(after, before), "")
        if changes:
            changed.append(dict(_named(after), changes=changes))
    return {
        "added": sorted(map(_named, added), key=_sort_key),
        "removed": sorted(map(_named, removed), key=_sort_key),
        "changed": sorted(changed, key=_sort_key),
    }


def _named(instance):
    return {key: instance.get(key) for key in ("instance_id", "instance_name", "account", "region")}


def _sort_key(entry):
    """Return what an entry or a change is sorted by, whatever the order of instances and elements was."""
    return [str(entry.get(key)) for key in ("account", "region", "instance_id", "path")] + [as_json(entry)]


def _compared(instance, other):
    """Return what is compared of an instance. ``created_at`` says what ``created_time`` says, if both have that.

    A list of what lies inside a call center was not read if it is not there or null. So nothing in it is new or gone.
    """
    left_out = {*NOT_FACTS, *(name for name in LISTS if instance.get(name) is None or other.get(name) is None)}
    if "created_time" in instance and "created_time" in other:
        left_out.add("created_at")
    return {key: value for key, value in instance.items() if key not in left_out}


# --- Who is who ---


def _identity(*keys):
    """Return a function that gives these values of an element, or None if one of them is null or empty."""

    def identity(element):
        values = [element.get(key) for key in keys]
        return None if any(value is None or value == "" for value in values) else repr(values)

    return identity


# Two keys can see the same call center: it is there once for each account. Yet an account may have got another name.
_INSTANCE_IDENTITIES = (
    _identity("instance_id", "account", "region"),
    _identity("instance_id", "account"),
    _identity("instance_id"),
)
_ELEMENT_IDENTITIES = {name: tuple(_identity(key) for key in keys) for name, keys in IDS.items()}


def _paired(before, after, identities):
    """Return ``(pairs, removed, added)`` of two lists of dicts, by the first of ``identities`` that finds the other.

    Equal elements are matched first, and are in none of them: they have not changed, whatever else has their ids. Most
    elements are equal, and come in the same order.
    """
    before, after, _equal = _paired_by(as_json, before, after)
    pairs = []
    for identity in identities:
        before, after, found = _paired_by(identity, before, after)
        pairs += found
    # Without an id, what holds the same in another order.
    before, after, _equal = _paired_by(sorted_json, before, after)
    return pairs, before, after


def _paired_by(identity, before, after):
    """Return ``(before, after, pairs)``: elements without another of the same identity; pairs with."""
    waiting = _groups(before, identity)
    rest_before = waiting.pop(None, [])
    rest_after, pairs = [], []
    for key, group in _groups(after, identity).items():
        others = [] if key is None else waiting.pop(key, [])
        if identity is not sorted_json and (len(group) > 1 or len(others) > 1):
            others, group, _equal = _paired_by(sorted_json, others, group)
            group, others = sorted(group, key=sorted_json), sorted(others, key=sorted_json)
        pairs += zip(others, group, strict=False)
        rest_before += others[len(group) :]
        rest_after += group[len(others) :]
    for group in waiting.values():
        rest_before += group
    return rest_before, rest_after, pairs


def _groups(elements, identity):
    groups = {}
    for element in elements:
        groups.setdefault(identity(element), []).append(element)
    return groups


# --- What changed ---


def _changes_of_fields(before, after, path):
    """Return the changes between two dicts at ``path``. A field that is not there is null."""
    changes = []
    for name in sorted({**before, **after}, key=str):
        changes += _changes(before.get(name), after.get(name), _joined(path, str(name)), name)
    return changes


def _changes(before, after, path, name):
    if isinstance(before, dict) and isinstance(after, dict):
        return _changes_of_fields(before, after, path)
    if name in IDS and _is_list_of_objects(before) and _is_list_of_objects(after):
        return _changes_of_elements(before, after, path, name)
    # Python takes true for 1.
    if before == after and isinstance(before, bool) == isinstance(after, bool) and not isinstance(before, (list, dict)):
        return []
    if sorted_json(before) == sorted_json(after):
        return []
    return [{"path": path, "before": before, "after": after}]


def _changes_of_elements(before, after, path, name):
    pairs, removed, added = _paired(before, after, _ELEMENT_IDENTITIES[name])
    changes = []
    for one, other in pairs:
        changes += _changes_of_fields(one, other, path + _label(name, one, other))
    changes += [{"path": path + _label(name, one, one), "before": one, "after": None} for one in removed]
    changes += [{"path": path + _label(name, one, one), "before": None, "after": one} for one in added]
    return sorted(changes, key=_sort_key)


def _is_list_of_objects(value):
    return isinstance(value, list) and all(isinstance(element, dict) for element in value)


def _label(name, before, after):
    """Return how a path calls an element: ``[ram_id=2345]``, by what both have, or ``[]`` if it has no id."""
    for key, identity in zip(IDS[name], _ELEMENT_IDENTITIES[name], strict=True):
        if identity(before) and identity(before) == identity(after):
            return "[%s=%s]" % (key, after[key])
    return "[]"


def _joined(path, name):
    """Return the path of a field. The gateway can call a field anything, so other names are quoted."""
    if not _NAME.match(name):
        name = json.dumps(name, ensure_ascii=False)
    return "%s.%s" % (path, name) if path else name
