# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shapes of API version 2017-07-05, from its documents and the models of its official SDK."""

from __future__ import annotations

from ansible_collections.alicloud.ccc.plugins.module_utils._facts import Shape

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
        "Phone": ("phone", str),
    },
    flattened=("Detail",),
)

PHONE_NUMBER_OF_INSTANCE = Shape(
    fields={
        "PhoneNumberId": ("phone_number_id", str),
        "Number": ("number", str),
        "PhoneNumberDescription": ("phone_number_description", str),
        "Usage": ("usage", str),
        "AllowOutbound": ("allow_outbound", bool),
        "TestOnly": ("test_only", bool),
        "RemainingTime": ("remaining_time", int),
        "Trunks": ("trunks", int),
        "InstanceId": ("instance_id", str),
    },
)

INSTANCE = Shape(
    fields={
        "InstanceId": ("instance_id", str),
        "InstanceName": ("instance_name", str),
        "InstanceDescription": ("instance_description", str),
        "DomainName": ("domain_name", str),
        "ConsoleUrl": ("console_url", str),
        "Status": ("status", str),
        "RegionId": ("region_id", str),
        "Owner": ("owner", str),
        "DirectoryId": ("directory_id", str),
        "TenantId": ("tenant_id", str),
        "CreatedTime": ("created_time", int),
        "MaxOnlineAgents": ("max_online_agents", int),
        "StorageBucket": ("storage_bucket", str),
        "StorageMaxDays": ("storage_max_days", int),
        "StorageMaxSize": ("storage_max_size", int),
    },
    lists={
        "Admin": ("admins", "User", _ADMIN),
        "PhoneNumbers": ("phone_numbers", "PhoneNumber", PHONE_NUMBER_OF_INSTANCE),
    },
    derived={"created_at": "created_time"},
    identity="instance_id",
)

# --- Users ---

ROLE = Shape(
    fields={
        "RoleId": ("role_id", str),
        "RoleName": ("role_name", str),
        "RoleDescription": ("role_description", str),
        "InstanceId": ("instance_id", str),
    },
)

_SKILL_LEVEL = Shape(
    fields={
        "SkillLevelId": ("skill_level_id", str),
        "SkillGroupId": ("skill_group_id", str),
        "SkillGroupName": ("skill_group_name", str),
        "SkillGroupDescription": ("skill_group_description", str),
        "Level": ("skill_level", int),
        "InstanceId": ("instance_id", str),
    },
    flattened=("Skill",),
)

USER = Shape(
    fields={
        **_ADMIN.fields,
        "Primary": ("primary", bool),
        "PrivateOutboundNumberId": ("private_outbound_number_id", str),
    },
    lists={
        "Roles": ("roles", "Role", ROLE),
        "SkillLevels": ("skill_levels", "SkillLevel", _SKILL_LEVEL),
    },
    flattened=("Detail",),
    identity="user_id",
)

# --- Skill groups, phone numbers and contact flows ---

SKILL_GROUP = Shape(
    fields={
        "InstanceId": ("instance_id", str),
        "SkillGroupId": ("skill_group_id", str),
        "SkillGroupName": ("skill_group_name", str),
        "SkillGroupDescription": ("skill_group_description", str),
        "UserCount": ("user_count", int),
        "RoutingStrategy": ("routing_strategy", str),
        "AccSkillGroupName": ("acc_skill_group_name", str),
        "AccQueueName": ("acc_queue_name", str),
    },
    lists={"OutboundPhoneNumbers": ("outbound_phone_numbers", "PhoneNumber", PHONE_NUMBER_OF_INSTANCE)},
    identity="skill_group_id",
)

_SKILL_GROUP_OF_PHONE_NUMBER = Shape(
    fields={
        "SkillGroupId": ("skill_group_id", str),
        "SkillGroupName": ("skill_group_name", str),
    },
)

PRIVACY_NUMBER = Shape(
    fields={
        "PhoneNumber": ("phone_number", str),
        "TelX": ("tel_x", str),
        "SubId": ("sub_id", str),
        "Type": ("type", str),
        "PoolId": ("pool_id", str),
        "PoolName": ("pool_name", str),
        "RegionNameCity": ("region_name_city", str),
        "BizId": ("biz_id", str),
        "Extra": ("extra", str),
    },
)

PHONE_NUMBER = Shape(
    fields={
        **PHONE_NUMBER_OF_INSTANCE.fields,
        "City": ("city", str),
        "Province": ("province", str),
        "Assignee": ("assignee", str),
        "NumberCommodityStatus": ("number_commodity_status", int),
        "SipTelX": ("sip_tel_x", str),
        # Those of ContactFlow. Its InstanceId is the number's.
        "ContactFlowId": ("contact_flow_id", str),
        "ContactFlowName": ("contact_flow_name", str),
        "ContactFlowDescription": ("contact_flow_description", str),
        "Type": ("contact_flow_type", str),
    },
    lists={"SkillGroups": ("skill_groups", "SkillGroup", _SKILL_GROUP_OF_PHONE_NUMBER)},
    objects={"PrivacyNumber": ("privacy_number", PRIVACY_NUMBER)},
    flattened=("ContactFlow",),
    identity="phone_number_id",
)

CONTACT_FLOW_VERSION = Shape(
    fields={
        "ContactFlowVersionId": ("contact_flow_version_id", str),
        "ContactFlowVersionDescription": ("contact_flow_version_description", str),
        "Version": ("version", str),
        "Status": ("status", str),
        "LastModified": ("last_modified", str),
        "LastModifiedBy": ("last_modified_by", str),
        "LockedBy": ("locked_by", str),
    },
)

CONTACT_FLOW = Shape(
    fields={
        "InstanceId": ("instance_id", str),
        "ContactFlowId": ("contact_flow_id", str),
        "ContactFlowName": ("contact_flow_name", str),
        "ContactFlowDescription": ("contact_flow_description", str),
        "Type": ("type", str),
        "AppliedVersion": ("applied_version", str),
    },
    lists={
        "PhoneNumbers": ("phone_numbers", "PhoneNumber", PHONE_NUMBER_OF_INSTANCE),
        "Versions": ("versions", "ContactFlowVersion", CONTACT_FLOW_VERSION),
    },
    plucked={"numbers": ("phone_numbers", "number")},
    identity="contact_flow_id",
)
