# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ansible's values as plain data, and plain data as Ansible's variables that are never templates."""

from __future__ import annotations

import datetime
import functools

from ansible.errors import AnsibleFilterError
from ansible.utils.unsafe_proxy import wrap_var

try:
    from ansible.template import is_trusted_as_template, trust_as_template
except ImportError:  # ansible-core before 2.19
    trust_as_template = None

    def is_trusted_as_template(text):
        return not hasattr(text, "__UNSAFE__")


# From 2.19 on, ansible-core's containers hold each value in one of these, and template and check it when it is taken
# out, which takes 20 times as long as copying it. If the class gets another name, to_plain is slower, and right.
# https://github.com/ansible/ansible/blob/devel/lib/ansible/_internal/_templating/_lazy_containers.py
_LAZY_VALUE = "_LazyValue"


class NeedsTemplating(Exception):
    """Ansible has to take this value out of its variable or container: it may be a template."""


def may_be_template(text):
    """Tell whether a template can begin in ``text``, or in what an expression makes of it and another text."""
    # One brace is enough, since two texts can be joined. The header can name other delimiters.
    return "{" in text or "#jinja2:" in text


# --- Ansible's values to plain data ---


def to_plain(value):
    """Return a copy of ``value`` as plain dicts, lists and str, without what Ansible attaches to them."""
    if isinstance(value, list):
        return [_item(value, position, held) for position, held in enumerate(list.__iter__(value))]
    if isinstance(value, dict):
        return {_scalar(key): _item(value, key, held) for key, held in list(dict.items(value))}
    if isinstance(value, (tuple, set)):
        return [to_plain(item) for item in value]
    return _scalar(value)


def _item(container, key, held):
    """Return a plain copy of the item of ``container`` at ``key``, which it holds as ``held``."""
    try:
        return _copied(held)
    except NeedsTemplating:
        return to_plain(container[key])


def _copied(held):
    if isinstance(held, str):
        if may_be_template(held):
            raise NeedsTemplating
        return str.__str__(held)
    if held is None or isinstance(held, (int, float)):
        return _scalar(held)
    if isinstance(held, dict):
        return {_scalar(key): _copied(item) for key, item in dict.items(held)}
    if isinstance(held, list):
        return [_copied(item) for item in list.__iter__(held)]
    if held.__class__.__name__ == _LAZY_VALUE:
        return _copied(held.value)
    raise NeedsTemplating


def _scalar(value):
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, bool):  # has no subclasses
        return value
    if isinstance(value, int):
        return int(value)
    if getattr(value, "__ENCRYPTED__", False):  # before ansible-core 2.19 a value from a vault is not a str
        return str(value)
    return float(value) if isinstance(value, float) else value


def raw_to_plain(value):
    """Return ``to_plain(value)`` of a raw variable, as hostvars keep it. Raises NeedsTemplating."""
    if isinstance(value, str):
        if may_be_template(value) and is_trusted_as_template(value):
            raise NeedsTemplating
        return to_plain(value)
    if isinstance(value, dict):
        return {to_plain(key): raw_to_plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [raw_to_plain(item) for item in value]
    if value is None or isinstance(value, (int, float, datetime.date)):
        return value
    raise NeedsTemplating


def instances_to_plain(value, label):
    """Return the facts that a filter was given as plain data. ``label``: what the error calls them."""
    instances = to_plain(value)
    if isinstance(instances, list) and all(isinstance(facts, dict) for facts in instances):
        return instances
    # Not the value itself, which may hold personal data.
    raise AnsibleFilterError(
        "%s must be a list of facts, such as the key instances of a module's result or of a facts.json." % label
    )


# --- Plain data to Ansible's values ---


def untemplated(value):
    """Return a copy of ``value`` (what JSON can hold) whose strings are not templates, at any depth.

    Before ansible-core 2.19, every string of a variable is a template unless it is wrapped as unsafe. Since then, it is
    one only if it is trusted. ``ansible-inventory --list`` writes ``{"__ansible_unsafe": ...}`` for a string that is
    wrapped or not trusted. So a text in which no template can begin is not wrapped, but trusted, and stays plain.
    """
    if isinstance(value, str):
        return _untemplated_text(str.__str__(value))
    if isinstance(value, dict):
        return {untemplated_name(key): untemplated(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [untemplated(item) for item in value]
    return value


# Most texts of a call center are those of others as well: shared, they take a tenth of the time, and less memory.
@functools.lru_cache(maxsize=4096)
def _untemplated_text(text):
    return untemplated_name(text) if may_be_template(text) else trusted(text)


def untemplated_name(text):
    """Return ``text`` for the name of a host or the key of a dict, which nobody has to trust."""
    text = str.__str__(text)  # a composed variable comes wrapped or tagged
    return wrap_var(text) if trust_as_template is None and may_be_template(text) else text


def trusted(text):
    """Return ``text``, which is this collection's own, as a template or plain text."""
    return trust_as_template(text) if trust_as_template else text
