# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Facts without what tells who somebody is. Pure."""

from __future__ import annotations

# The only facts of an admin that say nothing of the person. Whatever else the gateway sends is taken for personal; a
# user_id, too: with API version 2020-07-01 it begins with the login name.
NOT_PERSONAL = ("ram_id", "instance_id", "department", "role_id", "role_name", "work_mode")
STARS = "***"


def _keep(value):
    return value


def _mask(value):
    """Return the first character and stars, always as many, or stars alone for what is short or no text."""
    if value is None or value == "":
        return value
    return (value[0] if isinstance(value, str) and len(value) > 1 else "") + STARS


def _drop(_value):
    return None


WAYS = {"keep": _keep, "mask": _mask, "drop": _drop}


def protected(facts, way):
    """Return the facts of an instance, with personal data as ``way``, a key of WAYS, has it. All keys are there."""
    if way == "keep":
        return facts
    hide = WAYS[way]
    return dict(
        facts,
        admins=[
            {fact: value if fact in NOT_PERSONAL else hide(value) for fact, value in admin.items()}
            for admin in facts["admins"]
        ],
        phone_numbers=[
            {fact: hide(value) if fact == "user_id" else value for fact, value in number.items()}
            for number in facts["phone_numbers"]
        ],
    )
