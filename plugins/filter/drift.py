# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: drift
short_description: Compare the facts of call centers with earlier ones
version_added: 0.4.0
author:
  - The alicloud.ccc maintainers (!UNKNOWN)
description:
  - Compares the facts of call centers with earlier ones, field by field.
  - Call centers are matched by their C(instance_id). If an id occurs more than once because two keys see the same call
    center, they are also matched by the C(account) and C(region) that it was read from.
  - C(admins) are matched by C(ram_id), or else by C(user_id); C(phone_numbers) by C(phone_number_id), or else by
    C(number); and C(skill_groups) by C(skill_group_id). Any other list is compared as one value, except for those in
    the next paragraph. A different order is never a change.
  - The lists of other modules are compared as well, if they are in their call center under the names that the modules
    give them. C(users) are matched by C(user_id), or else by C(ram_id); their C(roles), C(skill_levels) and
    C(personal_numbers) by C(role_id), C(skill_group_id) and C(number); C(contact_flows) by C(contact_flow_id); and
    C(config_items) by C(name).
  - A fact that is missing on one side was not reported, and is not compared. A fact that is V(null) was reported as
    empty. However, if C(users), C(skill_groups), C(phone_numbers), C(contact_flows) or C(config_items) are V(null),
    they were not read, and are not compared.
  - C(account), C(region), C(api_version), C(is_member) and C(also_in) are not facts of a call center, and are not
    compared. C(created_at) is not compared if there is a C(created_time).
  - Call centers that were not read on one side are neither added nor removed. An account that was read with different
    API versions is not compared, because ids and facts differ between versions. RV(_value.not_compared) says what is
    not compared, and why.
positional: _input, baseline
options:
  _input:
    description:
      - The current facts. Either a list of the facts of call centers, as M(alicloud.ccc.ccc_user_instances_info)
        returns it, or the whole content of a C(facts.json) of the role P(alicloud.ccc.audit#role).
    type: raw
    required: true
  baseline:
    description:
      - The earlier facts, in the same form.
      - If one of the two is a masked C(facts.json), the other is masked before they are compared. Of two lists, either
        both must be masked with the same key (P(alicloud.ccc.mask_personal_data#filter)), or neither.
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

- name: Show what changed since they were last saved
  ansible.builtin.debug:
    msg: "{{ now.instances | alicloud.ccc.drift(before) }}"
  vars:
    before: "{{ lookup('ansible.builtin.file', 'call-centers.json') | from_json }}"

- name: Fail if between two audits a call center was removed, or a user got the role Admin or Manager
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
  description: The changes. They are sorted, so that the same changes always give the same text.
  type: dict
  contains:
    added:
      description: The call centers that are new.
      type: list
      elements: dict
      sample: &entries
        - instance_id: ef1e71e9-ae9d-487c-96ad-9181d85cf802
          instance_name: Hotline
          account: production
          region: cn-shanghai
      contains: &entry
        instance_id:
          description: The id of the call center.
          type: str
        instance_name:
          description: The name of the call center.
          type: str
        account:
          description: The account that it was read from. V(null) if the facts do not say.
          type: str
        region:
          description: The region that it was read from. V(null) if the facts do not say.
          type: str
    removed:
      description: The call centers that no longer exist.
      type: list
      elements: dict
      sample: *entries
      contains: *entry
    changed:
      description: The call centers whose facts changed. Name, account and region are the current ones.
      type: list
      elements: dict
      contains:
        <<: *entry
        changes:
          description: The changes in the call center. New users with the role Admin or Manager come first.
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
                - The path of the value, such as V(status), V(admins[ram_id=2345].email) or
                  V(phone_numbers[number=0250000].allow_outbound).
                - If an element was added or removed, the path of the element, such as V(admins[ram_id=2345]). An
                  element without an id is V(admins[]).
              type: str
            kind:
              description:
                - The list that contains the change, such as V(users). V(null) for a fact of the call center itself.
              type: str
              version_added: 1.0.0
            name:
              description: The name of the list element. V(null) for a fact of the call center itself.
              type: str
              version_added: 1.0.0
            what:
              description:
                - V(added) or V(removed) for an element, such as a user or a role of a user. V(changed) for a value.
              type: str
              version_added: 1.0.0
            fact:
              description: The fact that changed, such as V(extension). V(null) for V(added) and V(removed).
              type: str
              version_added: 1.0.0
            before:
              description: The earlier value. V(null) for an element that was added.
              type: raw
            after:
              description: The current value. V(null) for an element that was removed.
              type: raw
            privileged:
              description: Whether this is a new user with the role Admin or Manager, or a user who got that role.
              type: bool
              version_added: 1.0.0
    unassigned_numbers:
      description: The changes in the phone numbers of accounts that are not assigned to a call center.
      type: dict
      version_added: 1.0.0
      contains:
        added:
          description: The numbers that are new.
          type: list
          elements: dict
        removed:
          description: The numbers that are no longer in the list.
          type: list
          elements: dict
    not_compared:
      description: What was not compared.
      type: list
      elements: dict
      version_added: 1.0.0
      sample:
        - account: production
          reason: The baseline was read with 2017-07-05 only, this audit with 2017-07-05 and 2020-07-01.
      contains:
        account:
          description: The account. V(null) if it applies to all accounts.
          type: str
        reason:
          description: The reason, as a sentence.
          type: str
"""

from ansible.errors import AnsibleFilterError
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.baseline import BaselineError, alike, side_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.drift import drift_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._values import instances_to_plain, to_plain, untemplated


def drift(instances, baseline):
    return untemplated(drift_of(*alike(_side(instances, "the call centers"), _side(baseline, "baseline"))))


def _side(given, name):
    """Return a side, as in baseline.py, of the user's input. Raises AnsibleFilterError."""
    label = "alicloud.ccc.drift: %s" % name
    if not isinstance(given, dict):
        return side_of(instances_to_plain(given, label))
    try:
        return side_of(to_plain(given))
    except BaselineError as error:
        text = "%s must be a list of facts, or the content of a facts.json, but %s"
        raise AnsibleFilterError(text % (label, error)) from None


class FilterModule:
    """The filter drift."""

    def filters(self):
        return {"drift": drift}
