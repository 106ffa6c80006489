#!/usr/bin/python

# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: ccc_operation_info
short_description: Call any read operation of the Alibaba Cloud call center API
version_added: 1.0.0
author:
  - The alicloud.ccc maintainers (!UNKNOWN)
description:
  - Calls one operation of Cloud Call Center (CCC) by its name, and returns the response. Use it for operations without
    their own module in this collection, such as C(ListRoles), C(ListCampaigns), C(ListDoNotCallNumbers) or C(GetUser).
  - Apart from the facts, it works like the other modules. Requests are signed, paced and retried, all pages of a list
    are read, an HTTP 200 that reports a failure is a failure, and an error says what to do about it.
  - The keys of the response are in snake_case. Its values are returned unchanged, so a number in one response can be
    text in the next. Dedicated modules such as M(alicloud.ccc.ccc_user_info) always return the same types.
  - Only read operations can be called. Their names begin with C(Get), C(List), C(Query), C(Find) or C(Describe).
    Operations that return a credential are refused, such as C(GetLoginDetails), C(GetTurnCredentials) or the operations
    that return parameters for an upload.
options:
  operation:
    description:
      - The name of the operation, as in the API.
      - O(api_version) must be an API version that has this operation.
    type: str
    required: true
  parameters:
    description:
      - The parameters of the operation, with their names in the API, such as C(InstanceId).
      - V(true) and V(false) are sent in lower case, and numbers as text. A parameter that is V(null) is left out.
      - A list or a dict is sent as the official SDK for O(api_version) sends it. With V(2017-07-05), each element is a
        separate parameter, C(Event.1), C(Event.2) and so on. With V(2020-07-01), the parameter is JSON. If the API
        expects another form, for example a list with commas, write it as text.
      - Parameters of the signature, such as C(Action) and C(AccessKeyId), are refused.
    type: dict
    default: {}
  all_pages:
    description:
      - Whether to read all pages of a list and return the RV(elements) of all of them.
      - With V(true), C(PageNumber) and C(PageSize) are sent with every operation whose name does not begin with C(Get),
        and with the others if the total in their response is higher than the number of its elements. A page has 100
        elements unless O(parameters) contains C(PageSize). If a list continues with C(NextPageToken), the module
        follows it.
      - With V(false), one request is sent, with O(parameters) unchanged.
    type: bool
    default: true
extends_documentation_fragment:
  - alicloud.ccc.connection
  - alicloud.ccc.attributes
notes:
  - Responses can contain personal data, and links to recordings that anybody can open without a key until they expire.
    To protect them, use C(no_log) and files that others cannot read.
  - With O(api_version=2020-07-01), the API returns at most 100 pages of a list. If a list is longer, the task returns
    these pages and fails with the code V(Client.ListTooLong). Use the filters of the operation to read the list in
    parts.
  - A RAM user needs a policy that allows the action of the operation, such as C(ccc:ListRoles) for C(ListRoles), and
    must be a member of the call center.
seealso:
  - module: alicloud.ccc.ccc_instance_info
  - module: alicloud.ccc.ccc_user_info
  - name: The operations of the API
    description: Their parameters and responses, in Alibaba Cloud's OpenAPI Explorer.
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
    - name: Read the do-not-call list of a call center
      alicloud.ccc.ccc_operation_info:
        operation: ListDoNotCallNumbers
        api_version: "2020-07-01"
        parameters:
          InstanceId: shanghai-service
      register: do_not_call

- name: Show the ten numbers that were added last
  ansible.builtin.debug:
    msg: "{{ (do_not_call.elements | sort(attribute='created_time', reverse=true))[:10] | map(attribute='number') }}"

- name: Read the roles of a call center
  alicloud.ccc.ccc_operation_info:
    operation: ListRoles
    parameters:
      InstanceId: 5f0c2a8e-3b57-4c1d-9e64-70a1b8c2d3e4
  register: roles

- name: Show what they allow
  ansible.builtin.debug:
    msg: "{{ roles.answer.roles.role | items2dict(key_name='role_name', value_name='role_description') }}"

- name: Read only the first ten campaigns
  alicloud.ccc.ccc_operation_info:
    operation: ListCampaigns
    api_version: "2020-07-01"
    all_pages: false
    parameters:
      InstanceId: shanghai-service
      PageNumber: 1
      PageSize: 10
  register: campaigns

- name: Show how many there are
  ansible.builtin.debug:
    msg: "{{ campaigns.elements | length }} of {{ campaigns.answer.data.total_count }} campaigns were read"

- name: Read the roles of many call centers, one after another
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
    - The body of the gateway's last response. For a list, this is the last page.
      V(null) if there was no response.
    - The keys are in snake_case at any depth, except for a key that would then be
      equal to another. The values are unchanged.
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
    - The elements of all pages, in the gateway's order and in snake_case like RV(answer),
      if the response has a C(TotalCount) or a C(NextPageToken). Otherwise V(null).
    - With O(all_pages=false), the elements of one page. On failure, the elements
      that were read.
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

from ansible_collections.alicloud.ccc.plugins.module_utils._any_operation import ANY_OPERATION as OPERATION
from ansible_collections.alicloud.ccc.plugins.module_utils._module import execute


def main() -> None:
    execute(OPERATION)


if __name__ == "__main__":
    main()
