# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An instance as the gateway sends it in, the facts of the collection's contract out. Pure.

The fields, their types and units are those of the API documents' tables; what the gateway really sends deviates
from them (numbers as text, text as numbers, a list of one element as an object, absent wrappers), so every field
is converted, and none is altered beyond its type.
"""

from __future__ import annotations

import datetime
import json
import re
from typing import Any, Callable, Dict, Iterable, Mapping, NamedTuple

from ansible_collections.alicloud.ccc.plugins.module_utils._http.decode import Json

_INTEGER = re.compile(r"[+-]?[0-9]{1,30}(\.0+)?\Z")
_WORD_BREAK = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
_LONGEST_QUOTE = 100


Facts = Dict[str, Any]
"""What the tables below say, by the names of the facts; RETURN of the modules describes them."""


class _Unfit(Exception):
    """A value that cannot be of its field's type."""


def _text(value: Json) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, (dict, list)):
        raise _Unfit("text")
    # The document's numbers and booleans are what JSON calls them: true, not True.
    return json.dumps(value)


def _integer(value: Json) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and _INTEGER.match(value.strip()):
        return int(value.strip().partition(".")[0])
    raise _Unfit("a whole number")


def _boolean(value: Json) -> bool:
    word = str(value).strip().lower() if isinstance(value, (str, bool, int)) else None
    if word in ("true", "1"):
        return True
    if word in ("false", "0"):
        return False
    raise _Unfit("true or false")


Converter = Callable[[Json], Any]
"""Returns a value as its field's type, or raises _Unfit."""


class Table(NamedTuple):
    """What one kind of object holds.

    fields: of API field to (fact, converter), in the order of the facts.
    lists: of API field to (fact, name of an element in the wrapper, table of an element).
    objects: of API field to (fact, table).
    flattened: API fields that are objects whose fields belong to this one.
    """

    fields: Mapping[str, tuple[str, Converter]]
    lists: Mapping[str, tuple[str, str, Table]] = {}
    objects: Mapping[str, tuple[str, Table]] = {}
    flattened: tuple[str, ...] = ()


# --- 2017-07-05 ---

_USER_2017_07_05 = Table(
    fields={
        "UserId": ("user_id", _text),
        "RamId": ("ram_id", _text),
        "InstanceId": ("instance_id", _text),
        "LoginName": ("login_name", _text),
        "DisplayName": ("display_name", _text),
        "Department": ("department", _text),
        "Email": ("email", _text),
        "Phone": ("phone", _text),
    },
    flattened=("Detail",),
)

_PHONE_NUMBER_2017_07_05 = Table(
    fields={
        "PhoneNumberId": ("phone_number_id", _text),
        "Number": ("number", _text),
        "PhoneNumberDescription": ("phone_number_description", _text),
        "Usage": ("usage", _text),
        "AllowOutbound": ("allow_outbound", _boolean),
        "TestOnly": ("test_only", _boolean),
        "RemainingTime": ("remaining_time", _integer),
        "Trunks": ("trunks", _integer),
        "InstanceId": ("instance_id", _text),
    },
)

INSTANCE_2017_07_05 = Table(
    fields={
        "InstanceId": ("instance_id", _text),
        "InstanceName": ("instance_name", _text),
        "InstanceDescription": ("instance_description", _text),
        "DomainName": ("domain_name", _text),
        "ConsoleUrl": ("console_url", _text),
        "Status": ("status", _text),
        "RegionId": ("region_id", _text),
        "Owner": ("owner", _text),
        "DirectoryId": ("directory_id", _text),
        "TenantId": ("tenant_id", _text),
        "CreatedTime": ("created_time", _integer),
        "MaxOnlineAgents": ("max_online_agents", _integer),
        "StorageBucket": ("storage_bucket", _text),
        "StorageMaxDays": ("storage_max_days", _integer),
        "StorageMaxSize": ("storage_max_size", _integer),
    },
    lists={
        "Admin": ("admins", "User", _USER_2017_07_05),
        "PhoneNumbers": ("phone_numbers", "PhoneNumber", _PHONE_NUMBER_2017_07_05),
    },
)

