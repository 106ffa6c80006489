# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""API version 2017-07-05: the records as given. In lists, given fields override those derived from other records."""

from __future__ import annotations

from .call_center import CallCenter, numbers_of
from .request import NEW_VERSION
from .shapes import Record, area_fields, as_given, hash_byte, picked, unwrapped

_PHONE_FIELDS = (
    *("PhoneNumberId", "Number", "PhoneNumberDescription", "Usage", "AllowOutbound", "TestOnly"),
    *("RemainingTime", "Trunks", "InstanceId"),
)
_FLOW_FIELDS = ("ContactFlowId", "ContactFlowName", "ContactFlowDescription", "Type")


def instance_of_2017(instance: Record, _call_center: CallCenter) -> Record:
    """Return a call center as given. Of all that is inside it, only its numbers can have instructions."""
    phones = unwrapped(instance, "PhoneNumbers", "PhoneNumber")
    if not any(f"_{NEW_VERSION}" in phone for phone in phones):
        return as_given(instance)
    return {**as_given(instance), "PhoneNumbers": {"PhoneNumber": [as_given(phone) for phone in phones]}}


def phone_of_2017(phone: Record, call_center: CallCenter) -> Record:
    """Return a number as ListPhoneNumbers sends it: with its flow, its skill groups and its owner."""
    flow, owner = call_center.flow_of(phone), call_center.owner_of(phone)
    groups = [picked(group, "SkillGroupId", "SkillGroupName") for group in call_center.groups_of(phone)]
    return {
        **area_fields(phone),
        "NumberCommodityStatus": 0,
        "SkillGroups": {"SkillGroup": groups},
        **({"ContactFlow": {**picked(flow, *_FLOW_FIELDS), "InstanceId": call_center.instance_id}} if flow else {}),
        **(_owner_fields(phone, owner) if owner else {}),
        **as_given(phone),
    }


def _owner_fields(phone: Record, owner: Record) -> Record:
    """Return the fields of a personal number about its owner."""
    number, detail = str(phone.get("Number")), owner.get("Detail")
    privacy = {
        "BizId": f"biz-{hash_byte(number)}",
        "Extra": "",
        "PhoneNumber": detail.get("Phone", "") if isinstance(detail, dict) else "",
        "PoolId": "FC100000000001",
        "PoolName": "座席号码池",
        "RegionNameCity": area_fields(phone).get("City", ""),
        "SubId": f"sub-{hash_byte(number)}",
        "TelX": number,
        "Type": "AXB",
    }
    return {"Assignee": owner.get("UserId"), "SipTelX": f"{number}@sip.example.com", "PrivacyNumber": privacy}


def group_of_2017(group: Record, call_center: CallCenter) -> Record:
    """Return a skill group as ListSkillGroups sends it: with its outbound numbers and the number of its users."""
    name = str(group.get("SkillGroupName", ""))
    phones = [phone for phone in _phones_of(group, call_center) if phone.get("AllowOutbound")]
    return {
        "InstanceId": call_center.instance_id,
        "AccSkillGroupName": f"skg-{name}",
        "AccQueueName": f"queue-{name}",
        "RoutingStrategy": "LONGEST_IDLE",
        "UserCount": call_center.user_count(group),
        "OutboundPhoneNumbers": {"PhoneNumber": phones},
        **as_given(group),
    }


def flow_of_2017(flow: Record, call_center: CallCenter) -> Record:
    """Return a contact flow as ListContactFlows sends it: with its versions and its numbers."""
    phones = {"PhoneNumber": _phones_of(flow, call_center)}
    return {"InstanceId": call_center.instance_id, "PhoneNumbers": phones, **as_given(flow)}


def _phones_of(record: Record, call_center: CallCenter) -> list[Record]:
    return [
        picked(call_center.phones[number], *_PHONE_FIELDS)
        for number in numbers_of(record)
        if number in call_center.phones
    ]
