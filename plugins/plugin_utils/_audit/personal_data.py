# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Facts without what tells who somebody is. Pure."""

from __future__ import annotations

import hashlib
import hmac

from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.comparison import sorted_json

# The only facts of an admin that say nothing of the person. Whatever else the gateway sends is taken for personal; a
# user_id, too: with API version 2020-07-01 it begins with the login name.
NOT_PERSONAL = ("ram_id", "instance_id", "department", "role_id", "role_name", "work_mode")
STARS = "***"
# Enough digits that of a million values no two have the same mask but by a rare chance (1 in 500).
MASK = "masked-"
MASK_DIGITS = 12
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
    return facts if way == "keep" else _hidden(facts, WAYS[way])


def masked(instances, key=None):
    """Return the facts of instances (list of dicts) with a mask in place of all that is personal.

    Equal values have equal masks, in all instances and all runs with the same ``key`` (str; None for one that everybody
    knows). Only null and the empty text stay.
    """
    masks = {}

    def mask(value):
        if value is None or value == "":
            return value
        text = sorted_json(value)
        if text not in masks:
            masks[text] = _mask_of(text, key)
        return masks[text]

    return [_hidden(facts, mask) for facts in instances]


def masked_text(text, key=None):
    """Return the mask that ``masked`` puts in place of a text."""
    return _mask_of(sorted_json(text), key)


def _mask_of(text, key):
    code = hmac.new((key or KNOWN_KEY).encode(), text.encode(), hashlib.sha256).hexdigest()
    return MASK + code[:MASK_DIGITS]


def _hidden(facts, hide):
    """Return facts with ``hide(value)`` for each value that is personal."""
    hidden = dict(facts)
    for name, is_personal in (("admins", _is_personal_of_admin), ("phone_numbers", _is_personal_of_number)):
        if isinstance(facts.get(name), list):
            hidden[name] = [_hidden_fields(element, is_personal, hide) for element in facts[name]]
    return hidden


def _hidden_fields(element, is_personal, hide):
    if not isinstance(element, dict):
        return hide(element)
    return {fact: hide(value) if is_personal(fact) else value for fact, value in element.items()}


def _is_personal_of_admin(fact):
    return fact not in NOT_PERSONAL


def _is_personal_of_number(fact):
    return fact == "user_id"
