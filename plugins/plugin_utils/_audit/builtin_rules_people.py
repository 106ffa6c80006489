# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Built-in rules about people: who may do what, whom the audit does not see, and users who are one to a log."""

from __future__ import annotations

# A filter takes ten to fifty times as long as a subscript, and most users have one role.
_ROLE = "roles[0].role_name | lower"
_PRIVILEGED = (
    f"({_ROLE} in listed.roles or {_ROLE} == 'mannager' and 'manager' in listed.roles) if roles | length == 1 else "
    "roles | map(attribute='role_name') | map('lower') | map('replace', 'nn', 'n') | select('in', listed.roles) "
    "| list != []"
)
PRIVILEGED_USERS = (
    "inside.users_by_role.items() | selectattr(0, 'in', listed.roles) | map(attribute=1) | sum(start=[]) | unique "
    "| list | length"
)
# Who an admin or a user is, for people.
WHO = "{display_name or login_name or user_id or ram_id}"


def on_list(name, scope):
    """Return a condition (str): whether ``listed.<name>`` has the RAM id, user id or login name of who is judged.

    Where one of these is not known and could be on the list, it gives neither true nor false. ``ram_ids`` tells how
    many values of a list can be RAM ids. ``'ram_id' in <scope>`` tells whether it is reported, and the judge still says
    so if not; after ``is defined`` it would not.
    """
    ids, ram_ids = f"listed.{name}", f"ram_ids.{name}"
    has_ram_id = f"'ram_id' in {scope}"
    return (
        f"user_id in {ids} or login_name in {ids} or (also_in | default(none)) in {ids} "
        f"or {has_ram_id} and ram_id in {ids} or (false if {ids} == {{}} "
        f"or ({has_ram_id} and ram_id != none or {ram_ids} == 0) "
        f"and (user_id != none and login_name != none or {ram_ids} == {ids} | length) else ram_id)"
    )


