#!/usr/bin/python

# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: ccc_operation_info
short_description: Read what Alibaba Cloud call centers hold with any operation of the API that reads
version_added: 1.0.0
author:
  - The alicloud.ccc maintainers (!UNKNOWN)
description:
  - Calls one operation of Cloud Call Center (CCC), by its name, and returns its answer. Use it for what has no module
    of its own in this collection, such as C(ListRoles), C(ListCampaigns), C(ListDoNotCallNumbers) or C(GetUser).
  - Everything but the facts is as with the other modules. Requests are signed, paced and tried again, lists are read
    with all of their pages, an HTTP 200 that reports a failure is a failure, and an error says what to do about it.
  - The answer's keys are in snake_case. Its values are returned as they came, so what is a number in one answer can be
    text in the next. Modules of their own, such as M(alicloud.ccc.ccc_user_info), return the same types always.
  - Only operations that read can be called. Their names begin with C(Get), C(List), C(Query), C(Find) or C(Describe).
    Those that answer with a credential are refused, such as C(GetLoginDetails), C(GetTurnCredentials) or the parameters
    of an upload.
options:
  operation:
    description:
      - The name of the operation, as the API writes it.
      - O(api_version) must be a version of the API that has this operation.
    type: str
    required: true
  parameters:
    description:
      - The parameters of the operation, under the names that the API gives them, such as C(InstanceId).
      - V(true) and V(false) are sent in lower case and numbers as text. A parameter that is V(null) is left out.
      - A list or a dict is sent as the official SDK of O(api_version) sends it. With V(2017-07-05) each element is a
        parameter of its own, C(Event.1), C(Event.2) and so on; with V(2020-07-01) the parameter is JSON. Give as text
        what the API wants otherwise, for example with commas.
      - What belongs to the signature, such as C(Action) and C(AccessKeyId), is refused.
    type: dict
    default: {}
  all_pages:
    description:
      - Whether to read all pages of a list and return RV(elements) of all of them.
      - C(PageNumber) and C(PageSize) are sent then with every operation whose name does not begin with C(Get), and with
        the others when their answer counts more elements than it has. A page has 100 elements unless O(parameters) has
        C(PageSize). Where a list goes on with C(NextPageToken), that is followed.
      - With V(false), one request is made, with O(parameters) as they are.
    type: bool
    default: true
extends_documentation_fragment:
  - alicloud.ccc.connection
  - alicloud.ccc.attributes
notes:
  - Answers can hold personal data, and the links to recordings in them open without a key until they expire. Use
    C(no_log) and files that others cannot read where they must not be seen.
  - With O(api_version=2020-07-01), the API gives at most 100 pages of a list. Of a longer one, those are returned, and
    the task fails with the code V(Client.ListTooLong). Ask for parts of it, with the filters that the operation has.
  - A RAM user needs the action of the operation in a policy, C(ccc:ListRoles) for C(ListRoles), and has to be a member
    of the call center that is asked about.
seealso:
  - module: alicloud.ccc.ccc_instance_info
  - module: alicloud.ccc.ccc_user_info
  - name: The operations of the API
    description: Their parameters and answers, in Alibaba Cloud's OpenAPI Explorer.
    link: https://api.alibabacloud.com/document/CCC/2020-07-01/overview
"""

EXAMPLES = r"""
- name: Set the connection once for all modules of this collection
  module_defaults:
    group/alicloud.ccc.ccc:
      access_key_id: "{{ vault_access_key_id }}"
      access_key_secret: "{{ vault_access_key_secret }}"
      region: cn-shanghai
  block:
    - name: Read the numbers that a call center must not call
      alicloud.ccc.ccc_operation_info:
        operation: ListDoNotCallNumbers
        api_version: "2020-07-01"
        parameters:
          InstanceId: shanghai-service
      register: blocked

- name: List the ten numbers that were blocked last
  ansible.builtin.debug:
    msg: "{{ (blocked.elements | sort(attribute='created_time', reverse=true))[:10] | map(attribute='number') }}"

- name: Read the roles of a call center
  alicloud.ccc.ccc_operation_info:
    operation: ListRoles
    parameters:
      InstanceId: 5f0c2a8e-3b57-4c1d-9e64-70a1b8c2d3e4
  register: roles

- name: Say what they allow
  ansible.builtin.debug:
    msg: "{{ roles.answer.roles.role | items2dict(key_name='role_name', value_name='role_description') }}"

- name: Read the first ten campaigns only
  alicloud.ccc.ccc_operation_info:
    operation: ListCampaigns
    api_version: "2020-07-01"
    all_pages: false
    parameters:
      InstanceId: shanghai-service
      PageNumber: 1
      PageSize: 10
  register: campaigns

- name: Say how many there are
  ansible.builtin.debug:
    msg: "{{ campaigns.elements | length }} of {{ campaigns.answer.data.total_count }} campaigns were read"

- name: Read the roles of many call centers, one after the other
  alicloud.ccc.ccc_operation_info:
    operation: ListRoles
    api_version: "2020-07-01"
    parameters:
      InstanceId: "{{ item }}"
  loop: "{{ call_center_ids }}"
"""

RETURN = r"""
answer:
  description:
    - The body of the gateway's last answer, of a list that of its last page. V(null)
      if there was none.
    - Its keys are in snake_case at any depth, but for one that would be equal to
      another then. Its values are as they came.
  returned: always
  type: dict
  sample:
    code: OK
    http_status_code: 200
    request_id: EEEE671A-3E24-4A04-81E6-6C4F5B39DF75
    data:
      - role_id: Admin@ccc-test
        name: Admin
elements:
  description:
    - The elements of all pages, in the gateway's order and in snake_case as RV(answer)
      is, if the answer has a C(TotalCount) or a C(NextPageToken). Otherwise V(null).
    - With O(all_pages=false), those of the one page. On failure, those that were
      read.
  returned: always
  type: list
  elements: raw
  sample:
    - number: '19000000000'
      scope: INSTANCE
      remark: asked not to be called
      created_time: 1631440860000
      creator: agent
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

from ansible_collections.alicloud.ccc.plugins.module_utils._any_operation import ANY_OPERATION as OPERATION
from ansible_collections.alicloud.ccc.plugins.module_utils._module import execute


def main() -> None:
    execute(OPERATION)


if __name__ == "__main__":
    main()
