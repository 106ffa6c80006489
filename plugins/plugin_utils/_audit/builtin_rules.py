# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The built-in rules, in English; their Chinese texts are in builtin_rules_zh.py.

Severities: high if data or control is in the wrong hands or in nobody's, or if the user's list is violated; medium if
callers are not served, if recordings or numbers are lost, or if recordings can be copied; low if nothing is wrong today
but soon can be.

A fact that the API version does not report is undefined: ``X if X is defined else Y`` uses the fact of the other
version instead.

``X if Y != none`` is undefined if Y is null, so that the rule is not evaluated instead of passing unnoticed; as a part
of ``and`` or ``or`` it would be false. ``!= none`` takes a tenth of the time of ``is not none``, for which Ansible
calls a plugin.
"""

from __future__ import annotations

from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit import (
    builtin_rules_people,
    builtin_rules_routing,
)

_RULES = (
    {
        "id": "recordings_in_shared_bucket",
        "title": "Recordings are kept in shared storage",
        "severity": "high",
        "scope": "instance",
        "that": "storage_bucket not in [none, '']",
        "message": "{instance_name} has no storage bucket, so its recordings are kept in the shared storage of the "
        "service.",
        "why": "Recordings contain what customers say. Without a StorageBucket, they are kept in shared storage of "
        "the service, where your access policies, encryption and lifecycle rules do not apply.",
        "fix": "Set an OSS bucket of your account as the location for recordings, and move or delete existing "
        "recordings.",
    },
    {
        "id": "recording_retention_short",
        "title": "Recordings are not kept long enough",
        "severity": "medium",
        "scope": "instance",
        "params": {"min_days": 90},
        "that": "storage_max_days >= params.min_days",
        "message": "{instance_name} keeps recordings for {storage_max_days} days; the minimum is {params.min_days}.",
        "why": "A complaint or an audit can require a call from months ago, and a deleted recording cannot be "
        "restored. StorageMaxDays is the maximum number of days that a recording is kept.",
        "fix": "Increase the number of days that recordings are kept, or set params.min_days to what your retention "
        "policy requires.",
    },
    {
        "id": "storage_size_low",
        "title": "Storage for recordings is too small",
        "severity": "low",
        "scope": "instance",
        "params": {"min_gb": 100},
        "that": "storage_max_size >= params.min_gb",
        "message": "{instance_name} has {storage_max_size} GB for recordings; the minimum is {params.min_gb} GB.",
        "why": "StorageMaxSize limits the total size of recordings, in GB. When the limit is reached, there is no "
        "space for new recordings, regardless of the retention period.",
        "fix": "Raise the limit, or set params.min_gb to what your call volume requires.",
    },
    {
        "id": "no_administrator",
        "title": "Call center has no administrator",
        "severity": "high",
        "scope": "instance",
        "that": "admins != [] if admins != none",
        "message": "{instance_name} has no administrator.",
        "why": "Nobody can change its contact flows, users and numbers, and nobody is responsible for it.",
        "fix": "Add two administrators in the console.",
    },
    {
        "id": "single_administrator",
        "title": "Call center has only one administrator",
        "severity": "low",
        "scope": "instance",
        "that": "admins | length != 1",
        "message": "{instance_name} has only one administrator.",
        "why": "If that person is ill or leaves, nobody can manage the call center.",
        "fix": "Add a second administrator in the console.",
    },
    {
        "id": "administrator_without_contact",
        "title": "Administrator has no contact details",
        "severity": "low",
        "scope": "admin",
        "that": "email not in [none, ''] or phone not in [none, '']",
        "message": "{instance.instance_name} has an administrator with neither an e-mail address nor a phone number.",
        "why": "Nobody can reach the administrator in an incident, and notifications from the service do not arrive.",
        "fix": "Add the user's e-mail address or phone number, or revoke the administrator role if the user is no "
        "longer active.",
    },
    {
        "id": "administrator_not_allowed",
        "title": "Administrator is not on your list",
        "severity": "high",
        "scope": "admin",
        "params": {"allowed_ram_ids": None},
        "when": "params.allowed_ram_ids != none",
        "that": builtin_rules_people.on_list("allowed_ram_ids", "admin"),
        "message": "{instance.instance_name} has an administrator who is not on the list: "
        f"{builtin_rules_people.WHO}.",
        "why": "Administrators can listen to recordings, see customer data and change everything.",
        "fix": "Revoke the user's administrator role, or add the user's RAM id or login name to "
        "params.allowed_ram_ids.",
    },
    {
        "id": "owner_not_allowed",
        "title": "Owner is not on your list",
        "severity": "high",
        "scope": "instance",
        "params": {"allowed_owners": None},
        "when": "params.allowed_owners != none",
        "that": "(owner in listed.allowed_owners) if owner != none",
        "message": "{instance_name} is owned by {owner}, which is not on the list.",
        "why": "The owner is the account that pays for the call center, and has the final say over it and its data.",
        "fix": "Find out who created the call center, and move it to an account of yours or add the owner to "
        "params.allowed_owners.",
    },
    {
        "id": "test_number_in_production",
        "title": "Running call center uses a test number",
        "severity": "medium",
        "scope": "phone_number",
        "when": "test_only if test_only != none",
        "that": "instance.status | lower != 'running' if instance.status != none",
        "message": "{instance.instance_name} is running, but its number {number} is for tests only.",
        "why": "A test number has few minutes. When they are used up, callers do not get through.",
        "fix": "Bind a purchased number, and release the test number.",
    },
    {
        "id": "test_number_running_out",
        "title": "Test number is running out of minutes",
        "severity": "low",
        "scope": "phone_number",
        "params": {"min_minutes": 60},
        "when": "test_only if test_only != none",
        "that": "remaining_time >= params.min_minutes",
        "message": "The test number {number} of {instance.instance_name} has {remaining_time} minutes left.",
        "why": "When the minutes are used up, a test in progress ends, and no call gets through.",
        "fix": "Bind a purchased number, or lower params.min_minutes.",
    },
    {
        "id": "outbound_not_allowed",
        "title": "Number that can make outbound calls is not on your list",
        "severity": "high",
        "scope": "phone_number",
        "params": {"allowed_numbers": None},
        "when": [
            "params.allowed_numbers != none",
            "(allow_outbound if allow_outbound != none) if allow_outbound is defined else "
            "(usage | lower != 'inbound' if usage != none)",
        ],
        "that": "(number in listed.allowed_numbers) if number != none",
        "message": "{number} of {instance.instance_name} can make outbound calls, but is not on the list.",
        "why": "Anyone who gets hold of an agent's login can make calls at your expense and from your number.",
        "fix": "Disable outbound calls for the number, or add it to params.allowed_numbers.",
    },
    {
        "id": "no_phone_number",
        "title": "Call center has no phone number",
        "severity": "low",
        "scope": "instance",
        "that": "phone_numbers != [] if phone_numbers != none",
        "message": "{instance_name} has no phone number.",
        "why": "It can neither receive nor make calls, and may have been forgotten.",
        "fix": "Bind a number, or delete the call center if it is no longer needed.",
    },
    {
        "id": "number_on_two_instances",
        "title": "Number is bound to more than one call center",
        "severity": "medium",
        "scope": "phone_number",
        "that": "fleet.by_number[number] == [instance.instance_id]",
        "message": "{number} is bound to {fleet.by_number[number] | length} call centers: {fleet.by_number[number] | "
        "join(', ')}.",
        "why": "A call reaches only one of them. The others wait for calls that never arrive.",
        "fix": "Find out which call center the number belongs to, and unbind it from the others.",
    },
    {
        "id": "too_many_online_agents",
        "title": "Too many agents can be online at the same time",
        "severity": "low",
        "scope": "instance",
        "params": {"limit": 1000},
        "that": "max_online_agents <= params.limit",
        "message": "{instance_name} allows {max_online_agents} agents to be online at the same time; the limit is "
        "{params.limit}.",
        "why": "Call centers are billed per agent. One zero too many shows up on the bill.",
        "fix": "Lower the number of agents who can be online, or set params.limit to the agreed number.",
    },
    {
        "id": "not_running",
        "title": "Call center is not running",
        "severity": "medium",
        "scope": "instance",
        "that": "status | lower in ['running', 'creating'] if status != none",
        "message": "{instance_name} is not running: its status is {status}.",
        "why": "Nobody answers its numbers. (Another rule covers call centers that are being created.)",
        "fix": "Start the call center, or delete it if it is no longer needed.",
    },
    {
        "id": "stuck_in_creating",
        "title": "Call center is stuck in creation",
        "severity": "medium",
        "scope": "instance",
        "params": {"hours": 24},
        "when": "status | lower == 'creating' if status != none",
        "that": "now - created_time <= params.hours * 3600000",
        "message": "{instance_name} has had the status {status} for {((now - created_time) / 3600000) | int} hours; "
        "the limit is {params.hours}.",
        "why": "Creation takes minutes. If it takes longer, it has failed and does not finish by itself.",
        "fix": "Delete the call center and create it again, or open a ticket with its instance id.",
    },
    {
        "id": "duplicate_name",
        "title": "Call centers have the same name",
        "severity": "low",
        "scope": "instance",
        "that": "fleet.by_name[instance_name] == [instance_id]",
        "message": "{instance_name} is the name of {fleet.by_name[instance_name] | length} call centers: "
        "{fleet.by_name[instance_name] | join(', ')}.",
        "why": "Anyone who selects a call center by name, in the console or in a report, can change the wrong one.",
        "fix": "Rename all but one.",
    },
    {
        "id": "unexpected_instance",
        "title": "Call center is not on your list",
        "severity": "high",
        "scope": "instance",
        "params": {"expected_ids": None},
        "when": "params.expected_ids != none",
        # The list can contain its id in an API version that was not read.
        "that": "instance_id in listed.expected_ids or (also_in | default(none)) in listed.expected_ids "
        "or (false if fleet.complete and instance_id != none else none)",
        "message": "{instance_name} ({instance_id}) is not on the list of expected call centers.",
        "why": "Nobody looks after a call center that nobody knows about, but it costs money, takes calls and keeps "
        "recordings.",
        "fix": "Find out who created it, and then add it to params.expected_ids or delete it.",
    },
    {
        "id": "missing_instance",
        "title": "Call center on your list was not found",
        "severity": "high",
        "scope": "fleet",
        "params": {"expected_ids": None},
        "when": "params.expected_ids != none",
        # An expected call center can be where nothing was read.
        "that": "listed.expected_ids | reject('in', fleet.by_id) | list | length == 0 "
        "or (false if fleet.complete else none)",
        "message": "Expected but not found: {listed.expected_ids | reject('in', fleet.by_id) | join(', ')}.",
        "why": "It was deleted, it is in an account or region that was not read, or the key cannot see it.",
        "fix": "Check the accounts, the regions and the RAM policy of the key. If the call center was deleted on "
        "purpose, remove it from params.expected_ids.",
    },
)

BUILTIN_RULES = (*_RULES, *builtin_rules_people.RULES, *builtin_rules_routing.RULES)
