# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One call center: its record, its lists, and how their elements are connected.

Each connection is recorded once: a contact flow and a skill group name their numbers; a user names its skill groups and
its own number. The flow, the groups and the owner of a number, and the number of users in a group, follow from that.
"""

from __future__ import annotations

import collections
import functools
from typing import Any, Callable, Mapping, Sequence

from .shapes import ROLES, Record, role_record, unwrapped

Lists = Mapping[str, Callable[[Record], Sequence[Record]]]

# The lists that a call center has even if neither its record nor the fleet defines them.
_BY_ITSELF: Lists = {
    "ListPhoneNumbers": lambda instance: unwrapped(instance, "PhoneNumbers", "PhoneNumber"),
    "ListRoles": lambda instance: [role_record(role, str(instance.get("InstanceId", ""))) for role in ROLES],
}


def _none(_instance: Record) -> Sequence[Record]:
    return []


class CallCenter:
    """A record in the shape of 2017-07-05, and its lists: those in the record, otherwise those that `lists` makes."""

    def __init__(self, record: Record, lists: Lists) -> None:
        self.record = record
        self.instance_id = str(record.get("InstanceId", ""))
        self._lists = lists

    def elements(self, action: str) -> Sequence[Record]:
        """Return the records that an operation lists."""
        given: dict[str, Sequence[Record]] = self.record.get("_lists", {})
        if action in given:
            return given[action]
        return (self._lists.get(action) or _BY_ITSELF.get(action) or _none)(self.record)

    @functools.cached_property
    def phones(self) -> dict[str, Record]:
        """The records of its numbers, by number."""
        return {str(phone.get("Number")): phone for phone in self.elements("ListPhoneNumbers")}

    def flow_of(self, phone: Record) -> Record | None:
        return self._flows.get(str(phone.get("Number")))

    def groups_of(self, phone: Record) -> list[Record]:
        return self._groups.get(str(phone.get("Number")), [])

    def owner_of(self, phone: Record) -> Record | None:
        """Return the user whose personal number this is."""
        return self._owners.get(phone.get("PhoneNumberId"))

    def user_count(self, group: Record) -> Any:
        """Return how many users a skill group has: as its record says, otherwise by counting the users."""
        return group["UserCount"] if "UserCount" in group else self._user_counts[str(group.get("SkillGroupId"))]

    @functools.cached_property
    def _flows(self) -> dict[str, Record]:
        flows = self.elements("ListContactFlows")
        return {number: flow for flow in reversed(flows) for number in numbers_of(flow)}

    @functools.cached_property
    def _groups(self) -> dict[str, list[Record]]:
        groups = collections.defaultdict(list)
        for group in self.elements("ListSkillGroups"):
            for number in numbers_of(group):
                groups[number].append(group)
        return groups

    @functools.cached_property
    def _owners(self) -> dict[Any, Record]:
        # A fleet can have many users, but knows which of them have personal numbers.
        users = self.elements("ListUsers")
        users = getattr(users, "with_numbers", users)
        return {user["PrivateOutboundNumberId"]: user for user in users if user.get("PrivateOutboundNumberId")}

    @functools.cached_property
    def _user_counts(self) -> collections.Counter[Any]:
        users = self.elements("ListUsers")
        return collections.Counter(group_id for user in users for group_id in {*_group_ids(user)})


def _group_ids(user: Record) -> list[Any]:
    skills = [level.get("Skill") for level in unwrapped(user, "SkillLevels", "SkillLevel")]
    return [str(skill.get("SkillGroupId")) for skill in skills if isinstance(skill, dict)]


def numbers_of(record: Record) -> list[str]:
    """Return the numbers of a flow or a skill group: those in "_numbers", otherwise those in its wrapper."""
    if "_numbers" in record:
        return [str(number) for number in record["_numbers"]]
    wrapper = "PhoneNumbers" if "PhoneNumbers" in record else "OutboundPhoneNumbers"
    return [str(phone.get("Number")) for phone in unwrapped(record, wrapper, "PhoneNumber")]
