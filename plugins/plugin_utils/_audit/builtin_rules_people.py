# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Built-in rules about people: privileges, membership, and users who share an id or an address."""

from __future__ import annotations

# A filter takes 10 to 50 times as long as a subscript, and most users have one role.
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
# How messages name an admin or a user.
WHO = "{display_name or login_name or user_id or ram_id}"


def on_list(name, scope):
    """Return a condition (str) that ``listed.<name>`` contains the RAM id or login name of the person.

    User ids do not count: they differ between the API versions, and a list in one of them is wrong when only the other
    one could be read.

    If the RAM id or the login name is unknown and could be on the list, the condition is neither true nor false.
    ``ram_ids`` is how many values of a list can be RAM ids. ``'ram_id' in <scope>`` tests whether the fact is reported,
    and the judge still reports it as missing if not; after ``is defined`` it would not.
    """
    ids, ram_ids = f"listed.{name}", f"ram_ids.{name}"
    has_ram_id = f"'ram_id' in {scope}"
    return (
        f"login_name in {ids} or {has_ram_id} and ram_id in {ids} or (false if {ids} == {{}} "
        f"or ({has_ram_id} and ram_id != none or {ram_ids} == 0) "
        f"and (login_name != none or {ram_ids} == {ids} | length) else ram_id)"
    )


RULES = (
    {
        "id": "not_a_member",
        "title": "Audit cannot see inside the call center",
        "severity": "low",
        "scope": "instance",
        "that": "is_member if is_member != none",
        "message": "The key's user is not a member of {instance_name}, so its users, numbers, groups and flows were "
        "not read.",
        "why": "Only members can list what is inside a call center, so this audit did not check its users and numbers.",
        "fix": "Make the key's user a member of the call center, or have its owners audit it with their own key.",
    },
    {
        "id": "too_many_privileged_users",
        "title": "Too many users have a privileged role",
        "severity": "low",
        "scope": "instance",
        "params": {"roles": ["admin", "manager"], "max_number": 10, "max_percent": 20},
        "that": "users | length <= params.max_number or "
        f"{PRIVILEGED_USERS} <= [params.max_number, params.max_percent * (users | length) / 100] | max",
        "message": f"{{{PRIVILEGED_USERS}}} of the {{users | length}} users of {{instance_name}} have one of these "
        "roles: {params.roles | join(', ')}.",
        "why": "Administrators and managers can listen to recordings and see what customers say. Every login that is "
        "not needed is one more that can be stolen.",
        "fix": "Give users who only take calls the agent role. The rule applies if both params.max_number and "
        "params.max_percent are exceeded; params.roles are the roles that count, in lowercase.",
    },
    {
        "id": "privileged_user_not_allowed",
        "title": "Privileged user is not on your list",
        "severity": "high",
        "scope": "user",
        "params": {"roles": ["admin", "manager"], "allowed_users": None},
        "when": ["params.allowed_users != none", _PRIVILEGED],
        "that": on_list("allowed_users", "user"),
        "message": f"{WHO} of {{instance.instance_name}} has the role {{roles | map(attribute='role_name') | join(', "
        "')}, but is not on the list.",
        "why": "Administrators and managers can listen to recordings, see customer data and change users.",
        "fix": "Revoke the role (one of params.roles), or add the user's RAM id or login name to params.allowed_users.",
    },
    {
        "id": "agent_without_skill_group",
        "title": "Agent is not in a skill group",
        "severity": "low",
        "scope": "user",
        "that": "skill_levels | length > 0 or 'agent' not in (roles | map(attribute='role_name') | map('lower'))",
        "message": f"{WHO} is an agent of {{instance.instance_name}}, but is not in a skill group.",
        "why": "Calls are not routed to this agent, although the login works. It may have been forgotten.",
        "fix": "Add the user to a skill group, or remove the user if they have left.",
    },
    {
        "id": "personal_number_not_allowed",
        "title": "Personal number is not on your list",
        "severity": "high",
        "scope": "user",
        "params": {"allowed_numbers": None},
        "when": [
            "params.allowed_numbers != none",
            "personal_numbers | length > 0 if personal_numbers is defined else "
            "private_outbound_number_id not in [none, '']",
        ],
        # The older API version gives the id of one of the call center's numbers.
        "that": "personal_numbers | map(attribute='number') | reject('in', listed.allowed_numbers) | list == [] "
        "if personal_numbers is defined else (instance.phone_numbers | selectattr('phone_number_id', 'equalto', "
        "private_outbound_number_id) | map(attribute='number') | first) in listed.allowed_numbers",
        "message": f"{WHO} of {{instance.instance_name}} makes outbound calls from a personal number that is not on "
        "the list.",
        "why": "A user with a personal number can call customers at your expense, from a number that you do not know "
        "about.",
        "fix": "Remove the personal number from the user, or add it to params.allowed_numbers.",
    },
    {
        "id": "audio_download_allowed",
        "title": "Recordings can be downloaded",
        "severity": "medium",
        "scope": "config_item",
        "when": ["name == 'AllowAudioDownload'", "object_type == 'INSTANCE'"],
        "that": "value == '0' if value in ['0', '1']",
        "message": "{instance.instance_name} allows its users to download recordings.",
        "why": "A downloaded recording is a copy on somebody's computer, where your access and retention policies do "
        "not apply.",
        "fix": "Set AllowAudioDownload to 0 in the settings of the call center.",
    },
    {
        "id": "off_site_not_allowed",
        "title": "Work mode is not allowed",
        "severity": "high",
        "scope": "user",
        "params": {"allowed_work_modes": None},
        "when": "params.allowed_work_modes != none",
        "that": "(work_mode in listed.allowed_work_modes) if work_mode not in [none, '']",
        "message": f"{WHO} of {{instance.instance_name}} has the work mode {{work_mode}}; allowed: "
        "{params.allowed_work_modes | join(', ')}.",
        "why": "A user who takes calls off site (OFF_SITE, OFFICE_PHONE) takes what customers say out of your network.",
        "fix": "Change the user's work mode, or add it to params.allowed_work_modes: ON_SITE, OFF_SITE or "
        "OFFICE_PHONE.",
    },
    {
        "id": "user_shares_ram_id",
        "title": "Users share a RAM id",
        "severity": "low",
        "scope": "user",
        "that": "ram_id in [none, '', '0'] or inside.users_by_ram_id[ram_id] == [user_id]",
        "message": f"{WHO} of {{instance.instance_name}} has the same RAM id as another user.",
        "why": "Either of them can have signed in: the log does not show who took a call or changed a setting.",
        "fix": "Give each user their own RAM user, and remove users that are no longer needed.",
    },
    {
        "id": "user_shares_email",
        "title": "Users share an e-mail address",
        "severity": "low",
        "scope": "user",
        "that": "email in [none, ''] or inside.users_by_email[email] == [user_id]",
        "message": f"{WHO} of {{instance.instance_name}} has the same e-mail address as another user.",
        "why": "Mail to one of them (a password, an alert) also reaches the other, or one person has two logins.",
        "fix": "Give each user their own e-mail address, and remove users that are no longer needed.",
    },
)
