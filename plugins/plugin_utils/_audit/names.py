# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The objects that rules are evaluated for, and their names in conditions. Pure."""

from __future__ import annotations

import datetime
import re

from ansible_collections.alicloud.ccc.plugins.module_utils._fleet_read import INSIDE
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import LIST_INSTANCES, LIST_UNASSIGNED_NUMBERS
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.both_versions import versions_of

# Scopes of a list in a call center: the list, the facts that identify an element, and those that name it.
LISTS = {
    "admin": ("admins", ("ram_id", "user_id", "login_name"), ("display_name", "login_name")),
    "phone_number": ("phone_numbers", ("phone_number_id", "number"), ("number",)),
    "user": ("users", ("user_id", "ram_id", "login_name"), ("display_name", "login_name")),
    "skill_group": ("skill_groups", ("skill_group_id",), ("display_name", "skill_group_name")),
    "contact_flow": ("contact_flows", ("contact_flow_id",), ("contact_flow_name",)),
    "config_item": ("config_items", ("name",), ()),
}
_SUBJECTS = {**{scope: entry[1:] for scope, entry in LISTS.items()}, "unassigned_number": (("number",), ("number",))}
SCOPES = ("instance", *LISTS, "unassigned_number", "fleet")
# The indexes in ``inside``: the list that each one is built from, the fact that is its key, and the fact that it gives.
INDEXES = {
    "users_by_ram_id": ("users", "ram_id", "user_id"),
    "users_by_email": ("users", "email", "user_id"),
    "users_by_role": ("users", "roles", "user_id"),
    "numbers_by_group": ("phone_numbers", "skill_groups", "number"),
}
# For a fact that is a list of objects, the fact of each object that is the key of the index.
_IN_LISTS = {"skill_groups": "skill_group_id", "roles": "role_name"}
# Operations that are not needed to know all call centers.
_NOT_OF_CALL_CENTERS = {operation.action for operation in (*INSIDE.values(), LIST_UNASSIGNED_NUMBERS)}
_TIME = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ T]|\Z)")


class Fleet:
    """Call centers and numbers, and their names in expressions.

    cells: all ``(account, versions)`` of call centers; each rule has one outcome for each. kinds: the lists of
    ccc_fleet_info that the rules need.
    """

    def __init__(self, environment, instances, now, numbers, rules, reads):
        self.environment, self.instances, self.numbers = environment, instances, numbers
        self.versions_of = [versions_of(instance) for instance in instances]
        pairs = zip(instances, self.versions_of, strict=True)
        self._cells = [(_account(instance), versions) for instance, versions in pairs]
        self.kinds = {kind for rule in rules for kind in rule.kinds}
        self._indexes = [name for name in INDEXES if any(name in rule.words for rule in rules)]
        self._own = {"fleet": fleet_of(instances, reads), "now": now, "days_since": _days_since(now)}
        self._inside = (None, {})

    @property
    def is_complete(self):
        return self._own["fleet"]["complete"]

    @property
    def cells(self):
        return set(self._cells)

    def cell_of(self, position, scope="instance"):
        if scope == "unassigned_number":
            return (_account(self.numbers[position]), (self.numbers[position].get("api_version"),))
        return None if position is None else self._cells[position]

    def list_of(self, scope):
        return LISTS[scope][0]

    def count(self, scope, position):
        """Return the number of objects of a scope in a call center, or None if that is not a list of objects."""
        if scope == "instance":
            return 1
        found = objects_in(self.instances[position], LISTS[scope][0])
        return None if found is None else len(found)

    def objects(self, scope, position, number):
        """Return ``(instance, item)``: the call center and the object in it, either of which can be empty."""
        if position is None:
            return {}, {}
        if scope == "unassigned_number":
            return self.numbers[position], self.numbers[position]
        instance = self.instances[position]
        if scope == "instance" or number is None:
            return instance, instance if scope == "instance" else {}
        return instance, instance[LISTS[scope][0]][number]

    def names(self, fields, **own):
        # A field of the gateway can have the same name as one of these.
        return {**self.environment.globals, **fields, **self._own, **own}

    def names_of(self, scope, position, number):
        """Return the names in expressions for an object."""
        instance, item = self.objects(scope, position, number)
        if scope == "fleet":
            return self.names({})
        if scope == "unassigned_number":
            return self.names(item, unassigned_number=item)
        names = self.names(item, instance=instance, **({} if scope == "instance" else {scope: item}))
        if self._indexes:
            if self._inside[0] != position:
                self._inside = position, {name: _index(instance, *INDEXES[name]) for name in self._indexes}
            names["inside"] = {name: index for name, index in self._inside[1].items() if index is not None}
        return names


