# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: drift
short_description: What changed in call centers since the last time
version_added: 0.4.0
author:
  - The alicloud.ccc maintainers (!UNKNOWN)
description:
  - Compares the facts of call centers with earlier ones, field by field.
  - Call centers are matched by their C(instance_id). If an id is there more than once, since two keys see the same
    call center, also by the C(account) and C(region) that it was read from.
  - C(admins) are matched by C(ram_id), else by C(user_id); C(phone_numbers) by C(phone_number_id), else by C(number);
    and C(skill_groups) by C(skill_group_id). Any other list counts as one value, except those that the next point
    names. Order is never a change.
  - What other modules read can be compared as well, if it stands in its call center under the name that its module
    gives it. C(users) are matched by C(user_id), else by C(ram_id), their C(roles), C(skill_levels) and
    C(personal_numbers) by C(role_id), C(skill_group_id) and C(number), C(contact_flows) by C(contact_flow_id), and
    C(config_items) by C(name).
  - A fact that is not there on one side was not reported, and is not compared. One that is V(null) was reported as
    empty. But where C(users), C(skill_groups), C(phone_numbers), C(contact_flows) or C(config_items) are V(null), they
    were not read, and are not compared.
  - C(account), C(region), C(api_version), C(is_member) and C(also_in) are not facts of a call center, and are not
    compared. Nor is C(created_at) if there is a C(created_time).
  - What was not read, then or now, is neither new nor gone. An account that was read with other versions of the API is
    not compared, since their ids and facts are not the same. RV(_value.not_compared) says what is not compared, and
    why.
positional: _input, baseline
options:
  _input:
    description:
      - The facts of call centers, a list, as M(alicloud.ccc.ccc_user_instances_info) returns them, or what a
        C(facts.json) of the role P(alicloud.ccc.audit#role) holds, as it is.
    type: raw
    required: true
  baseline:
    description:
      - What to compare with, the same.
      - If one of the two is a C(facts.json) that is masked, the other is masked before they are compared. Of two lists,
        either both must be masked (P(alicloud.ccc.mask_personal_data#filter)), with the same key, or none.
    type: raw
    required: true
seealso:
  - plugin: alicloud.ccc.mask_personal_data
    plugin_type: filter
  - module: alicloud.ccc.ccc_user_instances_info
"""

EXAMPLES = r"""
- name: Read all call centers
  alicloud.ccc.ccc_user_instances_info:
  register: now

- name: Compare them with those that were kept the last time, and tell what changed
  ansible.builtin.debug:
    msg: "{{ now.instances | alicloud.ccc.drift(before) }}"
  vars:
    before: "{{ lookup('ansible.builtin.file', 'call-centers.json') | from_json }}"

- name: Stop if a call center is gone, or somebody is new with the role Admin or Manager, between two audits
  ansible.builtin.assert:
    that:
      - drift.removed == []
      - drift.changed | map(attribute='changes') | flatten | selectattr('privileged') == []
  vars:
    drift: "{{ today | alicloud.ccc.drift(before) }}"
    today: "{{ lookup('ansible.builtin.file', 'today/facts.json') | from_json }}"
    before: "{{ lookup('ansible.builtin.file', 'yesterday/facts.json') | from_json }}"
"""

RETURN = r"""
_value:
  description: What changed. It is sorted, so that the same changes are always the same text.
  type: dict
  contains:
    added:
      description: The call centers that were not there.
      type: list
      elements: dict
      sample: &entries
        - instance_id: ef1e71e9-ae9d-487c-96ad-9181d85cf802
          instance_name: Hotline
          account: production
          region: cn-shanghai
      contains: &entry
        instance_id:
          description: Its id.
          type: str
        instance_name:
          description: Its name.
          type: str
        account:
          description: The account that it was read from, if the facts have one. Otherwise V(null).
          type: str
        region:
          description: The region that was asked, if the facts have one. Otherwise V(null).
          type: str
    removed:
      description: The call centers that are not there any more.
      type: list
      elements: dict
      sample: *entries
      contains: *entry
    changed:
      description: The call centers that are not what they were. Name, account and region are those of now.
      type: list
      elements: dict
      contains:
        <<: *entry
        changes:
          description: What changed in it, new people with the role Admin or Manager first.
          type: list
          elements: dict
          sample:
            - path: users[user_id=agent1@example].extension
              kind: users
              name: agent1
              what: changed
              fact: extension
              before: "8001"
              after: "8002"
              privileged: false
          contains:
            path:
              description:
                - Where the value stands, such as V(status), V(admins[ram_id=2345].email) or
                  V(phone_numbers[number=0250000].allow_outbound).
                - An element that was added or removed stands for itself, such as V(admins[ram_id=2345]). One without
                  an id is V(admins[]).
              type: str
            kind:
              description:
                - The list in the call center that it is in, such as V(users). V(null) for a fact of the call center.
              type: str
            name:
              description: What people call the element of that list. V(null) for a fact of the call center.
              type: str
            what:
              description:
                - V(added) or V(removed) if the element that the path names is new or gone, such as a user, or a role of
                  one. V(changed) for a value that is not what it was.
              type: str
            fact:
              description: The fact that changed, such as V(extension). V(null) for V(added) and V(removed).
              type: str
            before:
              description: What it was. V(null) for what was not there.
              type: raw
            after:
              description: What it is. V(null) for what is not there any more.
              type: raw
            privileged:
              description: Whether it says that a user is new with, or has got, the role Admin or Manager.
              type: bool
    unassigned_numbers:
      description: The numbers of accounts that no call center has, and which of them are new or gone.
      type: dict
      contains:
        added:
          description: Those that were not there.
          type: list
          elements: dict
        removed:
          description: Those that are not there any more.
          type: list
          elements: dict
    not_compared:
      description: What was not compared.
      type: list
      elements: dict
      sample:
        - account: production
          reason: The baseline was read with 2017-07-05 only, this audit with 2017-07-05 and 2020-07-01.
      contains:
        account:
          description: The account, or V(null) for all of them.
          type: str
        reason:
          description: Why, in a sentence.
          type: str
"""

from ansible.errors import AnsibleFilterError
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.baseline import BaselineError, alike, side_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.drift import drift_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._values import instances_to_plain, to_plain, untemplated


def drift(instances, baseline):
    return untemplated(drift_of(*alike(_side(instances, "the call centers"), _side(baseline, "baseline"))))


def _side(given, name):
    """Return a side of baseline.py for what a user gave. Raises AnsibleFilterError."""
    label = "alicloud.ccc.drift: %s" % name
    if not isinstance(given, dict):
        return side_of(instances_to_plain(given, label))
    try:
        return side_of(to_plain(given))
    except BaselineError as error:
        text = "%s must be a list of facts, or what a facts.json holds, but %s"
        raise AnsibleFilterError(text % (label, error)) from None


class FilterModule:
    """What changed."""

    def filters(self):
        return {"drift": drift}
