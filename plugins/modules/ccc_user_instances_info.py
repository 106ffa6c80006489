#!/usr/bin/python

# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: ccc_user_instances_info
short_description: Read the facts of all Alibaba Cloud call centers that a key sees
version_added: 0.1.0
author:
  - The alicloud.ccc maintainers (!UNKNOWN)
description:
  - Calls C(ListInstancesOfUser) of Cloud Call Center (CCC), API version 2017-07-05, and returns facts that always
    have the same shape and types, whatever the gateway sent.
extends_documentation_fragment:
  - alicloud.ccc.connection
  - alicloud.ccc.attributes
seealso:
  - module: alicloud.ccc.ccc_instance_info
"""

EXAMPLES = r"""
- name: Read all call centers of the key in the environment
  alicloud.ccc.ccc_user_instances_info:
  register: all_call_centers

- name: Show the numbers from which calls can be made, by call center
  ansible.builtin.debug:
    msg: >-
      {{ item.instance_name }}:
      {{ item.phone_numbers | selectattr('allow_outbound') | map(attribute='number') | join(', ') }}
  loop: "{{ all_call_centers.instances }}"
  loop_control:
    label: "{{ item.instance_id }}"

- name: Stop the play if a call center has no administrator
  ansible.builtin.assert:
    that: unattended | length == 0
    fail_msg: "Nobody administers {{ unattended | map(attribute='instance_name') | join(', ') }}."
  vars:
    unattended: "{{ all_call_centers.instances | rejectattr('admins') }}"
  ignore_errors: true

- name: Set the connection once for all modules of this collection
  module_defaults:
    group/alicloud.ccc.ccc:
      access_key_id: "{{ vault_access_key_id }}"
      access_key_secret: "{{ vault_access_key_secret }}"
  block:
    - name: Read all call centers with these defaults
      alicloud.ccc.ccc_user_instances_info:
      register: listed

    - name: Read some of them again, by their ids
      alicloud.ccc.ccc_instance_info:
        instance_ids: "{{ creating | map(attribute='instance_id') | select }}"
      vars:
        creating: "{{ listed.instances | selectattr('status', 'equalto', 'Creating') }}"

- name: Go on without the facts if the gateway cannot be reached
  alicloud.ccc.ccc_user_instances_info:
    max_attempts: 2
  register: maybe
  ignore_errors: true

- name: Say why there are none
  ansible.builtin.debug:
    msg: "{{ maybe.errors[0].message }} {{ maybe.errors[0].hint }}"
  when: maybe is failed

- name: Use a temporary key of STS
  alicloud.ccc.ccc_user_instances_info:
    access_key_id: "{{ sts.AccessKeyId }}"
    access_key_secret: "{{ sts.AccessKeySecret }}"
    security_token: "{{ sts.SecurityToken }}"
"""

RETURN = r"""
instances:
  description:
    - The facts of the call centers, in the gateway's order.
    - Every key is always there. A value that the gateway did not send is V(null), and a list without elements is
      empty. Fields of the gateway that are not listed here are returned as well, under their names in snake_case, as
      they came.
  returned: always
  type: list
  elements: dict
  contains:
    instance_id:
      description: The id of the call center.
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
      description: The name of its workbench in the console's address, unique among all call centers.
      returned: always
      type: str
      sample: hotline-shanghai
    console_url:
      description: The address of its workbench, without a scheme.
      returned: always
      type: str
      sample: ccc.aliyun.com/workbench/hotline-shanghai
    status:
      description: Its state, as the gateway calls it, for example V(Creating) or V(Running).
      returned: always
      type: str
      sample: Running
    region_id:
      description: Its region, if the gateway names it.
      returned: always
      type: str
      sample: cn-shanghai
    owner:
      description: The id of the Alibaba Cloud account that owns it.
      returned: always
      type: str
      sample: "1059803544828509"
    directory_id:
      description: The id of its directory.
      returned: always
      type: str
      sample: "1059803544828509"
    tenant_id:
      description: The id of its tenant in the call center service.
      returned: always
      type: str
      sample: acc2985
    created_time:
      description: When it was created, in milliseconds since 1970-01-01 00:00:00 UTC.
      returned: always
      type: int
      sample: 1537867125000
    created_at:
      description: The same moment in ISO 8601, in UTC, to the second.
      returned: always
      type: str
      sample: "2018-09-25T09:18:45Z"
    max_online_agents:
      description: How many agents may be online at the same time (a number of agents).
      returned: always
      type: int
      sample: 100
    storage_bucket:
      description: The OSS bucket of its recordings. Where none is set, they are kept in a public space.
      returned: always
      type: str
      sample: cloudcallcenter-online
    storage_max_days:
      description: How long recordings are kept, in days.
      returned: always
      type: int
      sample: 180
    storage_max_size:
      description: How much room recordings may take, in GB.
      returned: always
      type: int
      sample: 100
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
          description: The id of the RAM user behind it.
          returned: always
          type: str
          sample: "1059803544828509"
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
          description: The department.
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
          sample: "13209090909"
    phone_numbers:
      description: The numbers under which it makes and takes calls.
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
          sample: "02500000000"
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
          description: How long calls of a number for tests may still last, in minutes.
          returned: always
          type: int
          sample: 100
        trunks:
          description: How many calls it carries at the same time (a number of trunks).
          returned: always
          type: int
          sample: 15
        instance_id:
          description: The call center that the number belongs to.
          returned: always
          type: str
          sample: ef1e71e9-ae9d-487c-96ad-9181d85cf802
request_ids:
  description: The ids of the gateway's answers, for a ticket with Alibaba Cloud's support.
  returned: always
  type: list
  elements: str
  sample:
    - 2778FA12-EDD6-42AA-9B15-AF855072E5E5
errors:
  description:
    - What failed, one element.
  returned: on failure
  type: list
  elements: dict
  contains:
    instance_id:
      description: Always V(null), since the call names no id.
      returned: always
      type: str
      sample: null
    code:
      description:
        - The gateway's code.
        - One that begins with V(Client.) is of this collection, for what the gateway did not answer.
      returned: always
      type: str
      sample: NotExist.Instance
    message:
      description: What happened, without secrets.
      returned: always
      type: str
      sample: The specified instance does not exist.
    http_status:
      description: The HTTP status of the last answer, or the C(HttpStatusCode) in it. V(null) if there was none.
      returned: always
      type: int
      sample: 404
    request_id:
      description: The id of the last answer. V(null) if the gateway sent none.
      returned: always
      type: str
      sample: DE803553-8AA9-4B9D-9E4E-A82BC69EDCEE
    attempts:
      description: How many times the request was sent (a number of requests).
      returned: always
      type: int
      sample: 1
    hint:
      description: What to do about it.
      returned: always
      type: str
      sample: >-
        Check the id, the region, and that the call center belongs to the account of this key;
        alicloud.ccc.ccc_user_instances_info lists those that the key sees.
"""

from ansible_collections.alicloud.ccc.plugins.module_utils._module import execute, read_instances


def run(params):
    """Return the module's result for its options, apart from AnsibleModule."""
    return read_instances(params, lambda client: client.list_instances_of_user())


def main():
    execute(run)


if __name__ == "__main__":
    main()
