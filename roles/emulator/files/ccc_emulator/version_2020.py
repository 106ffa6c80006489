# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The shape of API version 2020-07-01, derived from records of 2017-07-05."""

from __future__ import annotations

import collections
import hashlib
import itertools
import uuid
from typing import Any

NAMESPACE = uuid.UUID("6f1d3c52-8a0b-4e57-9c2d-b1a4c7e80f35")

# Its fields, and what a record of 2017-07-05 calls the same. What it has no field for is not sent.
_INSTANCE_FIELDS = {
    "Id": "InstanceId",
    "Name": "InstanceName",
    "Description": "InstanceDescription",
    "DomainName": "DomainName",
    "AliyunUid": "Owner",
}
_USER_FIELDS = {
    "UserId": "UserId",
    "LoginName": "LoginName",
    "DisplayName": "DisplayName",
    "Email": "Email",
    "Mobile": "Phone",
}
_ADMIN_FIELDS = {"UserId": "UserId", "InstanceId": "InstanceId", **_USER_FIELDS}
_NUMBER_FIELDS = {"Number": "Number", "InstanceId": "InstanceId", "Usage": "Usage"}

# What it has and the older version has not is made up, from the record alone, so that it is the same in every answer.
_DEVICE_STATES = ("UNREGISTERED", "OFFLINE", "ONLINE")
_WORK_MODES = ("ON_SITE", "OFF_SITE", "OFFICE_PHONE")
_AREAS = {
    "010": ("北京", "北京"),
    "020": ("广州", "广东"),
    "021": ("上海", "上海"),
    "025": ("南京", "江苏"),
    "027": ("武汉", "湖北"),
    "028": ("成都", "四川"),
    "029": ("西安", "陕西"),
    "0571": ("杭州", "浙江"),
    "0755": ("深圳", "广东"),
}
SKILL_GROUPS = {"presales": "售前咨询", "aftersales": "售后服务"}


def listed_by_2020(instance: dict[str, Any]) -> dict[str, Any]:
    """Derive what ListInstancesOfUser of 2020-07-01 says of an instance."""
    instance_id = str(instance.get("InstanceId", ""))
    users = _unwrapped(instance, "Admin", "User")
    phones = _unwrapped(instance, "PhoneNumbers", "PhoneNumber")
    return {
        **_renamed(instance, _INSTANCE_FIELDS),
        **_spelled_otherwise(instance),
        "AdminList": [_admin_fields(user, instance_id) for user in users],
        "NumberList": _number_list(phones, instance_id),
    }


