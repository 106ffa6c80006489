# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Facts without what tells who somebody is. Pure.

docs/facts.yml says which facts are personal. What it does not describe is taken for personal, too: nobody knows what
else the gateway sends.
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

CALL_CENTER = ("instance",)
# Of whatever kind an element is. What is like none of them is taken for a call center.
ANY_KIND = (*CALL_CENTER, *(kind for kind in NOT_PERSONAL if kind not in CALL_CENTER))
# What the audit and ccc_fleet_info know of a call center besides its facts.
_ASKED = ("account", "region", "api_version", "is_member")
# Of each kind to what is not personal: of a fact to the kinds of the objects in it, () if it holds none.
_TABLES = {
    kind: {fact: () if of is None else (of,) for fact, of in facts.items()} for kind, facts in NOT_PERSONAL.items()
}
_TABLES["instance"].update(dict.fromkeys(_ASKED, ()))
# A list inside a call center is its own, or what another module returns of it.
_TABLES["instance"].update({name: (*_TABLES["instance"].get(name, ()), kind) for name, kind in LISTS.items()})
# The kinds by their number of facts, and what each element of them has.
_BY_SIZE = sorted(
    ((kind, frozenset(facts.split())) for kind, facts in ALWAYS_THERE.items()),
    key=lambda entry: len(entry[1]),
    reverse=True,
)
_CONTAINERS = (dict, list)

STARS = "***"
# Enough digits that of a million values no two have the same mask but by a rare chance (1 in 500).
MASK = "masked-"
MASK_DIGITS = 12
_IS_MASK = re.compile(r"%s[0-9a-f]{%d}\Z" % (MASK, MASK_DIGITS))
KNOWN_KEY = "alicloud.ccc"


def _mask(value):
    """Return the first character and stars, always as many, or stars alone for a short text or another value."""
    if value is None or value == "":
        return value
    return (value[0] if isinstance(value, str) and len(value) > 1 else "") + STARS


def _drop(_value):
    return None


WAYS = {"mask": _mask, "drop": _drop}


def protected(facts, way):
    """Return the facts of an instance with all keys. ``way``: what is done with personal data: keep, mask or drop."""
    return facts if way == "keep" else _hidden(facts, CALL_CENTER, WAYS[way])


def masked(elements, key=None, kinds=CALL_CENTER, masks_stay=False):
    """Return ``elements`` (list of dicts, the facts of something) with a mask in place of all that is personal.

    Equal values have equal masks, in all elements and all runs with the same ``key`` (str; None for one that everybody
    knows). Only null and the empty text stay. ``kinds``: what an element can be. ``masks_stay``: whether the elements
    were masked before, possibly by a release that masked less.
    """
    masks = {}

    def mask(value):
        if value is None or value == "":
            return value
        text = sorted_json(value)
        if text not in masks:
            is_mask = masks_stay and isinstance(value, str) and _IS_MASK.match(value)
            masks[text] = value if is_mask else _mask_of(text, key)
        return masks[text]

    return [_hidden(facts, kinds, mask) for facts in elements]


def masked_text(text, key=None):
    """Return the mask that ``masked`` puts in place of a text."""
    return _mask_of(sorted_json(text), key)


def _mask_of(text, key):
    code = hmac.new((key or KNOWN_KEY).encode(), text.encode(), hashlib.sha256).hexdigest()
    return MASK + code[:MASK_DIGITS]


def _hidden(value, kinds, hide):
    """Return a value, at every depth with ``hide(value)`` for what is personal. ``kinds``: of the objects in it."""
    if isinstance(value, list):
        return [_hidden(element, kinds, hide) for element in value]
    if not isinstance(value, dict):
        return hide(value) if kinds else value
    if not kinds:
        return hide(value)
    table, hidden = _table_of(value, kinds), dict(value)
    for fact, inner in value.items():
        if fact not in table:
            hidden[fact] = hide(inner)
        elif table[fact] or inner.__class__ in _CONTAINERS:
            hidden[fact] = _hidden(inner, table[fact], hide)
    return hidden


def _table_of(element, kinds):
    """Return what is not personal in a dict: that of the kind with the most facts all of which it has, else the first.

    A module returns all facts of a kind, so what has others is another kind.
    """
    if len(kinds) > 1:
        for kind, always_there in _BY_SIZE:
            if kind in kinds and always_there <= element.keys():
                return _TABLES[kind]
    return _TABLES[kinds[0]]
