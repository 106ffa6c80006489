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
  - A fact that is not there is the same as one that is V(null). Where C(users), C(skill_groups), C(phone_numbers),
    C(contact_flows) or C(config_items) are so on one side, they were not read, and are not compared.
  - C(account), C(region), C(api_version), C(is_member) and C(also_in) are not facts of a call center, and are not
    compared. Nor is C(created_at) if there is a C(created_time).
  - Compare what was read by the same API version. The versions have different ids, and do not report the same.
positional: _input, baseline
options:
  _input:
    description: The facts of call centers, a list, as M(alicloud.ccc.ccc_user_instances_info) returns them.
    type: list
    elements: dict
    required: true
  baseline:
    description:
      - The facts to compare with, a list as well.
      - If one of the two is masked (P(alicloud.ccc.mask_personal_data#filter)), the other must be so, too, with the
        same key.
    type: list
    elements: dict
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

- name: Compare them with those of the last time, and tell what changed
  ansible.builtin.debug:
    msg: "{{ now.instances | alicloud.ccc.drift(before) }}"
  vars:
    before: "{{ lookup('ansible.builtin.file', 'facts.json') | from_json }}"

- name: Stop if a call center is gone, or a phone number got into another state
  ansible.builtin.assert:
    that:
      - drift.removed == []
      - drift.changed | map(attribute='changes') | flatten | selectattr('path', 'match', 'phone_numbers') == []
  vars:
    drift: "{{ now.instances | alicloud.ccc.drift(before) }}"
    before: "{{ lookup('ansible.builtin.file', 'facts.json') | from_json }}"
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
          description: What changed in it, one element a value.
          type: list
          elements: dict
          sample:
            - path: admins[ram_id=2345].email
              before: old@example.com
              after: new@example.com
          contains:
            path:
              description:
                - Where the value stands, such as V(status), V(admins[ram_id=2345].email) or
                  V(phone_numbers[number=0250000].allow_outbound).
                - An element that was added or removed stands for itself, such as V(admins[ram_id=2345]). One without
                  an id is V(admins[]).
              type: str
            before:
              description: What it was. V(null) for what was not there.
              type: raw
            after:
              description: What it is. V(null) for what is not there any more.
              type: raw
"""

from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.drift import drift_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._values import instances_to_plain, untemplated


def drift(instances, baseline):
    return untemplated(
        drift_of(
            instances_to_plain(instances, "alicloud.ccc.drift: the call centers"),
            instances_to_plain(baseline, "alicloud.ccc.drift: baseline"),
        )
    )


class FilterModule:
    """What changed."""

    def filters(self):
        return {"drift": drift}
