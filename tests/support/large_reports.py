# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reports about many call centers with everything that an audit reads. Ids, names and masks do not repeat."""

from __future__ import annotations

import random
import uuid

from report_variants import full, large

PERSONAL = ("user_id", "ram_id", "login_name", "display_name", "email", "phone", "extension", "display_id", "device_id")
ON_BOTH = {"api_version": "2017-07-05", "is_member": True}


def own_report(count, seed=1):
    """Return a report about ``count`` call centers, in both API versions with all lists, and twice as many findings."""
    chance = random.Random(seed)
    small = full()
    report = large(small, count // len(small["instances"]) + 1)
    ids = {facts["instance_id"]: _id(chance) for facts in report["instances"]}
    instances = [_own(facts, ids[facts["instance_id"]], chance) for facts in report["instances"][:count]]
    findings = [
        {
            **finding,
            "instance_id": ids.get(finding["instance_id"]),
            "message": f"{finding['message']} {chance.randrange(10**6)}",
        }
        for finding in report["findings"][: 2 * count]
    ]
    return {**report, "instances": instances, "findings": findings}


def _id(chance):
    return str(uuid.UUID(int=chance.getrandbits(128)))


def _mask(chance):
    return f"masked-{chance.getrandbits(48):012x}"


def _own(facts, instance_id, chance):
    own = {"instance_id": instance_id}
    groups = [
        {"skill_group_id": f"{name}@{instance_id}", "skill_group_name": name, "skill_group_description": f"Of {name}"}
        for name in ("presales", "aftersales")
    ]
    numbers = [_number(own, chance) for _n in range(2)]
    flow = _flow(own, numbers, chance)
    routed = {key: flow[key] for key in ("contact_flow_id", "contact_flow_name")}
    return {
        **{**facts, **own, **ON_BOTH, "also_in": instance_id},
        "instance_name": f"{facts['instance_name']} {chance.randrange(10**6)}",
        "users": [_user(own, groups, chance) for _n in range(5)],
        "phone_numbers": [_listed(number, routed, groups, chance) for number in numbers],
        "skill_groups": [_group(group, own, numbers, chance) for group in groups],
        "contact_flows": [flow],
        "config_items": [
            {**own, "object_type": "INSTANCE", "object_id": instance_id, "name": f"Setting{n}", "value": str(n % 2)}
            for n in range(5)
        ],
    }


def _user(own, groups, chance):
    role = {"role_id": f"Agent@{own['instance_id']}", "role_name": "AGENT", "role_description": "Agent"}
    levels = chance.sample(groups, chance.randrange(3))
    return {
        **{**own, **{fact: _mask(chance) for fact in PERSONAL}, "device_ext": _mask(chance)},
        **{"department": None, "primary": False, "primary_account": False, "private_outbound_number_id": None},
        **{"work_mode": chance.choice(("ON_SITE", "OFF_SITE")), "device_state": chance.choice(("ONLINE", "OFFLINE"))},
        "roles": [{**role, **own}],
        "skill_levels": [
            {"skill_level_id": _mask(chance), **group, "skill_level": chance.randint(1, 9), **own} for group in levels
        ],
        "personal_numbers": [],
    }


def _number(own, chance):
    return {
        **{"phone_number_id": _id(chance), "number": f"0571{chance.randrange(10**8):08}"},
        **{"phone_number_description": f"Line {chance.randrange(100)}", "usage": "Bidirection"},
        **{"allow_outbound": True, "test_only": False, "remaining_time": 0, "trunks": chance.randrange(40), **own},
    }


def _listed(number, routed, groups, chance):
    """Return a number with what ListPhoneNumbers returns in both API versions."""
    created = 1546300800000 + chance.randrange(10**5) * 3600000
    return {
        **{**number, **routed, "contact_flow_description": None, "contact_flow_type": "MAIN_FLOW"},
        **{"city": "杭州", "province": "浙江", "active": True, "provider": "alicom", "tags": "M1", "user_id": None},
        **{"created_time": created, "created_at": f"20{created % 97:02}-01-11T11:00:00Z", "sip_tel_x": None},
        **{"assignee": None, "number_commodity_status": 0, "privacy_number": None},
        "skill_groups": [{key: group[key] for key in ("skill_group_id", "skill_group_name")} for group in groups],
    }


def _group(group, own, numbers, chance):
    name = group["skill_group_name"]
    return {
        **{**own, **group, "display_name": name.title(), "media_type": "AUDIO", "user_count": chance.randrange(9)},
        **{"phone_number_count": len(numbers), "routing_strategy": "LONGEST_IDLE"},
        **{"acc_skill_group_name": f"skg-{name}", "acc_queue_name": f"queue-{name}"},
        "outbound_phone_numbers": numbers,
    }


def _flow(own, numbers, chance):
    changed = f"2021-{chance.randint(1, 12):02}-15 14:{chance.randrange(60):02}:{chance.randrange(60):02}.0"
    version = {
        **{"contact_flow_version_id": _id(chance), "contact_flow_version_description": "1.0", "version": "1"},
        **{"status": "Published", "last_modified": changed, "last_modified_by": _mask(chance), "locked_by": ""},
    }
    return {
        **{**own, "contact_flow_id": _id(chance), "contact_flow_name": "Incoming", "contact_flow_description": None},
        **{"type": "MAIN_FLOW", "published": True, "draft_id": None, "editor": None, "applied_version": "1"},
        **{"created_time": changed, "updated_time": changed, "phone_numbers": numbers, "versions": [version]},
        "numbers": [number["number"] for number in numbers],
    }
