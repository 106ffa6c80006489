# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Built-in rules about call routing: numbers, contact flows and skill groups."""

from __future__ import annotations

# Parts of conditions for facts that the API versions name differently.
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
        "title": "Skill group has no agents",
        "severity": "medium",
        "scope": "skill_group",
        "that": "user_count > 0",
        "message": "The skill group {skill_group_name} of {instance.instance_name} has no agents.",
        "why": "Callers who are transferred to this group wait until they give up.",
        "fix": "Add agents to the skill group, or remove it from all contact flows and delete it.",
    },
    {
        "id": "skill_group_without_numbers",
        "title": "Skill group has no numbers",
        "severity": "low",
        "scope": "skill_group",
        "when": "media_type | lower == 'audio' if media_type != none",
        "that": "phone_number_count > 0",
        "message": "The skill group {skill_group_name} of {instance.instance_name} has no numbers.",
        "why": "Its agents have no number to call customers back from.",
        "fix": "Bind a number to the skill group, or delete the group if it is no longer needed.",
    },
    {
        "id": "number_without_flow",
        "title": "Inbound number has no contact flow",
        "severity": "medium",
        "scope": "phone_number",
        "when": "usage | lower in ['inbound', 'bidirection'] if usage != none",
        "that": _HAS_FLOW,
        "message": "{number} of {instance.instance_name} takes inbound calls, but has no contact flow.",
        "why": "The contact flow decides what happens to a call. Without one, nobody answers callers to this number.",
        "fix": "Bind the number to a contact flow, or restrict it to outbound calls.",
    },
    {
        "id": "number_inactive",
        "title": "Number is inactive",
        "severity": "medium",
        "scope": "phone_number",
        "that": "active if active != none",
        "message": "{number} of {instance.instance_name} is not active.",
        "why": "Calls to and from it do not get through, although it is still bound and paid for.",
        "fix": "Ask the provider of the number why it was suspended, and activate or release it.",
    },
    {
        "id": "number_unused",
        "title": "Number is not used",
        "severity": "low",
        "scope": "phone_number",
        "that": f"{_HAS_FLOW} or skill_groups | length > 0 or {_HAS_USER}",
        "message": "{number} of {instance.instance_name} has no contact flow, no skill group and no user.",
        "why": "It costs a monthly fee, and nobody would notice if somebody made calls from it.",
        "fix": "Bind the number to a contact flow, a skill group or a user, or release it.",
    },
    {
        "id": "unassigned_number",
        "title": "Number is not in any call center",
        "severity": "low",
        "scope": "unassigned_number",
        "params": {"expected_numbers": []},
        "that": "(number in listed.expected_numbers) if number != none",
        "message": "{number} belongs to the account, but is not in any call center.",
        "why": "It costs a monthly fee. Customers who still call it reach nobody.",
        "fix": "Add the number to a call center, or release it. To keep it in reserve, add it to "
        "params.expected_numbers.",
    },
    {
        "id": "flow_never_published",
        "title": "Contact flow with numbers was never published",
        "severity": "medium",
        "scope": "contact_flow",
        "when": "numbers | length > 0",
        "that": _WAS_PUBLISHED,
        "message": "The contact flow {contact_flow_name} of {instance.instance_name} was never published, but takes "
        "the calls to {numbers | join(', ')}.",
        "why": "Only published flows run. Callers to these numbers reach nobody.",
        "fix": "Publish the flow, or bind its numbers to a published one.",
    },
    {
        "id": "flow_without_number",
        "title": "Published contact flow has no number",
        "severity": "low",
        "scope": "contact_flow",
        "when": ["type == 'MAIN_FLOW' if type != none", _WAS_PUBLISHED],
        "that": "numbers | length > 0",
        "message": "The contact flow {contact_flow_name} of {instance.instance_name} is published, but no number "
        "leads to it.",
        "why": "No call reaches this flow. Either its number was bound elsewhere by mistake, or the flow was left "
        "behind.",
        "fix": "Bind a number to the flow, or delete it if it is no longer needed.",
    },
    {
        "id": "draft_waiting",
        "title": "Contact flow has an old draft",
        "severity": "low",
        "scope": "contact_flow",
        "params": {"days": 30},
        "that": "(draft_id in [none, ''] if draft_id is defined else "
        f"'Draft' not in (versions | map(attribute='status'))) or {DRAFT_AGE} <= params.days",
        "message": "The contact flow {contact_flow_name} of {instance.instance_name} has a draft that nobody has "
        f"changed for {{{DRAFT_AGE}}} days.",
        "why": "A change that somebody started is not in effect, and whoever publishes the flow next publishes it, "
        "too.",
        "fix": "Publish or discard the draft. params.days is the number of days that a draft can wait.",
    },
)