# --- 2020-07-01 ---
# The facts of 2017-07-05 are all here, those too that 2020-07-01 does not document: a playbook works with either.
# Its lists have no wrapper. Were one sent after all, it would not be named for an element: a phone number has a Number.

_USER_2020_07_01 = Table(
    fields={
        "UserId": ("user_id", _text),
        "RamId": ("ram_id", _text),
        "InstanceId": ("instance_id", _text),
        "LoginName": ("login_name", _text),
        "DisplayName": ("display_name", _text),
        "Department": ("department", _text),
        "Email": ("email", _text),
        "Mobile": ("phone", _text),
        "Extension": ("extension", _text),
        "RoleId": ("role_id", _text),
        "RoleName": ("role_name", _text),
        "WorkMode": ("work_mode", _text),
    },
)

_SKILL_GROUP = Table(
    fields={
        "SkillGroupId": ("skill_group_id", _text),
        "Name": ("name", _text),
        "DisplayName": ("display_name", _text),
        "Description": ("description", _text),
        "InstanceId": ("instance_id", _text),
        "PhoneNumberCount": ("phone_number_count", _integer),
        "UserCount": ("user_count", _integer),
    },
)

_PHONE_NUMBER_2020_07_01 = Table(
    fields={
        **_PHONE_NUMBER_2017_07_05.fields,
        "Active": ("active", _boolean),
        "City": ("city", _text),
        "Province": ("province", _text),
        "ContactFlowId": ("contact_flow_id", _text),
        "UserId": ("user_id", _text),
    },
    lists={"SkillGroups": ("skill_groups", "SkillGroups", _SKILL_GROUP)},
)

_CHATBOT_BUSINESS_UNIT = Table(
    fields={
        "UnitId": ("unit_id", _integer),
        "UnitKey": ("unit_key", _text),
    },
)

INSTANCE_2020_07_01 = Table(
    fields={
        "Id": ("instance_id", _text),
        "Name": ("instance_name", _text),
        "Description": ("instance_description", _text),
        "DomainName": ("domain_name", _text),
        "ConsoleUrl": ("console_url", _text),
        "Status": ("status", _text),
        "RegionId": ("region_id", _text),
        "AliyunUid": ("owner", _text),
        "DirectoryId": ("directory_id", _text),
        "TenantId": ("tenant_id", _text),
        "CreatedTime": ("created_time", _integer),
        "MaxOnlineAgents": ("max_online_agents", _integer),
        "StorageBucket": ("storage_bucket", _text),
        "StorageMaxDays": ("storage_max_days", _integer),
        "StorageMaxSize": ("storage_max_size", _integer),
        "AgentType": ("agent_type", _text),
    },
    lists={
        "AdminList": ("admins", "AdminList", _USER_2020_07_01),
        "NumberList": ("phone_numbers", "NumberList", _PHONE_NUMBER_2020_07_01),
    },
    objects={"ChatbotBusinessUnit": ("chatbot_business_unit", _CHATBOT_BUSINESS_UNIT)},
)


def instance_facts(instance: Mapping[str, Json], table: Table, label: str) -> tuple[Facts, list[str]]:
    """Return the facts of one instance, and warnings of what is wrong with it.

    ``instance`` is the API's object, ``table`` one of the tables above, ``label`` what a warning calls the instance
    ("instance X"). The facts have all keys of the contract.
    """
    warnings: list[str] = []
    facts = _object_facts(instance, table, label, warnings)
    facts["created_at"] = _iso_8601(facts["created_time"], label, warnings)
    if _is_blank(facts["instance_id"] or ""):
        field = next(field for field, (fact, _convert) in table.fields.items() if fact == "instance_id")
        sent = json.dumps(facts["instance_id"])
        warnings.append("%s: the gateway sent no %s; instance_id is %s." % (label, field, sent))
    return facts, warnings


