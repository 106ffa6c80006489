# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of the facts against the models of the official clients."""

from __future__ import annotations

import inspect
import re

import pytest
from alibabacloud_ccc20170705 import models as models_2017
from alibabacloud_ccc20200701.models import _get_instance_response_body as got_2020
from alibabacloud_ccc20200701.models import _list_instances_of_user_response_body as listed_2020
from ansible_collections.alicloud.ccc.plugins.module_utils import _facts

OLD, NEW = _facts.INSTANCE_2017_07_05, _facts.INSTANCE_2020_07_01
# The document has it, the official client has not.
ONLY_IN_THE_DOCUMENT = {"RegionId"}


def table_of(table: _facts.Table, *facts: str) -> _facts.Table:
    """Return the table of an object in a call center, by the facts that lead to it."""
    for fact in facts:
        inner = {**{name: found for name, _element, found in table.lists.values()}, **dict(table.objects.values())}
        table = inner[fact]
    return table


def paths_of(model: type, table: _facts.Table) -> dict[str, str]:
    """Return the path of each field of an official client's model, also of those in objects that the code flattens."""
    source = inspect.getsource(model.from_map)
    paths = {field: field for field in re.findall(r"m\.get\('(\w+)'\)", source)}
    for field, inner_model in re.findall(r"m\.get\('(\w+)'\) is not None:\s+temp_model = (\w+)\(\)", source):
        if field in table.flattened:
            del paths[field]
            found = paths_of(getattr(inspect.getmodule(model), inner_model), table)
            paths.update({name: f"{field}.{path}" for name, path in found.items()})
    return paths


@pytest.mark.parametrize(
    ("model", "table"),
    [
        (models_2017.GetInstanceResponseBodyInstance, OLD),
        (models_2017.GetInstanceResponseBodyInstanceAdminUser, table_of(OLD, "admins")),
        (models_2017.GetInstanceResponseBodyInstancePhoneNumbersPhoneNumber, table_of(OLD, "phone_numbers")),
        (got_2020.GetInstanceResponseBodyData, NEW),
        (got_2020.GetInstanceResponseBodyDataAdminList, table_of(NEW, "admins")),
        (got_2020.GetInstanceResponseBodyDataNumberList, table_of(NEW, "phone_numbers")),
        (
            got_2020.GetInstanceResponseBodyDataNumberListSkillGroups,
            table_of(NEW, "phone_numbers", "skill_groups"),
        ),
        (got_2020.GetInstanceResponseBodyDataChatbotBusinessUnit, table_of(NEW, "chatbot_business_unit")),
        (listed_2020.ListInstancesOfUserResponseBodyDataList, NEW),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_every_field_of_an_official_model_is_in_the_table(model, table):
    sent, known = set(paths_of(model, table)), {*table.fields, *table.lists, *table.objects}
    assert sent <= known
    if model.__module__.startswith("alibabacloud_ccc20170705"):  # the other version keeps the facts of this one
        assert known - sent <= ONLY_IN_THE_DOCUMENT
