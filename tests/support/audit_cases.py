# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""For each built-in rule, call centers that violate it, and call centers that do not.

They have the facts of both API versions; ``seen`` returns what an audit sees of them. inside_cases.py has the cases of
rules about the lists inside call centers.
"""

from __future__ import annotations

import copy

from ansible_collections.alicloud.ccc.plugins.module_utils._operations import API_VERSIONS, NEW_VERSION, OLD_VERSION
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.availability import (
    KNOWN,
    OF_LIST_INSTANCES,
    REPORTED,
)
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.both_versions import call_centers_of
from jinja2 import Environment, StrictUndefined

# Jinja's own environment, for conditions without Ansible's filters.
ENVIRONMENT = Environment(undefined=StrictUndefined)  # noqa: S701 - not used for HTML
NOW = 1800000000000  # ms, in 2027
HOUR = 3600000
ONLY_2020_07_01 = {"agent_type": None, "chatbot_business_unit": None}


def admin(**facts):
    return {
        **{"user_id": "user-1", "ram_id": "206815793204418801", "instance_id": "one"},
        **{"login_name": "wang.fang", "display_name": "王芳", "department": "IT"},
        "email": "wang.fang@example.com",
        "phone": "13900010001",
        **facts,
    }


def number(**facts):
    return {
        "phone_number_id": "number-1",
        "number": "02150000001",
        "phone_number_description": "",
        **{"usage": "Bidirection", "allow_outbound": True, "test_only": False, "remaining_time": 0, "trunks": 1},
        "instance_id": "one",
        **facts,
    }


def call_center(**facts):
    """Return the facts of a call center that violates no built-in rule."""
    return {
        "instance_id": "one",
        "instance_name": "上海客服中心",
        "instance_description": "",
        "domain_name": "shanghai",
        "console_url": "ccc.aliyun.com/workbench/shanghai",
        "status": "Running",
        "region_id": "cn-shanghai",
        **{"owner": "1059803544828509", "directory_id": "d", "tenant_id": "acc2985"},
        **{"created_time": 1609459200000, "created_at": "2021-01-01T00:00:00Z"},
        "max_online_agents": 100,
        **{"storage_bucket": "recordings", "storage_max_days": 365, "storage_max_size": 500},
        "admins": [admin(), admin(user_id="user-2", ram_id="206815793204418802", login_name="li.wei")],
        "phone_numbers": [number()],
        **facts,
    }


def other(**facts):
    """Return a second call center that has nothing in common with the first."""
    own = {"instance_id": "two", "instance_name": "Hangzhou", "phone_numbers": [number(number="057180000001")]}
    return call_center(**{**own, **facts})


# --- The view of an audit ---

BOTH = " and ".join(API_VERSIONS)
SEEN = {OLD_VERSION: (OLD_VERSION,), NEW_VERSION: (NEW_VERSION,), BOTH: API_VERSIONS}
"""The API versions that an audit can use."""
_ROLES = {OLD_VERSION: str.upper, NEW_VERSION: str.capitalize}
_IDS = (("users", "user_id"), ("admins", "user_id"), ("skill_groups", "skill_group_id"))
_STATES = {OLD_VERSION: str.capitalize, NEW_VERSION: str.upper}


def seen(instances, versions):
    """Return the call centers (list of dict) as an audit with these API versions passes them to the judge."""
    return call_centers_of([_in_version(one, version, versions) for version in versions for one in instances])


def _in_version(instance, version, versions):
    """Return the facts of a call center in an API version, in its spelling. Ids differ if both versions are read."""
    facts = copy.deepcopy(instance)
    for kind, known in KNOWN.items():
        reported = REPORTED.get((kind, version), ())
        others = known.difference(reported, OF_LIST_INSTANCES if version == NEW_VERSION else ())
        for one in [facts] if kind == "instance" else facts.get(kind) or ():
            for fact in others:
                one.pop(fact, None)
        if kind in facts and not reported:
            facts[kind] = None
    if isinstance(facts.get("status"), str):
        facts["status"] = _STATES[version](facts["status"])
    for role in [role for user in facts.get("users") or () for role in user["roles"]]:
        role["role_name"] = _ROLES[version](role["role_name"])
    if versions == API_VERSIONS:
        ids = [facts["instance_id"], "%s-in-2020" % facts["instance_id"]]
        own = API_VERSIONS.index(version)
        facts.update(instance_id=ids[own], also_in=ids[1 - own])
        for kind, fact in _IDS if own else ():
            for one in facts.get(kind) or ():
                one[fact] = one[fact] and "%s@in-2020" % one[fact]
    return {**facts, "api_version": version}


def creating(hours, **facts):
    return call_center(status="Creating", created_time=NOW - hours * HOUR, **facts)


TEST_NUMBER = number(test_only=True, remaining_time=90)
OVERRIDES = {
    "administrator_not_allowed": {"params": {"allowed_ram_ids": [206815793204418801, "206815793204418802"]}},
    "owner_not_allowed": {"params": {"allowed_owners": [1059803544828509]}},
    "outbound_not_allowed": {"params": {"allowed_numbers": ["02150000001"]}},
    "unexpected_instance": {"params": {"expected_ids": ["one", "three"]}},
    "missing_instance": {"params": {"expected_ids": ["one", 2]}},
    "privileged_user_not_allowed": {"params": {"allowed_users": [206815793204418801, "li.wei", "login.3"]}},
    "personal_number_not_allowed": {"params": {"allowed_numbers": ["02150000002"]}},
    "off_site_not_allowed": {"params": {"allowed_work_modes": ["ON_SITE"]}},
}
"""Lists for the rules that need one, with some ids as YAML reads them without quotes."""

# By rule: cases that violate it, each a list of instances.
FIRES = {
    "recordings_in_shared_bucket": [[call_center(storage_bucket=None)], [call_center(storage_bucket="")]],
    "recording_retention_short": [[call_center(storage_max_days=89)], [call_center(storage_max_days=0)]],
    "storage_size_low": [[call_center(storage_max_size=99)]],
    "no_administrator": [[call_center(admins=[])]],
    "single_administrator": [[call_center(admins=[admin()])]],
    "administrator_without_contact": [
        [call_center(admins=[admin(), admin(email=None, phone="")])],
        [call_center(admins=[admin(email="", phone=None)])],
    ],
    "administrator_not_allowed": [[call_center(admins=[admin(ram_id="1")])]],
    "owner_not_allowed": [[call_center(owner="1")]],
    "test_number_in_production": [
        [call_center(phone_numbers=[TEST_NUMBER])],
        [call_center(phone_numbers=[TEST_NUMBER], status="RUNNING")],
    ],
    "test_number_running_out": [[call_center(phone_numbers=[number(test_only=True, remaining_time=59)])]],
    "outbound_not_allowed": [[call_center(phone_numbers=[number(number="02150000002")])]],
    "no_phone_number": [[call_center(phone_numbers=[])]],
    "number_on_two_instances": [[call_center(), other(phone_numbers=[number()])]],
    "too_many_online_agents": [[call_center(max_online_agents=1001)]],
    "not_running": [[call_center(status="Stopped")], [call_center(status="")]],
    "stuck_in_creating": [[creating(25)]],
    "duplicate_name": [[call_center(), other(instance_name="上海客服中心")]],
    "unexpected_instance": [[other()]],
    "missing_instance": [[], [other()]],
}
QUIET = {
    "recordings_in_shared_bucket": [[call_center()]],
    "recording_retention_short": [[call_center(storage_max_days=90)]],
    "storage_size_low": [[call_center(storage_max_size=100)]],
    "no_administrator": [[call_center(admins=[admin()])]],
    "single_administrator": [[call_center()], [call_center(admins=[])]],
    "administrator_without_contact": [[call_center(admins=[admin(email=None), admin(phone="")])]],
    "administrator_not_allowed": [[call_center()]],
    "owner_not_allowed": [[call_center()]],
    "test_number_in_production": [[call_center()], [call_center(status="Stopped", phone_numbers=[TEST_NUMBER])]],
    "test_number_running_out": [
        [call_center()],
        [call_center(phone_numbers=[number(test_only=True, remaining_time=60)])],
    ],
    "outbound_not_allowed": [
        [call_center()],
        [call_center(phone_numbers=[number(number="1", allow_outbound=False, usage="Inbound")])],
    ],
    "no_phone_number": [[call_center()]],
    # Two keys can read the same call center.
    "number_on_two_instances": [[call_center(), other()], [call_center(account="a"), call_center(account="b")]],
    "too_many_online_agents": [[call_center(max_online_agents=1000)]],
    "not_running": [[call_center()], [call_center(status="RUNNING")], [call_center(status="CREATING")]],
    "stuck_in_creating": [[creating(24)], [call_center()]],
    "duplicate_name": [[call_center(), other()], [call_center(account="a"), call_center(account="b")]],
    "unexpected_instance": [[call_center()]],
    "missing_instance": [[call_center(), other(instance_id="2")]],
}
# A rule does not pass unnoticed if the named fact is null.
NULL_FACT = {
    "recording_retention_short": (call_center(storage_max_days=None), "storage_max_days"),
    "storage_size_low": (call_center(storage_max_size=None), "storage_max_size"),
    "no_administrator": (call_center(admins=None), "admins"),
    "single_administrator": (call_center(admins=None), "admins"),
    "administrator_not_allowed": (call_center(admins=[admin(ram_id=None)]), "ram_id"),
    "owner_not_allowed": (call_center(owner=None), "owner"),
    "test_number_in_production": (call_center(phone_numbers=[number(test_only=None)]), "test_only"),
    "test_number_running_out": (
        call_center(phone_numbers=[number(test_only=True, remaining_time=None)]),
        "remaining_time",
    ),
    "outbound_not_allowed": (call_center(phone_numbers=[number(allow_outbound=None)]), "allow_outbound"),
    "no_phone_number": (call_center(phone_numbers=None), "phone_numbers"),
    "number_on_two_instances": (call_center(phone_numbers=[number(number=None)]), "number"),
    "too_many_online_agents": (call_center(max_online_agents=None), "max_online_agents"),
    "not_running": (call_center(status=None), "status"),
    "stuck_in_creating": (call_center(status="Creating", created_time=None), "created_time"),
    "duplicate_name": (call_center(instance_name=None), "instance_name"),
    "unexpected_instance": (call_center(instance_id=None), "instance_id"),
}
UNKNOWN_NUMBER = (
    "phone_number_id",
    "phone_number_description",
    "allow_outbound",
    "test_only",
    "remaining_time",
    "trunks",
)
OF_2020_07_01 = call_center(
    status="CREATING",
    **dict.fromkeys(("region_id", "directory_id", "tenant_id", "created_time", "created_at")),
    **dict.fromkeys(("max_online_agents", "storage_bucket", "storage_max_days", "storage_max_size")),
    admins=[admin(ram_id=None, department=None)],
    phone_numbers=[number(active=True, **dict.fromkeys(UNKNOWN_NUMBER))],
    **ONLY_2020_07_01,
)
# Facts or kinds that a version does not report, so that a rule has the outcome not_reported.
NOT_REPORTED = {
    NEW_VERSION: {
        "recordings_in_shared_bucket": "storage_bucket",
        "recording_retention_short": "storage_max_days",
        "storage_size_low": "storage_max_size",
        "administrator_not_allowed": "ram_id",  # OVERRIDES lists only RAM ids
        "test_number_in_production": "test_only",
        "test_number_running_out": "test_only",
        "too_many_online_agents": "max_online_agents",
    },
    OLD_VERSION: {
        "not_a_member": "is_member",
        "audio_download_allowed": "config_items",
        "off_site_not_allowed": "work_mode",
        "skill_group_without_numbers": "media_type",
        "number_inactive": "active",
        "unassigned_number": "unassigned_numbers",
    },
    BOTH: {},
}
