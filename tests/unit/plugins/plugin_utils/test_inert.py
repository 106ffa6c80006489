# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar
from ansible_collections.alicloud.ccc.plugins.plugin_utils import _plain
from ansible_collections.alicloud.ccc.plugins.plugin_utils._inert import inert, inert_name, trusted

HOSTILE = ["{{ 1 + 1 }}", "{% if true %}2{% endif %}", "{# gone #}", "#jinja2: variable_start_string:'[['\n[[ 1 + 1 }}"]


def rendered(value):
    return Templar(loader=DataLoader(), variables={"it": value}).template(trusted("{{ it }}"))


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_no_template(text):
    assert rendered(inert(text)) == text
    assert rendered(inert([{"a": (text,)}])) == [{"a": [text]}]
    assert inert_name(text) == text


def test_its_own_text_is_one():
    assert rendered(trusted("{{ 1 + 1 }}")) in (2, "2")


@pytest.mark.parametrize("value", ["plain", "", "} % #", 1, 1.5, True, None, {"a": [None, "b"]}])
def test_a_value_stays_what_it_is(value):
    assert inert(value) == value
    assert type(inert(value)) is type(value) or isinstance(value, str)


def test_one_brace_can_be_the_half_of_a_beginning():
    assert _plain.may_be_template("{")


def test_what_was_marked_before_is_plain_again_if_it_can_be():
    class Marked(str):
        __slots__ = ()

    assert not isinstance(inert_name(Marked("a")), Marked)
