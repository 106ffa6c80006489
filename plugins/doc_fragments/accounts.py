# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """The options that choose accounts, regions and API versions, and what to read in their call centers."""

    DOCUMENTATION = r"""
options:
  accounts:
    description:
      - The accounts to read, all at the same time. Each can have any option of the connection. An option that an
        account does not set has the value that is set outside this list.
      - If unset, there is one account, C(default), with the options outside this list.
      - If an account sets a key source (O(accounts[].access_key_id), O(accounts[].ecs_role_name),
        O(accounts[].profile) or O(accounts[].credentials)), its key comes from there and never from the environment.
        Otherwise, the account uses the key that is set outside this list, or the key in the environment.
        O(accounts[].assume_role) is not a key source. The role is assumed with that key.
      - Two accounts with the same name or the same key, or an unknown option, are an error, and nothing is read.
    type: list
    elements: dict
    version_added: 1.0.0
    suboptions:
      name:
        description: The name of the account in results and messages. It must be unique.
        type: str
        required: true
      regions:
        description: See O(regions).
        type: list
        elements: str
      api_versions:
        description: See O(api_versions).
        type: list
        elements: str
        choices: ['2017-07-05', '2020-07-01']
      access_key_id:
        description: See O(access_key_id).
        type: str
        aliases: [alicloud_access_key, access_key]
      access_key_secret:
        description: See O(access_key_secret).
        type: str
        aliases: [alicloud_secret_key, secret_key]
      security_token:
        description: See O(security_token).
        type: str
        aliases: [alicloud_security_token]
      profile:
        description: See O(profile).
        type: str
      config_file:
        description: See O(config_file).
        type: path
        aliases: [shared_credentials_file]
      credentials:
        description: See O(credentials).
        type: str
        choices: [default]
      ecs_role_name:
        description: See O(ecs_role_name).
        type: str
      assume_role:
        description: See O(assume_role).
        type: dict
        suboptions:
          role_arn:
            description: See O(assume_role.role_arn).
            type: str
            required: true
          session_name:
            description: See O(assume_role.session_name).
            type: str
            default: alicloud-ccc
          duration_seconds:
            description: See O(assume_role.duration_seconds).
            type: int
            default: 3600
          external_id:
            description: See O(assume_role.external_id).
            type: str
          policy:
            description: See O(assume_role.policy).
            type: raw
          endpoint:
            description: See O(assume_role.endpoint).
            type: str
      region:
        description: See O(region).
        type: str
        aliases: [region_id, alicloud_region]
      endpoint:
        description: See O(endpoint).
        type: str
      api_version:
        description: See O(api_version).
        type: str
        choices: ['2017-07-05', '2020-07-01']
      signature_method:
        description: See O(signature_method).
        type: str
        choices: [HMAC-SHA1, ACS3-HMAC-SHA256]
      connect_timeout:
        description: See O(connect_timeout).
        type: float
      read_timeout:
        description: See O(read_timeout).
        type: float
      max_attempts:
        description: See O(max_attempts).
        type: int
      concurrency:
        description: See O(concurrency). It applies to this account.
        type: int
      validate_certs:
        description: See O(validate_certs).
        type: bool
      ca_path:
        description: See O(ca_path).
        type: path
  regions:
    description:
      - The regions to read, all at the same time, instead of O(region).
      - An O(endpoint) for several regions must contain C(<region>), which is replaced by each region.
    type: list
    elements: str
  api_versions:
    description:
      - The API versions to use, each for its own call centers. If neither this nor O(api_version) is set, both versions
        are used.
      - It is an error if the endpoint does not serve a version that is set here. Without this option, such a version is
        skipped.
    type: list
    elements: str
    choices: ['2017-07-05', '2020-07-01']
    version_added: 1.0.0
  include:
    description:
      - What else to read from each call center. V(config_items) is available in API version V(2020-07-01) only.
      - V(phone_numbers) replaces the call center's own list by that of C(ListPhoneNumbers), which has more facts about
        each number.
      - V(unassigned_numbers) are the phone numbers of the account that are not assigned to a call center. They are
        available in API version V(2020-07-01) only.
    type: list
    elements: str
    choices: [users, skill_groups, phone_numbers, contact_flows, config_items, unassigned_numbers]
    default: []
    version_added: 1.0.0
"""
