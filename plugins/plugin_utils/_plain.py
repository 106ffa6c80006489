# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Variables of Ansible as plain dicts, lists and str. Pure.

From 2.19 on, ansible-core hands a filter containers that look at each value when it is taken out: whether it is a
template, whether an access to it is to be told. That costs more than all that a filter does with it. What cannot be a
template is copied past that; all else is taken out as core wants it.
"""

from __future__ import annotations

# The class in which a container of core's holds what it has not handed out yet. Where it is called otherwise, copying
# is slower, and no less right.
_HOLDER = "_LazyValue"


class _NotPlain(Exception):
    """Something that has to be taken out of its container as ansible-core wants it."""


def may_be_template(text):
    """Tell whether a template can begin in ``text``, or in what an expression makes of it and another one."""
    # A single brace, since two texts can be put together. The header can name other delimiters than braces.
    return "{" in text or "#jinja2:" in text


def plain(value):
    """Return a copy of ``value`` as plain dicts, lists and str, without what Ansible attaches to them."""
    if isinstance(value, list):
        return [_item(value, position, held) for position, held in enumerate(list.__iter__(value))]
    if isinstance(value, dict):
        return {_scalar(key): _item(value, key, held) for key, held in list(dict.items(value))}
    if isinstance(value, (tuple, set)):
        return [plain(item) for item in value]
    return _scalar(value)


def _item(container, key, held):
    """Return a plain copy of the item of ``container`` at ``key``, which holds it as ``held``."""
    try:
        return _copied(held)
    except _NotPlain:
        return plain(container[key])


def _copied(held):
    if isinstance(held, str):
        if may_be_template(held):
            raise _NotPlain
        return str.__str__(held)
    if held is None or isinstance(held, (int, float)):
        return _scalar(held)
    if isinstance(held, dict):
        return {_scalar(key): _copied(item) for key, item in dict.items(held)}
    if isinstance(held, list):
        return [_copied(item) for item in list.__iter__(held)]
    if held.__class__.__name__ == _HOLDER:
        return _copied(held.value)
    raise _NotPlain


def _scalar(value):
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, bool):  # which nobody can derive from
        return value
    if isinstance(value, int):
        return int(value)
    if getattr(value, "__ENCRYPTED__", False):  # before ansible-core 2.19 what a vault holds is no str
        return str(value)
    return float(value) if isinstance(value, float) else value
