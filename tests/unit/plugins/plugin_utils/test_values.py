# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Conversion of values to plain data and back. The tests of the filters use Ansible's own containers."""

from __future__ import annotations

import copy
import datetime

import pytest
from ansible.errors import AnsibleFilterError
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar
from ansible.utils.unsafe_proxy import wrap_var
from ansible_collections.alicloud.ccc.plugins.plugin_utils import _values
from ansible_collections.alicloud.ccc.plugins.plugin_utils._values import (
    NeedsTemplating,
    instances_to_plain,
    raw_to_plain,
    to_plain,
    trusted,
    untemplated,
    untemplated_name,
)

TEMPLATES = [
    "{{ 1 + 1 }}",
    "{% if true %}2{% endif %}",
    "{# gone #}",
    "#jinja2: variable_start_string:'[['\n[[ 1 + 1 }}",
    "{",  # texts can be joined
]
VALUE = {
    "a": ["b", 1, 1.5, True, None, {"c": ["d"], "e": {}}],
    "f": [],
    "text": "{{ 1 + 1 }}",
    "g": [["{"], {"{": "x"}],
}


class Number(int):
    """A number that knows its origin, like those of ansible-core."""


class Tagged(str):
    """A text that knows its origin."""

    __slots__ = ()


class Wrapper:
    """A value that was not yet taken out, as a container of ansible-core stores it."""

    def __init__(self, value):
        self.value = value


class Container(dict):
    """A container that records which values are taken out."""

    taken: list = []

    def __getitem__(self, key):
        self.taken.append(key)
        stored = dict.__getitem__(self, key)
        return stored.value if isinstance(stored, Wrapper) else stored


def classes(value):
    """Return the classes of a value and of everything in it."""
    inner = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []
    return {value.__class__}.union(*map(classes, inner))


@pytest.mark.parametrize("wrap", [lambda value: value, wrap_var, copy.deepcopy])
def test_plain_data_is_an_equal_copy_with_builtin_classes_only(wrap):
    plain = to_plain(wrap(VALUE))
    assert plain == VALUE
    assert classes(plain) <= {dict, list, str, int, float, bool, None.__class__}
    assert plain["a"] is not VALUE["a"]


def test_plain_numbers_lose_their_origin_and_tuples_and_sets_become_lists():
    for value in (Number(3), [Number(3)], {"a": Number(3)}, {Number(3): [{}]}):
        assert Number not in classes(to_plain(value))
    assert to_plain(("a", wrap_var("b"))) == ["a", "b"]
    assert to_plain({"a": {"b"}}) == {"a": ["b"]}


@pytest.mark.parametrize(
    ("value", "taken"),
    [("plain", []), ("{{ x }}", ["key"]), (["#jinja2:x"], ["key"]), ({"a": 1}, []), (object, ["key"])],
)
def test_only_a_possible_template_is_taken_out_of_its_container(value, taken, monkeypatch):
    monkeypatch.setattr(_values, "_LAZY_VALUE", "Wrapper")
    monkeypatch.setattr(Container, "taken", [])
    assert to_plain(Container(key=Wrapper(value))) == {"key": value}
    assert Container.taken == taken


# --- Raw variables ---


@pytest.mark.parametrize(
    "value",
    [{"a": ["x", 1, 1.5, True, None, {"b": datetime.date(2026, 11, 22)}]}, {trusted("{{ x }}"): "}"}]
    + [wrap_var(TEMPLATES)],
)
def test_a_raw_variable_without_templates_is_plain_data(value):
    plain = raw_to_plain(value)
    assert plain == value
    assert classes(plain) <= {dict, list, str, int, float, bool, None.__class__, datetime.date}


@pytest.mark.parametrize("value", [*map(trusted, TEMPLATES), object(), (1,), {1}])
def test_a_raw_variable_that_may_contain_a_template_is_left_to_ansible(value):
    for raw in (value, [value], {"a": {"b": value}}):
        with pytest.raises(NeedsTemplating):
            raw_to_plain(raw)


# --- Facts ---


@pytest.mark.parametrize("value", [None, "text", {"instances": []}, ["secret"], [[]]])
def test_an_error_about_facts_does_not_show_the_value(value):
    assert classes(instances_to_plain([wrap_var({"a": "{{ 1 }}"})], "it")) == {list, dict, str}
    with pytest.raises(AnsibleFilterError, match="^it must be a list of facts") as raised:
        instances_to_plain(value, "it")
    assert "secret" not in str(raised.value)


# --- Variables ---


def rendered(value):
    return Templar(loader=DataLoader(), variables={"it": value}).template(trusted("{{ it }}"))


@pytest.mark.parametrize("text", TEMPLATES)
def test_only_a_trusted_text_is_rendered(text):
    assert rendered(untemplated(text)) == text
    assert rendered(untemplated([{"a": (text,)}])) == [{"a": [text]}]
    assert untemplated_name(text) == text
    assert rendered(trusted("{{ 1 + 1 }}")) in (2, "2")


@pytest.mark.parametrize("value", ["plain", "", "} % #", 1, 1.5, True, None, {"a": [None, "b"]}])
def test_untemplated_data_is_equal_to_the_original(value):
    assert untemplated(value) == value
    assert type(untemplated(value)) is type(value) or isinstance(value, str)
    assert not isinstance(untemplated_name(Tagged("a")), Tagged)
