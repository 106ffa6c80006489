# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the filters and the action of an audit are given, as plain data."""

from __future__ import annotations

import datetime

from ansible.errors import AnsibleFilterError
from ansible_collections.alicloud.ccc.plugins.plugin_utils._plain import may_be_template, plain

try:
    from ansible.template import is_trusted_as_template
except ImportError:  # ansible-core before 2.19

    def is_trusted_as_template(text):
        return not hasattr(text, "__UNSAFE__")


class Template(Exception):
    """A value holds what may be a template."""


def plain_instances(value, what):
    """Return the facts of instances that a filter was given as plain data; ``what`` names them if they are none."""
    instances = plain(value)
    if isinstance(instances, list) and all(isinstance(facts, dict) for facts in instances):
        return instances
    # Not the value itself, which may hold personal data.
    raise AnsibleFilterError(
        "%s must be a list of facts, as the key instances of a module's result or of a facts.json." % what
    )


def plain_data(value):
    """Return ``plain(value)`` of a variable as Ansible keeps it. Raises Template if Ansible has to render it first."""
    if isinstance(value, str):
        if may_be_template(value) and is_trusted_as_template(value):
            raise Template
        return plain(value)
    if isinstance(value, dict):
        return {plain(key): plain_data(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain_data(item) for item in value]
    if value is None or isinstance(value, (int, float, datetime.date)):
        return value
    raise Template
