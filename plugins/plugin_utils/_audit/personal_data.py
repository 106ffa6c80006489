# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Facts without personal data. Pure.

docs/facts.yml says which facts are personal. Facts that it does not describe are treated as personal, because nobody
knows what else the gateway sends.
"""

from __future__ import annotations

import hashlib
import hmac
import re

from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.comparison import sorted_json
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.personal_facts import (
    ALWAYS_THERE,
    LISTS,
    NOT_PERSONAL,
)

CALL_CENTER = "instance"
# An element of unknown kind, which is determined from its keys.
ANY_KIND = "any"
_PLACE = dict.fromkeys(("account", "region", "api_version"))
# For each kind, what is not personal, as in NOT_PERSONAL. In addition to the facts, the audit and ccc_fleet_info add
# where they were read, and the lists inside a call center.
_TABLES = {
    **NOT_PERSONAL,
    CALL_CENTER: {**NOT_PERSONAL[CALL_CENTER], **_PLACE, **dict.fromkeys(("is_member", "also_in")), **LISTS},
    "unassigned number": {**NOT_PERSONAL["unassigned number"], **_PLACE},
}
# The kinds, sorted by number of facts, and the facts that each of their elements has.
_BY_SIZE = sorted(
    ((kind, frozenset(facts.split())) for kind, facts in ALWAYS_THERE.items()),
    key=lambda entry: len(entry[1]),
    reverse=True,
)
_CONTAINERS = (dict, list)

STARS = "***"
# Enough digits that two of a million values rarely have the same mask (the chance is 1 in 500).
MASK = "masked-"
MASK_DIGITS = 12
_IS_MASK = re.compile(r"%s[0-9a-f]{%d}\Z" % (MASK, MASK_DIGITS))
KNOWN_KEY = "alicloud.ccc"


def _mask(value):
    """Return the first character and a fixed number of stars, or only stars for a short text or another value."""
    if value is None or value == "":
        return value
    return (value[0] if isinstance(value, str) and len(value) > 1 else "") + STARS


def _drop(_value):
    return None


WAYS = {"mask": _mask, "drop": _drop}


def protected(facts, way):
    """Return the facts of an instance, with all keys. ``way``: how to treat personal data: keep, mask or drop."""
    return facts if way == "keep" else _hidden(facts, CALL_CENTER, WAYS[way])


def masked(elements, key=None, kind=CALL_CENTER, masks_stay=False):
    """Return ``elements`` (list of dicts of facts) with masks instead of personal data.

    Equal values have equal masks, in all elements and all runs with the same ``key`` (str; None for a public one). Only
    null and the empty text are not masked. ``kind``: of the elements, CALL_CENTER or ANY_KIND. ``masks_stay``: whether
    they were masked before, possibly by a release that masked less.
    """
    masks = {}

    def mask(value):
        if value is None or value == "":
            return value
        is_text = value.__class__ is str
        known = value if is_text else (sorted_json(value),)
        if known not in masks:
            stays = masks_stay and is_text and is_mask(value)
            masks[known] = value if stays else _mask_of(sorted_json(value), key)
        return masks[known]

    return [_hidden(facts, kind, mask) for facts in elements]


def masked_text(text, key=None):
    """Return the mask of a text, as ``masked`` creates it."""
    return _mask_of(sorted_json(text), key)


def is_mask(text):
    """Return whether a text (str) is a mask."""
    return _IS_MASK.match(text) is not None


def _mask_of(text, key):
    code = hmac.new((key or KNOWN_KEY).encode(), text.encode(), hashlib.sha256).hexdigest()
    return MASK + code[:MASK_DIGITS]


def _hidden(value, kind, hide):
    """Return a value in which personal data, at any depth, is replaced by ``hide(value)``.

    ``kind``: of the expected objects, or None if none are expected.
    """
    if isinstance(value, list):
        return [_hidden(element, kind, hide) for element in value]
    if not isinstance(value, dict):
        return value if kind is None else hide(value)
    if kind is None:
        return hide(value)
    table, hidden = _TABLES[_kind_of(value) if kind == ANY_KIND else kind], dict(value)
    for fact, inner in value.items():
        if fact not in table:
            hidden[fact] = hide(inner)
        elif table[fact] is not None or inner.__class__ in _CONTAINERS:
            hidden[fact] = _hidden(inner, table[fact], hide)
    return hidden


def _kind_of(element):
    """Return the kind with the most facts all of which are in a dict; CALL_CENTER if there is none.

    A module returns all facts of a kind, so a dict that lacks one is of another kind.
    """
    return next((kind for kind, facts in _BY_SIZE if facts <= element.keys()), CALL_CENTER)
