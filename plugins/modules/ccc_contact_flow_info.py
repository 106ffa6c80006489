#!/usr/bin/python

# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: ccc_contact_flow_info
short_description: Read the contact flows of Alibaba Cloud call centers
version_added: 1.0.0
author:
  - The alicloud.ccc maintainers (!UNKNOWN)
description:
  - Calls C(ListContactFlows) of Cloud Call Center (CCC) for one call center or thousands, reads all pages of each,
    and returns one list of contact flows, each with the C(instance_id) of its call center.
  - A contact flow defines what happens to a call, such as what the caller hears and which skill group takes the call.
  - O(api_version) selects one of the two API versions that Alibaba Cloud serves.
  - The key's user must be a member of a call center to read its resources. If a call center refuses, that is one
    failure, and the others are still read.
  - If some of the call centers cannot be read, the task fails, but its result contains the contact flows of all others.
    Use C(ignore_errors) or C(failed_when) to continue with them.
options:
  definition:
    description:
      - Whether to return the whole definition of each contact flow, which can be long.
      - Only O(api_version=2020-07-01) reports definitions. The gateway sends them in any case.
    type: bool
    default: false
extends_documentation_fragment:
  - alicloud.ccc.call_centers
  - alicloud.ccc.connection
  - alicloud.ccc.attributes
seealso:
  - module: alicloud.ccc.ccc_phone_number_info
  - module: alicloud.ccc.ccc_skill_group_info
"""

EXAMPLES = r"""
- name: Read all contact flows of one call center
  alicloud.ccc.ccc_contact_flow_info:
    api_version: "2020-07-01"
    instance_id: shanghai-service
  register: flows

- name: Show which ones were never published
  ansible.builtin.debug:
    msg: "{{ flows.contact_flows | selectattr('published', 'false') | map(attribute='contact_flow_name') }}"
"""

RETURN = r"""
contact_flows:
  description:
    - The facts of the contact flows, in the order of O(instance_ids) and, for each
      of them, of the gateway's list. On failure, those that were read.
    - All keys are always present, except for those that only O(api_version=2020-07-01)
      reports. A value that the gateway did not send is V(null), and a list without
      elements is empty. Fields of the gateway that are not listed here are also returned,
      unchanged, with their names in snake_case.
  returned: always
  type: list
  elements: dict
  contains:
    instance_id:
      description: The call center that the contact flow belongs to.
      returned: always
      type: str
      sample: hotline-shanghai
    contact_flow_id:
      description: The id of the contact flow.
      returned: always
      type: str
      sample: c5dd0a1e-3f2b-4b6e-8f0e-4f3f6c1d2a3b
    contact_flow_name:
      description: The name of the contact flow.
      returned: always
      type: str
      sample: Main menu
    contact_flow_description:
      description: The description of the contact flow. With O(api_version=2020-07-01),
        it is the description of the version.
      returned: always
      type: str
      sample: Greets, then asks for the order number
    type:
      description: The type of the contact flow, for example V(MAIN_FLOW), V(SUB_FLOW)
        or V(SURVEY_FLOW).
      returned: always
      type: str
      sample: MAIN_FLOW
    applied_version:
      description:
        - The version that is in use.
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: str
      sample: '2'
    published:
      description: Whether the contact flow was ever published.
      returned: with O(api_version=2020-07-01)
      type: bool
      sample: true
    draft_id:
      description: The id of the draft. Null or empty if there are no unpublished
        changes.
      returned: with O(api_version=2020-07-01)
      type: str
      sample: db07c0bb-6b1f-47d2-b37e-2451c617562d
    editor:
      description: The login name of the user who is editing the draft.
      returned: with O(api_version=2020-07-01)
      type: str
      sample: zhang.wei
    created_time:
      description: When the contact flow was created, as the gateway reports it. The
        time zone is not documented.
      returned: with O(api_version=2020-07-01)
      type: str
      sample: '2021-03-05 17:35:45.0'
    updated_time:
      description: When the contact flow was last changed, as the gateway reports
        it. The time zone is not documented.
      returned: with O(api_version=2020-07-01)
      type: str
      sample: '2021-03-08 15:34:49.0'
    definition:
      description: The definition of the contact flow, as JSON text. It can be long,
        and can contain phone numbers of people.
      returned: with O(api_version=2020-07-01) and O(definition=true)
      type: str
      sample: '{"activities":[],"description":""}'
    numbers:
      description: The phone numbers whose calls the contact flow handles, as text.
      returned: always
      type: list
      elements: str
      sample:
        - '4000010001'
    phone_numbers:
      description:
        - The phone numbers whose calls the contact flow handles, with their facts.
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
    versions:
      description:
        - The versions of the contact flow.
        - Not reported with O(api_version=2020-07-01).
      returned: always
      type: list
      elements: dict
      contains:
        contact_flow_version_id:
          description: The id of the version.
          returned: always
          type: str
          sample: 0d5b8f0a-6c39-4c62-9d8f-3d0c6d2a7b1e
        contact_flow_version_description:
          description: The description of the version.
          returned: always
          type: str
          sample: Opening hours of 2021
        version:
          description: The number of the version, as text.
          returned: always
          type: str
          sample: '2'
        status:
          description: The status of the version, as the gateway reports it.
          returned: always
          type: str
          sample: PUBLISHED
        last_modified:
          description: When the version was last changed, as the gateway reports it.
            The format is not documented.
          returned: always
          type: str
          sample: '2021-03-08 15:34:49.0'
        last_modified_by:
          description: Who last changed the version.
          returned: always
          type: str
          sample: zhang.wei
        locked_by:
          description: Who has locked the version for editing.
          returned: always
          type: str
          sample: zhang.wei
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
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import LIST_CONTACT_FLOWS as OPERATION


def main() -> None:
    execute(OPERATION)


if __name__ == "__main__":
    main()
