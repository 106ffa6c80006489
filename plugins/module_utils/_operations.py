# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""CCC's operations as data: what each of them is asked, and what it answers, in each version of the API.

What a fact means, its unit and a sample stand in docs/facts.yml.
"""

from __future__ import annotations

from typing import Any, Mapping, NamedTuple

from ansible_collections.alicloud.ccc.plugins.module_utils import _shapes_2017_07_05 as former
from ansible_collections.alicloud.ccc.plugins.module_utils import _shapes_2020_07_01 as current
from ansible_collections.alicloud.ccc.plugins.module_utils._facts import Shape
from ansible_collections.alicloud.ccc.plugins.module_utils._http.signing import ACS3_HMAC_SHA256, HMAC_SHA1

OLD_VERSION = "2017-07-05"
NEW_VERSION = "2020-07-01"
# The versions of the API, each with the signature method that its official SDK sends.
SIGNATURE_METHODS = {OLD_VERSION: HMAC_SHA1, NEW_VERSION: ACS3_HMAC_SHA256}
API_VERSIONS = tuple(SIGNATURE_METHODS)
# In a request, the id of the call center that is asked about.
INSTANCE_ID = "InstanceId"


class Where(NamedTuple):
    """How an operation is asked, and where its answer has its objects, in one version of the API.

    path: the fields that lead to the object, or to the list. element: the name of an element in the list's wrapper;
    None if the path leads to one object. page_size: how many elements to ask for at a time; None if the list has no
    pages. most_pages: how many pages may be asked for; None if no limit is documented. parameters: those of the
    operation itself; INSTANCE_ID stands for that id. for_each: of a parameter to the option that lists its values, each
    of which is asked for.
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

    action: its name in the API. result: the key of a module's result that holds what it read. noun: the word for one
    element, in messages. each: whether it is asked for each call center of the option instance_ids. options: the
    module's own, besides instance_ids, as Ansible's argument specs have them. optional: of a fact to the option (bool)
    without which it is left out. when_empty: a warning when there is no element; %s stands for the version.
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
        """What a module's result has before anything is read."""
        return {self.result: [], "request_ids": [], "credentials_source": None}

    @property
    def default_version(self) -> str:
        """The version of the API unless the user chooses: the older, if both serve the operation."""
        return next(iter(self.versions))


def _list_of_2020_07_01(shape: Shape, **others: Any) -> Where:
    """Return how a list in pages is asked for: PageNumber and PageSize go from 1 to 100 each."""
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
            for_each={"MediaType": "media_types"},  # without it, only those of AUDIO are listed
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
