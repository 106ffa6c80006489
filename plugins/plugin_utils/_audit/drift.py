# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Changes in call centers since a baseline. Pure.

Instances, and the elements of a list in IDS, are matched by their ids. If an id is missing or not unique, equal
elements are matched first, so that none is lost and the order does not matter.
"""

from __future__ import annotations

import collections
import json
import re

from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.availability import PHONE_NUMBERS, is_from_list
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.baseline import (
    Comparable,
    differ,
    enumerated,
    own_ids_of,
)
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.both_versions import versions_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.comparison import as_json, sorted_json
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.names import LISTS as OBJECTS
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.personal_facts import LISTS

# The facts that identify an element of a list, best first. Not every API version reports all of them.
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
# The facts that name an element, best first; otherwise its id does.
_NAMES = {kind: names for kind, _ids, names in OBJECTS.values()}
# Keys of an instance that are about the request, not about the call center.
NOT_FACTS = ("account", "region", "api_version", "is_member", "also_in")
PEOPLE = ("admins", "users")
# Compared case-insensitively. One of the API's documents misspells the second one.
PRIVILEGED = ("admin", "manager", "mannager")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


def drift_of(now, then):
    """Return the changes from ``then`` to ``now``, two sides (of baseline.py) that are both masked or both not.

    A dict: ``added`` and ``removed`` are lists of ``{instance_id, instance_name, account, region}``; ``changed`` is a
    list of the same with ``changes``. All lists are sorted, but changes that give people PRIVILEGED roles come first.
    ``unassigned_numbers`` has two lists, ``added`` and ``removed``. ``not_compared``: of Comparable.
    """
    comparable = Comparable(now, then)
    sides = [[facts for facts in side["instances"] if comparable.has(facts.get("account"))] for side in (then, now)]
    pairs, removed, added = _paired(*sides, _identities_of_instances(sides, comparable.by_id_only))
    changed = []
    for before, after in _of_the_same_versions(pairs, comparable):
        changes = sorted(_changes_in(before, after, comparable.compares_inside(before, after)), key=_change_key)
        if changes:
            changed.append(dict(_named(after), changes=changes))
    numbers = _unassigned(now, then, comparable)
    return {
        "added": sorted((_named(facts) for facts in added if comparable.is_new(facts)), key=_sort_key),
        "removed": sorted((_named(facts) for facts in removed if comparable.is_removed(facts)), key=_sort_key),
        "changed": sorted(changed, key=lambda entry: [not entry["changes"][0]["privileged"], *_sort_key(entry)]),
        "unassigned_numbers": numbers,
        "not_compared": comparable.not_compared(),
    }


def _named(instance):
    return {key: instance.get(key) for key in ("instance_id", "instance_name", "account", "region")}


def _sort_key(entry):
    """Return the sort key of an entry or a change, which does not depend on the order of instances and elements."""
    return [str(entry.get(key)) for key in ("account", "region", "instance_id", "path")] + [as_json(entry)]


def _change_key(change):
    return [not change["privileged"], *_sort_key(change)]


def _unassigned(now, then, comparable):
    """Return the changes to the unassigned numbers: ``{added, removed}``, two lists of their facts."""
    if now["unassigned_numbers"] is None or then["unassigned_numbers"] is None:
        for side, other, who in ((then, now, "The baseline"), (now, then, "This audit")):
            if side["unassigned_numbers"] is None and other["unassigned_numbers"] is not None:
                comparable.add_reason(None, "%s did not read the unassigned numbers." % who)
        return {"added": [], "removed": []}
    identity = _identity("number") if comparable.by_id_only else _identity("account", "number")
    before, after, _pairs = _paired_by(identity, then["unassigned_numbers"], now["unassigned_numbers"])
    return {
        "added": sorted(filter(comparable.is_new, after), key=_sort_key),
        "removed": sorted(filter(comparable.is_removed, before), key=_sort_key),
    }


# --- What is not compared in a call center ---


def _of_the_same_versions(pairs, comparable):
    """Return the pairs that are compared. Record for how many call centers something is not."""
    compared, others, lacks = [], collections.Counter(), collections.Counter()
    for before, after in pairs:
        account = after.get("account")
        if differ(versions_of(before), versions_of(after)):
            others[account] += 1
            continue
        compared.append((before, after))
        for kind in LISTS:
            is_read = _is_read(before, kind, after), _is_read(after, kind, before)
            if is_read[0] != is_read[1]:
                lacks[account, kind, not is_read[0]] += 1
    for account, number in others.items():
        reason = "%s read with other API versions than in the baseline."
        comparable.add_reason(account, reason % _call_centers(number, " was", " were"))
    kinds = {}
    for (account, kind, is_then), number in sorted(lacks.items(), key=str):
        kinds.setdefault((account, is_then, number), []).append(kind.replace("_", " "))
    for (account, is_then, number), some in kinds.items():
        who = "The baseline" if is_then else "This audit"
        comparable.add_reason(account, "%s did not read the %s of %s." % (who, enumerated(some), _call_centers(number)))
    return compared


def _call_centers(number, one="", several=""):
    return "1 call center" + one if number == 1 else "%d call centers%s" % (number, several)


def _is_read(instance, kind, other):
    """Return whether a call center has a list of a kind, with no fewer facts than the list of the other side."""
    found, others = instance.get(kind), other.get(kind)
    if kind == PHONE_NUMBERS and found and others:
        return is_from_list(found) or not is_from_list(others)
    return found is not None


def _compared(instance, other):
    """Return the names of the facts that are compared: those that both sides report.

    ``created_at`` is the same as ``created_time``. A list inside a call center that is null was not read, so nothing in
    it was added or removed.
    """
    names = instance.keys() & other.keys() - {*NOT_FACTS}
    names -= {name for name in LISTS if not (_is_read(instance, name, other) and _is_read(other, name, instance))}
    return names - {"created_at"} if "created_time" in names else names


# --- Matching ---


def _identity(*keys):
    """Return a function that returns these values of an element, or None if one of them is null or empty."""

    def identity(element):
        values = [element.get(key) for key in keys]
        return None if any(value is None or value == "" for value in values) else repr(values)

    return identity


# Several keys can see the same call center, which is then listed once for each account.
_INSTANCE_IDENTITIES = (_identity("instance_id", "account", "region"), _identity("instance_id", "account"))
_ELEMENT_IDENTITIES = {name: tuple(_identity(key) for key in keys) for name, keys in IDS.items()}


def _identities_of_instances(sides, by_id_only):
    """Return the identities of instances, best first. The last one treats the ids of both API versions as one."""
    own_ids = own_ids_of(*sides)

    def of_both_versions(facts):
        account, instance_id = facts.get("account"), facts.get("instance_id")
        return repr([account, own_ids.get((account, instance_id), instance_id)]) if instance_id else None

    return *_INSTANCE_IDENTITIES, *([_identity("instance_id")] if by_id_only else []), of_both_versions


def _paired(before, after, identities):
    """Return ``(pairs, removed, added)`` for two lists of dicts, matched by the first of ``identities`` that succeeds.

    Equal elements are matched first and returned in none of the lists: they did not change, even if others have the
    same ids. Most elements are equal, and in the same order.
    """
    before, after, _equal = _paired_by(as_json, before, after)
    pairs = []
    for identity in identities:
        before, after, found = _paired_by(identity, before, after)
        pairs += found
    # Without an id, elements that are equal except for the order of their lists.
    before, after, _equal = _paired_by(sorted_json, before, after)
    return pairs, before, after


def _paired_by(identity, before, after):
    """Return ``(before, after, pairs)``: the elements without a match, and the pairs of the same identity."""
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

# Facts about another object, and the fact that is its id. If the id changes, only that is reported.
_DETAILS_OF = {"contact_flow_description": "contact_flow_id", "contact_flow_type": "contact_flow_id"}
# Lists in elements that repeat a list of the call center. Only their added and removed elements are reported.
_COPIES = {"phone_numbers": "phone_numbers", "outbound_phone_numbers": "phone_numbers", "skill_groups": "skill_groups"}


def _changes_in(before, after, also_inside):
    """Return the changes between the facts of a call center, then and now, with or without those in its LISTS."""
    names = _compared(before, after)
    names = names if also_inside else names.difference(LISTS)
    return _changes_of_fields(before, after, "", _Element(None, before, after, names), names)


def _changes_of_fields(before, after, path, element, names=None):
    """Yield the changes between two dicts at ``path``. ``element``: the _Element that contains them."""
    names = before.keys() & after.keys() if names is None else names
    if "numbers" in names and element.kind == "contact_flows":
        names = names - {"phone_numbers"}  # the same numbers, with more facts
    for name in sorted(names, key=str):
        detail_of = _DETAILS_OF.get(name)
        if detail_of not in names or before[detail_of] == after[detail_of]:
            yield from _changes(before[name], after[name], _joined(path, str(name)), name, element)


def _changes(before, after, path, name, element):
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _changes_of_fields(before, after, path, element)
    elif name in IDS and _is_list_of_objects(before) and _is_list_of_objects(after):
        yield from _changes_of_elements(before, after, path, name, element)
    # In Python, True == 1.
    elif before == after and isinstance(before, bool) == isinstance(after, bool) and not _is_container(before):
        pass
    elif sorted_json(before) != sorted_json(after):
        is_privileged = name in ("roles", "role_name") and element.has_got(after)
        yield _change(path, element, "changed", name, before, after, is_privileged)


def _changes_of_elements(before, after, path, name, element):
    pairs, removed, added = _paired(before, after, _ELEMENT_IDENTITIES[name])
    is_inner = element.kind is not None
    for one, other in () if is_inner and _COPIES.get(name) in element.lists else pairs:
        inner = element if is_inner else _Element(name, one, other, element.lists)
        yield from _changes_of_fields(one, other, path + _label(name, one, other), inner)
    for what, elements in (("removed", removed), ("added", added)):
        for one in elements:
            sides = (one, None) if what == "removed" else (None, one)
            inner = element if is_inner else _Element(name, *sides)
            is_privileged = inner.has_got([sides[1]]) if name == "roles" else not is_inner and inner.is_new_privileged()
            yield _change(path + _label(name, one, one), inner, what, None, *sides, is_privileged)


def _change(path, element, what, fact, before, after, is_privileged):
    return {
        "path": path,
        "kind": element.kind,
        "name": element.name,
        "what": what,
        "fact": fact,
        "before": before,
        "after": after,
        "privileged": is_privileged,
    }


class _Element:
    """A call center (kind: None), or an element of one of its lists, then and now; None if it did not exist.

    ``lists``: the names of the call center's facts that are compared.
    """

    def __init__(self, kind, before, after, lists=()):
        self.kind, self.lists = kind, lists
        element = after or before or {}  # an element can be an empty object
        facts = (*_NAMES.get(kind, ()), *IDS.get(kind, ()))
        self.name = next((str(element[fact]) for fact in facts if element.get(fact) not in (None, "")), None)
        self._before, self._after = before or {}, after or {}

    def is_new_privileged(self):
        """Return whether it is a new person with a PRIVILEGED role."""
        return not self._before and (self.kind == "admins" or (self.kind == "users" and bool(_privileges(self._after))))

    def has_got(self, roles):
        """Return whether ``roles`` (a list, or one name) contain a PRIVILEGED role that this person did not have."""
        got = _privileges({"roles": roles} if isinstance(roles, list) else {"role_name": roles})
        return self.kind in PEOPLE and bool(got - _privileges(self._before))


def _privileges(person):
    """Return the PRIVILEGED roles of an admin or a user (set of str)."""
    roles = person.get("roles")
    of_roles = [role.get("role_name") for role in roles if isinstance(role, dict)] if isinstance(roles, list) else []
    return {str(name).casefold() for name in (*of_roles, person.get("role_name"))}.intersection(PRIVILEGED)


def _is_list_of_objects(value):
    return isinstance(value, list) and all(isinstance(element, dict) for element in value)


def _is_container(value):
    return isinstance(value, (list, dict))


def _label(name, before, after):
    """Return the label of an element in a path: ``[ram_id=2345]``, by an id that both have, or ``[]`` without one."""
    for key, identity in zip(IDS[name], _ELEMENT_IDENTITIES[name], strict=True):
        if identity(before) and identity(before) == identity(after):
            return "[%s=%s]" % (key, after[key])
    return "[]"


def _joined(path, name):
    """Return the path of a field. The gateway can choose any name for a field, so unusual names are quoted."""
    if not _NAME.match(name):
        name = json.dumps(name, ensure_ascii=False)
    return "%s.%s" % (path, name) if path else name
