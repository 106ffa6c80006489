# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Data as a text to compare. Pure."""

from __future__ import annotations

import json

_ENCODER = json.JSONEncoder(default=str)


def canonical(value):
    """Return a text that is the same for values that hold the same, whatever the order of keys and of lists in them."""
    return _ENCODER.encode(_ordered(value))


def exact(value):
    """Return a text for a value that is quickly made, and depends on the order of what is in it."""
    return _ENCODER.encode(value)


def _ordered(value):
    if isinstance(value, dict):
        return {str(key): _ordered(value[key]) for key in sorted(value, key=str)}
    if isinstance(value, (list, tuple)):
        ordered = [_ordered(item) for item in value]
        return ordered if len(ordered) < 2 else sorted(ordered, key=exact)
    return value
