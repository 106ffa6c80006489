# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The resources inside the call centers of a fleet. Each list is made on request, from its call center only."""

from __future__ import annotations

import functools
import hashlib
import json
import uuid
from collections import abc
from typing import Any, Sequence

from .call_center import Lists
from .fleet import RAM_ID, user_record
from .request import NEW_VERSION
from .shapes import NAMESPACE, SKILL_GROUPS, Record, hash_byte, role_record

# The skill groups of consecutive users.
_STAFF_GROUPS = ((), ("presales",), ("aftersales",), ("presales", "aftersales"))
_SETTINGS = {
    "AllowAudioDownload": ("0", "1"),
    "AgentRingingTimeoutSeconds": ("15", "30", "60"),
    "AllowHangup": ("1", "0"),
    "AutoAnswerCall": ("-1", "3"),
    "ShowCalledID": ("1", "0", "-1"),
}


def fleet_lists(users: int) -> Lists:
    """Return the functions that make the lists of a fleet's call centers, each with this many users."""
    return {
        "ListUsers": functools.partial(FleetUsers, users),
        "ListSkillGroups": functools.partial(_groups, users),
        "ListContactFlows": _flows,
        "ListConfigItems": _config_items,
        "ListDoNotCallNumbers": _blocked_numbers,
    }


def unassigned_numbers(account: int = 0) -> list[Record]:
    """Return the unassigned numbers of a fleet's account, which differ for each account."""
    first = 59000000 + 10 * account
    return [{"Number": f"{area_code}{first + index}"} for index, area_code in enumerate(("021", "010", "0571"))]


def _phones(instance: Record) -> list[Record]:
    phones: list[Record] = instance["PhoneNumbers"]["PhoneNumber"]
    return phones


class FleetUsers(abc.Sequence):  # type: ignore[type-arg]
    """The users of a generated call center, each made on request.

    The administrators come first, then the owners of personal numbers, then others, up to `count`.
    """

    def __init__(self, count: int, instance: Record) -> None:
        self._instance_id = instance["InstanceId"]
        owned = {_owner_id(phone, self._instance_id): phone for phone in _phones(instance)}
        owned.pop("", None)
        self.with_numbers = [self._owner(user_id, phone) for user_id, phone in owned.items()]
        admins = [_user_fields(user, "Admin", ()) for user in instance["Admin"]["User"]]
        self._first = [*admins, *self.with_numbers]
        self._count = max(count, len(self._first))

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, position: Any) -> Any:
        if position < len(self._first):
            return self._first[position]
        if position >= self._count:
            raise IndexError(position)
        return self._agent(f"staff{position:05d}@{self._instance_id}", position)

    def in_group(self, name: str) -> int:
        """Count the users of a skill group without making them."""
        first = len(self._first)
        groups = [_STAFF_GROUPS[hash_byte(owner["UserId"]) % 4] for owner in self.with_numbers]
        every = [shift for shift, names in enumerate(_STAFF_GROUPS) if name in names]
        return sum(name in names for names in groups) + sum(
            len(range(first + (shift - first) % 4, self._count, 4)) for shift in every
        )

    def _owner(self, user_id: str, phone: Record) -> Record:
        return {**self._agent(user_id, hash_byte(user_id)), "PrivateOutboundNumberId": phone["PhoneNumberId"]}

    def _agent(self, user_id: str, number: int) -> Record:
        digest = hashlib.sha256(f"ccc_emulator user {user_id}".encode()).digest()
        login = user_id.partition("@")[0]
        digits = int.from_bytes(digest[8:16], "big")
        ram_id, phone = str(3 * 10**17 + digits % 10**17), f"138{digits % 10**8:08d}"
        user = user_record(login, f"座席 {login}", "客户服务部", f"{login}@example.com", phone, ram_id)
        skills = [(name, 1 + digest[2 + index] % 5) for index, name in enumerate(_STAFF_GROUPS[number % 4])]
        role = "Manager" if digest[0] % 8 == 0 else "Agent"
        return _user_fields({**user, "UserId": user_id, "InstanceId": self._instance_id}, role, skills)


def _user_fields(user: Record, role: str, skills: Sequence[tuple[str, int]]) -> Record:
    """Return a user as ListUsers sends it: with its role and its skill levels."""
    instance_id = user["InstanceId"]
    return {
        **user,
        "Primary": user["RamId"] == RAM_ID,
        "Roles": {"Role": [role_record(role, instance_id)]},
        "SkillLevels": {"SkillLevel": [_skill_level(name, level, instance_id) for name, level in skills]},
    }


def _skill_level(name: str, level: int, instance_id: str) -> Record:
    skill = _group(name, instance_id)
    level_id = str(uuid.uuid5(NAMESPACE, f"{skill['SkillGroupId']} {level}"))
    return {"SkillLevelId": level_id, "Level": level, "Skill": skill}


