# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Data of the gateway as variables that are never taken for templates, whichever ansible-core it is.

From 2.19 on, a string is a template only if it is trusted. Before, every string of a variable is one, unless it is
wrapped as unsafe. `ansible-inventory --list` shows the difference: as ``{"__ansible_unsafe": ...}`` it writes what is
not trusted, or is wrapped. So text in which no template can begin is trusted, or not wrapped, and stays plain.
"""

from __future__ import annotations

from ansible.utils.unsafe_proxy import wrap_var
from ansible_collections.alicloud.ccc.plugins.plugin_utils._plain import may_be_template

try:
    from ansible.template import trust_as_template
except ImportError:  # ansible-core before 2.19
    trust_as_template = None


def inert(value):
    """Return a copy of ``value`` (what JSON can hold) whose strings are no templates, at any depth."""
    if isinstance(value, str):
        return _inert_text(value)
    if isinstance(value, dict):
        return {inert_name(key): inert(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [inert(item) for item in value]
    return value


def inert_name(text):
    """Return ``text`` for the name of a host or the key of a dict, which nobody has to trust."""
    text = _plain(text)
    return wrap_var(text) if trust_as_template is None and may_be_template(text) else text


def trusted(text):
    """Return ``text``, which is this collection's own, as a template or plain text."""
    return trust_as_template(text) if trust_as_template else text


def _inert_text(text):
    if trust_as_template is None or may_be_template(text):
        return inert_name(text)
    return trusted(_plain(text))


def _plain(text):
    """Return a str without what Ansible attaches to one: a composed variable comes wrapped or tagged."""
    return str.__str__(text)
