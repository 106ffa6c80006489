# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Data in a page: JSON that a script reads, and packed JSON that it unpacks on demand. Pure."""

from __future__ import annotations

import base64
import json
import re
import zlib

from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.printable import printable_json
from markupsafe import Markup

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode
# JSON that may contain a number with so many digits that a script would round it.
_LONG_NUMBER = re.compile(r"[:\[,]-?[0-9]{16}")
_LONGEST = 10**15


def script_json(value):
    """Return a value as JSON in which no tag or entity can begin."""
    text = _json(value)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, "\\u%04x" % ord(character))
    return Markup(text)  # noqa: S704 - the characters that begin tags and entities are escaped above


def packed(value):
    """Return a value as deflated JSON (zlib) in Base64, which a script unpacks on demand."""
    # Higher levels take three times as long and save 1 %.
    return base64.b64encode(zlib.compress(_json(value).encode(), 6)).decode()


def _json(value):
    text = printable_json(_encode(value))
    return _encode(_without_long_numbers(json.loads(text))) if _LONG_NUMBER.search(text) else text


def _without_long_numbers(value):
    """Return the value with long integers as text."""
    if isinstance(value, dict):
        return {key: _without_long_numbers(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_without_long_numbers(inner) for inner in value]
    is_long = isinstance(value, int) and not isinstance(value, bool) and abs(value) >= _LONGEST
    return str(value) if is_long else value
