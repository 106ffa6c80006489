# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Data as JSON text, for comparison. Pure."""

from __future__ import annotations

import json

_ENCODER = json.JSONEncoder(default=str)


def sorted_json(value):
    """Return a JSON text that does not depend on the order of keys and of lists."""
    return _ENCODER.encode(_sorted(value))


def as_json(value):
    """Return a JSON text that depends on the order. This takes a fraction of the time."""
    return _ENCODER.encode(value)


def _sorted(value):
    if isinstance(value, dict):
        return {str(key): _sorted(value[key]) for key in sorted(value, key=str)}
    if isinstance(value, (list, tuple)):
        items = [_sorted(item) for item in value]
        return items if len(items) < 2 else sorted(items, key=as_json)
    return value
