# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """Which accounts, regions and versions of the API are read, and what of their call centers."""

    DOCUMENTATION = r"""
options:
  accounts:
    description:
      - The accounts to read, all at the same time. Each may have any option of the connection; one that it does not
        set is as it is set outside of this list.
      - If this is not set, there is one account, C(default), with the options outside of this list.
      - An account that names a source of a key (O(accounts[].access_key_id), O(accounts[].ecs_role_name),
        O(accounts[].profile) or O(accounts[].credentials)) takes its key from there alone, never from the environment.
        One that names none has the key that is set outside of this list, or that of the environment.
        O(accounts[].assume_role) is not a source; a role is assumed with that key.
      - Two accounts of one name or one key, and an option that does not exist, are errors, and then nothing is read.
    type: list
    elements: dict
    version_added: 1.0.0
    suboptions:
      name:
        description: What the account is called in results and messages. Each has a name of its own.
        type: str
        required: true
      regions:
        description: As the O(regions) outside of this list.
        type: list
        elements: str
      api_versions:
        description: As the O(api_versions) outside of this list.
        type: list
        elements: str
        choices: ['2017-07-05', '2020-07-01']
      access_key_id:
        description: As O(access_key_id).
        type: str
        aliases: [alicloud_access_key, access_key]
      access_key_secret:
        description: As O(access_key_secret).
        type: str
        aliases: [alicloud_secret_key, secret_key]
      security_token:
        description: As O(security_token).
        type: str
        aliases: [alicloud_security_token]
      profile:
        description: As O(profile).
        type: str
      config_file:
        description: As O(config_file).
        type: path
        aliases: [shared_credentials_file]
      credentials:
        description: As O(credentials).
        type: str
        choices: [default]
      ecs_role_name:
        description: As O(ecs_role_name).
        type: str
      assume_role:
        description: As O(assume_role).
        type: dict
        suboptions:
          role_arn:
            description: As O(assume_role.role_arn).
            type: str
            required: true
          session_name:
            description: As O(assume_role.session_name).
            type: str
            default: alicloud-ccc
          duration_seconds:
            description: As O(assume_role.duration_seconds).
            type: int
            default: 3600
          external_id:
            description: As O(assume_role.external_id).
            type: str
          policy:
            description: As O(assume_role.policy).
            type: raw
          endpoint:
            description: As O(assume_role.endpoint).
            type: str
      region:
        description: As O(region).
        type: str
        aliases: [region_id, alicloud_region]
      endpoint:
        description: As O(endpoint).
        type: str
      api_version:
        description: As O(api_version).
        type: str
        choices: ['2017-07-05', '2020-07-01']
      signature_method:
        description: As O(signature_method).
        type: str
        choices: [HMAC-SHA1, ACS3-HMAC-SHA256]
      connect_timeout:
        description: As O(connect_timeout).
        type: float
      read_timeout:
        description: As O(read_timeout).
        type: float
      max_attempts:
        description: As O(max_attempts).
        type: int
      concurrency:
        description: As O(concurrency), for this account.
        type: int
      validate_certs:
        description: As O(validate_certs).
        type: bool
      ca_path:
        description: As O(ca_path).
        type: path
  regions:
    description:
      - The regions to ask, all at the same time, in place of O(region).
      - An O(endpoint) for several regions must have C(<region>) in the place of the region.
    type: list
    elements: str
  api_versions:
    description:
      - The versions of the API to ask, each for the call centers that it has. If neither this nor O(api_version) is
        set, both are asked.
      - A version that is named here and not served at the endpoint is an error. If none is named, it is not.
    type: list
    elements: str
    choices: ['2017-07-05', '2020-07-01']
    version_added: 1.0.0
  include:
    description:
      - What else to read, for each call center. V(config_items) is in API version V(2020-07-01) only.
      - V(phone_numbers) puts the list of C(ListPhoneNumbers) in the place of the call center's own, which says less of
        each number.
      - V(unassigned_numbers) are numbers of the account that no call center has, in API version V(2020-07-01) only.
    type: list
    elements: str
    choices: [users, skill_groups, phone_numbers, contact_flows, config_items, unassigned_numbers]
    default: []
    version_added: 1.0.0
"""
