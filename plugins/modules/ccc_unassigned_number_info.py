#!/usr/bin/python

# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: ccc_unassigned_number_info
short_description: List the phone numbers of an Alibaba Cloud account that no call center has
version_added: 1.0.0
author:
  - The alicloud.ccc maintainers (!UNKNOWN)
description:
  - Calls C(ListUnassignedNumbers) of Cloud Call Center (CCC), reads all pages, and returns the phone numbers that the
    account has and no call center uses.
  - Only API version V(2020-07-01) has this operation.
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
  - module: alicloud.ccc.ccc_phone_number_info
  - module: alicloud.ccc.ccc_account_instances_info
"""

EXAMPLES = r"""
- name: Read the numbers that are paid for and unused
  alicloud.ccc.ccc_unassigned_number_info:
  register: unused

- name: Say which numbers those are
  ansible.builtin.debug:
    msg: "{{ unused.phone_numbers | map(attribute='number') }}"
"""

RETURN = r"""
phone_numbers:
  description:
    - The facts of the phone numbers of the account that no call center has, in the
      gateway's order. On failure, those that were read.
    - Every key is always there. A value that is not reported, or that the gateway
      did not send, is V(null), and a list without elements is empty. Fields of the
      gateway that are not listed here are returned as well, under their names in
      snake_case, as they came.
  returned: always
  type: list
  elements: dict
  contains:
    number:
      description: The number, as text, since it can begin with a zero.
      returned: always
      type: str
      sample: 08330011001
    city:
      description: The city that it belongs to.
      returned: always
      type: str
      sample: Leshan
    province:
      description: The province that it belongs to.
      returned: always
      type: str
      sample: Sichuan
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
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import LIST_UNASSIGNED_NUMBERS as OPERATION


def main() -> None:
    execute(OPERATION)


if __name__ == "__main__":
    main()
