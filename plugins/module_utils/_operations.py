# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""CCC's operations as data: what each of them answers, in each version of the API.

The fields and types are those of the API's documents and of the official SDKs' models. What a fact means, its unit and
a sample stand in docs/facts.yml.
"""

from __future__ import annotations

from typing import Mapping, NamedTuple

from ansible_collections.alicloud.ccc.plugins.module_utils._http.signing import ACS3_HMAC_SHA256, HMAC_SHA1

OLD_VERSION = "2017-07-05"
NEW_VERSION = "2020-07-01"
# The versions of the API, each with the signature method that its official SDK sends.
SIGNATURE_METHODS = {OLD_VERSION: HMAC_SHA1, NEW_VERSION: ACS3_HMAC_SHA256}
API_VERSIONS = tuple(SIGNATURE_METHODS)
DEFAULT_API_VERSION = OLD_VERSION


class Shape(NamedTuple):
    """What one kind of object holds in one version of the API.

    fields: of API field to (fact, type: str, int or bool), in the order of the facts.
    lists: of API field to (fact, name of an element in the list's wrapper, shape of an element).
    objects: of API field to (fact, shape).
    flattened: API fields that are objects whose fields belong to this one.
    gathered: of fact to the shape of an object that this one's own fields make; the fact is a list of that one object.
    derived: of fact to the fact, in milliseconds since 1970, whose moment it gives in ISO 8601.
    absent: facts that the version does not document, so that they are null unless it sends them.
    identity: the fact that no two elements of a list that is read share.
    """

    fields: Mapping[str, tuple[str, type]]
    lists: Mapping[str, tuple[str, str, Shape]] = {}
    objects: Mapping[str, tuple[str, Shape]] = {}
    flattened: tuple[str, ...] = ()
    gathered: Mapping[str, Shape] = {}
    derived: Mapping[str, str] = {}
    absent: tuple[str, ...] = ()
    identity: str | None = None


class Where(NamedTuple):
    """Where the answer of an operation has its objects, in one version of the API.

    path: the fields that lead to the object, or to the list. element: the name of an element in the list's wrapper;
    None if the path leads to one object. page_size: how many elements to ask for at a time; None if the list has no
    pages.
    """

    shape: Shape
    path: tuple[str, ...]
    element: str | None = None
    page_size: int | None = None


class Operation(NamedTuple):
    """A read operation.

    action: its name in the API. result: the key of a module's result that holds what it read. noun: the word for one
    element, in messages. each: whether it is asked for each call center of the option instance_ids.
    """

    action: str
    result: str
    noun: str
    versions: Mapping[str, Where]
    each: bool = False


# --- Call centers, 2017-07-05 ---

_ADMIN_2017_07_05 = Shape(
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

_PHONE_NUMBER_2017_07_05 = Shape(
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

INSTANCE_2017_07_05 = Shape(
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
        "Admin": ("admins", "User", _ADMIN_2017_07_05),
        "PhoneNumbers": ("phone_numbers", "PhoneNumber", _PHONE_NUMBER_2017_07_05),
    },
    derived={"created_at": "created_time"},
    identity="instance_id",
)

# --- Call centers, 2020-07-01 ---
# The facts of 2017-07-05 are here as well, so that a playbook works with either version. Lists have no wrapper; an
# unexpected one would not be named like its element.

_ADMIN_2020_07_01 = Shape(
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

_SKILL_GROUP_OF_NUMBER = Shape(
    fields={
        "SkillGroupId": ("skill_group_id", str),
        "Name": ("name", str),
        "DisplayName": ("display_name", str),
        "Description": ("description", str),
        "InstanceId": ("instance_id", str),
        "PhoneNumberCount": ("phone_number_count", int),
        "UserCount": ("user_count", int),
    },
)

_PHONE_NUMBER_2020_07_01 = Shape(
    fields={
        **_PHONE_NUMBER_2017_07_05.fields,
        "Active": ("active", bool),
        "City": ("city", str),
        "Province": ("province", str),
        "ContactFlowId": ("contact_flow_id", str),
        "UserId": ("user_id", str),
    },
    lists={"SkillGroups": ("skill_groups", "SkillGroups", _SKILL_GROUP_OF_NUMBER)},
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

INSTANCE_2020_07_01 = Shape(
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
        "AdminList": ("admins", "AdminList", _ADMIN_2020_07_01),
        "NumberList": ("phone_numbers", "NumberList", _PHONE_NUMBER_2020_07_01),
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

# --- Users ---

_ROLE = Shape(
    fields={
        "RoleId": ("role_id", str),
        "RoleName": ("role_name", str),
        "RoleDescription": ("role_description", str),
        "InstanceId": ("instance_id", str),
    },
)

_SKILL_LEVEL_2017_07_05 = Shape(
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

_SKILL_LEVEL_2020_07_01 = Shape(
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

_USER_2017_07_05 = Shape(
    fields={
        **_ADMIN_2017_07_05.fields,
        "Primary": ("primary", bool),
        "PrivateOutboundNumberId": ("private_outbound_number_id", str),
    },
    lists={
        "Roles": ("roles", "Role", _ROLE),
        "SkillLevels": ("skill_levels", "SkillLevel", _SKILL_LEVEL_2017_07_05),
    },
    flattened=("Detail",),
    identity="user_id",
)

_USER_2020_07_01 = Shape(
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
        "roles": _ROLE._replace(absent=("role_description", "instance_id")),
    },
    lists={
        "SkillLevelList": ("skill_levels", "SkillLevelList", _SKILL_LEVEL_2020_07_01),
        "PersonalOutboundNumberList": ("personal_numbers", "PersonalOutboundNumberList", _PERSONAL_NUMBER),
    },
    absent=("department", "private_outbound_number_id"),
    identity="user_id",
)

# --- Operations ---

GET_INSTANCE = Operation(
    action="GetInstance",
    result="instances",
    noun="instance",
    versions={
        OLD_VERSION: Where(INSTANCE_2017_07_05, ("Instance",)),
        NEW_VERSION: Where(INSTANCE_2020_07_01, ("Data",)),
    },
    each=True,
)

LIST_INSTANCES_OF_USER = Operation(
    action="ListInstancesOfUser",
    result="instances",
    noun="instance",
    versions={
        OLD_VERSION: Where(INSTANCE_2017_07_05, ("Instances",), element="CallCenterInstance"),
        NEW_VERSION: Where(INSTANCE_2020_07_01, ("Data", "List"), element="List", page_size=100),
    },
)

LIST_USERS = Operation(
    action="ListUsers",
    result="users",
    noun="user",
    versions={
        OLD_VERSION: Where(_USER_2017_07_05, ("Users", "List"), element="User", page_size=100),
        NEW_VERSION: Where(_USER_2020_07_01, ("Data", "List"), element="List", page_size=100),
    },
    each=True,
)
