#!/usr/bin/python

# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: ccc_skill_group_info
short_description: Read the skill groups of Alibaba Cloud call centers
version_added: 1.0.0
author:
  - The alicloud.ccc maintainers (!UNKNOWN)
description:
  - Calls C(ListSkillGroups) of Cloud Call Center (CCC) for one call center or thousands, reads all pages of each, and
    returns one list of skill groups, each with the C(instance_id) of its call center.
  - O(api_version) selects one of the two API versions that Alibaba Cloud serves.
  - The key's user must be a member of a call center to read its resources. If a call center refuses, that is one
    failure, and the others are still read.
  - If some of the call centers cannot be read, the task fails, but its result contains the skill groups of all others.
    Use C(ignore_errors) or C(failed_when) to continue with them.
options:
  media_types:
    description:
      - The channels whose skill groups to read. There is one request for each, because the operation takes only one
        channel, V(AUDIO) by default. A skill group in several responses is returned once.
      - With O(api_version=2017-07-05), the operation does not have this parameter, and the option is ignored.
    type: list
    elements: str
    choices: [AUDIO, CHAT, VIDEO]
    default: [AUDIO, CHAT, VIDEO]
extends_documentation_fragment:
  - alicloud.ccc.call_centers
  - alicloud.ccc.connection
  - alicloud.ccc.attributes
seealso:
  - module: alicloud.ccc.ccc_user_info
  - module: alicloud.ccc.ccc_phone_number_info
  - module: alicloud.ccc.ccc_instance_info
"""

EXAMPLES = r"""
- name: List the call centers of the key in the environment
  alicloud.ccc.ccc_user_instances_info:
  register: found

- name: Read the skill groups of all of them in one task
  alicloud.ccc.ccc_skill_group_info:
    instance_ids: "{{ found.instances | map(attribute='instance_id') }}"
  register: skills

- name: Show which skill groups have no agents
  ansible.builtin.debug:
    msg: "{{ item.skill_group_name }} in {{ item.instance_id }}"
  loop: "{{ skills.skill_groups | selectattr('user_count', 'equalto', 0) }}"
  loop_control:
    label: "{{ item.skill_group_id }}"

- name: Read the skill groups of one call center that take calls, with the newer API version
  alicloud.ccc.ccc_skill_group_info:
    api_version: "2020-07-01"
    instance_id: shanghai-service
    media_types: [AUDIO]
"""

RETURN = r"""
skill_groups:
  description:
    - The facts of the skill groups, in the order of O(instance_ids) and, for each
      of them, of the gateway's list. On failure, those that were read.
    - All keys are always present, except for those that only O(api_version=2020-07-01)
      reports. A value that the gateway did not send is V(null), and a list without
      elements is empty. Fields of the gateway that are not listed here are also returned,
      unchanged, with their names in snake_case.
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
    skill_group_description:
      description: The description of the skill group.
      returned: always
      type: str
      sample: Questions before an order
    instance_id:
      description: The call center that the skill group belongs to.
      returned: always
      type: str
      sample: hotline-shanghai
    phone_number_count:
      description: 'How many phone numbers the skill group has. Unit: phone numbers.'
      returned: with O(api_version=2020-07-01)
      type: int
      sample: 2
    user_count:
      description: 'How many users the skill group has. Unit: users.'
      returned: always
      type: int
      sample: 12
    media_type:
      description: The channel of the skill group, V(AUDIO), V(CHAT) or V(VIDEO).
      returned: with O(api_version=2020-07-01)
      type: str
      sample: AUDIO
    routing_strategy:
      description:
        - How calls are distributed to users, as the gateway reports it.
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: str
      sample: LONGEST_IDLE
    acc_skill_group_name:
      description:
        - The name of the skill group in Alibaba Cloud's internal systems.
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: str
      sample: presales
    acc_queue_name:
      description:
        - The name of the skill group's queue in Alibaba Cloud's internal systems.
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: str
      sample: presales-queue
    outbound_phone_numbers:
      description:
        - The numbers that the users of the skill group use for outbound calls.
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: list
      elements: dict
      contains:
        phone_number_id:
          description: The id of the number.
          returned: always
          type: str
          sample: 51349d57-e7a1-4dba-bd16-34d93251207d
        number:
          description: The number, as text, because it can begin with a zero.
          returned: always
          type: str
          sample: '02500000000'
        phone_number_description:
          description: The description of the number.
          returned: always
          type: str
          sample: Ali Telecom
        usage:
          description: The use of the number, V(Inbound), V(Outbound) or V(Bidirection).
          returned: always
          type: str
          sample: Bidirection
        allow_outbound:
          description: Whether outbound calls are allowed.
          returned: always
          type: bool
          sample: true
        test_only:
          description: Whether this is a test number.
          returned: always
          type: bool
          sample: false
        remaining_time:
          description: 'The remaining call time of a test number. Unit: minutes.'
          returned: always
          type: int
          sample: 0
        trunks:
          description: 'How many calls the number can carry at the same time. Unit:
            trunks.'
          returned: always
          type: int
          sample: 15
        instance_id:
          description: The call center that the number belongs to.
          returned: always
          type: str
          sample: ef1e71e9-ae9d-487c-96ad-9181d85cf802
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
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import LIST_SKILL_GROUPS as OPERATION


def main() -> None:
    execute(OPERATION)


if __name__ == "__main__":
    main()
