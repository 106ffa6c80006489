# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The call centers and the users of API version 2020-07-01, derived from records of 2017-07-05."""

from __future__ import annotations

from .call_center import CallCenter
from .lists_2020 import number_of_instance
from .shapes import Record, area_fields, hash_byte, renamed, unwrapped

# The fields of this version, and their names in a record of 2017-07-05.
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

# Fields that only this version has are made up from the record, so that they are the same in every response.
_DEVICE_STATES = ("UNREGISTERED", "OFFLINE", "ONLINE")
_WORK_MODES = ("ON_SITE", "OFF_SITE", "OFFICE_PHONE")


def listed_by_2020(instance: Record, call_center: CallCenter) -> Record:
    """Derive a call center as ListInstancesOfUser of 2020-07-01 sends it."""
    phones = unwrapped(instance, "PhoneNumbers", "PhoneNumber")
    return {**_fields(instance, call_center), "NumberList": [number_of_instance(one, call_center) for one in phones]}


def account_instance_of_2020(instance: Record, call_center: CallCenter) -> Record:
    """Derive a call center as ListInstances sends it: with its creation time, but without details of its numbers."""
    phones = unwrapped(instance, "PhoneNumbers", "PhoneNumber")
    return {
        **_fields(instance, call_center),
        **renamed(instance, {"CreateTime": "CreatedTime"}),
        "NumberList": [renamed(phone, {"Number": "Number"}) for phone in phones],
    }


def _fields(instance: Record, call_center: CallCenter) -> Record:
    users = unwrapped(instance, "Admin", "User")
    return {
        **renamed(instance, _INSTANCE_FIELDS),
        **_status_and_console(instance),
        "AdminList": [_admin_fields(user, call_center.instance_id) for user in users],
    }


def _status_and_console(instance: Record) -> Record:
    """Return the fields with the same names but different values in both versions, such as RUNNING for Running."""
    fields = renamed(instance, {"Status": "Status", "ConsoleUrl": "ConsoleUrl"})
    if isinstance(fields.get("Status"), str):
        fields["Status"] = fields["Status"].upper()
    if isinstance(fields.get("ConsoleUrl"), str):
        fields["ConsoleUrl"] = f"https://ccc-v2.aliyun.com/#/workbench/{instance.get('DomainName', '')}"
    return fields


def instance_of_2020(instance: Record, call_center: CallCenter) -> Record:
    """Derive a call center as GetInstance of 2020-07-01 sends it."""
    instance_id = call_center.instance_id
    unit = {"UnitId": 100000 + 1000 * hash_byte(instance_id, "unit"), "UnitKey": f"unit-{instance_id}"}
    return {**listed_by_2020(instance, call_center), "AgentType": "CLOUD_AGENT", "ChatbotBusinessUnit": unit}


def _admin_fields(user: Record, instance_id: str) -> Record:
    flat, byte = _flat_user(user, instance_id)
    return {
        **renamed(flat, _ADMIN_FIELDS),
        "Extension": str(80210000 + byte),
        "RoleId": f"Admin@{instance_id}",
        "RoleName": "Admin",
        "WorkMode": _WORK_MODES[byte % len(_WORK_MODES)],
    }


def _flat_user(user: Record, instance_id: str) -> tuple[Record, int]:
    """Return a user merged with its Detail, and the byte that its made-up fields depend on."""
    detail = user.get("Detail")
    flat = {**user, **detail} if isinstance(detail, dict) else user
    return flat, hash_byte(instance_id, str(flat.get("UserId", flat.get("LoginName"))))


def user_of_2020(user: Record, call_center: CallCenter) -> Record:
    """Derive a user as ListUsers sends it, which is without the id of its call center."""
    return {
        **_common_user_fields(user, call_center),
        **_ram_fields(user),
        "PersonalOutboundNumberList": _personal_numbers(user, call_center),
        "SkillLevelList": [_skill_level(level) for level in unwrapped(user, "SkillLevels", "SkillLevel")],
    }


def user_details_of_2020(user: Record, call_center: CallCenter) -> Record:
    """Derive a user as GetUser sends it."""
    more = {"InstanceId": call_center.instance_id, "Nickname": "", "AvatarUrl": ""}
    return {**_common_user_fields(user, call_center), **more}


def _common_user_fields(user: Record, call_center: CallCenter) -> Record:
    flat, byte = _flat_user(user, call_center.instance_id)
    return {
        **renamed(flat, _USER_FIELDS),
        **_role_fields(user),
        "DeviceExt": str(80330000 + byte),
        "DeviceId": f"ACC-YUNBS-1.0.10-{byte:04d}",
        "DeviceState": _DEVICE_STATES[byte % len(_DEVICE_STATES)],
        "DisplayId": str(1000 + byte),
        "Extension": str(80210000 + byte),
        "WorkMode": _WORK_MODES[byte % len(_WORK_MODES)],
    }


def _ram_fields(user: Record) -> Record:
    fields = renamed(user, {"RamId": "RamId", "Primary": "Primary", "PrimaryAccount": "Primary"})
    if isinstance(fields.get("RamId"), str) and fields["RamId"].isdigit():
        fields["RamId"] = int(fields["RamId"])
    return fields


def _role_fields(user: Record) -> Record:
    """Return the one role that a user has in this version, as Admin for ADMIN."""
    fields: Record = {}
    for role in unwrapped(user, "Roles", "Role")[:1]:
        fields = renamed(role, {"RoleId": "RoleId", "RoleName": "RoleName"})
    if isinstance(fields.get("RoleName"), str):
        fields["RoleName"] = fields["RoleName"].capitalize()
    return fields


def _personal_numbers(user: Record, call_center: CallCenter) -> list[Record]:
    phone_id = user.get("PrivateOutboundNumberId")
    return [
        {**renamed(phone, {"Number": "Number", "Usage": "Usage"}), "Active": True, **area_fields(phone)}
        for phone in (call_center.phones.values() if phone_id else ())
        if phone.get("PhoneNumberId") == phone_id
    ]


def _skill_level(level: Record) -> Record:
    skill = level.get("Skill")
    flat = {**level, **skill} if isinstance(skill, dict) else level
    fields = {"SkillLevel": "Level", "SkillGroupId": "SkillGroupId", "SkillGroupName": "SkillGroupName"}
    return renamed(flat, fields)
