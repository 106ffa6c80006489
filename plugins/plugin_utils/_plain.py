# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ansible's variables as plain data, and data as a text to compare. Pure."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping

from ansible.errors import AnsibleFilterError

try:
    from ansible.template import is_trusted_as_template
except ImportError:  # ansible-core before 2.19

    def is_trusted_as_template(text):
        return not hasattr(text, "__UNSAFE__")


_ENCODER = json.JSONEncoder(default=str)


def plain(value):
    """Return a copy of ``value`` (what JSON can hold) in Python's own types.

    From ansible-core 2.19 on, variables are lazy and tagged, and each access to them costs; before, texts are wrapped.
    """
    if isinstance(value, str):
        return str.__str__(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Mapping):
        # A key is a text, as in JSON.
        return {str.__str__(key) if isinstance(key, str) else str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [plain(item) for item in value]
    if isinstance(value, int):
        return int(value)
    return float(value) if isinstance(value, float) else value


class Template(Exception):
    """A value holds what may be a template."""


def plain_data(value):
    """Return ``plain(value)`` of a variable as Ansible keeps it. Raises Template if Ansible has to render it first.

    Where nothing has to be rendered, this takes a tenth of the time.
    """
    if isinstance(value, str):
        if ("{" in value or value.startswith("#jinja2:")) and is_trusted_as_template(value):
            raise Template
        return str.__str__(value)
    if isinstance(value, dict):
        return {str.__str__(key) if isinstance(key, str) else str(key): plain_data(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain_data(item) for item in value]
    if value is None or isinstance(value, (int, float, datetime.date)):
        return plain(value)
    raise Template


def plain_instances(value, what):
    """Return the facts of instances that a filter was given as plain data; ``what`` names them if they are none."""
    instances = plain(value)
    if isinstance(instances, list) and all(isinstance(facts, dict) for facts in instances):
        return instances
    # Not the value itself, which may hold personal data.
    raise AnsibleFilterError(
        "%s must be a list of facts, as the key instances of a module's result or of a facts.json." % what
    )


def canonical(value):
    """Return a text that is the same for values that hold the same, whatever the order of keys and of lists in them."""
    return _ENCODER.encode(_ordered(value))


def _ordered(value):
    if isinstance(value, Mapping):
        return {str(key): _ordered(value[key]) for key in sorted(value, key=str)}
    if isinstance(value, (list, tuple)):
        ordered = [_ordered(item) for item in value]
        return ordered if len(ordered) < 2 else sorted(ordered, key=_ENCODER.encode)
    return value
