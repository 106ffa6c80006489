# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Data in a page: as JSON that a script reads, or packed, for what is opened on demand. Pure."""

from __future__ import annotations

import base64
import json
import re
import zlib

from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.printable import printable_json
from markupsafe import Markup

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode
# In JSON, what may be a number of so many digits that a script would round it.
_LONG_NUMBER = re.compile(r"[:\[,]-?[0-9]{16}")
_LONGEST = 10**15


def script_json(value):
    """Return a value as JSON in which neither a tag nor an entity can begin."""
    text = _json(value)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, "\\u%04x" % ord(character))
    return Markup(text)  # noqa: S704 - what could begin a tag or an entity is escaped above


def packed(value):
    """Return a value as JSON, deflated (zlib), in Base64: a script unpacks it when it is needed."""
    # More effort than 6 takes three times as long and saves a hundredth.
    return base64.b64encode(zlib.compress(_json(value).encode(), 6)).decode()


def _json(value):
    text = printable_json(_encode(value))
    return _encode(_without_long_numbers(json.loads(text))) if _LONG_NUMBER.search(text) else text


def _without_long_numbers(value):
    """Return the value with long whole numbers as text."""
    if isinstance(value, dict):
        return {key: _without_long_numbers(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_without_long_numbers(inner) for inner in value]
    is_long = isinstance(value, int) and not isinstance(value, bool) and abs(value) >= _LONGEST
    return str(value) if is_long else value
