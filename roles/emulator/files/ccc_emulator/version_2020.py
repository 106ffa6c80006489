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
_ADMIN_FIELDS = {
    "UserId": "UserId",
    "InstanceId": "InstanceId",
    "LoginName": "LoginName",
    "DisplayName": "DisplayName",
    "Email": "Email",
    "Mobile": "Phone",
}
_NUMBER_FIELDS = {"Number": "Number", "InstanceId": "InstanceId", "Usage": "Usage"}

# What it has and the older version has not is made up, from the record alone, so that it is the same in every answer.
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
_SKILL_GROUPS = {"presales": "售前咨询", "aftersales": "售后服务"}


def listed_by_2020(instance: dict[str, Any]) -> dict[str, Any]:
    """Derive what ListInstancesOfUser of 2020-07-01 says of an instance."""
    instance_id = str(instance.get("InstanceId", ""))
    users = _unwrapped(instance, "Admin", "User")
    phones = _unwrapped(instance, "PhoneNumbers", "PhoneNumber")
    return {
        **_renamed(instance, _INSTANCE_FIELDS),
        **_spelled_anew(instance),
        "AdminList": [_admin_fields(user, instance_id) for user in users],
        "NumberList": _number_list(phones, instance_id),
    }


def _spelled_anew(instance: dict[str, Any]) -> dict[str, Any]:
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
    detail = user.get("Detail")
    flat = {**user, **detail} if isinstance(detail, dict) else user
    die = _die(instance_id, str(flat.get("UserId", flat.get("LoginName"))))
    return {
        **_renamed(flat, _ADMIN_FIELDS),
        "Extension": str(80210000 + die),
        "RoleId": f"Admin@{instance_id}",
        "RoleName": "Admin",
        "WorkMode": _WORK_MODES[die % len(_WORK_MODES)],
    }


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
    return [name for bit, name in enumerate(_SKILL_GROUPS) if die >> bit & 1]


def _number_fields(phone: dict[str, Any], instance_id: str) -> dict[str, Any]:
    number = str(phone.get("Number"))
    fields = {**_renamed(phone, _NUMBER_FIELDS), "Active": True}
    area = _AREAS.get(number[:3]) or _AREAS.get(number[:4])
    if area:
        fields["City"], fields["Province"] = area
    if phone.get("Usage") != "Outbound":
        fields["ContactFlowId"] = str(uuid.uuid5(NAMESPACE, f"flow {number}"))
    elif not _group_names(phone):
        # The documents: a number with a user is that agent's own, to call from.
        fields["UserId"] = f"agent{_die(number, instance_id):03d}@{instance_id}"
    return fields


def _skill_group(name: str, size: int, instance_id: str) -> dict[str, Any]:
    return {
        "SkillGroupId": f"{name}@{instance_id}",
        "Name": name,
        "DisplayName": _SKILL_GROUPS[name],
        "Description": f"{_SKILL_GROUPS[name]}技能组",
        "InstanceId": instance_id,
        "PhoneNumberCount": size,
        "UserCount": 1 + _die(instance_id, name) % 40,
    }


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
