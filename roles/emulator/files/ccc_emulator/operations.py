# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The operations, and how each API version serves them. A new operation is a row here."""

from __future__ import annotations

from typing import Callable, NamedTuple

from .call_center import CallCenter
from .lists_2020 import (
    blocked_number,
    config_item,
    flow_of_2020,
    group_of_2020,
    number_of_2020,
    role_of_2020,
    unassigned_number,
)
from .parameters import Filter, Filters, Page, any_page, page_of_100, page_of_user
from .request import NEW_VERSION, OLD_VERSION, Request
from .shapes import Record, as_given
from .version_2017 import flow_of_2017, group_of_2017, instance_of_2017, phone_of_2017
from .version_2020 import account_instance_of_2020, instance_of_2020, listed_by_2020, user_details_of_2020, user_of_2020

# What an operation returns: its target.
INSTANCE = "one call center"
LIST = "a list of one call center"
ELEMENT = "one of a list of one call center"
USER_INSTANCES = "the call centers that the key's user is a member of"
ACCOUNT_INSTANCES = "the call centers of the account"
ACCOUNT_LIST = "a list of the account"
INSIDE = (INSTANCE, LIST, ELEMENT)


class Operation(NamedTuple):
    """How one API version serves an operation.

    target: what it returns (see above). path: where the object or the list is in the response. shape: converts a record
    (a call center, or an element of a list) and its call center to what this version sends. page: reads PageNumber and
    PageSize; without it, a list is sent whole. filters: its other parameters. source: the list that it reads, by
    default the one with the operation's name. absent: the error code for a missing ELEMENT.
    """

    target: str
    path: tuple[str, ...]
    shape: Callable[[Record, CallCenter], Record]
    page: Callable[[Request], Page] | None = None
    filters: Filters = {}
    source: str = ""
    absent: str = ""


def in_2020(derive: Callable[[Record, CallCenter], Record]) -> Callable[[Record, CallCenter], Record]:
    """Return a shape function for 2020-07-01: the derived fields, overridden by those in the record."""

    def shape(record: Record, call_center: CallCenter) -> Record:
        return {**derive(record, call_center), **record.get(f"_{NEW_VERSION}", {})}

    return shape


def _list_of_2017(path: tuple[str, ...], shape: Callable[[Record, CallCenter], Record], **filters: Filter) -> Operation:
    return Operation(LIST, path, shape, None, filters)


def _list_of_2020(shape: Callable[[Record, CallCenter], Record], **filters: Filter) -> Operation:
    return Operation(LIST, ("Data", "List"), in_2020(shape), page_of_100, filters)


_BOOLEANS = ("true", "false")
_USAGES = ("Inbound", "Outbound", "Bidirection")
_MEDIA_TYPES = ("AUDIO", "CHAT", "VIDEO")
_FLOW_TYPES = ("MAIN_FLOW", "SUB_FLOW", "SURVEY_FLOW")
_OBJECT_TYPES = ("ALIYUN_UID", "INSTANCE", "SKILL_GROUP", "USER")
_STATES = ("Draft", "Pending", "Executing", "Paused", "Completed", "Aborted")
_SCOPES = ("INSTANCE", "SYSTEM")

OPERATIONS: dict[str, dict[str, Operation]] = {
    "GetInstance": {
        OLD_VERSION: Operation(INSTANCE, ("Instance",), instance_of_2017),
        NEW_VERSION: Operation(INSTANCE, ("Data",), in_2020(instance_of_2020)),
    },
    "ListInstancesOfUser": {
        OLD_VERSION: Operation(USER_INSTANCES, ("Instances", "CallCenterInstance"), instance_of_2017),
        NEW_VERSION: Operation(USER_INSTANCES, ("Data", "List"), in_2020(listed_by_2020), page_of_user),
    },
    "ListInstances": {
        NEW_VERSION: Operation(ACCOUNT_INSTANCES, ("Data", "List"), in_2020(account_instance_of_2020), page_of_100),
    },
    "ListUsers": {
        OLD_VERSION: Operation(LIST, ("Users", "List", "User"), as_given, any_page),
        NEW_VERSION: _list_of_2020(user_of_2020),
    },
    "GetUser": {
        NEW_VERSION: Operation(
            target=ELEMENT,
            path=("Data",),
            shape=in_2020(user_details_of_2020),
            filters={"UserId": Filter("UserId", required=True)},
            source="ListUsers",
            absent="NotExists.UserId",
        ),
    },
    "ListSkillGroups": {
        OLD_VERSION: _list_of_2017(("SkillGroups", "SkillGroup"), group_of_2017),
        NEW_VERSION: _list_of_2020(group_of_2020, MediaType=Filter("MediaType", _MEDIA_TYPES, default="AUDIO")),
    },
    "ListPhoneNumbers": {
        OLD_VERSION: _list_of_2017(
            ("PhoneNumbers", "PhoneNumber"),
            phone_of_2017,
            OutboundOnly=Filter("AllowOutbound", _BOOLEANS, required=True, everything="false"),
        ),
        NEW_VERSION: _list_of_2020(number_of_2020, Usage=Filter("Usage", _USAGES), Active=Filter("Active", _BOOLEANS)),
    },
    "ListContactFlows": {
        OLD_VERSION: _list_of_2017(("ContactFlows", "ContactFlow"), flow_of_2017),
        NEW_VERSION: _list_of_2020(flow_of_2020, Type=Filter("Type", _FLOW_TYPES)),
    },
    "ListRoles": {
        OLD_VERSION: _list_of_2017(("Roles", "Role"), as_given),
        NEW_VERSION: Operation(LIST, ("Data",), in_2020(role_of_2020)),
    },
    "ListConfigItems": {
        NEW_VERSION: Operation(
            target=LIST,
            path=("Data",),
            shape=in_2020(config_item),
            filters={
                "ObjectType": Filter("ObjectType", _OBJECT_TYPES, required=True),
                "ObjectId": Filter("ObjectId", required=True),
            },
        ),
    },
    "ListDoNotCallNumbers": {
        NEW_VERSION: _list_of_2020(blocked_number, Scope=Filter("Scope", _SCOPES, default="INSTANCE")),
    },
    "ListCampaigns": {
        NEW_VERSION: _list_of_2020(
            as_given, State=Filter("State", _STATES), QueueId=Filter("QueueId"), Name=Filter("Name")
        ),
    },
    "ListUnassignedNumbers": {
        NEW_VERSION: Operation(ACCOUNT_LIST, ("Data", "List"), in_2020(unassigned_number), page_of_100),
    },
}
