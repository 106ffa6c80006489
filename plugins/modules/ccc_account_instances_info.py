#!/usr/bin/python

# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: ccc_account_instances_info
short_description: List all call centers of an Alibaba Cloud account
version_added: 1.0.0
author:
  - The alicloud.ccc maintainers (!UNKNOWN)
description:
  - Calls C(ListInstances) of Cloud Call Center (CCC), reads all pages, and returns all call centers of the account,
    also those that the key's user is not a member of.
  - Only API version V(2020-07-01) has this operation. The call centers of the other version are not in it.
  - The policy of the key must allow C(ccc:ListInstances). The document of the operation asks for the system policy
    C(AliyunCCCFullAccess), and C(AliyunCCCReadonlyAccess) names the action as well; which of them the gateway honours
    is not known.
options:
  api_version:
    description:
      - The version of the API. Only V(2020-07-01) has this operation, and the module refuses the other.
    type: str
    choices: ["2017-07-05", "2020-07-01"]
    default: "2020-07-01"
extends_documentation_fragment:
  - alicloud.ccc.connection
  - alicloud.ccc.attributes
seealso:
  - module: alicloud.ccc.ccc_user_instances_info
  - module: alicloud.ccc.ccc_instance_info
"""

EXAMPLES = r"""
- name: List all call centers of the account
  alicloud.ccc.ccc_account_instances_info:
  register: account

- name: List those that the key's user is a member of
  alicloud.ccc.ccc_user_instances_info:
    api_version: "2020-07-01"
  register: own

- name: Say which call centers the key's user is not a member of
  ansible.builtin.debug:
    msg: >-
      {{ account.instances | map(attribute='instance_id') | difference(own.instances | map(attribute='instance_id')) }}
