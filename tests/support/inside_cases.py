# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Cases like those of audit_cases.py, of call centers with their lists, for the rules about people and routing."""

from __future__ import annotations

from audit_cases import call_center, number

OLD_DRAFT, NEW_DRAFT = "2026-12-14 10:00:00.0", "2026-12-16 10:00:00.0"  # 31 and 29 days before NOW
GROUPS = ("presales", "aftersales")


def user(serial=1, role="Agent", **facts):
    """Return an agent who is in a skill group. Each serial number is a different user."""
    return {
        **{"instance_id": "one", "user_id": f"user-{serial}", "ram_id": f"20681579320441880{serial}"},
        **{"login_name": f"login.{serial}", "display_name": f"座席 {serial}", "department": "IT"},
        **{"email": f"login.{serial}@example.com", "phone": "13900010001", "primary": False, "work_mode": "ON_SITE"},
        "roles": [{"role_id": f"{role}@one", "role_name": role}],
        "skill_levels": [{"skill_group_id": "presales", "skill_group_name": "presales", "skill_level": 1}],
        **{"private_outbound_number_id": None, "personal_numbers": []},
        **facts,
    }


def group(name="presales", **facts):
    ids = {"instance_id": "one", "skill_group_id": name, "skill_group_name": name}
    return {**ids, "media_type": "AUDIO", "user_count": 1, "phone_number_count": 1, **facts}


def line(serial=1, **facts):
    """Return a number of ListPhoneNumbers, with a flow and a skill group."""
    return {
        **number(number=f"0215000000{serial}", phone_number_id=f"number-{serial}"),
        **{"contact_flow_id": "flow-1", "contact_flow_name": "Hotline", "assignee": None, "user_id": None},
        **{"active": True, "skill_groups": [{"skill_group_id": "presales", "skill_group_name": "presales"}]},
        **facts,
    }


def flow(*drafts, published=True, **facts):
    """Return a contact flow with these drafts. They are given as times, in text."""
    statuses = [
        *(("Published", "2021-03-05 17:35:45.0") for _number in range(published)),
        *(("Draft", at) for at in drafts),
    ]
    return {
        **{"instance_id": "one", "contact_flow_id": "flow-1", "contact_flow_name": "Hotline", "type": "MAIN_FLOW"},
        **{"applied_version": "1" if published else "", "published": published, "numbers": ["02150000001"]},
        "versions": [{"status": status, "last_modified": at} for status, at in statuses],
        **{"draft_id": "draft-1" if drafts else None, "updated_time": max(at for _status, at in statuses)},
        **facts,
    }


def item(name="AllowAudioDownload", value="0", **facts):
    return {"instance_id": "one", "object_type": "INSTANCE", "object_id": "one", "name": name, "value": value, **facts}


def staffed(**facts):
    """Return the facts of a call center that violates no built-in rule."""
    inside = {
        "users": [user(1, "Admin"), user(2)],
        "skill_groups": [group()],
        "phone_numbers": [line()],
        "contact_flows": [flow()],
        "config_items": [item()],
    }
    return call_center(
        **{"account": "a", "region": "cn-shanghai", "is_member": True, "also_in": None, **inside, **facts}
    )


def with_users(*users):
    return [staffed(users=list(users))]


def with_lines(*lines):
    return [staffed(phone_numbers=list(lines))]


def with_flows(*flows):
    return [staffed(contact_flows=list(flows))]


def with_groups(*groups):
    return [staffed(skill_groups=list(groups))]


def crowd(privileged, others, role="Manager"):
    return with_users(
        *(user(serial, role if serial < privileged else "Agent") for serial in range(privileged + others))
    )


def personal(number_id, number):
    """Return the facts of a user's personal number in both API versions."""
    return {"private_outbound_number_id": number_id, "personal_numbers": [{"number": number, "usage": "Outbound"}]}


def unassigned(number):
    place = {"account": "a", "region": "cn-shanghai", "api_version": "2020-07-01"}
    return {**place, "number": number, "city": "", "province": ""}


NO_SKILL = {"skill_levels": []}
BARE = {"contact_flow_id": None, "contact_flow_name": None, "skill_groups": []}
ADMIN_AND_AGENT = [{"role_id": "a", "role_name": "Agent"}, {"role_id": "b", "role_name": "Mannager"}]

