#!/usr/bin/python

# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: ccc_user_info
short_description: Read the users of Alibaba Cloud call centers, with their roles and skills
version_added: 1.0.0
author:
  - The alicloud.ccc maintainers (!UNKNOWN)
description:
  - Calls C(ListUsers) of Cloud Call Center (CCC) for one call center or thousands, reads all pages of each, and returns
    one list of users, each with the C(instance_id) of its call center.
  - A user is a person who can log in to a call center, such as an agent or an administrator. The facts always have the
    same shape and types, whatever the gateway sends.
  - O(api_version) selects one of the two API versions that Alibaba Cloud serves.
  - The key's user must be a member of a call center to read its resources. If a call center refuses, that is one
    failure, and the others are still read.
  - If some of the call centers cannot be read, the task fails, but its result contains the users of all others. Use
    C(ignore_errors) or C(failed_when) to continue with them.
extends_documentation_fragment:
  - alicloud.ccc.call_centers
  - alicloud.ccc.connection
  - alicloud.ccc.attributes
notes:
  - The facts of users are personal data. To protect them, use C(no_log) and files that others cannot read, or mask them
    with P(alicloud.ccc.mask_personal_data#filter).
seealso:
  - module: alicloud.ccc.ccc_instance_info
  - module: alicloud.ccc.ccc_user_instances_info
"""

EXAMPLES = r"""
- name: List the call centers of the key in the environment
  alicloud.ccc.ccc_user_instances_info:
  register: found

- name: Read the users of all of them in one task
  alicloud.ccc.ccc_user_info:
    instance_ids: "{{ found.instances | map(attribute='instance_id') }}"
  register: everybody

# API version 2017-07-05 spells the role ADMIN.
- name: Show who has the role Admin in any call center
  ansible.builtin.debug:
    msg: "{{ item.0.display_name or item.0.user_id }} in {{ item.0.instance_id }}"
  loop: >-
    {{ everybody.users | subelements('roles')
       | selectattr('1.role_name', 'match', 'admin$', ignorecase=true) }}
  loop_control:
    label: "{{ item.0.user_id }}"

- name: Show which agents are not in a skill group, and so get no calls
  ansible.builtin.debug:
    msg: "{{ item.0.display_name or item.0.user_id }} in {{ item.0.instance_id }}"
  loop: >-
    {{ everybody.users | rejectattr('skill_levels') | subelements('roles')
       | selectattr('1.role_name', 'match', 'agent$', ignorecase=true) }}
  loop_control:
    label: "{{ item.0.user_id }}"

- name: Read the users of one call center with the newer API version
  alicloud.ccc.ccc_user_info:
    api_version: "2020-07-01"
    instance_id: shanghai-service
"""

RETURN = r"""
users:
  description:
    - The facts of the users, in the order of O(instance_ids) and, for each of them,
      of the gateway's list. On failure, those that were read.
    - All keys are always present, except for those that only O(api_version=2020-07-01)
      reports. A value that the gateway did not send is V(null), and a list without
      elements is empty. Fields of the gateway that are not listed here are also returned,
      unchanged, with their names in snake_case.
  returned: always
  type: list
  elements: dict
  contains:
    instance_id:
      description: The call center that the user belongs to.
      returned: always
      type: str
      sample: ef1e71e9-ae9d-487c-96ad-9181d85cf802
    user_id:
      description: The id of the user in this call center.
      returned: always
      type: str
      sample: user-zhang.wei
    ram_id:
      description: The id of the corresponding RAM user, as text, because it has up
        to 18 digits.
      returned: always
      type: str
      sample: '206815793204418806'
    login_name:
      description: The login name, without the name of the call center.
      returned: always
      type: str
      sample: zhang.wei
    display_name:
      description: The display name.
      returned: always
      type: str
      sample: Zhang Wei
    department:
      description:
        - The department.
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: str
      sample: IT
    email:
      description: The e-mail address.
      returned: always
      type: str
      sample: zhang.wei@example.com
    phone:
      description: The user's own phone number, as text, because it can begin with
        a zero.
      returned: always
      type: str
      sample: '13209090909'
    primary:
      description: Whether the user logs in with the Alibaba Cloud account itself
        instead of a RAM user.
      returned: always
      type: bool
      sample: false
    primary_account:
      description: The former name of C(primary), with the same value.
      returned: with O(api_version=2020-07-01)
      type: bool
      sample: false
    private_outbound_number_id:
      description:
        - The id of the number that only this user uses for outbound calls.
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: str
      sample: 51349d57-e7a1-4dba-bd16-34d93251207d
    extension:
      description: The extension, as text.
      returned: with O(api_version=2020-07-01)
      type: str
      sample: '8001'
    work_mode:
      description: How the user takes calls, V(ON_SITE), V(OFF_SITE) or V(OFFICE_PHONE).
      returned: with O(api_version=2020-07-01)
      type: str
      sample: ON_SITE
    display_id:
      description: The staff number, as text.
      returned: with O(api_version=2020-07-01)
      type: str
      sample: '1001'
    device_id:
      description: The id of the softphone or desk phone that the user has registered.
      returned: with O(api_version=2020-07-01)
      type: str
      sample: ACC-YUNBS-1.0.10-0001
    device_ext:
      description: The extension of the SIP phone that the user has registered, as
        text.
      returned: with O(api_version=2020-07-01)
      type: str
      sample: '80330001'
    device_state:
      description: The status of that SIP phone, V(UNREGISTERED), V(OFFLINE) or V(ONLINE).
      returned: with O(api_version=2020-07-01)
      type: str
      sample: OFFLINE
    roles:
      description: The roles of the user. With O(api_version=2020-07-01), there is
        at most one.
      returned: always
      type: list
      elements: dict
      contains:
        role_id:
          description: The id of the role.
          returned: always
          type: str
          sample: Admin@hotline-shanghai
        role_name:
          description: The name of the role, for example V(Admin), V(Manager) or V(Agent).
          returned: always
          type: str
          sample: Admin
        role_description:
          description:
            - The description of the role.
            - Not reported with O(api_version=2020-07-01).
          returned: always
          type: str
          sample: May do everything
        instance_id:
          description:
            - The call center that the role belongs to.
            - Not reported with O(api_version=2020-07-01).
          returned: always
          type: str
          sample: ef1e71e9-ae9d-487c-96ad-9181d85cf802
    skill_levels:
      description: The skill groups of the user, each with the user's skill level.
      returned: always
      type: list
      elements: dict
      contains:
        skill_level_id:
          description:
            - The id of this assignment of the user to the skill group.
            - Not reported with O(api_version=2020-07-01).
          returned: always
          type: str
          sample: 7c1f0a52-0c5b-4c0e-8f2a-1d2b3c4d5e6f
        skill_group_id:
          description: The id of the skill group.
          returned: always
          type: str
          sample: presales@hotline-shanghai
        skill_group_name:
          description: The name of the skill group.
          returned: always
          type: str
          sample: presales
        skill_group_description:
          description:
            - The description of the skill group.
            - Not reported with O(api_version=2020-07-01).
          returned: always
          type: str
          sample: Questions before an order
        skill_level:
          description: The user's skill level, from 1 (highest) to 10.
          returned: always
          type: int
          sample: 5
        instance_id:
          description:
            - The call center that the skill group belongs to.
            - Not reported with O(api_version=2020-07-01).
          returned: always
          type: str
          sample: ef1e71e9-ae9d-487c-96ad-9181d85cf802
    personal_numbers:
      description: The numbers that only this user uses for outbound calls.
      returned: with O(api_version=2020-07-01)
      type: list
      elements: dict
      contains:
        number:
          description: The number, as text, because it can begin with a zero.
          returned: always
          type: str
          sample: '02150000001'
        active:
          description: Whether the number can be used.
          returned: always
          type: bool
          sample: true
        usage:
          description: The use of the number, V(Inbound), V(Outbound) or V(Bidirection).
          returned: always
          type: str
          sample: Outbound
        city:
          description: The city of the number.
          returned: always
          type: str
          sample: Shanghai
        province:
          description: The province of the number.
          returned: always
          type: str
          sample: Shanghai
request_ids:
  description: The request ids of the gateway's responses, for a ticket with Alibaba
    Cloud support.
  returned: always
  type: list
  elements: str
  sample:
    - 2778FA12-EDD6-42AA-9B15-AF855072E5E5
elapsed:
  description: How many seconds it took to get the key and to read the facts.
  returned: always
  type: float
  sample: 0.214
credentials_source:
  description: The source of the key, without the key itself. V(null) if there is
    no key.
  returned: always
  type: str
  sample: the environment variable ALIBABA_CLOUD_ACCESS_KEY_ID
errors:
  description: The failures, one element for each id or page that could not be read.
  returned: on failure
  type: list
  elements: dict
  contains:
    instance_id:
      description: The id of the call center. V(null) for a list that does not belong
        to one call center.
      returned: always
      type: str
      sample: 51349d57-e7a1-4dba-bd16-34d93251207d
    code:
      description:
        - The error code of the gateway.
        - A code that begins with V(Client.) comes from this collection, for errors
          not reported by the gateway.
      returned: always
      type: str
      sample: NotExist.Instance
    message:
      description: What happened, without secrets.
      returned: always
      type: str
      sample: The specified instance does not exist.
    http_status:
      description: The HTTP status of the last response, or the C(HttpStatusCode)
        in it. V(null) if there was no response.
      returned: always
      type: int
      sample: 404
    request_id:
      description: The request id of the last response. V(null) if the gateway sent
        none.
      returned: always
      type: str
      sample: DE803553-8AA9-4B9D-9E4E-A82BC69EDCEE
    attempts:
      description: How many times the request was sent.
      returned: always
      type: int
      sample: 1
    hint:
      description: What to do about it.
      returned: always
      type: str
      sample: Check the id and the region, and that the call center belongs to the
        key's account. alicloud.ccc.ccc_user_instances_info lists the call centers
        that the key's user is a member of.
"""

from ansible_collections.alicloud.ccc.plugins.module_utils._module import execute
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import LIST_USERS as OPERATION


def main() -> None:
    execute(OPERATION)


if __name__ == "__main__":
    main()
