# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import datetime
import types

import pytest
from ansible.errors import AnsibleFilterError
from ansible_collections.alicloud.ccc.plugins.plugin_utils._inert import inert
from ansible_collections.alicloud.ccc.plugins.plugin_utils._plain import canonical, plain, plain_instances

VALUE = {"a": ["{{ 1 }}", 1, 1.5, True, None, {"b": ""}]}


class MarkedInt(int):
    """As core tags a number."""


def types_in(value):
    """Return the types of a value and of all that is in it."""
    inner = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []
    return {value.__class__}.union(*map(types_in, inner))


@pytest.mark.parametrize("value", [VALUE, inert(VALUE), {"a": tuple(VALUE["a"])}, types.MappingProxyType(VALUE)])
def test_it_is_python_own(value):
    assert plain(value) == VALUE
    assert types_in(plain(value)) == {dict, list, str, int, float, bool, type(None)}


def test_it_is_a_copy():
    copy = plain(VALUE)
    copy["a"].append(1)
    assert len(VALUE["a"]) == 6


def test_numbers_are_plain_and_dates_stay():
    assert types_in(plain([MarkedInt(1)])) == {list, int}
    date = datetime.date(2026, 11, 22)
    assert plain([date]) == [date]


def test_a_key_is_a_text():
    assert plain({1: "a"}) == {"1": "a"}


@pytest.mark.parametrize("value", [None, "text", {"instances": []}, ["secret"], [[]]])
def test_what_are_no_facts_is_an_error_without_the_value(value):
    with pytest.raises(AnsibleFilterError, match="^it must be a list of facts") as raised:
        plain_instances(value, "it")
    assert "secret" not in str(raised.value)


def test_facts_are_plain():
    assert plain_instances([inert(VALUE)], "it") == [VALUE]


def test_a_canonical_text_knows_no_order():
    assert canonical([{"a": 1, "b": [1, "1", None]}, "x"]) == canonical(["x", {"b": [None, 1, "1"], "a": 1}])
    assert len({canonical(value) for value in (1, "1", True, [1], None, {})}) == 6
