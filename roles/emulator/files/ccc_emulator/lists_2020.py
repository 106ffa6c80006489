# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lists of a call center in API version 2020-07-01, derived from records of 2017-07-05."""

from __future__ import annotations

import json
from typing import Any

from .call_center import CallCenter, numbers_of
from .request import NEW_VERSION
from .shapes import SKILL_GROUPS, Record, area_fields, as_given, hash_byte, renamed, unwrapped

_NUMBER_FIELDS = {"Number": "Number", "InstanceId": "InstanceId", "Usage": "Usage"}
_GROUP_FIELDS = {
    "SkillGroupId": "SkillGroupId",
    "Name": "SkillGroupName",
    "DisplayName": "DisplayName",
    "InstanceId": "InstanceId",
}
_GROUP_FIELDS_IN_INSTANCE = {
    **_GROUP_FIELDS,
    "Description": "Description",
    "PhoneNumberCount": "PhoneNumberCount",
    "UserCount": "UserCount",
}


def number_of_2020(phone: Record, call_center: CallCenter) -> Record:
    """Derive a number as ListPhoneNumbers sends it."""
    flow = call_center.flow_of(phone)
    created = call_center.record.get("CreatedTime")
    # Some hours after the call center. The documented type is a string.
    times = (
        {"CreateTime": str(created + 3600000 * hash_byte(str(phone.get("Number"))))} if isinstance(created, int) else {}
    )
    return {
        "InstanceId": call_center.instance_id,
        **_number_fields(phone, call_center),
        **(renamed(flow, {"ContactFlowName": "ContactFlowName"}) if flow else {}),
        **times,
        "Provider": "alicom",
        "Tags": "M1",
        "SkillGroups": [_group_of_number(group, call_center, _GROUP_FIELDS) for group in call_center.groups_of(phone)],
    }


def number_of_instance(phone: Record, call_center: CallCenter) -> Record:
    """Derive a number as GetInstance and ListInstancesOfUser send it: with counts in its skill groups."""
    groups = [_group_of_number(group, call_center, _GROUP_FIELDS_IN_INSTANCE) for group in call_center.groups_of(phone)]
    return {**_number_fields(phone, call_center), "SkillGroups": groups, **phone.get(f"_{NEW_VERSION}", {})}


def _number_fields(phone: Record, call_center: CallCenter) -> Record:
    flow, owner = call_center.flow_of(phone), call_center.owner_of(phone)
    return {
        **renamed(phone, _NUMBER_FIELDS),
        "Active": True,
        **area_fields(phone),
        **(renamed(flow, {"ContactFlowId": "ContactFlowId"}) if flow else {}),
        **(renamed(owner, {"UserId": "UserId"}) if owner else {}),
    }


def _group_of_number(group: Record, call_center: CallCenter, fields: dict[str, str]) -> Record:
    return renamed({**group_of_2020(group, call_center), **group.get(f"_{NEW_VERSION}", {})}, fields)


def group_of_2020(group: Record, call_center: CallCenter) -> Record:
    """Derive a skill group as ListSkillGroups sends it."""
    name = group.get("SkillGroupName")
    return {
        "SkillGroupId": group.get("SkillGroupId"),
        "SkillGroupName": name,
        "DisplayName": SKILL_GROUPS.get(str(name), name),
        "Description": group.get("SkillGroupDescription", ""),
        "InstanceId": call_center.instance_id,
        "MediaType": "AUDIO",
        "PhoneNumberCount": len(numbers_of(group)),
        "UserCount": call_center.user_count(group),
    }


def flow_of_2020(flow: Record, call_center: CallCenter) -> Record:
    """Derive a contact flow as ListContactFlows sends it: its times, draft and editor are those of its versions."""
    versions = unwrapped(flow, "Versions", "ContactFlowVersion")
    times = sorted(str(version.get("LastModified")) for version in versions) or [""]
    drafts = [version for version in versions if version.get("Status") == "Draft"]
    names = {"ContactFlowId": "ContactFlowId", "Name": "ContactFlowName", "Description": "ContactFlowDescription"}
    return {
        **renamed(flow, {**names, "Type": "Type"}),
        "InstanceId": call_center.instance_id,
        "Published": bool(flow.get("AppliedVersion")),
        **(renamed(drafts[0], {"DraftId": "ContactFlowVersionId", "Editor": "LockedBy"}) if drafts else {}),
        "CreatedTime": times[0],
        "UpdatedTime": times[-1],
        "Definition": _definition(str(flow.get("ContactFlowId")), str(flow.get("ContactFlowName"))),
        "NumberList": numbers_of(flow),
    }


def _definition(flow_id: str, name: str) -> str:
    """Make up what the console's editor draws: a greeting, some menus, an end."""
    steps = [
        "INCOMING_CALL",
        *["PLAY_SAY", "GATHER_DIGITS"] * (1 + hash_byte(flow_id) % 4),
        "TRANSFER_TO_SKILL_GROUP",
        "HANGUP",
    ]
    ids = [f"{hash_byte(flow_id, str(number)):02x}{number:06x}" for number in range(len(steps))]
    activities: list[dict[str, Any]] = [
        {
            "type": step,
            "id": ids[number],
            "name": f"步骤 {number}",
            "properties": {"say": f"您好，欢迎致电。{name}", "position": {"x": 200 * number, "y": 160}},
            "events": [{"event": "complete", "next": (*ids[1:], None)[number]}],
            "nodeIndex": number,
        }
        for number, step in enumerate(steps)
    ]
    return json.dumps({"activities": activities, "description": ""}, ensure_ascii=False)


def role_of_2020(role: Record, _call_center: CallCenter) -> Record:
    return {"RoleId": role.get("RoleId"), "Name": str(role.get("RoleName")).capitalize()}


# 2017-07-05 does not have these, so their records are in the shape of 2020-07-01.


def config_item(item: Record, call_center: CallCenter) -> Record:
    """Return a setting. It belongs to the call center unless its record names another object."""
    instance_id = call_center.instance_id
    fields = {"InstanceId": instance_id, "ObjectType": "INSTANCE", "ObjectId": instance_id}
    return {**fields, **as_given(item)}


def blocked_number(number: Record, _call_center: CallCenter) -> Record:
    return {"Scope": "INSTANCE", **as_given(number)}


def unassigned_number(number: Record, _call_center: CallCenter) -> Record:
    return {**area_fields(number), **as_given(number)}