def _account(item):
    account = item.get("account")
    return account if account is None or isinstance(account, str) else str(account)


def subject_of(scope, item):
    """Return the id and the name of the subject of a finding, each None if unknown."""
    ids, names = _SUBJECTS.get(scope, ((), ()))
    return tuple(next((item[fact] for fact in facts if item.get(fact)), None) for facts in (ids, names))


def objects_in(instance, name):
    """Return a list in an instance, or None if it is not a list of objects."""
    found = instance.get(name)
    return found if isinstance(found, list) and all(isinstance(item, dict) for item in found) else None


def fleet_of(instances, reads=()):
    """Return the variable ``fleet``: all instances, and their ids by id, by name and by number.

    An id is listed once, even if the instance was read several times; ``by_id`` has the ids of both API versions.
    ``complete``: whether all call centers could be listed.
    """
    by_id, by_name, by_number = {}, {}, {}
    for instance in instances:
        instance_id = instance.get("instance_id")
        numbers = [number.get("number") for number in objects_in(instance, "phone_numbers") or ()]
        values_of = (
            (by_id, [instance_id, instance.get("also_in")]),
            (by_name, [instance.get("instance_name")]),
            (by_number, numbers),
        )
        for index, values in values_of:
            for value in values:
                # Instances without an id are never considered the same.
                if isinstance(value, str) and (instance_id is None or instance_id not in index.get(value, ())):
                    index.setdefault(value, []).append(instance_id)
    return {
        "instances": instances,
        "by_id": by_id,
        "by_name": by_name,
        "by_number": by_number,
        "complete": not any(_may_hide_call_centers(read) for read in reads),
    }


def _may_hide_call_centers(read):
    """Return whether a read (as judge takes it) failed to list call centers, not only what is in them."""
    failures = read.get("failures")
    if any(LIST_INSTANCES.action in remark for remark in read.get("remarks") or ()):
        return True
    return bool(read["error"]) and not (failures and failures.keys() <= _NOT_OF_CALL_CENTERS)


def _index(instance, kind, fact, given):
    """Return, for each value of a fact, the ``given`` facts (list) of the elements with it; None if it is not known."""
    elements = objects_in(instance, kind)
    if elements is None or not all(fact in element for element in elements):
        return None
    index = {}
    for element in elements:
        for one in _values_at(element, fact):
            if isinstance(one, str) and one:
                index.setdefault(one, []).append(element.get(given))
    return index


def _values_at(element, fact):
    """Return the keys (list) of an element in an index."""
    if fact not in _IN_LISTS:
        return [element[fact]]
    found = [inner.get(_IN_LISTS[fact]) for inner in objects_in(element, fact) or ()]
    if fact == "roles":  # ADMIN, Admin, and Mannager in a document
        return [name.lower().replace("nn", "n") for name in found if isinstance(name, str)]
    return found


def _days_since(now):
    """Return the function ``days_since``, for a moment in milliseconds since 1970."""
    today = datetime.datetime.fromtimestamp(now / 1000, datetime.timezone.utc).date()

    def days_since(text):
        """Return the days (int) since a time of the gateway, or None. One less, since the time zone is unknown."""
        found = _TIME.match(text) if isinstance(text, str) else None
        try:
            return (today - datetime.date(*map(int, found.groups()))).days - 1 if found else None
        except ValueError:  # the 31st of February
            return None

    return days_since
