# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""CCC's operations as data: their requests and responses in each API version.

docs/facts.yml has the meaning, the unit and a sample of each fact.
"""

from __future__ import annotations

from typing import Any, Mapping, NamedTuple

from ansible_collections.alicloud.ccc.plugins.module_utils import _shapes_2017_07_05 as former
from ansible_collections.alicloud.ccc.plugins.module_utils import _shapes_2020_07_01 as current
from ansible_collections.alicloud.ccc.plugins.module_utils._facts import Shape
from ansible_collections.alicloud.ccc.plugins.module_utils._http.signing import ACS3_HMAC_SHA256, HMAC_SHA1

OLD_VERSION = "2017-07-05"
NEW_VERSION = "2020-07-01"
# Each API version with the signature method of its official SDK.
SIGNATURE_METHODS = {OLD_VERSION: HMAC_SHA1, NEW_VERSION: ACS3_HMAC_SHA256}
API_VERSIONS = tuple(SIGNATURE_METHODS)
# The parameter with the id of a call center.
INSTANCE_ID = "InstanceId"


class Where(NamedTuple):
    """How to request an operation, and where its response has the objects, in one API version.

    path: the fields that lead to the object or to the list. element: the name of an element in the list's wrapper, or
    None if the path leads to one object. page_size: how many elements to request at a time, or None if the list has no
    pages. most_pages: how many pages may be requested, or None if no limit is documented. parameters: additional
    parameters; the value INSTANCE_ID is replaced with the id. for_each: parameter to the option that lists its values,
    with one request for each value.
    """

    shape: Shape
    path: tuple[str, ...]
    element: str | None = None
    page_size: int | None = None
    most_pages: int | None = None
    parameters: Mapping[str, str] = {}
    for_each: Mapping[str, str] = {}


class Operation(NamedTuple):
    """A read operation.

    action: its name in the API. result: the key of its elements in a module's result. noun: the word for one element in
    messages. each: whether it is requested for each call center of the option instance_ids. options: the module's own
    argument spec, without instance_ids. optional: fact to the option (bool) that includes it. when_empty: a warning if
    there are no elements; %s is replaced with the API version.
    """

    action: str
    result: str
    noun: str
    versions: Mapping[str, Where]
    each: bool = False
    options: Mapping[str, dict[str, Any]] = {}
    optional: Mapping[str, str] = {}
    when_empty: str = ""

    @property
    def nothing(self) -> dict[str, Any]:
        """The result of a module before anything is read."""
        return {self.result: [], "request_ids": [], "credentials_source": None}

    @property
    def default_version(self) -> str:
        """The default API version: the older one, if both have the operation."""
        return next(iter(self.versions))


def _list_of_2020_07_01(shape: Shape, **others: Any) -> Where:
    """Return how to request a list in pages. PageNumber and PageSize range from 1 to 100."""
    return Where(shape, ("Data", "List"), element="List", page_size=100, most_pages=100, **others)


GET_INSTANCE = Operation(
    action="GetInstance",
    result="instances",
    noun="instance",
    versions={
        OLD_VERSION: Where(former.INSTANCE, ("Instance",)),
        NEW_VERSION: Where(current.INSTANCE, ("Data",)),
    },
    each=True,
)

LIST_INSTANCES_OF_USER = Operation(
    action="ListInstancesOfUser",
    result="instances",
    noun="instance",
    versions={
        OLD_VERSION: Where(former.INSTANCE, ("Instances",), element="CallCenterInstance"),
        NEW_VERSION: _list_of_2020_07_01(current.INSTANCE_OF_USER),
    },
    when_empty=(
        "The key's user is not a member of any call center of API version %s. The other API version has separate call "
        "centers. alicloud.ccc.ccc_account_instances_info lists all call centers of the account."
    ),
)

LIST_INSTANCES = Operation(
    action="ListInstances",
    result="instances",
    noun="instance",
    versions={
        NEW_VERSION: _list_of_2020_07_01(current.INSTANCE_OF_ACCOUNT),
    },
)

LIST_USERS = Operation(
    action="ListUsers",
    result="users",
    noun="user",
    versions={
        OLD_VERSION: Where(former.USER, ("Users", "List"), element="User", page_size=100),
        NEW_VERSION: _list_of_2020_07_01(current.USER),
    },
    each=True,
)

LIST_SKILL_GROUPS = Operation(
    action="ListSkillGroups",
    result="skill_groups",
    noun="skill group",
    versions={
        OLD_VERSION: Where(former.SKILL_GROUP, ("SkillGroups",), element="SkillGroup"),
        NEW_VERSION: _list_of_2020_07_01(
            current.SKILL_GROUP,
            for_each={"MediaType": "media_types"},  # Without it, only skill groups of AUDIO are listed.
        ),
    },
    each=True,
    options={
        "media_types": {
            "type": "list",
            "elements": "str",
            "choices": ["AUDIO", "CHAT", "VIDEO"],
            "default": ["AUDIO", "CHAT", "VIDEO"],
        },
    },
)

LIST_PHONE_NUMBERS = Operation(
    action="ListPhoneNumbers",
    result="phone_numbers",
    noun="phone number",
    versions={
        OLD_VERSION: Where(
            former.PHONE_NUMBER, ("PhoneNumbers",), element="PhoneNumber", parameters={"OutboundOnly": "false"}
        ),
        NEW_VERSION: _list_of_2020_07_01(current.PHONE_NUMBER),
    },
    each=True,
)

LIST_CONTACT_FLOWS = Operation(
    action="ListContactFlows",
    result="contact_flows",
    noun="contact flow",
    versions={
        OLD_VERSION: Where(former.CONTACT_FLOW, ("ContactFlows",), element="ContactFlow"),
        NEW_VERSION: _list_of_2020_07_01(current.CONTACT_FLOW),
    },
    each=True,
    options={"definition": {"type": "bool", "default": False}},
    optional={"definition": "definition"},
)

LIST_CONFIG_ITEMS = Operation(
    action="ListConfigItems",
    result="config_items",
    noun="config item",
    versions={
        NEW_VERSION: Where(
            current.CONFIG_ITEM,
            ("Data",),
            element="Data",
            parameters={"ObjectType": "INSTANCE", "ObjectId": INSTANCE_ID},
        ),
    },
    each=True,
)

LIST_UNASSIGNED_NUMBERS = Operation(
    action="ListUnassignedNumbers",
    result="phone_numbers",
    noun="unassigned number",
    versions={
        NEW_VERSION: _list_of_2020_07_01(current.UNASSIGNED_NUMBER),
    },
)
