# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Generated call centers: a fleet of any size."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

from .shapes import NAMESPACE

RAM_ID = "1059803544828509"


def account_id(position: int) -> str:
    """Return the id of the account at a position; the ids are consecutive."""
    return str(int(RAM_ID) + position)


def user_record(login: str, name: str, department: str, email: str, phone: str, ram_id: str = RAM_ID) -> dict[str, Any]:
    detail = {"LoginName": login, "Department": department, "Email": email, "Phone": phone, "DisplayName": name}
    return {"RamId": ram_id, "UserId": f"user-{login}", "Detail": detail}


def _phone(number: str, description: str, usage: str = "Bidirection", trunks: int = 1, **fields: Any) -> dict[str, Any]:
    phone = {
        "Usage": usage,
        "AllowOutbound": usage != "Inbound",
        "TestOnly": False,
        "Number": number,
        "RemainingTime": 0,
        "Trunks": trunks,
        "PhoneNumberId": str(uuid.uuid5(NAMESPACE, number)),
        "PhoneNumberDescription": description,
    }
    return {**phone, **fields}


def _instance(
    instance_id: str, name: str, description: str, domain: str, users: list[Any], phones: list[Any], **fields: Any
) -> dict[str, Any]:
    """Make an instance that has no problems. `fields` override its fields; None removes one."""
    users = [{**user, "InstanceId": instance_id} for user in users]
    phones = [{**phone, "InstanceId": instance_id} for phone in phones]
    instance = {
        "InstanceId": instance_id,
        "InstanceName": name,
        "InstanceDescription": description,
        "DomainName": domain,
        "ConsoleUrl": f"ccc.aliyun.com/workbench/{domain}",
        "Status": "Running",
        "Owner": RAM_ID,
        "DirectoryId": "d-5xq2f8k0ab",
        "TenantId": "acc2985",
        "CreatedTime": 1609459200000,
        "MaxOnlineAgents": 100,
        "StorageBucket": f"ccc-recordings-{domain}",
        "StorageMaxDays": 365,
        "StorageMaxSize": 500,
        "Admin": {"User": users},
        "PhoneNumbers": {"PhoneNumber": phones},
        **fields,
    }
    return {field: value for field, value in instance.items() if value is not None}


_CITIES = (
    ("上海", "shanghai", "021"),
    ("杭州", "hangzhou", "0571"),
    ("北京", "beijing", "010"),
    ("深圳", "shenzhen", "0755"),
    ("成都", "chengdu", "028"),
    ("广州", "guangzhou", "020"),
    ("武汉", "wuhan", "027"),
    ("西安", "xian", "029"),
)
_BUSINESSES = (
    ("客服中心", "service"),
    ("订单热线", "orders"),
    ("物流热线", "logistics"),
    ("售后服务", "aftersales"),
    ("零售支持", "retail"),
    (" Help Desk", "helpdesk"),
    (" Sales Line", "sales"),
)
_STATUSES = ("Running",) * 14 + ("Creating", "Stopped")


def fleet(count: int, account: int = 0) -> list[dict[str, Any]]:
    """Make `count` call centers. Each depends on its index only, so a larger fleet begins with the smaller one.

    The indexes of an account follow those of the account before it.
    """
    indexes = range(account * count, (account + 1) * count)
    return [_fleet_instance(index, account_id(account)) for index in indexes]


def _fleet_instance(index: int, owner: str) -> dict[str, Any]:
    # A hash, since the sequences of the module random can change with the version of Python.
    digest = hashlib.sha256(f"ccc_emulator fleet {index}".encode()).digest()
    city, city_latin, area_code = _CITIES[digest[0] % len(_CITIES)]
    business, business_latin = _BUSINESSES[digest[1] % len(_BUSINESSES)]
    domain = f"{city_latin}-{business_latin}-{index:05d}"
    return _instance(
        str(uuid.uuid5(NAMESPACE, f"fleet {index}")),
        f"{city}{business} {index:05d}",
        f"{city}{business}，自动生成的测试实例",
        domain,
        [_fleet_user(index, position) for position in range(digest[2] % 4)],
        [_fleet_phone(index, position, area_code, digest[8 + position]) for position in range(1 + digest[3] % 5)],
        Owner=owner,
        Status=_STATUSES[digest[4] % len(_STATUSES)],
        CreatedTime=1546300800000 + index * 3600000,
        MaxOnlineAgents=50 * (1 + digest[5] % 20),
        StorageBucket=None if digest[6] % 8 == 0 else f"ccc-recordings-{domain}",
        StorageMaxDays=(30, 90, 180, 365)[digest[7] % 4],
    )


def _fleet_user(index: int, position: int) -> dict[str, Any]:
    login = f"agent{index:05d}.{position}"
    phone = f"139{(index * 4 + position) % 10**8:08d}"
    ram_id = str(200000000000000000 + index * 4 + position)
    return user_record(login, f"管理员 {index:05d}-{position}", "客户服务部", f"{login}@example.com", phone, ram_id)


def _fleet_phone(index: int, position: int, area_code: str, byte: int) -> dict[str, Any]:
    number = f"{area_code}{50000000 + index * 5 + position:08d}"
    usage = ("Bidirection", "Inbound", "Outbound")[byte % 3]
    if byte % 16 == 0:
        return _phone(number, "试用号码", usage, TestOnly=True, RemainingTime=byte % 100)
    return _phone(number, f"线路 {position + 1}", usage, 1 + byte % 60)
