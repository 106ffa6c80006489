# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A Jinja environment for conditions over plain data, with the same results as Ansible's, but faster.

Ansible looks for tags and templates in each value that is taken from a dict or passed to a filter, and copies the
containers that it passes. Plain data has neither, so this environment takes a shortcut. Other values, such as undefined
ones, and all failures go through Ansible's environment, so that the errors are the same.
"""

from __future__ import annotations

import collections.abc
import functools
import inspect

from jinja2.filters import FILTERS
from jinja2.runtime import Undefined

_SCALARS = frozenset((str, int, float, bool, type(None)))


def quick_environment(environment):
    """Return an environment that compiles and evaluates like ``environment``, for expressions over plain data.

    Its list ``missed`` collects missing names: pairs of a dict (None for the context) and the name.
    """
    quick = environment.overlay()
    quick.missed = []
    quick.undefined = _noting(environment.undefined, quick.missed)
    quick.filters = _Kept(environment.filters, _short_filter)
    quick.tests = _Kept(environment.tests)
    quick.getattr = _getter(environment.getattr, quick.missed, frozenset(dir(dict)))
    quick.getitem = _getter(environment.getitem, quick.missed)
    return quick


class _Kept(dict):
    """Filters or tests by name, each one taken from ``source`` once, and kept as ``change`` returns it."""

    def __init__(self, source, change=lambda _name, function: function):
        super().__init__()
        self._source, self._change = source, change

    def __missing__(self, name):
        self[name] = self._change(name, self._source[name])
        return self[name]

    def __contains__(self, name):
        return name in self._source

    def get(self, name, default=None):
        try:
            return self[name]
        except KeyError:
            return default


def _noting(undefined, missed):
    """Return a function that creates an undefined value, and records the name if it is missing in the context."""

    def make(*args, **kwargs):
        if "obj" not in kwargs and kwargs.get("name") is not None:
            missed.append((None, kwargs["name"]))
        return undefined(*args, **kwargs)

    return make


def _getter(getter, missed, methods=()):
    """Return a function that gets string keys of plain dicts directly, and everything else by ``getter``."""

    def noting_get(obj, name, *default):
        if name not in obj and not default:
            missed.append((obj, name))
        return obj.get(name, *default)

    def get(obj, key):
        if key == "get" and methods and obj.__class__ is dict:
            return functools.partial(noting_get, obj)
        if obj.__class__ is dict and key.__class__ is str and key not in methods:
            value = obj.get(key, getter)
            if value is getter:
                missed.append((obj, key))
            elif not isinstance(value, Undefined):
                return value
        return getter(obj, key)

    return get


def _is_plain(value):
    """Return whether a value is plain, at any depth."""
    kind = type(value)
    if kind is list:
        return all(map(_is_plain, value))
    if kind is dict:
        return all(map(_is_plain, value.values()))
    return kind in _SCALARS


def _has_length(value):
    return type(value) in (str, int, list, dict)


# Jinja's own filters that have a shortcut, and the test that their input and output must pass.
_SHORT = {"length": _has_length, "count": _has_length, "lower": _is_plain, "map": _is_plain, "sum": _is_plain}


def _short_filter(name, function):
    """Return a filter with the results of ``function``, which bypasses it if it is Jinja's own and values are plain."""
    if name not in _SHORT or inspect.unwrap(function) is not inspect.unwrap(FILTERS[name]):
        return function
    own, fits = FILTERS[name], _SHORT[name]
    first = 1 if hasattr(own, "jinja_pass_arg") else 0  # after the context or environment

    @functools.wraps(function)
    def short(*args, **kwargs):
        value, others = args[first], [*args[first + 1 :], *kwargs.values()]
        # Ansible copies a container among the other arguments once; here it would be copied for each element.
        if fits(value) and all(type(other) in _SCALARS for other in others):
            try:
                result = own(*args, **kwargs)
                result = list(result) if isinstance(result, collections.abc.Iterator) else result
            except Exception:
                return function(*args, **kwargs)
            if fits(result):
                return result
        return function(*args, **kwargs)

    return short
