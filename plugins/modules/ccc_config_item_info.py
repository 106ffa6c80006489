#!/usr/bin/python

# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: ccc_config_item_info
short_description: Read the settings of Alibaba Cloud call centers
version_added: 1.0.0
author:
  - The alicloud.ccc maintainers (!UNKNOWN)
description:
  - Calls C(ListConfigItems) of Cloud Call Center (CCC) for one call center or thousands, and returns one list of the
    settings of the call centers themselves, each with the C(instance_id) of its call center. It does not contain the
    settings of skill groups and users.
  - Only API version V(2020-07-01) has this operation.
  - The key's user must be a member of a call center to read its resources. If a call center refuses, that is one
    failure, and the others are still read.
  - If some of the call centers cannot be read, the task fails, but its result contains the settings of all others. Use
    C(ignore_errors) or C(failed_when) to continue with them.
options:
  api_version:
    description:
      - The API version. Only V(2020-07-01) has this operation. The module refuses V(2017-07-05).
    type: str
    choices: ["2017-07-05", "2020-07-01"]
    default: "2020-07-01"
extends_documentation_fragment:
  - alicloud.ccc.call_centers
  - alicloud.ccc.connection
  - alicloud.ccc.attributes
seealso:
  - module: alicloud.ccc.ccc_instance_info
  - module: alicloud.ccc.ccc_operation_info
"""

EXAMPLES = r"""
- name: Read the settings of one call center
  alicloud.ccc.ccc_config_item_info:
    instance_id: shanghai-service
  register: settings

- name: Show them as a dictionary
  ansible.builtin.debug:
    msg: "{{ settings.config_items | items2dict(key_name='name', value_name='value') }}"
"""

RETURN = r"""
config_items:
  description:
    - The facts of the settings of call centers, in the order of O(instance_ids) and,
      for each of them, of the gateway's list. On failure, those that were read.
    - All keys are always present. A value that the gateway did not send is V(null),
      and a list without elements is empty. Fields of the gateway that are not listed
      here are also returned, unchanged, with their names in snake_case.
  returned: always
  type: list
  elements: dict
  contains:
    instance_id:
      description: The call center that the setting belongs to.
      returned: always
      type: str
      sample: hotline-shanghai
    object_type:
      description: The type of the object that the setting applies to. It is V(INSTANCE)
        for the call center itself.
      returned: always
      type: str
      sample: INSTANCE
    object_id:
      description: The id of the object that the setting applies to, which is the
        id of the call center.
      returned: always
      type: str
      sample: hotline-shanghai
    name:
      description: The name of the setting, for example V(AllowAudioDownload), V(RecordingStorageSetting)
        or V(ShowCalleeID).
      returned: always
      type: str
      sample: AllowAudioDownload
    value:
      description: The value of the setting, always as text.
      returned: always
      type: str
      sample: '1'
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
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import LIST_CONFIG_ITEMS as OPERATION


def main() -> None:
    execute(OPERATION)


if __name__ == "__main__":
    main()