"""

RETURN = r"""
instances:
  description:
    - The facts of the call centers, in the gateway's order. On failure, those that
      were read.
    - Every key is always there, but for those of O(api_version=2020-07-01). A value
      that is not reported, or that the gateway did not send, is V(null), and a list
      without elements is empty. Fields of the gateway that are not listed here are
      returned as well, under their names in snake_case, as they came.
  returned: always
  type: list
  elements: dict
  contains:
    instance_id:
      description: The id of the call center. With O(api_version=2020-07-01), that
        is the name of its workbench.
      returned: always
      type: str
      sample: ef1e71e9-ae9d-487c-96ad-9181d85cf802
    instance_name:
      description: Its name.
      returned: always
      type: str
      sample: Hotline Shanghai
    instance_description:
      description: Its description.
      returned: always
      type: str
      sample: Orders and complaints
    domain_name:
      description: The name of its workbench in the console's address, unique among
        all call centers.
      returned: always
      type: str
      sample: hotline-shanghai
    console_url:
      description: The address of its workbench. With O(api_version=2017-07-05), without
        a scheme.
      returned: always
      type: str
      sample: ccc.aliyun.com/workbench/hotline-shanghai
    status:
      description: Its state, as the gateway calls it, for example V(Creating) or
        V(Running).
      returned: always
      type: str
      sample: Running
    region_id:
      description:
        - Its region, if the gateway names it.
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: str
      sample: cn-shanghai
    owner:
      description: The id of the Alibaba Cloud account that owns it.
      returned: always
      type: str
      sample: '1059803544828509'
    directory_id:
      description:
        - The id of its directory.
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: str
      sample: '1059803544828509'
    tenant_id:
      description:
        - The id of its tenant in the call center service.
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: str
      sample: acc2985
    created_time:
      description: 'When it was created, since 1970-01-01 00:00:00 UTC. Unit: milliseconds.'
      returned: always
      type: int
      sample: 1537867125000
    created_at:
      description: The same moment in ISO 8601, in UTC, to the second.
      returned: always
      type: str
      sample: '2018-09-25T09:18:45Z'
    max_online_agents:
      description:
        - 'How many agents may be online at the same time. Unit: agents.'
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: int
      sample: 100
    storage_bucket:
      description:
        - The OSS bucket of its recordings. If none is set, they are kept in a public
          space.
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: str
      sample: cloudcallcenter-online
    storage_max_days:
      description:
        - 'How long recordings are kept. Unit: days.'
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: int
      sample: 180
    storage_max_size:
      description:
        - 'How much room recordings may take. Unit: GB.'
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: int
      sample: 100
    agent_type:
      description:
        - The type of its agents, as the gateway calls it.
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: str
      sample: CLOUD_AGENT
    chatbot_business_unit:
      description:
        - The chatbot's business unit that it is bound to.
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: dict
      contains:
        unit_id:
          description: The number that is the unit's id.
          returned: always
          type: int
          sample: 100042
        unit_key:
          description: The key of the unit.
          returned: always
          type: str
          sample: unit-hotline-shanghai
    admins:
      description: The users who administer it.
      returned: always
      type: list
      elements: dict
      contains:
        user_id:
          description: The id of the user.
          returned: always
          type: str
          sample: 9d-487c-96ad-9181d85cf802
        ram_id:
          description:
            - The id of the RAM user behind it.
            - Not reported with O(api_version=2020-07-01).
          returned: always
          type: str
          sample: '1059803544828509'
        instance_id:
          description: The call center that the user belongs to.
          returned: always
          type: str
          sample: ef1e71e9-ae9d-487c-96ad-9181d85cf802
        login_name:
          description: The name to log in with.
          returned: always
          type: str
          sample: zhang.wei
        display_name:
          description: The full name.
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
          description: The phone number, as text, since it can begin with a zero.
          returned: always
          type: str
          sample: '13209090909'
        extension:
          description: The extension, as text.
          returned: always
          type: str
          sample: '8001'
        role_id:
          description: The id of the user's role.
          returned: always
          type: str
          sample: Admin@hotline-shanghai
        role_name:
          description: The name of the user's role.
          returned: always
          type: str
          sample: Admin
        work_mode:
          description: How the user takes calls, for example V(ON_SITE), V(OFF_SITE)
            or V(OFFICE_PHONE).
          returned: always
          type: str
          sample: ON_SITE
    phone_numbers:
      description: The numbers under which it makes and takes calls.
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
          description: The number, as text, since it can begin with a zero.
          returned: always
          type: str
          sample: '02500000000'
        phone_number_description:
          description:
            - Its description.
            - Not reported with O(api_version=2020-07-01).
          returned: always
          type: str
          sample: Ali Telecom
        usage:
          description:
            - What it is for, V(Inbound), V(Outbound) or V(Bidirection).
            - Not reported with O(api_version=2020-07-01).
          returned: always
          type: str
          sample: Bidirection
        allow_outbound:
          description:
            - Whether calls may be made from it.
            - Not reported with O(api_version=2020-07-01).
          returned: always
          type: bool
          sample: true
        test_only:
          description:
            - Whether it is a number for tests.
            - Not reported with O(api_version=2020-07-01).
          returned: always
          type: bool
          sample: false
        remaining_time:
          description:
            - 'How long calls of a number for tests may still last. Unit: minutes.'
            - Not reported with O(api_version=2020-07-01).
          returned: always
          type: int
          sample: 0
        trunks:
          description:
            - 'How many calls it carries at the same time. Unit: trunks.'
            - Not reported with O(api_version=2020-07-01).
          returned: always
          type: int
          sample: 15
        instance_id:
          description:
            - The call center that the number belongs to.
            - Not reported with O(api_version=2020-07-01).
          returned: always
          type: str
          sample: ef1e71e9-ae9d-487c-96ad-9181d85cf802
        active:
          description:
            - Whether it is in use.
            - Not reported with O(api_version=2020-07-01).
          returned: always
          type: bool
          sample: true
        city:
          description:
            - The city that it belongs to.
            - Not reported with O(api_version=2020-07-01).
          returned: always
          type: str
          sample: Nanjing
        province:
          description:
            - The province that it belongs to.
            - Not reported with O(api_version=2020-07-01).
          returned: always
          type: str
          sample: Jiangsu
        contact_flow_id:
          description:
            - The id of the contact flow that takes its incoming calls.
            - Not reported with O(api_version=2020-07-01).
          returned: always
          type: str
          sample: c5dd0a1e-3f2b-4b6e-8f0e-4f3f6c1d2a3b
        user_id:
          description:
            - The id of the user to whom alone it belongs.
            - Not reported with O(api_version=2020-07-01).
          returned: always
          type: str
          sample: agent@hotline-shanghai
        skill_groups:
          description:
            - The skill groups that it is assigned to.
            - Not reported with O(api_version=2020-07-01).
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
              returned: always
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
              returned: always
              type: int
              sample: 2
            user_count:
              description: 'How many users it has. Unit: users.'
              returned: always
              type: int
              sample: 12
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
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import LIST_INSTANCES as OPERATION


def main() -> None:
    execute(OPERATION)


if __name__ == "__main__":
    main()
