# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Built-in rules about the way of a call: numbers, contact flows and skill groups."""

from __future__ import annotations

# What the versions call differently, for the conditions below.
_HAS_FLOW = "contact_flow_id not in [none, '']"
_HAS_USER = "(user_id if user_id is defined else assignee) not in [none, '']"
_WAS_PUBLISHED = (
    "(published if published != none) if published is defined else applied_version not in [none, ''] or "
    "'Published' in (versions | map(attribute='status'))"
)
_DRAFTS = "versions | selectattr('status', 'equalto', 'Draft') | map(attribute='last_modified')"
DRAFT_AGE = (
    f"days_since({_DRAFTS} | min if versions is defined and 'Draft' in (versions | map(attribute='status')) "
    "else updated_time)"
)

RULES = (
    {
        "id": "skill_group_without_agents",
        "title": "A skill group without agents",
        "severity": "medium",
        "scope": "skill_group",
        "that": "user_count > 0",
        "message": "{skill_group_name} of {instance.instance_name} has no agents.",
        "why": "Callers who are put through to this group wait until they give up.",
        "fix": "Add agents to the skill group, or remove it from all contact flows and delete it.",
    },
    {
        "id": "skill_group_without_numbers",
        "title": "A skill group without numbers",
        "severity": "low",
        "scope": "skill_group",
        "when": "media_type | lower == 'audio' if media_type != none",
        "that": "phone_number_count > 0",
        "message": "{skill_group_name} of {instance.instance_name} has no numbers.",
        "why": "Its agents have no number to call back from.",
        "fix": "Bind a number to the skill group, or delete it if nobody needs it.",
    },
    {
        "id": "number_without_flow",
        "title": "A number that callers reach, and no flow takes",
        "severity": "medium",
        "scope": "phone_number",
        "when": "usage | lower in ['inbound', 'bidirection'] if usage != none",
        "that": _HAS_FLOW,
        "message": "{number} of {instance.instance_name} can be called, and has no contact flow.",
        "why": "The flow decides what happens to a call. Without one, nobody hears who calls this number.",
        "fix": "Bind the number to a contact flow, or change it to outbound calls only.",
    },
    {
        "id": "number_inactive",
        "title": "An inactive number",
        "severity": "medium",
        "scope": "phone_number",
        "that": "active if active != none",
        "message": "{number} of {instance.instance_name} is not active.",
        "why": "Calls to it and from it do not get through, while it is still bound and paid for.",
        "fix": "Ask the supplier of the number why it was suspended; activate it or release it.",
    },
    {
        "id": "number_unused",
        "title": "A number that nobody uses",
        "severity": "low",
        "scope": "phone_number",
        "that": f"{_HAS_FLOW} or skill_groups | length > 0 or {_HAS_USER}",
        "message": "{number} of {instance.instance_name} has no contact flow, no skill group and no user.",
        "why": "It costs its fee every month, and nobody would notice if somebody called from it.",
        "fix": "Bind it to a contact flow, a skill group or a user, or release it.",
    },
    {
        "id": "unassigned_number",
        "title": "A number of the account in no call center",
        "severity": "low",
        "scope": "unassigned_number",
        "params": {"expected_numbers": []},
        "that": "(number in listed.expected_numbers) if number != none",
        "message": "{number} belongs to the account and is in no call center.",
        "why": "It costs its fee every month. If customers still know it, they reach nobody.",
        "fix": "Add it to a call center or release it. If it is kept for later, add it to params.expected_numbers.",
    },
    {
        "id": "flow_never_published",
        "title": "A contact flow with numbers that was never published",
        "severity": "medium",
        "scope": "contact_flow",
        "when": "numbers | length > 0",
        "that": _WAS_PUBLISHED,
        "message": "{contact_flow_name} of {instance.instance_name} was never published, and takes the calls to "
        "{numbers | join(', ')}.",
        "why": "Only a published flow runs. Who calls these numbers reaches nobody.",
        "fix": "Publish the flow, or bind its numbers to one that is published.",
    },
    {
        "id": "flow_without_number",
        "title": "A published flow that no number leads to",
        "severity": "low",
        "scope": "contact_flow",
        "when": ["type == 'MAIN_FLOW' if type != none", _WAS_PUBLISHED],
        "that": "numbers | length > 0",
        "message": "{contact_flow_name} of {instance.instance_name} is published, and no number leads to it.",
        "why": "No call comes to this flow. Either its number was bound elsewhere by mistake, or it was left behind.",
        "fix": "Bind a number to the flow, or delete it if nobody needs it.",
    },
    {
        "id": "draft_waiting",
        "title": "A draft of a flow has waited for long",
        "severity": "low",
        "scope": "contact_flow",
        "params": {"days": 30},
        "that": "(draft_id in [none, ''] if draft_id is defined else "
        f"'Draft' not in (versions | map(attribute='status'))) or {DRAFT_AGE} <= params.days",
        "message": f"{{contact_flow_name}} of {{instance.instance_name}} has a draft that nobody has changed for "
        f"{{{DRAFT_AGE}}} days.",
        "why": "A change that somebody began is not in force, and whoever publishes the flow next publishes it, too.",
        "fix": "Publish the draft or discard it. params.days is how long a draft may wait.",
    },
)
