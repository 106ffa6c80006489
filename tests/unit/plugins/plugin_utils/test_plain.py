# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Variables as plain data. The tests of the filters have them in Ansible's own containers."""

from __future__ import annotations

import copy

import pytest
from ansible.utils.unsafe_proxy import wrap_var
from ansible_collections.alicloud.ccc.plugins.plugin_utils import _plain
from ansible_collections.alicloud.ccc.plugins.plugin_utils._plain import plain

VALUE = {
    "a": ["b", 1, 1.5, True, None, {"c": ["d"], "e": {}}],
    "f": [],
    "text": "{{ 1 + 1 }}",
    "g": [["{"], {"{": "x"}],
}


class Number(int):
    """As ansible-core has them for numbers that it knows the origin of."""


@pytest.mark.parametrize("value", [Number(3), [Number(3)], {"a": Number(3)}, {Number(3): [{}]}])
def test_a_number_is_one_of_pythons_own(value):
    assert "Number" not in repr([made.__class__ for made in flat(plain(value))])


def flat(value):
    if isinstance(value, dict):
        return flat([*value, *value.values()])
    return [inner for item in value for inner in flat(item)] if isinstance(value, list) else [value]


@pytest.mark.parametrize("wrap", [lambda value: value, wrap_var, copy.deepcopy])
def test_it_is_the_same_data_of_pythons_own_classes(wrap):
    def classes(value):
        inner = list(value) + list(value.values()) if isinstance(value, dict) else value
        return {value.__class__}.union(*map(classes, inner)) if isinstance(value, (dict, list)) else {value.__class__}

    made = plain(wrap(VALUE))
    assert made == VALUE
    assert classes(made) <= {dict, list, str, int, float, bool, None.__class__}
    assert made["a"] is not VALUE["a"]


def test_what_is_no_list_becomes_one():
    assert plain(("a", wrap_var("b"))) == ["a", "b"]
    assert plain({"a": {"b"}}) == {"a": ["b"]}


class Holder:
    """As a container of ansible-core holds what it has not handed out yet."""

    def __init__(self, value):
        self.value = value


class Handing(dict):
    """A container that is asked for what it holds."""

    asked: list = []

    def __getitem__(self, key):
        self.asked.append(key)
        held = dict.__getitem__(self, key)
        return held.value if isinstance(held, Holder) else held


@pytest.mark.parametrize(
    ("value", "asked"),
    [("plain", []), ("{{ x }}", ["key"]), (["#jinja2:x"], ["key"]), ({"a": 1}, []), (object, ["key"])],
)
def test_only_what_can_be_a_template_is_taken_out(value, asked, monkeypatch):
    monkeypatch.setattr(_plain, "_HOLDER", "Holder")
    monkeypatch.setattr(Handing, "asked", [])
    assert plain(Handing(key=Holder(value))) == {"key": value}
    assert Handing.asked == asked
