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
  - O(api_version) chooses between the two versions of the API that Alibaba Cloud serves.
  - The key's user must be a member of a call center to read what is in it. A call center that refuses it is one
    failure, and the others are read.
  - If some of the call centers cannot be read, the task fails and its result holds the skill groups of all the
    others. Use C(ignore_errors) or C(failed_when) to go on with them.
options:
  media_types:
    description:
      - The channels whose skill groups are wanted. Each is asked for by itself, since the operation takes one and lists
        those of V(AUDIO) without one; a group that comes twice is returned once.
      - With O(api_version=2017-07-05), the operation has no such parameter, and this is ignored.
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

- name: Say which skill groups have no agents
  ansible.builtin.debug:
    msg: "{{ item.skill_group_name }} in {{ item.instance_id }}"
  loop: "{{ skills.skill_groups | selectattr('user_count', 'equalto', 0) }}"
  loop_control:
    label: "{{ item.skill_group_id }}"

- name: Read those of one call center that take calls, from the newer version of the API
  alicloud.ccc.ccc_skill_group_info:
    api_version: "2020-07-01"
    instance_id: shanghai-service
    media_types: [AUDIO]
"""

RETURN = r"""
skill_groups:
  description:
    - The facts of the skill groups, in the order of O(instance_ids) and, for each,
      of the gateway's list. On failure, those that were read.
    - Every key is always there, but for those of O(api_version=2020-07-01). A value
      that is not reported, or that the gateway did not send, is V(null), and a list
      without elements is empty. Fields of the gateway that are not listed here are
      returned as well, under their names in snake_case, as they came.
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
      description: Its name.
      returned: always
      type: str
      sample: presales
    display_name:
      description: Its name for people.
      returned: with O(api_version=2020-07-01)
      type: str
      sample: Presales
    skill_group_description:
      description: Its description.
      returned: always
      type: str
      sample: Questions before an order
    instance_id:
      description: The call center that it belongs to.
      returned: always
      type: str
      sample: hotline-shanghai
    phone_number_count:
      description: 'How many phone numbers it has. Unit: phone numbers.'
      returned: with O(api_version=2020-07-01)
      type: int
      sample: 2
    user_count:
      description: 'How many users it has. Unit: users.'
      returned: always
      type: int
      sample: 12
    media_type:
      description: The channel that it serves, V(AUDIO), V(CHAT) or V(VIDEO).
      returned: with O(api_version=2020-07-01)
      type: str
      sample: AUDIO
    routing_strategy:
      description:
        - How calls are handed out to its users, as the gateway calls it.
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: str
      sample: LONGEST_IDLE
    acc_skill_group_name:
      description:
        - What Alibaba Cloud's own systems call it.
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: str
      sample: presales
    acc_queue_name:
      description:
        - What Alibaba Cloud's own systems call its queue.
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: str
      sample: presales-queue
    outbound_phone_numbers:
      description:
        - The numbers with which its users call out.
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
          description: The number, as text, since it can begin with a zero.
          returned: always
          type: str
          sample: '02500000000'
        phone_number_description:
          description: Its description.
          returned: always
          type: str
          sample: Ali Telecom
        usage:
          description: What it is for, V(Inbound), V(Outbound) or V(Bidirection).
          returned: always
          type: str
          sample: Bidirection
        allow_outbound:
          description: Whether calls may be made from it.
          returned: always
          type: bool
          sample: true
        test_only:
          description: Whether it is a number for tests.
          returned: always
          type: bool
          sample: false
        remaining_time:
          description: 'How long calls of a number for tests may still last. Unit:
            minutes.'
          returned: always
          type: int
          sample: 0
        trunks:
          description: 'How many calls it carries at the same time. Unit: trunks.'
          returned: always
          type: int
          sample: 15
        instance_id:
          description: The call center that the number belongs to.
          returned: always
          type: str
          sample: ef1e71e9-ae9d-487c-96ad-9181d85cf802
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
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import LIST_SKILL_GROUPS as OPERATION


def main() -> None:
    execute(OPERATION)


if __name__ == "__main__":
    main()
