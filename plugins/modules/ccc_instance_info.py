#!/usr/bin/python

# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: ccc_instance_info
short_description: Read the facts of Alibaba Cloud call centers by their ids
version_added: 0.1.0
author:
  - The alicloud.ccc maintainers (!UNKNOWN)
description:
  - Calls C(GetInstance) of Cloud Call Center (CCC) for one id or thousands, and returns facts that always have the
    same shape and types, whatever the gateway sends.
  - O(api_version) selects one of the two API versions that Alibaba Cloud serves.
  - It is not known whether the gateway also returns a call center that the key's user is not a member of. If it
    refuses, that is one failure, and the others are still read.
  - If some of the ids cannot be read, the task fails, but its result contains the facts of all others. Use
    C(ignore_errors) or C(failed_when) to continue with them.
extends_documentation_fragment:
  - alicloud.ccc.call_centers
  - alicloud.ccc.connection
  - alicloud.ccc.attributes
seealso:
  - module: alicloud.ccc.ccc_account_instances_info
  - module: alicloud.ccc.ccc_user_instances_info
"""

EXAMPLES = r"""
- name: Read one call center, with the key from the environment
  alicloud.ccc.ccc_instance_info:
    instance_id: ef1e71e9-ae9d-487c-96ad-9181d85cf802
  register: call_center

- name: Fail unless it is running and keeps its recordings in its own bucket
  ansible.builtin.assert:
    that:
      - call_center.instances[0].status == 'Running'
      - call_center.instances[0].storage_bucket is not none
      - call_center.instances[0].max_online_agents >= 50

- name: Read many call centers in one task, 32 at a time
  alicloud.ccc.ccc_instance_info:
    instance_ids: "{{ call_center_ids }}"
    concurrency: 32
  register: call_centers

- name: Set the connection once for all modules of this collection
  module_defaults:
    group/alicloud.ccc.ccc:
      access_key_id: "{{ vault_access_key_id }}"
      access_key_secret: "{{ vault_access_key_secret }}"
      region: cn-shanghai
  block:
    - name: Read one call center with these defaults
      alicloud.ccc.ccc_instance_info:
        instance_id: ef1e71e9-ae9d-487c-96ad-9181d85cf802

- name: Read several call centers, and continue if some of them fail
  alicloud.ccc.ccc_instance_info:
    instance_ids:
      - ef1e71e9-ae9d-487c-96ad-9181d85cf802
      - no-such-call-center
  register: partial
  ignore_errors: true

- name: Show which call centers were read and which were not
  ansible.builtin.debug:
    msg:
      read: "{{ partial.instances | map(attribute='instance_name') }}"
      not_read: "{{ partial.errors | default([]) | items2dict(key_name='instance_id', value_name='code') }}"

- name: Ignore missing ids, fail on anything else
  alicloud.ccc.ccc_instance_info:
    instance_ids:
      - ef1e71e9-ae9d-487c-96ad-9181d85cf802
      - no-such-call-center
  register: found
  failed_when:
    - found.errors is defined
    - found.errors | rejectattr('code', 'match', 'NotExist') | length > 0

- name: Use a temporary key of STS
  alicloud.ccc.ccc_instance_info:
    access_key_id: "{{ sts.AccessKeyId }}"
    access_key_secret: "{{ sts.AccessKeySecret }}"
    security_token: "{{ sts.SecurityToken }}"
    instance_id: ef1e71e9-ae9d-487c-96ad-9181d85cf802

- name: Use the newer signature method, from inside a VPC
  alicloud.ccc.ccc_instance_info:
    instance_id: ef1e71e9-ae9d-487c-96ad-9181d85cf802
    endpoint: https://ccc-vpc.cn-shanghai.aliyuncs.com
    signature_method: ACS3-HMAC-SHA256

- name: Use the newer API version, where ids are the names of workbenches
  alicloud.ccc.ccc_instance_info:
    api_version: "2020-07-01"
    instance_ids: "{{ call_center_ids }}"
