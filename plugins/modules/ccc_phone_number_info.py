#!/usr/bin/python

# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: ccc_phone_number_info
short_description: Read the phone numbers of Alibaba Cloud call centers
version_added: 1.0.0
author:
  - The alicloud.ccc maintainers (!UNKNOWN)
description:
  - Calls C(ListPhoneNumbers) of Cloud Call Center (CCC) for one call center or thousands, reads all pages of each,
    and returns one list of phone numbers, each with the C(instance_id) of its call center, its contact flow and its
    skill groups.
  - O(api_version) selects one of the two API versions that Alibaba Cloud serves.
  - The key's user must be a member of a call center to read its resources. If a call center refuses, that is one
    failure, and the others are still read.
  - If some of the call centers cannot be read, the task fails, but its result contains the phone numbers of all others.
    Use C(ignore_errors) or C(failed_when) to continue with them.
extends_documentation_fragment:
  - alicloud.ccc.call_centers
  - alicloud.ccc.connection
  - alicloud.ccc.attributes
seealso:
  - module: alicloud.ccc.ccc_contact_flow_info
  - module: alicloud.ccc.ccc_unassigned_number_info
  - module: alicloud.ccc.ccc_skill_group_info
"""

EXAMPLES = r"""
- name: List the call centers of the key in the environment
  alicloud.ccc.ccc_user_instances_info:
  register: found

- name: Read the numbers of all of them in one task
  alicloud.ccc.ccc_phone_number_info:
    instance_ids: "{{ found.instances | map(attribute='instance_id') }}"
  register: lines

- name: Show which numbers take calls but have no contact flow
  ansible.builtin.debug:
    msg: "{{ item.number }} in {{ item.instance_id }}"
  loop: >-
    {{ lines.phone_numbers | rejectattr('usage', 'equalto', 'Outbound') | rejectattr('contact_flow_id') }}
  loop_control:
    label: "{{ item.number }}"

- name: Read the numbers of one call center with the newer API version
  alicloud.ccc.ccc_phone_number_info:
    api_version: "2020-07-01"
    instance_id: shanghai-service
"""

RETURN = r"""
phone_numbers:
  description:
    - The facts of the phone numbers, in the order of O(instance_ids) and, for each
      of them, of the gateway's list. On failure, those that were read.
    - All keys are always present, except for those that only O(api_version=2020-07-01)
      reports. A value that the gateway did not send is V(null), and a list without
      elements is empty. Fields of the gateway that are not listed here are also returned,
      unchanged, with their names in snake_case.
  returned: always
  type: list
  elements: dict
  contains:
    phone_number_id:
      description:
        - The id of the number.
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: str
      sample: 51349d57-e7a1-4dba-bd16-34d93251207d
    number:
      description: The number, as text, because it can begin with a zero.
      returned: always
      type: str
      sample: '02500000000'
    phone_number_description:
      description:
        - The description of the number.
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: str
      sample: Ali Telecom
    usage:
      description: The use of the number, V(Inbound), V(Outbound) or V(Bidirection).
      returned: always
      type: str
      sample: Bidirection
    allow_outbound:
      description:
        - Whether outbound calls are allowed.
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: bool
      sample: true
    test_only:
      description:
        - Whether this is a test number.
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: bool
      sample: false
    remaining_time:
      description:
        - 'The remaining call time of a test number. Unit: minutes.'
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: int
      sample: 0
    trunks:
      description:
        - 'How many calls the number can carry at the same time. Unit: trunks.'
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: int
      sample: 15
    instance_id:
      description: The call center that the number belongs to.
      returned: always
      type: str
      sample: ef1e71e9-ae9d-487c-96ad-9181d85cf802
    active:
      description: Whether the number is active.
      returned: with O(api_version=2020-07-01)
      type: bool
      sample: true
    city:
      description: The city of the number.
      returned: always
      type: str
      sample: Nanjing
    province:
      description: The province of the number.
      returned: always
      type: str
      sample: Jiangsu
    contact_flow_id:
      description: The id of the contact flow that handles inbound calls.
      returned: always
      type: str
      sample: c5dd0a1e-3f2b-4b6e-8f0e-4f3f6c1d2a3b
    user_id:
      description: The id of the user that the number is reserved for.
      returned: with O(api_version=2020-07-01)
      type: str
      sample: agent@hotline-shanghai
    contact_flow_name:
      description: The name of that contact flow.
      returned: always
      type: str
      sample: Main menu
    contact_flow_description:
      description:
        - The description of that contact flow.
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: str
      sample: Greets, then asks for the order number
    contact_flow_type:
      description:
        - The type of that contact flow, as the gateway reports it.
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: str
      sample: MAIN_FLOW
    assignee:
      description:
        - The assignee of the number, as the gateway reports it.
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: str
      sample: user-zhang.wei
    provider:
      description: The provider of the number.
      returned: with O(api_version=2020-07-01)
      type: str
      sample: alicom
    tags:
      description: A label for Alibaba Cloud's internal use.
      returned: with O(api_version=2020-07-01)
      type: str
      sample: M1
    created_time:
      description: 'When the number was added to the call center, counted from 1970-01-01
        00:00:00 UTC. Unit: milliseconds.'
      returned: with O(api_version=2020-07-01)
      type: int
      sample: 1617958538000
    created_at:
      description: The same time in ISO 8601 format, in UTC, to the second.
      returned: with O(api_version=2020-07-01)
      type: str
      sample: '2021-04-09T08:55:38Z'
    number_commodity_status:
      description:
        - The purchase status of the number, as a code of the gateway.
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: int
      sample: 1
    sip_tel_x:
      description:
        - The SIP address of a virtual number.
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: str
      sample: 95187@sip.example.com
    privacy_number:
      description:
        - The virtual number that hides a real number, if there is one.
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: dict
      contains:
        phone_number:
          description: The real number.
          returned: always
          type: str
          sample: '13209090909'
        tel_x:
          description: The virtual number.
          returned: always
          type: str
          sample: '17000000001'
        sub_id:
          description: The id of this pair of numbers.
          returned: always
          type: str
          sample: '1000000012345'
        type:
          description: The type of the virtual number, as the gateway reports it.
          returned: always
          type: str
          sample: AXN
        pool_id:
          description: The id of the pool that the virtual number comes from.
          returned: always
          type: str
          sample: FC123456
        pool_name:
          description: The name of that pool.
          returned: always
          type: str
          sample: Hotline
        region_name_city:
          description: The city of the virtual number.
          returned: always
          type: str
          sample: Shanghai
        biz_id:
          description: The id of the business that uses the virtual number.
          returned: always
          type: str
          sample: hotline
        extra:
          description: Additional data, as text.
          returned: always
          type: str
          sample: '{}'
    skill_groups:
      description: The skill groups that the number is assigned to.
      returned: always
      type: list
      elements: dict
      contains:
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
        display_name:
          description: The display name of the skill group.
          returned: with O(api_version=2020-07-01)
          type: str
          sample: Presales
        instance_id:
          description: The call center that the skill group belongs to.
          returned: with O(api_version=2020-07-01)
          type: str
          sample: hotline-shanghai
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
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import LIST_PHONE_NUMBERS as OPERATION


def main() -> None:
    execute(OPERATION)


if __name__ == "__main__":
    main()