FIRES = {
    "not_a_member": [[staffed(is_member=False, users=None)]],
    "too_many_privileged_users": [crowd(11, 43), crowd(11, 0, "Mannager")],
    "privileged_user_not_allowed": [
        with_users(user(4, "Admin")),
        with_users(user(4, "Mannager")),
        with_users(user(4, roles=ADMIN_AND_AGENT)),
    ],
    "agent_without_skill_group": [with_users(user(**NO_SKILL)), with_users(user(roles=ADMIN_AND_AGENT, **NO_SKILL))],
    "personal_number_not_allowed": [with_users(user(**personal("number-1", "02150000001")))],
    "audio_download_allowed": [[staffed(config_items=[item("AllowHangup"), item(value="1")])]],
    "off_site_not_allowed": [with_users(user(work_mode="OFF_SITE"))],
    "user_shares_ram_id": [with_users(user(1), user(2, ram_id=user(1)["ram_id"]))],
    "user_shares_email": [with_users(user(1), user(2, email=user(1)["email"]))],
    "skill_group_without_agents": [with_groups(group(), group("vip", user_count=0))],
    "skill_group_without_numbers": [with_groups(group(), group("vip", phone_number_count=0))],
    "number_without_flow": [
        with_lines(line(usage="Inbound", contact_flow_id=None)),
        with_lines(line(usage="Bidirection", contact_flow_id="")),
    ],
    "number_inactive": [with_lines(line(active=False))],
    "number_unused": [with_lines(line(**BARE)), with_lines(line(user_id="", assignee="", **BARE))],
    "unassigned_number": [unassigned("02150000088")],
    "flow_never_published": [with_flows(flow(NEW_DRAFT, published=False))],
    "flow_without_number": [with_flows(flow(numbers=[]))],
    "draft_waiting": [with_flows(flow(OLD_DRAFT)), with_flows(flow(OLD_DRAFT, published=False))],
}
QUIET = {
    "not_a_member": [[staffed()]],
    "too_many_privileged_users": [crowd(10, 0), crowd(11, 44)],
    "privileged_user_not_allowed": [
        with_users(user(1, "Admin"), user(2, "Manager", login_name="li.wei"), user(4)),
        with_users(user(3, "Admin")),
    ],
    "agent_without_skill_group": [with_users(user(), user(2, "Manager", **NO_SKILL), user(3, roles=[], **NO_SKILL))],
    "personal_number_not_allowed": [
        [
            staffed(
                users=[user(), user(2, **personal("number-2", "02150000002"))],
                phone_numbers=[line(), line(2, user_id="user-2", assignee="user-2")],
            )
        ],
    ],
    "audio_download_allowed": [
        [staffed()],
        [staffed(config_items=[])],
        [staffed(config_items=[item("AllowHangup", "1"), item(value="1", object_type="USER")])],
    ],
    "off_site_not_allowed": [with_users(user())],
    "user_shares_ram_id": [with_users(user(1), user(2), user(3, ram_id="0"), user(4, ram_id="0"), user(5, ram_id=""))],
    "user_shares_email": [with_users(user(1), user(2), user(3, email=""), user(4, email=""), user(5, email=None))],
    "skill_group_without_agents": [with_groups(group()), with_groups()],
    "skill_group_without_numbers": [
        with_groups(group(), group("chat", media_type="CHAT", phone_number_count=0)),
    ],
    "number_without_flow": [with_lines(line(), line(2, usage="Outbound", contact_flow_id=None))],
    "number_inactive": [with_lines(line())],
    "number_unused": [
        with_lines(
            line(),
            line(2, **{**BARE, "contact_flow_id": "flow-1"}),
            line(3, user_id="user-1", assignee="user-1", **BARE),
            line(4, **{**BARE, "skill_groups": line()["skill_groups"]}),
        )
    ],
    "unassigned_number": [unassigned("02150000099")],
    "flow_never_published": [with_flows(flow(), flow(NEW_DRAFT, published=False, numbers=[]))],
    "flow_without_number": [
        with_flows(
            flow(),
            flow(NEW_DRAFT, published=False, numbers=[], contact_flow_id="flow-2", contact_flow_name="Night"),
            flow(numbers=[], type="SURVEY_FLOW", contact_flow_id="flow-3", contact_flow_name="Survey"),
        )
    ],
    "draft_waiting": [with_flows(flow(), flow(NEW_DRAFT, contact_flow_id="flow-2", contact_flow_name="Night"))],
}
# In both versions, a rule does not pass unnoticed if the named fact is null.
NULL_FACT = {
    "not_a_member": (staffed(is_member=None), "is_member"),
    "agent_without_skill_group": (with_users(user(skill_levels=None))[0], "skill_levels"),
    "audio_download_allowed": (staffed(config_items=[item(value=None)]), "value"),
    "off_site_not_allowed": (with_users(user(work_mode=None))[0], "work_mode"),
    "skill_group_without_agents": (with_groups(group(user_count=None))[0], "user_count"),
    "skill_group_without_numbers": (with_groups(group(phone_number_count=None))[0], "phone_number_count"),
    "number_without_flow": (with_lines(line(usage=None))[0], "usage"),
    "number_inactive": (with_lines(line(active=None))[0], "active"),
    "number_unused": (with_lines(line(**{**BARE, "skill_groups": None}))[0], "skill_groups"),
    "flow_never_published": (with_flows({**flow(), "published": None})[0], "published"),
    "flow_without_number": (with_flows(flow(numbers=[], type=None))[0], "type"),
}