RULES = (
    {
        "id": "not_a_member",
        "title": "A call center that the audit does not see into",
        "severity": "low",
        "scope": "instance",
        "that": "is_member if is_member != none",
        "message": "The key's user is not a member of {instance_name}: its users, numbers, groups and flows were not "
        "read.",
        "why": "Only members of a call center can list what is in it, so nobody looks after its people and numbers "
        "here.",
        "fix": "Make the key's user a member of the call center, or have its owners audit it with a key of their own.",
    },
    {
        "id": "too_many_privileged_users",
        "title": "Many users with a privileged role",
        "severity": "low",
        "scope": "instance",
        "params": {"roles": ["admin", "manager"], "max_number": 10, "max_percent": 20},
        "that": "users | length <= params.max_number or "
        f"{PRIVILEGED_USERS} <= [params.max_number, params.max_percent * (users | length) / 100] | max",
        "message": f"{{{PRIVILEGED_USERS}}} of the {{users | length}} users of {{instance_name}} have one of these "
        "roles: {params.roles | join(', ')}.",
        "why": "Administrators and managers hear recordings and see what customers say. Each login that is not needed "
        "is one more that can be stolen.",
        "fix": "Give users who only take calls the role of agent. Both params.max_number and params.max_percent must "
        "be exceeded; params.roles are the roles that count, in lowercase.",
    },
    {
        "id": "privileged_user_not_allowed",
        "title": "A privileged user who is not on your list",
        "severity": "high",
        "scope": "user",
        "params": {"roles": ["admin", "manager"], "allowed_users": None},
        "when": ["params.allowed_users != none", _PRIVILEGED],
        "that": on_list("allowed_users", "user"),
        "message": f"{WHO} of {{instance.instance_name}} has the role {{roles | map(attribute='role_name') | "
        "join(', ')} and is not on the list.",
        "why": "An administrator or manager hears recordings, sees customers' data and changes users.",
        "fix": "Take the role (one of params.roles) from this user, or add the RAM id, user id or login name to "
        "params.allowed_users.",
    },
    {
        "id": "agent_without_skill_group",
        "title": "An agent in no skill group",
        "severity": "low",
        "scope": "user",
        "that": "skill_levels | length > 0 or 'agent' not in (roles | map(attribute='role_name') | map('lower'))",
        "message": f"{WHO} is an agent of {{instance.instance_name}} and in no skill group.",
        "why": "No call is put through to such an agent, although the login works: it may have been forgotten.",
        "fix": "Put the user into a skill group, or remove a user who has left.",
    },
    {
        "id": "personal_number_not_allowed",
        "title": "A personal number that is not on your list",
        "severity": "high",
        "scope": "user",
        "params": {"allowed_numbers": None},
        "when": [
            "params.allowed_numbers != none",
            "personal_numbers | length > 0 if personal_numbers is defined else "
            "private_outbound_number_id not in [none, '']",
        ],
        # The older version names one of the call center's numbers, by its id.
        "that": "personal_numbers | map(attribute='number') | reject('in', listed.allowed_numbers) | list == [] "
        "if personal_numbers is defined else (instance.phone_numbers | selectattr('phone_number_id', 'equalto', "
        "private_outbound_number_id) | map(attribute='number') | first) in listed.allowed_numbers",
        "message": f"{WHO} of {{instance.instance_name}} calls out from a number of their own that is not on the list.",
        "why": "Whoever has a number of their own calls customers past the numbers that you know, at your cost.",
        "fix": "Take the number from the user, or add it to params.allowed_numbers.",
    },
    {
        "id": "audio_download_allowed",
        "title": "Recordings can be downloaded",
        "severity": "medium",
        "scope": "config_item",
        "when": ["name == 'AllowAudioDownload'", "object_type == 'INSTANCE'"],
        "that": "value == '0' if value in ['0', '1']",
        "message": "{instance.instance_name} lets its users download recordings.",
        "why": "What was downloaded is a copy on somebody's computer, which no access policy and no retention of yours "
        "reaches.",
        "fix": "Set AllowAudioDownload to 0 in the settings of the call center.",
    },
    {
        "id": "off_site_not_allowed",
        "title": "An agent works where you do not allow it",
        "severity": "high",
        "scope": "user",
        "params": {"allowed_work_modes": None},
        "when": "params.allowed_work_modes != none",
        "that": "(work_mode in listed.allowed_work_modes) if work_mode not in [none, '']",
        "message": f"{WHO} of {{instance.instance_name}} works {{work_mode}}; allowed is "
        "{params.allowed_work_modes | join(', ')}.",
        "why": "Who takes calls elsewhere than on site (OFF_SITE, OFFICE_PHONE) takes what customers say out of your "
        "network.",
        "fix": "Change the work mode of the user, or add it to params.allowed_work_modes: ON_SITE, OFF_SITE or "
        "OFFICE_PHONE.",
    },
    {
        "id": "user_shares_ram_id",
        "title": "Two users with the same RAM id",
        "severity": "low",
        "scope": "user",
        "that": "ram_id in [none, '', '0'] or inside.users_by_ram_id[ram_id] == [user_id]",
        "message": f"{WHO} of {{instance.instance_name}} has the same RAM id as another user.",
        "why": "Whoever signs in with it is either of them: the log does not say who took a call or changed something.",
        "fix": "Give each user a RAM user of their own, and remove the one that is not in use.",
    },
    {
        "id": "user_shares_email",
        "title": "Two users with the same e-mail address",
        "severity": "low",
        "scope": "user",
        "that": "email in [none, ''] or inside.users_by_email[email] == [user_id]",
        "message": f"{WHO} of {{instance.instance_name}} has the same e-mail address as another user.",
        "why": "What is sent to one of them (a password, a warning) reaches the other as well, or both are one person "
        "with two logins.",
        "fix": "Give each user an address of their own, and remove the user that is not in use.",
    },
)
