# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rules that come with the collection, in English; the Chinese texts are in builtin_rules_zh.py.

Severities: high if the wrong person or nobody has data or control, or if the user's list is not kept; medium if callers
are not served, if recordings or numbers are lost, or if recordings can be carried away; low if nothing is wrong today,
but soon can be.

A fact that the API version does not report is not defined: ``X if X is defined else Y`` takes what the other version
calls the same.

``X if Y != none`` gives nothing if Y is null, so that the rule is not evaluated and does not pass unseen; as a part of
``and`` or ``or`` it would be false. ``!= none``
takes a tenth of the time of ``is not none``, for which Ansible calls a plugin.
"""

from __future__ import annotations

from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit import (
    builtin_rules_people,
    builtin_rules_routing,
)

_RULES = (
    {
        "id": "recordings_in_shared_bucket",
        "title": "Recordings go to the shared storage space",
        "severity": "high",
        "scope": "instance",
        "that": "storage_bucket not in [none, '']",
        "message": "{instance_name} has no bucket of its own; recordings go to the storage space that all share.",
        "why": "Recordings hold what customers say. Without a StorageBucket they are kept in a public storage space of "
        "the service, where no access policy, encryption or lifecycle of yours applies.",
        "fix": "Set an OSS bucket of your account as the place for recordings, and move or delete what was recorded "
        "before.",
    },
    {
        "id": "recording_retention_short",
        "title": "Recordings are not kept for long enough",
        "severity": "medium",
        "scope": "instance",
        "params": {"min_days": 90},
        "that": "storage_max_days >= params.min_days",
        "message": "{instance_name} keeps recordings for {storage_max_days} days; at least {params.min_days} are asked "
        "for.",
        "why": "A complaint or an audit can ask for a call months later. A recording that was deleted does not come "
        "back. StorageMaxDays is the most days that a recording is kept.",
        "fix": "Raise the days for which recordings are kept, or set params.min_days to what your rules of retention "
        "ask for.",
    },
    {
        "id": "storage_size_low",
        "title": "Little space for recordings",
        "severity": "low",
        "scope": "instance",
        "params": {"min_gb": 100},
        "that": "storage_max_size >= params.min_gb",
        "message": "{instance_name} has {storage_max_size} GB for recordings; at least {params.min_gb} are asked for.",
        "why": "StorageMaxSize limits what recordings take, in GB. When it is reached, there is no room for newer "
        "ones, whatever the days of retention are.",
        "fix": "Raise the limit, or set params.min_gb to what your calls need.",
    },
    {
        "id": "no_administrator",
        "title": "No administrator",
        "severity": "high",
        "scope": "instance",
        "that": "admins != [] if admins != none",
        "message": "{instance_name} has no administrator.",
        "why": "Nobody can change its call flows, users and numbers, or answers for them.",
        "fix": "Add two administrators in the console.",
    },
    {
        "id": "single_administrator",
        "title": "Only one administrator",
        "severity": "low",
        "scope": "instance",
        "that": "admins | length != 1",
        "message": "{instance_name} has one administrator only.",
        "why": "When that person is ill or leaves, nobody can act.",
        "fix": "Add a second administrator in the console.",
    },
    {
        "id": "administrator_without_contact",
        "title": "An administrator without e-mail and phone",
        "severity": "low",
        "scope": "admin",
        "that": "email not in [none, ''] or phone not in [none, '']",
        "message": "{instance.instance_name} has an administrator with neither an e-mail address nor a phone number.",
        "why": "In an incident nobody can reach them, and nothing that the service sends arrives.",
        "fix": "Complete the user's e-mail address or phone number, or take the role from a user who is not in use.",
    },
    {
        "id": "administrator_not_allowed",
        "title": "An administrator who is not on your list",
        "severity": "high",
        "scope": "admin",
        "params": {"allowed_ram_ids": None},
        "when": "params.allowed_ram_ids != none",
        "that": builtin_rules_people.on_list("allowed_ram_ids", "admin"),
        "message": "{instance.instance_name} has an administrator who is not on the list: "
        f"{builtin_rules_people.WHO}.",
        "why": "An administrator hears recordings, sees customers' data, and changes everything.",
        "fix": "Take the role of administrator from this user, or add the RAM id, user id or login name to "
        "params.allowed_ram_ids.",
    },
    {
        "id": "owner_not_allowed",
        "title": "An owner who is not on your list",
        "severity": "high",
        "scope": "instance",
        "params": {"allowed_owners": None},
        "when": "params.allowed_owners != none",
        "that": "(owner in listed.allowed_owners) if owner != none",
        "message": "{instance_name} belongs to {owner}, who is not on the list.",
        "why": "The owner is the account that pays for the call center and decides about it and its data.",
        "fix": "Find out who made it, and move it to an account of yours, or add the owner to params.allowed_owners.",
    },
    {
        "id": "test_number_in_production",
        "title": "A running call center has a test number",
        "severity": "medium",
        "scope": "phone_number",
        "when": "test_only if test_only != none",
        "that": "instance.status | lower != 'running' if instance.status != none",
        "message": "{instance.instance_name} is running with {number}, which is for tests only.",
        "why": "A test number has few minutes. When they are used up, callers do not get through.",
        "fix": "Bind a number that was bought, and release the test number.",
    },
    {
        "id": "test_number_running_out",
        "title": "A test number has few minutes left",
        "severity": "low",
        "scope": "phone_number",
        "params": {"min_minutes": 60},
        "when": "test_only if test_only != none",
        "that": "remaining_time >= params.min_minutes",
        "message": "{number} of {instance.instance_name} has {remaining_time} minutes left for tests.",
        "why": "At zero, a test that is under way ends, and no call gets through.",
        "fix": "Bind a number that was bought, or set params.min_minutes lower.",
    },
    {
        "id": "outbound_not_allowed",
        "title": "Outbound calls from a number that is not on your list",
        "severity": "high",
        "scope": "phone_number",
        "params": {"allowed_numbers": None},
        "when": [
            "params.allowed_numbers != none",
            "(allow_outbound if allow_outbound != none) if allow_outbound is defined else "
            "(usage | lower != 'inbound' if usage != none)",
        ],
        "that": "(number in listed.allowed_numbers) if number != none",
        "message": "{number} of {instance.instance_name} may be used for outbound calls, and is not on the list.",
        "why": "Whoever gets hold of an agent's login can call at your cost and under your number.",
        "fix": "Switch off outbound calls for the number, or add it to params.allowed_numbers.",
    },
    {
        "id": "no_phone_number",
        "title": "No phone number",
        "severity": "low",
        "scope": "instance",
        "that": "phone_numbers != [] if phone_numbers != none",
        "message": "{instance_name} has no phone number.",
        "why": "Nobody can call it, and it can call nobody: it may have been forgotten.",
        "fix": "Bind a number, or delete the call center if nobody needs it.",
    },
    {
        "id": "number_on_two_instances",
        "title": "The same number on two call centers",
        "severity": "medium",
        "scope": "phone_number",
        "that": "fleet.by_number[number] == [instance.instance_id]",
        "message": "{number} is on {fleet.by_number[number] | length} call centers: "
        "{fleet.by_number[number] | join(', ')}.",
        "why": "A call reaches only one of them. The others wait for calls that never come.",
        "fix": "Find out where the number belongs, and unbind it everywhere else.",
    },
    {
        "id": "too_many_online_agents",
        "title": "More agents may be online than you want to pay for",
        "severity": "low",
        "scope": "instance",
        "params": {"limit": 1000},
        "that": "max_online_agents <= params.limit",
        "message": "{instance_name} lets {max_online_agents} agents be online at the same time; the limit is "
        "{params.limit}.",
        "why": "Agents are what a call center is billed by. A zero too many is seen on the bill.",
        "fix": "Lower the number of agents who may be online, or set params.limit to what was agreed.",
    },
    {
        "id": "not_running",
        "title": "Not running",
        "severity": "medium",
        "scope": "instance",
        "that": "status | lower in ['running', 'creating'] if status != none",
        "message": "{instance_name} is not running: its status is {status}.",
        "why": "Nobody answers its numbers. (One that is being created has a rule of its own.)",
        "fix": "Start it, or delete it if nobody needs it.",
    },
    {
        "id": "stuck_in_creating",
        "title": "Stuck while being created",
        "severity": "medium",
        "scope": "instance",
        "params": {"hours": 24},
        "when": "status | lower == 'creating' if status != none",
        "that": "now - created_time <= params.hours * 3600000",
        "message": "{instance_name} is being created for {((now - created_time) / 3600000) | int} hours.",
        "why": "A call center is created within minutes. One that is not has failed, and will not get ready by itself.",
        "fix": "Delete it and create it again, or open a ticket with its instance id.",
    },
    {
        "id": "duplicate_name",
        "title": "Two call centers of one name",
        "severity": "low",
        "scope": "instance",
        "that": "fleet.by_name[instance_name] == [instance_id]",
        "message": "{instance_name} is what {fleet.by_name[instance_name] | length} call centers are called: "
        "{fleet.by_name[instance_name] | join(', ')}.",
        "why": "Whoever chooses by name in the console or in a report changes the wrong one.",
        "fix": "Rename all but one.",
    },
    {
        "id": "unexpected_instance",
        "title": "A call center that is not on your list",
        "severity": "high",
        "scope": "instance",
        "params": {"expected_ids": None},
        "when": "params.expected_ids != none",
        # Its id in an API version that was not read can be on the list.
        "that": "instance_id in listed.expected_ids or (also_in | default(none)) in listed.expected_ids "
        "or (false if fleet.complete and instance_id != none else none)",
        "message": "{instance_name} ({instance_id}) is not on the list of expected call centers.",
        "why": "What nobody knows of, nobody looks after: it costs, takes calls and keeps recordings.",
        "fix": "Find out who made it; then add it to params.expected_ids, or delete it.",
    },
    {
        "id": "missing_instance",
        "title": "A call center of your list is not there",
        "severity": "high",
        "scope": "fleet",
        "params": {"expected_ids": None},
        "when": "params.expected_ids != none",
        # What was not read can have it.
        "that": "listed.expected_ids | reject('in', fleet.by_id) | list | length == 0 "
        "or (false if fleet.complete else none)",
        "message": "Expected, and not found: {listed.expected_ids | reject('in', fleet.by_id) | join(', ')}.",
        "why": "It was deleted, it is in an account or region that was not read, or the key does not see it.",
        "fix": "Check accounts, regions and the RAM policy of the key. If it was deleted on purpose, take it out of "
        "params.expected_ids.",
    },
)

BUILTIN_RULES = (*_RULES, *builtin_rules_people.RULES, *builtin_rules_routing.RULES)