"""

RETURN = r"""
instances:
  description:
    - The facts of the call centers, in the order of O(instance_ids). On failure,
      those that were read.
    - All keys are always present, except for those that only O(api_version=2020-07-01)
      reports. A value that the gateway did not send is V(null), and a list without
      elements is empty. Fields of the gateway that are not listed here are also returned,
      unchanged, with their names in snake_case.
  returned: always
  type: list
  elements: dict
  contains:
    instance_id:
      description: The id of the call center. With O(api_version=2020-07-01), it is
        the name of the workbench.
      returned: always
      type: str
      sample: ef1e71e9-ae9d-487c-96ad-9181d85cf802
    instance_name:
      description: The name of the call center.
      returned: always
      type: str
      sample: Hotline Shanghai
    instance_description:
      description: The description of the call center.
      returned: always
      type: str
      sample: Orders and complaints
    domain_name:
      description: The name of the workbench in the address of the console. It is
        unique among all call centers.
      returned: always
      type: str
      sample: hotline-shanghai
    console_url:
      description: The address of the workbench. It has no scheme with O(api_version=2017-07-05).
      returned: always
      type: str
      sample: ccc.aliyun.com/workbench/hotline-shanghai
    status:
      description: The status, as the gateway reports it, for example V(Creating)
        or V(Running).
      returned: always
      type: str
      sample: Running
    region_id:
      description:
        - The region, if the gateway reports it.
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: str
      sample: cn-shanghai
    owner:
      description: The id of the Alibaba Cloud account that owns the call center.
      returned: always
      type: str
      sample: '1059803544828509'
    directory_id:
      description:
        - The id of the directory.
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: str
      sample: '1059803544828509'
    tenant_id:
      description:
        - The id of the tenant in the call center service.
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: str
      sample: acc2985
    created_time:
      description:
        - 'When the call center was created, counted from 1970-01-01 00:00:00 UTC.
          Unit: milliseconds.'
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: int
      sample: 1537867125000
    created_at:
      description:
        - The same time in ISO 8601 format, in UTC, to the second.
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: str
      sample: '2018-09-25T09:18:45Z'
    max_online_agents:
      description:
        - 'The maximum number of agents that can be online at the same time. Unit:
          agents.'
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: int
      sample: 100
    storage_bucket:
      description:
        - The OSS bucket for recordings. If unset, recordings are kept in shared storage
          of the service.
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
        - 'The maximum total size of recordings. Unit: GB.'
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: int
      sample: 100
    agent_type:
      description: The type of the agents, as the gateway reports it.
      returned: with O(api_version=2020-07-01)
      type: str
      sample: CLOUD_AGENT
    chatbot_business_unit:
      description: The chatbot business unit that the call center is bound to.
      returned: with O(api_version=2020-07-01)
      type: dict
      contains:
        unit_id:
          description: The id of the unit, a number.
          returned: always
          type: int
          sample: 100042
        unit_key:
          description: The key of the unit.
          returned: always
          type: str
          sample: unit-hotline-shanghai
    admins:
      description: The administrators of the call center.
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
            - The id of the corresponding RAM user.
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
          description: The login name.
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
          description: The phone number, as text, because it can begin with a zero.
          returned: always
          type: str
          sample: '13209090909'
        extension:
          description: The extension, as text.
          returned: with O(api_version=2020-07-01)
          type: str
          sample: '8001'
        role_id:
          description: The id of the user's role.
          returned: with O(api_version=2020-07-01)
          type: str
          sample: Admin@hotline-shanghai
        role_name:
          description: The name of the user's role.
          returned: with O(api_version=2020-07-01)
          type: str
          sample: Admin
        work_mode:
          description: How the user takes calls, for example V(ON_SITE), V(OFF_SITE)
            or V(OFFICE_PHONE).
          returned: with O(api_version=2020-07-01)
          type: str
          sample: ON_SITE
    phone_numbers:
      description: The phone numbers of the call center.
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
          returned: with O(api_version=2020-07-01)
          type: str
          sample: Nanjing
        province:
          description: The province of the number.
          returned: with O(api_version=2020-07-01)
          type: str
          sample: Jiangsu
        contact_flow_id:
          description: The id of the contact flow that handles inbound calls.
          returned: with O(api_version=2020-07-01)
          type: str
          sample: c5dd0a1e-3f2b-4b6e-8f0e-4f3f6c1d2a3b
        user_id:
          description: The id of the user that the number is reserved for.
          returned: with O(api_version=2020-07-01)
          type: str
          sample: agent@hotline-shanghai
        skill_groups:
          description: The skill groups that the number is assigned to.
          returned: with O(api_version=2020-07-01)
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
              version_added: 1.0.0
              sample: presales
            display_name:
              description: The display name of the skill group.
              returned: always
              type: str
              sample: Presales
            skill_group_description:
              description: The description of the skill group.
              returned: always
              type: str
              version_added: 1.0.0
              sample: Questions before an order
            instance_id:
              description: The call center that the skill group belongs to.
              returned: always
              type: str
              sample: hotline-shanghai
            phone_number_count:
              description: 'How many phone numbers the skill group has. Unit: phone
                numbers.'
              returned: always
              type: int
              sample: 2
            user_count:
              description: 'How many users the skill group has. Unit: users.'
              returned: always
              type: int
              sample: 12
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
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import GET_INSTANCE as OPERATION


def main() -> None:
    execute(OPERATION)


if __name__ == "__main__":
    main()