def list_of(wrapper: Json, element_name: str) -> list[Json]:
    """Return the objects in a list of the API as a list, whatever became of its wrapper.

    ``{"User": [{..}, {..}]}``, ``{"User": {..}}``, ``[{..}]``, ``{..}`` (one element, without its wrapper), None and
    a blank text all occur. Elements that are no objects come back as they are.
    """
    if isinstance(wrapper, dict):
        wrapper = wrapper.get(element_name) if element_name in wrapper or not wrapper else [wrapper]
    if wrapper is None or _is_blank(wrapper):
        return []
    return wrapper if isinstance(wrapper, list) else [wrapper]


def whole_number(value: Json) -> int | None:
    """Return the int that the gateway means by ``value``, or None."""
    try:
        return _integer(value)
    except _Unfit:
        return None


def _object_facts(sent: Mapping[str, Json], table: Table, label: str, warnings: list[str]) -> Facts:
    source = _flatten(sent, table.flattened)
    facts: Facts = {}
    for field, (fact, convert) in table.fields.items():
        facts[fact] = _scalar(source.pop(field, None), convert, "%s: %s" % (label, fact), warnings)
    for field, (fact, element_name, element_table) in table.lists.items():
        elements = list_of(source.pop(field, None), element_name)
        facts[fact] = _elements_facts(elements, element_table, "%s, %s" % (label, fact), warnings)
    for field, (fact, inner_table) in table.objects.items():
        inner = list_of(source.pop(field, None), field)
        facts[fact] = _inner_facts(inner, inner_table, "%s, %s" % (label, fact), warnings)
    for field, value in source.items():
        facts.setdefault(snake_case(field), value)
    return facts


def _scalar(value: Json, convert: Converter, label: str, warnings: list[str]) -> Any:
    # An empty element of XML is the empty string: a text, but no number.
    if value is None or (_is_blank(value) and convert is not _text):
        return None
    try:
        return convert(value)
    except _Unfit as expected:
        warnings.append("%s is not %s, so it is null; the gateway sent %s." % (label, expected, _quote(value)))
        return None


def _elements_facts(elements: Iterable[Json], table: Table, label: str, warnings: list[str]) -> list[Facts]:
    facts = []
    for number, element in enumerate(elements):
        element_label = "%s[%d]" % (label, number)
        if isinstance(element, dict):
            facts.append(_object_facts(element, table, element_label, warnings))
        else:
            warnings.append("%s is left out: it is no object; the gateway sent %s." % (element_label, _quote(element)))
    return facts


def _inner_facts(objects: list[Json], table: Table, label: str, warnings: list[str]) -> Facts | None:
    sent = objects[0] if len(objects) == 1 else objects
    if isinstance(sent, dict):
        return _object_facts(sent, table, label, warnings)
    if objects:
        warnings.append("%s is not an object, so it is null; the gateway sent %s." % (label, _quote(sent)))
    return None


def _flatten(source: Mapping[str, Json], names: Iterable[str]) -> dict[str, Json]:
    flat = dict(source)
    for name in names:
        for inner in list_of(flat.pop(name, None), name):
            # What is no object has no fields to flatten; it stays, as a field that the tables do not name.
            for field, value in inner.items() if isinstance(inner, dict) else [(name, inner)]:
                if flat.get(field) is None:
                    flat[field] = value
    return flat


def _is_blank(value: Json) -> bool:
    return isinstance(value, str) and not value.strip()


def snake_case(name: str) -> str:
    """``PhoneNumberId`` to ``phone_number_id``, ``RAMId`` to ``ram_id``."""
    return _WORD_BREAK.sub("_", name).lower()


def _iso_8601(milliseconds: int | None, label: str, warnings: list[str]) -> str | None:
    if milliseconds is None:
        return None
    try:
        moment = _EPOCH + datetime.timedelta(seconds=milliseconds // 1000)
    except OverflowError:
        warnings.append("%s: created_time %d is no date, so created_at is null." % (label, milliseconds))
        return None
    # Not strftime, which writes the year 1 as 1 on some systems.
    return moment.replace(tzinfo=None).isoformat() + "Z"


def _quote(value: Json) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + "…"
