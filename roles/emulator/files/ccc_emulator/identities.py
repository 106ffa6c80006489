# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The identity behind a key, as GetCallerIdentity reports it."""

from __future__ import annotations

import hashlib
from typing import Dict

Identity = Dict[str, str]


def user_identity(account_id: str, key_id: str) -> Identity:
    """Return the RAM user of a permanent key. Its name and id depend on the key's id."""
    user_id = _made_up_id("2", key_id)
    return {
        "IdentityType": "RAMUser",
        "AccountId": account_id,
        "PrincipalId": user_id,
        "UserId": user_id,
        "Arn": f"acs:ram::{account_id}:user/user-{user_id[-6:]}",
    }


def role_identity(role_arn: str, session_name: str) -> Identity:
    """Return the identity of an assumed role, in the role's account."""
    account_id, role_name = role_arn[len("acs:ram::") :].split(":role/")
    role_id = _made_up_id("3", role_arn)
    return {
        "IdentityType": "AssumedRoleUser",
        "AccountId": account_id,
        "PrincipalId": f"{role_id}:{session_name}",
        "RoleId": role_id,
        "Arn": f"acs:ram::{account_id}:assumed-role/{role_name}/{session_name}",
    }


def _made_up_id(first_digit: str, seed: str) -> str:
    number = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:7], "big")
    return f"{first_digit}{number:017d}"