def _spelled_otherwise(instance: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that have the same names in both versions, but other values: RUNNING for Running."""
    fields = _renamed(instance, {"Status": "Status", "ConsoleUrl": "ConsoleUrl"})
    if isinstance(fields.get("Status"), str):
        fields["Status"] = fields["Status"].upper()
    if isinstance(fields.get("ConsoleUrl"), str):
        fields["ConsoleUrl"] = f"https://ccc-v2.aliyun.com/#/workbench/{instance.get('DomainName', '')}"
    return fields


def got_from_2020(instance: dict[str, Any]) -> dict[str, Any]:
    """Derive what GetInstance of 2020-07-01 says of an instance."""
    instance_id = str(instance.get("InstanceId", ""))
    unit = {"UnitId": 100000 + 1000 * _die(instance_id, "unit"), "UnitKey": f"unit-{instance_id}"}
    return {**listed_by_2020(instance), "AgentType": "CLOUD_AGENT", "ChatbotBusinessUnit": unit}


def _admin_fields(user: dict[str, Any], instance_id: str) -> dict[str, Any]:
    flat, die = _flat_user(user, instance_id)
    return {
        **_renamed(flat, _ADMIN_FIELDS),
        "Extension": str(80210000 + die),
        "RoleId": f"Admin@{instance_id}",
        "RoleName": "Admin",
        "WorkMode": _WORK_MODES[die % len(_WORK_MODES)],
    }


def _flat_user(user: dict[str, Any], instance_id: str) -> tuple[dict[str, Any], int]:
    """Return a user together with its Detail, and the die that says what is made up of it."""
    detail = user.get("Detail")
    flat = {**user, **detail} if isinstance(detail, dict) else user
    return flat, _die(instance_id, str(flat.get("UserId", flat.get("LoginName"))))


def user_of_2020(user: dict[str, Any], instance: dict[str, Any]) -> dict[str, Any]:
    """Derive what ListUsers of 2020-07-01 says of a user. The element does not say which call center it belongs to."""
    instance_id = str(instance.get("InstanceId", ""))
    flat, die = _flat_user(user, instance_id)
    return {
        **_renamed(flat, _USER_FIELDS),
        **_user_of_ram(user),
        **_role_fields(user),
        "DeviceExt": str(80330000 + die),
        "DeviceId": f"ACC-YUNBS-1.0.10-{die:04d}",
        "DeviceState": _DEVICE_STATES[die % len(_DEVICE_STATES)],
        "DisplayId": str(1000 + die),
        "Extension": str(80210000 + die),
        "WorkMode": _WORK_MODES[die % len(_WORK_MODES)],
        "PersonalOutboundNumberList": _personal_numbers(user, instance),
        "SkillLevelList": [_skill_level(level) for level in _unwrapped(user, "SkillLevels", "SkillLevel")],
    }


def _user_of_ram(user: dict[str, Any]) -> dict[str, Any]:
    fields = _renamed(user, {"RamId": "RamId", "Primary": "Primary", "PrimaryAccount": "Primary"})
    if isinstance(fields.get("RamId"), str) and fields["RamId"].isdigit():
        fields["RamId"] = int(fields["RamId"])
    return fields


def _role_fields(user: dict[str, Any]) -> dict[str, Any]:
    """Return the one role that this version has for a user, spelled Admin for ADMIN."""
    fields: dict[str, Any] = {}
    for role in _unwrapped(user, "Roles", "Role")[:1]:
        fields = _renamed(role, {"RoleId": "RoleId", "RoleName": "RoleName"})
    if isinstance(fields.get("RoleName"), str):
        fields["RoleName"] = fields["RoleName"].capitalize()
    return fields


def _personal_numbers(user: dict[str, Any], instance: dict[str, Any]) -> list[dict[str, Any]]:
    phone_id = user.get("PrivateOutboundNumberId")
    phones = _unwrapped(instance, "PhoneNumbers", "PhoneNumber") if phone_id else []
    return [
        {**_renamed(phone, {"Number": "Number", "Usage": "Usage"}), "Active": True, **_area_fields(phone)}
        for phone in phones
        if phone.get("PhoneNumberId") == phone_id
    ]


def _skill_level(level: dict[str, Any]) -> dict[str, Any]:
    skill = level.get("Skill")
    flat = {**level, **skill} if isinstance(skill, dict) else level
    fields = {"SkillLevel": "Level", "SkillGroupId": "SkillGroupId", "SkillGroupName": "SkillGroupName"}
    return _renamed(flat, fields)


def _number_list(phones: list[dict[str, Any]], instance_id: str) -> list[dict[str, Any]]:
    names = [_group_names(phone) for phone in phones]
    sizes = collections.Counter(itertools.chain(*names))
    groups = {name: _skill_group(name, size, instance_id) for name, size in sizes.items()}
    return [
        {**_number_fields(phone, instance_id), "SkillGroups": [groups[name] for name in names_of_one]}
        for phone, names_of_one in zip(phones, names)
    ]


def _group_names(phone: dict[str, Any]) -> list[str]:
    """Choose a number's skill groups: none, either, or both, as two bits of its die say."""
    die = _die(str(phone.get("Number")))
    return [name for bit, name in enumerate(SKILL_GROUPS) if die >> bit & 1]


def _number_fields(phone: dict[str, Any], instance_id: str) -> dict[str, Any]:
    number = str(phone.get("Number"))
    fields = {**_renamed(phone, _NUMBER_FIELDS), "Active": True, **_area_fields(phone)}
    if phone.get("Usage") != "Outbound":
        fields["ContactFlowId"] = str(uuid.uuid5(NAMESPACE, f"flow {number}"))
    elif owner_of_number(phone, instance_id):
        fields["UserId"] = owner_of_number(phone, instance_id)
    return fields


def owner_of_number(phone: dict[str, Any], instance_id: str) -> str:
    """Return the user whose own number it is, to call from; empty for a number of the call center."""
    if phone.get("Usage") != "Outbound" or _group_names(phone):
        return ""
    return f"agent{_die(str(phone.get('Number')), instance_id):03d}@{instance_id}"


def _area_fields(phone: dict[str, Any]) -> dict[str, Any]:
    number = str(phone.get("Number"))
    area = _AREAS.get(number[:3]) or _AREAS.get(number[:4])
    return {"City": area[0], "Province": area[1]} if area else {}


def _skill_group(name: str, size: int, instance_id: str) -> dict[str, Any]:
    return {
        "SkillGroupId": skill_group_id(name, instance_id),
        "Name": name,
        "DisplayName": SKILL_GROUPS[name],
        "Description": f"{SKILL_GROUPS[name]}技能组",
        "InstanceId": instance_id,
        "PhoneNumberCount": size,
        "UserCount": 1 + _die(instance_id, name) % 40,
    }


def skill_group_id(name: str, instance_id: str) -> str:
    return f"{name}@{instance_id}"


def _unwrapped(record: dict[str, Any], wrapper: str, name: str) -> list[dict[str, Any]]:
    """Return a wrapper's elements, whatever stands in its place in a data file: a lone one is one, nonsense is none."""
    wrapped = record.get(wrapper)
    found = wrapped.get(name) if isinstance(wrapped, dict) else None
    if isinstance(found, dict):
        return [found]
    return [element for element in found if isinstance(element, dict)] if isinstance(found, list) else []


def _renamed(record: dict[str, Any], fields: dict[str, str]) -> dict[str, Any]:
    return {new: record[old] for new, old in fields.items() if old in record}


def _die(*seeds: str) -> int:
    """Throw a die with the faces 0 to 255, which falls alike for the same seeds."""
    return hashlib.sha256(" ".join(seeds).encode()).digest()[0]
