# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import datetime

import pytest
from ansible.errors import AnsibleFilterError
from ansible.utils.unsafe_proxy import wrap_var
from ansible_collections.alicloud.ccc.plugins.plugin_utils._given import Template, plain_data, plain_instances
from ansible_collections.alicloud.ccc.plugins.plugin_utils._inert import trusted

DATA = {"a": ["x", 1, 1.5, True, None, {"b": datetime.date(2026, 11, 22)}]}


@pytest.mark.parametrize("value", [None, "text", {"instances": []}, ["secret"], [[]]])
def test_what_are_no_facts_is_an_error_without_the_value(value):
    with pytest.raises(AnsibleFilterError, match="^it must be a list of facts") as raised:
        plain_instances(value, "it")
    assert "secret" not in str(raised.value)


def test_facts_are_plain():
    [facts] = plain_instances([wrap_var({"a": "{{ 1 }}"})], "it")
    assert facts == {"a": "{{ 1 }}"}
    assert facts["a"].__class__ is str


@pytest.mark.parametrize("value", [DATA, {"a": "}"}, {trusted("{{ key }}"): 1}, wrap_var(["{{ 1 }}", "#jinja2: x"])])
def test_what_holds_no_template_needs_no_rendering(value):
    assert plain_data(value) == value


def test_what_is_plain_has_no_marks():
    [text] = plain_data(wrap_var(["{{ 1 }}"]))
    assert text.__class__ is str


@pytest.mark.parametrize("text", ["{{ 1 }}", "{% if x %}{% endif %}", "#jinja2: variable_start_string: '[['\n[[ 1 ]]"])
def test_what_may_hold_a_template_is_left_to_ansible(text):
    for value in (trusted(text), [trusted(text)], {"a": {"b": trusted(text)}}):
        with pytest.raises(Template):
            plain_data(value)


@pytest.mark.parametrize("value", [object(), (1,), {"a": {1}}])
def test_what_is_no_data_is_left_to_ansible(value):
    with pytest.raises(Template):
        plain_data(value)
