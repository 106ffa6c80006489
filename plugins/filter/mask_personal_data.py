# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: mask_personal_data
short_description: Mask the personal data in facts
version_added: 0.4.0
author:
  - The alicloud.ccc maintainers (!UNKNOWN)
description:
  - Replaces each value that identifies a person by a mask such as V(masked-1a2b3c4d5e6f), at any depth of the facts
    that modules of this collection return. Such values are a person's names, login name, e-mail address, phone number,
    extension, user id, RAM id, staff number, devices and personal numbers.
  - Fields that this collection does not know are masked as well.
  - Values that do not identify a person stay, such as ids and descriptions of call centers, skill groups and roles, the
    phone numbers of a call center itself, and a person's department, roles and skills. V(null) and empty text also
    stay.
  - Equal values have equal masks, in all lists and in all runs with the same O(key). So you can still compare masked
    facts, for example with P(alicloud.ccc.drift#filter).
  - Masking a value twice gives a different mask.
  - The filter recognizes the kind of an element, such as a call center or a user, by its keys. So pass whole elements,
    as a module returned them. An element of an unknown kind is treated as a call center, and more of it is masked.
notes:
  - A mask is the beginning of an HMAC-SHA256 of the value. There are so few phone numbers and likely names that,
    without a secret O(key), anybody can try them all and find out who a mask represents. With a key, only those who
    have it can do so.
positional: _input
options:
  _input:
    description:
      - A list of facts, as a module of this collection returns it, such as C(instances) or C(users).
      - It can also be a list from one of its elements, such as the C(admins) of a call center.
    type: list
    elements: dict
    required: true
  key:
    description:
      - A secret text that the masks depend on. Keep it in a vault.
      - Without a key, masks are the same everywhere, and can be reversed as the notes say.
    type: str
seealso:
  - plugin: alicloud.ccc.drift
    plugin_type: filter
  - module: alicloud.ccc.ccc_user_instances_info
  - module: alicloud.ccc.ccc_user_info
"""

EXAMPLES = r"""
- name: Read all call centers
  alicloud.ccc.ccc_user_instances_info:
  register: all_call_centers

- name: Save their facts without personal data
  ansible.builtin.copy:
    content: "{{ all_call_centers.instances | alicloud.ccc.mask_personal_data | to_nice_json }}"
    dest: facts.json
    mode: "0600"

- name: Save them with masks that can be reversed only with the key
  ansible.builtin.copy:
    content: "{{ all_call_centers.instances | alicloud.ccc.mask_personal_data(key=vault_mask_key) | to_nice_json }}"
    dest: facts.json
    mode: "0600"

- name: Count the administrators of all call centers without identifying them
  ansible.builtin.debug:
    msg: "{{ masked | map(attribute='admins') | flatten | map(attribute='email') | unique | length }}"
  vars:
    masked: "{{ all_call_centers.instances | alicloud.ccc.mask_personal_data }}"

- name: Read the users of one of them
  alicloud.ccc.ccc_user_info:
    instance_id: 5f0c2a8e-3b57-4c1d-9e64-70a1b8c2d3e4
  register: team

- name: Show their roles and skills without identifying them
  ansible.builtin.debug:
    msg: "{{ team.users | alicloud.ccc.mask_personal_data }}"
"""

RETURN = r"""
_value:
  description: The same facts in the same order, with masks.
  type: list
  elements: dict
  sample:
    - instance_id: ef1e71e9-ae9d-487c-96ad-9181d85cf802
      admins:
        - ram_id: masked-2b3c4d5e6f70
          display_name: masked-1a2b3c4d5e6f
          email: masked-0f1e2d3c4b5a
          phone: null
"""

from ansible.errors import AnsibleFilterError
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.personal_data import ANY_KIND, masked
from ansible_collections.alicloud.ccc.plugins.plugin_utils._values import instances_to_plain, untemplated


def mask_personal_data(elements, key=None):
    # An empty key is probably a mistake, and its masks would be weaker than they seem.
    if key is not None and not (isinstance(key, str) and key):
        raise AnsibleFilterError("alicloud.ccc.mask_personal_data: key must be a non-empty string.")
    facts = instances_to_plain(elements, "alicloud.ccc.mask_personal_data: the input")
    return untemplated(masked(facts, key, ANY_KIND))


class FilterModule:
    """The filter mask_personal_data."""

    def filters(self):
        return {"mask_personal_data": mask_personal_data}
