# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shapes of API version 2020-07-01, from its documents and the models of its official SDK.

They include the facts of 2017-07-05, so that a playbook works with either version. Facts that only 2017-07-05 sends are
absent. Lists have no wrapper, and an unexpected wrapper would not be named like its element.
"""

from __future__ import annotations

from ansible_collections.alicloud.ccc.plugins.module_utils import _shapes_2017_07_05 as former
from ansible_collections.alicloud.ccc.plugins.module_utils._facts import JsonText, Shape

# --- Call centers ---

_ADMIN = Shape(
    fields={
        "UserId": ("user_id", str),
        "RamId": ("ram_id", str),
        "InstanceId": ("instance_id", str),
        "LoginName": ("login_name", str),
        "DisplayName": ("display_name", str),
        "Department": ("department", str),
        "Email": ("email", str),
        "Mobile": ("phone", str),
        "Extension": ("extension", str),
        "RoleId": ("role_id", str),
        "RoleName": ("role_name", str),
        "WorkMode": ("work_mode", str),
    },
    absent=("ram_id", "department"),
)

_SKILL_GROUP_OF_INSTANCE = Shape(
    fields={
        "InstanceId": ("instance_id", str),
        "SkillGroupId": ("skill_group_id", str),
        "Name": ("skill_group_name", str),
        "Description": ("skill_group_description", str),
        "DisplayName": ("display_name", str),
        "UserCount": ("user_count", int),
        "PhoneNumberCount": ("phone_number_count", int),
    },
)

_PHONE_NUMBER_OF_INSTANCE = Shape(
    fields={
        **former.PHONE_NUMBER_OF_INSTANCE.fields,
        "Active": ("active", bool),
        "City": ("city", str),
        "Province": ("province", str),
        "ContactFlowId": ("contact_flow_id", str),
        "UserId": ("user_id", str),
    },
    lists={"SkillGroups": ("skill_groups", "SkillGroups", _SKILL_GROUP_OF_INSTANCE)},
    absent=(
        "phone_number_id",
        "phone_number_description",
        "allow_outbound",
        "test_only",
        "remaining_time",
        "trunks",
    ),
)

_CHATBOT_BUSINESS_UNIT = Shape(
    fields={
        "UnitId": ("unit_id", int),
        "UnitKey": ("unit_key", str),
    },
)

INSTANCE = Shape(
    fields={
        "Id": ("instance_id", str),
        "Name": ("instance_name", str),
        "Description": ("instance_description", str),
        "DomainName": ("domain_name", str),
        "ConsoleUrl": ("console_url", str),
        "Status": ("status", str),
        "RegionId": ("region_id", str),
        "AliyunUid": ("owner", str),
        "DirectoryId": ("directory_id", str),
        "TenantId": ("tenant_id", str),
        "CreatedTime": ("created_time", int),
        "MaxOnlineAgents": ("max_online_agents", int),
        "StorageBucket": ("storage_bucket", str),
        "StorageMaxDays": ("storage_max_days", int),
        "StorageMaxSize": ("storage_max_size", int),
        "AgentType": ("agent_type", str),
    },
    lists={
        "AdminList": ("admins", "AdminList", _ADMIN),
        "NumberList": ("phone_numbers", "NumberList", _PHONE_NUMBER_OF_INSTANCE),
    },
    objects={"ChatbotBusinessUnit": ("chatbot_business_unit", _CHATBOT_BUSINESS_UNIT)},
    derived={"created_at": "created_time"},
    absent=(
        "region_id",
        "directory_id",
        "tenant_id",
        "created_time",
        "created_at",
        "max_online_agents",
        "storage_bucket",
        "storage_max_days",
        "storage_max_size",
    ),
    identity="instance_id",
)

# Lists lack the facts that only GetInstance returns.
INSTANCE_OF_USER = INSTANCE._replace(absent=(*INSTANCE.absent, "agent_type", "chatbot_business_unit"))

_PHONE_NUMBER_OF_ACCOUNT = _PHONE_NUMBER_OF_INSTANCE._replace(
    absent=("skill_groups", *(fact for fact, _type in _PHONE_NUMBER_OF_INSTANCE.fields.values() if fact != "number"))
)

INSTANCE_OF_ACCOUNT = INSTANCE_OF_USER._replace(
    fields={{"CreatedTime": "CreateTime"}.get(field, field): known for field, known in INSTANCE_OF_USER.fields.items()},
    lists={
        "AdminList": INSTANCE.lists["AdminList"],
        "NumberList": ("phone_numbers", "NumberList", _PHONE_NUMBER_OF_ACCOUNT),
    },
    absent=tuple(fact for fact in INSTANCE_OF_USER.absent if fact not in ("created_time", "created_at")),
)

# --- Users ---

_SKILL_LEVEL = Shape(
    fields={
        "SkillLevelId": ("skill_level_id", str),
        "SkillGroupId": ("skill_group_id", str),
        "SkillGroupName": ("skill_group_name", str),
        "SkillGroupDescription": ("skill_group_description", str),
        "SkillLevel": ("skill_level", int),
        "InstanceId": ("instance_id", str),
    },
    absent=("skill_level_id", "skill_group_description", "instance_id"),
)

_PERSONAL_NUMBER = Shape(
    fields={
        "Number": ("number", str),
        "Active": ("active", bool),
        "Usage": ("usage", str),
        "City": ("city", str),
        "Province": ("province", str),
    },
)

USER = Shape(
    fields={
        "InstanceId": ("instance_id", str),
        "UserId": ("user_id", str),
        "RamId": ("ram_id", str),
        "LoginName": ("login_name", str),
        "DisplayName": ("display_name", str),
        "Department": ("department", str),
        "Email": ("email", str),
        "Mobile": ("phone", str),
        "Primary": ("primary", bool),
        "PrivateOutboundNumberId": ("private_outbound_number_id", str),
        "PrimaryAccount": ("primary_account", bool),
        "Extension": ("extension", str),
        "WorkMode": ("work_mode", str),
        "DisplayId": ("display_id", str),
        "DeviceId": ("device_id", str),
        "DeviceExt": ("device_ext", str),
        "DeviceState": ("device_state", str),
    },
    gathered={
        "roles": former.ROLE._replace(absent=("role_description", "instance_id")),
    },
    lists={
        "SkillLevelList": ("skill_levels", "SkillLevelList", _SKILL_LEVEL),
        "PersonalOutboundNumberList": ("personal_numbers", "PersonalOutboundNumberList", _PERSONAL_NUMBER),
    },
    absent=("department", "private_outbound_number_id"),
    identity="user_id",
)

# --- Skill groups, phone numbers, contact flows and settings ---

SKILL_GROUP = Shape(
    fields={
        "InstanceId": ("instance_id", str),
        "SkillGroupId": ("skill_group_id", str),
        "SkillGroupName": ("skill_group_name", str),
        "Description": ("skill_group_description", str),
        "DisplayName": ("display_name", str),
        "MediaType": ("media_type", str),
        "UserCount": ("user_count", int),
        "PhoneNumberCount": ("phone_number_count", int),
        "RoutingStrategy": ("routing_strategy", str),
        "AccSkillGroupName": ("acc_skill_group_name", str),
        "AccQueueName": ("acc_queue_name", str),
    },
    lists=former.SKILL_GROUP.lists,
    absent=("routing_strategy", "acc_skill_group_name", "acc_queue_name", "outbound_phone_numbers"),
    identity="skill_group_id",
)

_SKILL_GROUP_OF_PHONE_NUMBER = Shape(
    fields={
        "InstanceId": ("instance_id", str),
        "SkillGroupId": ("skill_group_id", str),
        "Name": ("skill_group_name", str),
        "DisplayName": ("display_name", str),
    },
)

PHONE_NUMBER = Shape(
    fields={
        **former.PHONE_NUMBER.fields,
        "Active": ("active", bool),
        "Provider": ("provider", str),
        "Tags": ("tags", str),
        "UserId": ("user_id", str),
        "CreateTime": ("created_time", int),
    },
    lists={"SkillGroups": ("skill_groups", "SkillGroups", _SKILL_GROUP_OF_PHONE_NUMBER)},
    objects=former.PHONE_NUMBER.objects,
    derived={"created_at": "created_time"},
    absent=(
        *_PHONE_NUMBER_OF_INSTANCE.absent,
        "assignee",
        "number_commodity_status",
        "sip_tel_x",
        "contact_flow_description",
        "contact_flow_type",
        "privacy_number",
    ),
    identity="number",
)

UNASSIGNED_NUMBER = Shape(
    fields={
        "Number": ("number", str),
        "City": ("city", str),
        "Province": ("province", str),
    },
    identity="number",
)

CONTACT_FLOW = Shape(
    fields={
        "InstanceId": ("instance_id", str),
        "ContactFlowId": ("contact_flow_id", str),
        "Name": ("contact_flow_name", str),
        "Description": ("contact_flow_description", str),
        "Type": ("type", str),
        "AppliedVersion": ("applied_version", str),
        "Published": ("published", bool),
        "DraftId": ("draft_id", str),
        "Editor": ("editor", str),
        "CreatedTime": ("created_time", str),
        "UpdatedTime": ("updated_time", str),
        "Definition": ("definition", JsonText),
    },
    lists=former.CONTACT_FLOW.lists,
    texts={"NumberList": "numbers"},
    absent=("applied_version", "phone_numbers", "versions"),
    identity="contact_flow_id",
)

CONFIG_ITEM = Shape(
    fields={
        "InstanceId": ("instance_id", str),
        "ObjectType": ("object_type", str),
        "ObjectId": ("object_id", str),
        "Name": ("name", str),
        "Value": ("value", str),
    },
    identity="name",
)
