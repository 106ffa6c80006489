#!/usr/bin/python

# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: ccc_user_info
short_description: Read who can log in to Alibaba Cloud call centers, with which roles and skills
version_added: 1.0.0
author:
  - The alicloud.ccc maintainers (!UNKNOWN)
description:
  - Calls C(ListUsers) of Cloud Call Center (CCC) for one call center or thousands, reads all pages of each, and returns
    one list of users, each with the C(instance_id) of its call center.
  - A user is somebody who works in a call center, such as an agent or an administrator. The facts have the same shape
    and types, whatever the gateway sent.
  - O(api_version) chooses between the two versions of the API that Alibaba Cloud serves.
  - The key's user must be a member of a call center to read what is in it. A call center that refuses it is one
    failure, and the others are read.
  - If some of the call centers cannot be read, the task fails and its result holds the users of all the others. Use
    C(ignore_errors) or C(failed_when) to go on with them.
extends_documentation_fragment:
  - alicloud.ccc.call_centers
  - alicloud.ccc.connection
  - alicloud.ccc.attributes
notes:
  - The facts of users are personal data. Use C(no_log) and files that others cannot read where they must not be seen,
    or P(alicloud.ccc.mask_personal_data#filter).
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

# API version 2017-07-05 spells it ADMIN.
- name: Say who has the role Admin anywhere
  ansible.builtin.debug:
    msg: "{{ item.0.display_name or item.0.user_id }} in {{ item.0.instance_id }}"
  loop: >-
    {{ everybody.users | subelements('roles')
       | selectattr('1.role_name', 'match', 'admin$', ignorecase=true) }}
  loop_control:
    label: "{{ item.0.user_id }}"

- name: Say which agents have no skill group, and so get no calls
  ansible.builtin.debug:
    msg: "{{ item.0.display_name or item.0.user_id }} in {{ item.0.instance_id }}"
  loop: >-
    {{ everybody.users | rejectattr('skill_levels') | subelements('roles')
       | selectattr('1.role_name', 'match', 'agent$', ignorecase=true) }}
  loop_control:
    label: "{{ item.0.user_id }}"

- name: Read the users of one call center from the newer version of the API
  alicloud.ccc.ccc_user_info:
    api_version: "2020-07-01"
    instance_id: shanghai-service
"""

RETURN = r"""
users:
  description:
    - The facts of the users, in the order of O(instance_ids) and, for each, of the
      gateway's list. On failure, those that were read.
    - Every key is always there, but for those of O(api_version=2020-07-01). A value
      that is not reported, or that the gateway did not send, is V(null), and a list
      without elements is empty. Fields of the gateway that are not listed here are
      returned as well, under their names in snake_case, as they came.
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
      description: The id of the RAM user behind it, as text, since it has up to 18
        digits.
      returned: always
      type: str
      sample: '206815793204418806'
    login_name:
      description: The name to log in with, without the call center's.
      returned: always
      type: str
      sample: zhang.wei
    display_name:
      description: The name that others see.
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
      description: The user's own phone number, as text, since it can begin with a
        zero.
      returned: always
      type: str
      sample: '13209090909'
    primary:
      description: Whether the user logs in with the Alibaba Cloud account itself,
        and not with a RAM user.
      returned: always
      type: bool
      sample: false
    primary_account:
      description: The same as C(primary), under its former name.
      returned: with O(api_version=2020-07-01)
      type: bool
      sample: false
    private_outbound_number_id:
      description:
        - The id of the number with which only this user calls out.
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
      description: The id of the phone that the user has registered, in a browser
        or on a desk.
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
      description: The state of that SIP phone, V(UNREGISTERED), V(OFFLINE) or V(ONLINE).
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
          description: Its name, for example V(Admin), V(Manager) or V(Agent).
          returned: always
          type: str
          sample: Admin
        role_description:
          description:
            - Its description.
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
      description: The skill groups that the user belongs to, each with the user's
        level in it.
      returned: always
      type: list
      elements: dict
      contains:
        skill_level_id:
          description:
            - The id of this pair of user and skill group.
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
          description: Its name.
          returned: always
          type: str
          sample: presales
        skill_group_description:
          description:
            - Its description.
            - Not reported with O(api_version=2020-07-01).
          returned: always
          type: str
          sample: Questions before an order
        skill_level:
          description: The user's level in it, from 1, the strongest, to 10.
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
      description: The numbers with which only this user calls out.
      returned: with O(api_version=2020-07-01)
      type: list
      elements: dict
      contains:
        number:
          description: The number, as text, since it can begin with a zero.
          returned: always
          type: str
          sample: '02150000001'
        active:
          description: Whether it can be used.
          returned: always
          type: bool
          sample: true
        usage:
          description: What it is for, V(Inbound), V(Outbound) or V(Bidirection).
          returned: always
          type: str
          sample: Outbound
        city:
          description: The city that it belongs to.
          returned: always
          type: str
          sample: Shanghai
        province:
          description: The province that it belongs to.
          returned: always
          type: str
          sample: Shanghai
request_ids:
  description: The ids of the gateway's answers, for a ticket with Alibaba Cloud's
    support.
  returned: always
  type: list
  elements: str
  sample:
    - 2778FA12-EDD6-42AA-9B15-AF855072E5E5
elapsed:
  description: How many seconds it took to get the key and to read.
  returned: always
  type: float
  sample: 0.214
credentials_source:
  description: Where the key came from, without the key itself. V(null) if there was
    none.
  returned: always
  type: str
  sample: the environment variable ALIBABA_CLOUD_ACCESS_KEY_ID
errors:
  description: What failed, one element for each id or page that could not be read.
  returned: on failure
  type: list
  elements: dict
  contains:
    instance_id:
      description: The id that was asked for. V(null) for a list that is not of one
        call center.
      returned: always
      type: str
      sample: 51349d57-e7a1-4dba-bd16-34d93251207d
    code:
      description:
        - The gateway's code.
        - One that begins with V(Client.) is of this collection, for what the gateway
          did not answer.
      returned: always
      type: str
      sample: NotExist.Instance
    message:
      description: What happened, without secrets.
      returned: always
      type: str
      sample: The specified instance does not exist.
    http_status:
      description: The HTTP status of the last answer, or the C(HttpStatusCode) in
        it. V(null) if there was none.
      returned: always
      type: int
      sample: 404
    request_id:
      description: The id of the last answer. V(null) if the gateway sent none.
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
      sample: Check the id, the region, and that the call center belongs to the account
        of this key; alicloud.ccc.ccc_user_instances_info lists those that the key's
        user is a member of.
"""

from ansible_collections.alicloud.ccc.plugins.module_utils._module import execute
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import LIST_USERS as OPERATION


def main() -> None:
    execute(OPERATION)


if __name__ == "__main__":
    main()
