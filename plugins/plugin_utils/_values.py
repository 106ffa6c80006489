# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Conversion of Ansible's values to plain data, and of plain data to variables that are never templates."""

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


# Since 2.19, ansible-core's containers wrap each value in this class, and render and check it when it is taken out,
# which takes 20 times as long as copying it. If the class is renamed, to_plain is slower, but still correct.
# https://github.com/ansible/ansible/blob/devel/lib/ansible/_internal/_templating/_lazy_containers.py
_LAZY_VALUE = "_LazyValue"


class NeedsTemplating(Exception):
    """Only Ansible can take this value out of its variable or container, because it may be a template."""


def may_be_template(text):
    """Return whether ``text``, alone or joined to another text, can contain the beginning of a template."""
    # One brace is enough, because texts can be joined. The header can define other delimiters.
    return "{" in text or "#jinja2:" in text


# --- Ansible's values to plain data ---


def to_plain(value):
    """Return a copy of ``value`` as plain dicts, lists and str, without Ansible's classes and tags."""
    if isinstance(value, list):
        return [_item(value, position, stored) for position, stored in enumerate(list.__iter__(value))]
    if isinstance(value, dict):
        return {_scalar(key): _item(value, key, stored) for key, stored in list(dict.items(value))}
    if isinstance(value, (tuple, set)):
        return [to_plain(item) for item in value]
    return _scalar(value)


def _item(container, key, stored):
    """Return a plain copy of ``container[key]``. ``stored``: the same item as the container stores it."""
    try:
        return _copy(stored)
    except NeedsTemplating:
        return to_plain(container[key])


def _copy(stored):
    """Return a plain copy of an item as a container stores it. Raises NeedsTemplating."""
    if isinstance(stored, str):
        if may_be_template(stored):
            raise NeedsTemplating
        return str.__str__(stored)
    if stored is None or isinstance(stored, (int, float)):
        return _scalar(stored)
    if isinstance(stored, dict):
        return {_scalar(key): _copy(item) for key, item in dict.items(stored)}
    if isinstance(stored, list):
        return [_copy(item) for item in list.__iter__(stored)]
    if stored.__class__.__name__ == _LAZY_VALUE:
        return _copy(stored.value)
    raise NeedsTemplating


def _scalar(value):
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, bool):  # cannot be subclassed
        return value
    if isinstance(value, int):
        return int(value)
    if getattr(value, "__ENCRYPTED__", False):  # before ansible-core 2.19, a value from a vault is not a str
        return str(value)
    return float(value) if isinstance(value, float) else value


def raw_to_plain(value):
    """Return ``to_plain(value)`` of a raw variable, as hostvars store it. Raises NeedsTemplating."""
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
    """Return the facts that a user gave to a filter as plain data. ``label``: their name in an error."""
    instances = to_plain(value)
    if isinstance(instances, list) and all(isinstance(facts, dict) for facts in instances):
        return instances
    # The message does not show the value, which may contain personal data.
    raise AnsibleFilterError(
        "%s must be a list of facts, such as instances in a module's result or in a facts.json." % label
    )


# --- Plain data to Ansible's values ---


def untemplated(value):
    """Return a copy of ``value`` (JSON data) whose strings are not templates, at any depth.

    Before ansible-core 2.19, every string of a variable is a template unless it is wrapped as unsafe. Since then, it is
    one only if it is trusted. ``ansible-inventory --list`` writes ``{"__ansible_unsafe": ...}`` for a string that is
    wrapped or not trusted. So a text that cannot begin a template is trusted instead of wrapped, and stays plain.
    """
    if isinstance(value, str):
        return _untemplated_text(str.__str__(value))
    if isinstance(value, dict):
        return {untemplated_name(key): untemplated(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [untemplated(item) for item in value]
    return value


# Call centers have most texts in common. A cache takes a tenth of the time, and less memory.
@functools.lru_cache(maxsize=4096)
def _untemplated_text(text):
    return untemplated_name(text) if may_be_template(text) else trusted(text)


def untemplated_name(text):
    """Return ``text`` as the name of a host or the key of a dict, which need not be trusted."""
    text = str.__str__(text)  # a composed variable is wrapped or tagged
    return wrap_var(text) if trust_as_template is None and may_be_template(text) else text


def trusted(text):
    """Return this collection's own ``text`` as a template, or as plain text if it contains none."""
    return trust_as_template(text) if trust_as_template else text
