# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The quick environment takes shortcuts for plain data only."""

from __future__ import annotations

import functools

import pytest
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.environment import quick_environment
from jinja2 import Environment, UndefinedError
from jinja2.filters import FILTERS

# What each expression calls in the underlying environment.
EXPRESSIONS = {
    "facts.admins": None,
    "facts['admins']": None,
    "facts.admins[0]": "getitem",
    "facts.items": "getattr",
    "facts['items']": None,
    "facts.nothing is defined": "getattr",
    "facts['nothing'] is defined": "getitem",
    "{'a': nothing}.a is defined": "getattr",
    "facts.admins | length": None,
    "facts.name | lower": None,
    "facts.admins | map(attribute='id') | sum": None,
    "[nothing] | length": None,
    "{'a': nothing} | map('lower')": "map",
    "facts.admins | map(attribute='nothing')": "map",
    "facts.admins | map(attribute='id', default=[])": "map",
    "'a' | upper": "upper",
    "5 | map('string')": "map",
}


class Recorder(Environment):
    """Jinja's own environment, which records its calls as Ansible's would."""

    def __init__(self):
        super().__init__()
        self.calls = []
        self.filters = {name: self._noted(name, FILTERS[name]) for name in FILTERS}

    def _noted(self, name, function):
        @functools.wraps(function)
        def noted(*args, **kwargs):
            self.calls.append(name)
            return function(*args, **kwargs)

        return noted

    def getattr(self, obj, attribute):
        self.calls.append("getattr")
        return super().getattr(obj, attribute)

    def getitem(self, obj, argument):
        self.calls.append("getitem")
        return super().getitem(obj, argument)


def value_of(environment, expression):
    facts = {"admins": [{"id": 1}, {"id": 2}], "name": "Ä", "items": 3}
    try:
        value = environment.from_string("{% set result = (" + expression + ") %}").make_module({"facts": facts}).result
        return list(value) if hasattr(value, "__next__") else value
    except (UndefinedError, TypeError) as error:
        return str(error)


@pytest.mark.parametrize(("expression", "call"), EXPRESSIONS.items())
def test_only_plain_data_takes_the_shortcut_and_the_value_is_the_same(expression, call):
    recorder = Recorder()
    value = value_of(quick_environment(recorder), expression)
    assert call in recorder.calls if call else recorder.calls == []
    assert value == value_of(recorder, expression) or callable(value)


def test_a_plugin_with_the_name_of_a_jinja_filter_is_used():
    environment = Environment()  # noqa: S701 - nothing of it becomes HTML
    environment.filters["length"] = lambda value: "ours"
    assert value_of(quick_environment(environment), "facts.admins | length") == "ours"


def test_each_filter_and_test_is_looked_up_once():
    class Counted(dict):
        def __getitem__(self, name):
            asked.append(name)
            return super().__getitem__(name)

    asked = []
    environment = Environment()  # noqa: S701 - nothing of it becomes HTML
    environment.filters, environment.tests = Counted(environment.filters), Counted(environment.tests)
    quick = quick_environment(environment)
    for _time in range(3):
        value_of(quick, "facts.name | upper is string")
    assert sorted(asked) == ["string", "upper"]