def _group(name: str, instance_id: str) -> Record:
    return {
        "SkillGroupId": f"{name}@{instance_id}",
        "SkillGroupName": name,
        "SkillGroupDescription": f"{SKILL_GROUPS[name]}技能组",
        "InstanceId": instance_id,
    }


def _groups_of(phone: Record) -> list[str]:
    """Choose none, one or both of the skill groups for a number."""
    byte = hash_byte(phone["Number"])
    return [name for bit, name in enumerate(("presales", "aftersales")) if byte >> bit & 1]


def _owner_id(phone: Record, instance_id: str) -> str:
    """Return the user id of a personal number's owner; empty if the number belongs to the call center."""
    if phone["Usage"] != "Outbound" or _groups_of(phone):
        return ""
    return f"agent{hash_byte(phone['Number'], instance_id):03d}@{instance_id}"


def _groups(users: int, instance: Record) -> list[Record]:
    """Make two groups with users and, in some call centers, empty ones for chats and for the night."""
    instance_id = instance["InstanceId"]
    staff = FleetUsers(users, instance)
    groups = [
        {
            **_group(name, instance_id),
            "UserCount": staff.in_group(name),
            "_numbers": [phone["Number"] for phone in _phones(instance) if name in _groups_of(phone)],
        }
        for name in ("presales", "aftersales")
    ]
    byte, nobody = hash_byte(instance_id, "groups"), {"UserCount": 0, "_numbers": []}
    if byte % 2:
        groups.append({**_group("chat", instance_id), **nobody, f"_{NEW_VERSION}": {"MediaType": "CHAT"}})
    if byte % 3 == 0:
        groups.append({**_group("night", instance_id), **nobody})
    return groups


def _flows(instance: Record) -> list[Record]:
    """Make a flow for each kind of inbound number, which takes most of these numbers; sometimes also a draft."""
    numbers: dict[str, list[str]] = {}
    for phone in _phones(instance):
        if phone["Usage"] != "Outbound" and hash_byte(phone["Number"]) % 8:
            numbers.setdefault(phone["Usage"], []).append(phone["Number"])
    flows = [_flow(f"flow {of_kind[0]}", kind, of_kind) for kind, of_kind in numbers.items()]
    if hash_byte(instance["InstanceId"], "draft") % 3 == 0:
        flows.append(_flow(f"draft {instance['InstanceId']}", "Draft", []))
    return flows


_FLOW_NAMES = {"Inbound": "呼入流程", "Bidirection": "热线流程", "Draft": "节假日流程"}


def _flow(seed: str, kind: str, numbers: list[str]) -> Record:
    byte = hash_byte(seed)
    modified = f"2021-{1 + byte % 12:02d}-{1 + byte % 28:02d} {byte % 24:02d}:{byte % 60:02d}:45.0"
    version = {
        "ContactFlowVersionId": str(uuid.uuid5(NAMESPACE, f"version of {seed}")),
        "ContactFlowVersionDescription": "1.0",
        "Version": "1",
        "Status": "Draft" if kind == "Draft" else "Published",
        "LastModified": modified,
        "LastModifiedBy": "admin",
        "LockedBy": "admin" if kind == "Draft" else "",
    }
    flow = {
        "ContactFlowId": str(uuid.uuid5(NAMESPACE, seed)),
        "ContactFlowName": _FLOW_NAMES[kind],
        "ContactFlowDescription": f"{_FLOW_NAMES[kind]}，自动生成",
        "Type": "MAIN_FLOW",
        "AppliedVersion": "" if kind == "Draft" else "1",
        "Versions": {"ContactFlowVersion": [version]},
        "_numbers": numbers,
    }
    # Some have their numbers as JSON in a string, as in the document's example.
    return {**flow, f"_{NEW_VERSION}": {"NumberList": json.dumps(numbers)}} if byte % 4 == 0 else flow


def _config_items(instance: Record) -> list[Record]:
    choices = ((name, values, hash_byte(instance["InstanceId"], name)) for name, values in _SETTINGS.items())
    return [{"Name": name, "Value": values[byte % len(values)]} for name, values, byte in choices]


def _blocked_numbers(instance: Record) -> list[Record]:
    """Make up to three do-not-call numbers, the newest first."""
    byte = hash_byte(instance["InstanceId"], "blocked")
    times = (instance["CreatedTime"] + 10**8 * days for days in range(byte % 4, 0, -1))
    fields = {"Remark": "客户要求", "Creator": "admin"}
    return [
        {"Number": f"137{byte:03d}{position:05d}", **fields, "CreatedTime": time, "CreateTime": time}
        for position, time in enumerate(times)
    ]
