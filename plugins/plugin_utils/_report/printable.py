# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Any JSON value as text for people. Pure."""

from __future__ import annotations

import json
import re

# Not allowed in XML 1.0, HTML or UTF-8: most control characters, halves of surrogate pairs, and two noncharacters.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REPLACEMENT = "\ufffd"
_as_json = json.JSONEncoder(ensure_ascii=False).encode


def printable(value):
    """Return any value as text that is valid in HTML, XML and UTF-8; null becomes empty.

    Invalid characters are replaced, not removed, so that a reader sees that something was there.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        value = _as_json(value)
    return value if value.isprintable() else _FORBIDDEN.sub(_REPLACEMENT, value)


def name_of(item):
    """Return the name of the instance that ``item`` is about, or else its id; empty if it is about no instance."""
    return printable(item["instance_name"]).strip() or printable(item["instance_id"])


# A control character as JSON escapes it, but not after an escaped backslash.
_ESCAPED = re.compile(r"(?<!\\)((?:\\\\)*)\\u00[01][0-9a-f]")


def printable_json(text):
    """Return JSON text (from json.dumps with ensure_ascii=False) without forbidden characters in its strings."""
    if "\\u00" in text:
        text = _ESCAPED.sub(r"\1" + _REPLACEMENT, text)
    return text if text.isprintable() else _FORBIDDEN.sub(_REPLACEMENT, text)
