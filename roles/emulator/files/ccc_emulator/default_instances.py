# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The default call centers."""

from __future__ import annotations

from typing import Any

from .fleet import _RAM_ID, _instance, _phone, _user


def default_instances() -> list[dict[str, Any]]:
    """Return a small account: the two documents' examples, one call center in good order, and five with oddities."""
    return [
        *_documented_instances(),
        _instance(
            "5f0c2a8e-3b57-4c1d-9e64-70a1b8c2d3e4",
            "上海客服中心",
            "华东区售前与售后热线",
            "shanghai-service",
            [
                _user("wang.fang", "王芳", "客户服务部", "wang.fang@example.com", "13900010001"),
                _user("li.wei", "李伟", "信息技术部", "li.wei@example.com", "13900010002", "206815793204418806"),
            ],
            [
                _phone("4000010001", "全国热线", "Inbound", 60),
                _phone("02150000001", "上海外呼", "Outbound", 30),
            ],
        ),
        _instance(
            "8a6d1f27-94c0-4e3b-b5d8-1c2e3f4a5b6c",
            "Hangzhou Order Hotline",
            "Orders and deliveries",
            "hz-orders",
            [_user("chen.jie", "陈洁", "订单部", "", "13900010003", "206815793204418807")],
            [_phone("057180000001", "Order line", "Bidirection", 20)],
            CreatedTime=1614556800000,
            StorageBucket=None,
            StorageMaxDays=90,
        ),
        _instance(
            "1d9b7c53-6e2f-4a80-8c17-9f0e1d2c3b4a",
            "深圳物流热线",
            "仓储与配送",
            "shenzhen-logistics",
            [],
            [_phone("075580000001", "物流热线", "Bidirection", 10)],
            CreatedTime=1622505600000,
            StorageMaxDays=7,
            StorageMaxSize=5,
        ),
        _instance(
            "c4e8a016-7d35-4b92-a1f6-2b3c4d5e6f70",
            "Singapore Support Desk",
            "English support, 24 hours",
            "sg-support",
            [
                _user("grace.tan", "Grace Tan", "Support", "grace.tan@example.com", "+6591000001"),
                _user("arun.nair", "Arun Nair", "Support", "arun.nair@example.com", "", "206815793204418809"),
            ],
            [_phone("02150000009", "Trial number", TestOnly=True, RemainingTime=3)],
            CreatedTime=1640995200000,
            MaxOnlineAgents=2000,
        ),
        _instance(
            "97f3b2d8-0a4c-4e61-b7d9-3c4d5e6f7081",
            "北京售后服务",
            "已停用，数据保留",
            "beijing-aftersales",
            [_user("zhao.lei", "赵磊", "售后部", "zhao.lei@example.com", "13900010005", "206815793204418810")],
            [],
            Status="Stopped",
            Owner="1098765432101234",
            TenantId="acc3071",
            CreatedTime=1577836800000,
            PhoneNumbers=None,
        ),
        _instance(
            "2e5d8c1b-4f7a-4960-83e2-4d5e6f708192",
            "Guangzhou Retail & Returns",
            'Shops in the south, "returns" desk',
            "gz-retail",
            [
                {"RamId": "206815793204418811", "UserId": "user-he.min"},
                {"RamId": "206815793204418812", "UserId": "user-liu.yang"},
            ],
            [
                _phone("4000010001", "Hotline, shared with Shanghai", "Bidirection", 60),
                _phone("02080000001", "Returns", "Inbound", 8),
            ],
            CreatedTime=1672531200000,
            TenantId="acc3120",
        ),
    ]


def _documented_instances() -> list[dict[str, Any]]:
    """Return the examples of GetInstance.md and ListInstancesOfUser.md, typed as their tables say.

    Both have one and the same InstanceId, and the second comes in two halves. Here the second is whole, and its id ends
    in 803, so that both can be asked for; all its other values are kept, the number that both share among them.
    """
    instance_id = "ef1e71e9-ae9d-487c-96ad-9181d85cf80"
    phone_id = "51349d57-e7a1-4dba-bd16-34d93251207d"
    common = {
        "Status": "Creating",
        "CreatedTime": 1537867125000,
        "DirectoryId": "无",
        "StorageBucket": "cloudcallcenter-online",
        "StorageMaxDays": 0,
        "StorageMaxSize": 100,
    }
    first_detail = _user("cctest", "测试test", "IT", "123@xx.com", "131xxxx1234")["Detail"]
    second_detail = _user("云呼测试", "云呼测试", "云呼测试", "123@123.com", "13209090909")["Detail"]
    return [
        _instance(
            f"{instance_id}2",
            "测试11111",
            "测试实例",
            "111",
            [{"RamId": _RAM_ID, "UserId": "无"}, {"Detail": first_detail}],
            [_phone("02500000000", "Ali Telecom", PhoneNumberId=phone_id)],
            **common,
        ),
        _instance(
            f"{instance_id}3",
            "测试11111",
            "测试11111",
            "111",
            [{"RamId": _RAM_ID, "UserId": "9d-487c-96ad-9181d85cf802"}, {"Detail": second_detail}],
            [_phone("02500000000", "Ali Telecom", Trunks=15, RemainingTime=100, PhoneNumberId=phone_id)],
            **common,
        ),
    ]
