# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Functions and tables for the shapes of both API versions."""

from __future__ import annotations

import functools
import hashlib
import uuid
from typing import Any, Dict

Record = Dict[str, Any]

NAMESPACE = uuid.UUID("6f1d3c52-8a0b-4e57-9c2d-b1a4c7e80f35")

# The standard skill groups, and their display names in 2020-07-01.
SKILL_GROUPS = {"presales": "售前咨询", "aftersales": "售后服务", "chat": "在线客服", "night": "夜间值班"}
ROLES = {"Admin": "管理员", "Manager": "班长", "Agent": "座席"}

_AREAS = {
    "010": ("北京", "北京"),
    "020": ("广州", "广东"),
    "021": ("上海", "上海"),
    "025": ("南京", "江苏"),
    "027": ("武汉", "湖北"),
    "028": ("成都", "四川"),
    "029": ("西安", "陕西"),
    "0571": ("杭州", "浙江"),
    "0755": ("深圳", "广东"),
}


def as_given(record: Record, *_call_center: Any) -> Record:
    """Return a record without the instructions to the emulator."""
    return {name: value for name, value in record.items() if not name.startswith("_")}


def unwrapped(record: Record, wrapper: str, name: str) -> list[Record]:
    """Return a wrapper's elements. A data file may contain a single one without a list; other values are ignored."""
    wrapped = record.get(wrapper)
    found = wrapped.get(name) if isinstance(wrapped, dict) else None
    if isinstance(found, dict):
        return [found]
    return [element for element in found if isinstance(element, dict)] if isinstance(found, list) else []


def renamed(record: Record, fields: dict[str, str]) -> Record:
    """Return the fields that the record has, each `new: old` under its new name."""
    return {new: record[old] for new, old in fields.items() if old in record}


def picked(record: Record, *names: str) -> Record:
    return {name: record[name] for name in names if name in record}


def area_fields(phone: Record) -> Record:
    """Return the city and the province of a number's area code, or {} if the code is unknown."""
    number = str(phone.get("Number"))
    area = _AREAS.get(number[:3]) or _AREAS.get(number[:4])
    return {"City": area[0], "Province": area[1]} if area else {}


def role_record(role: str, instance_id: str) -> Record:
    """Return a role as 2017-07-05 sends it, in a user and in ListRoles."""
    return {
        "RoleId": f"{role}@{instance_id}",
        "RoleName": role.upper(),
        "RoleDescription": ROLES[role],
        "InstanceId": instance_id,
    }


@functools.lru_cache(maxsize=1024)
def hash_byte(*seeds: str) -> int:
    """Return a number from 0 to 255 that depends on the seeds only."""
    return hashlib.sha256(" ".join(seeds).encode()).digest()[0]
