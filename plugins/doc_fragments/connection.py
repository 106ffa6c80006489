# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """The options for the connection and the credentials, which all modules and plugins share."""

    DOCUMENTATION = r"""
requirements:
  - python >= 3.8
  - requests >= 2.25.0
  - alibabacloud-credentials >= 1.0.9 (only for keys from ECS metadata, OIDC, a server or a program)
options:
  access_key_id:
    description:
      - The id of the access key that signs the requests.
      - The whole key comes from one source. The first source is the options O(access_key_id), O(access_key_secret) and
        O(security_token), or O(ecs_role_name). If none of them is set, the environment variables
        E(ALIBABA_CLOUD_ACCESS_KEY_ID), E(ALIBABA_CLOUD_ACCESS_KEY_SECRET) and E(ALIBABA_CLOUD_SECURITY_TOKEN) are used,
        then E(ALICLOUD_ACCESS_KEY) or E(ALICLOUD_ACCESS_KEY_ID), E(ALICLOUD_SECRET_KEY) or
        E(ALICLOUD_SECRET_ACCESS_KEY), and E(ALICLOUD_SECURITY_TOKEN), then the profile (O(profile)), and finally
        Alibaba Cloud's default chain, if you set O(credentials=default). A source with an incomplete key is an error.
        The task returns the key source as C(credentials_source).
      - The policy of the RAM user or role must allow the action that the task calls, for example C(ccc:GetInstance).
    type: str
    aliases: [alicloud_access_key, access_key]
  access_key_secret:
    description:
      - The secret of the access key. See O(access_key_id) for the environment variables.
    type: str
    aliases: [alicloud_secret_key, secret_key]
  security_token:
    description:
      - The security token of a temporary key from STS. See O(access_key_id) for the environment variables.
    type: str
    aliases: [alicloud_security_token]
  profile:
    description:
      - The name of a profile of the Alibaba Cloud CLI (C(aliyun configure)) to take the key from.
      - If unset, the first of the environment variables E(ALIBABA_CLOUD_PROFILE) and E(ALICLOUD_PROFILE) that is set
        is used. A key in the environment takes precedence over a profile. There is a warning if the task sets a profile
        in that case.
      - The modes AK, StsToken and RamRoleArn need no additional library. ChainableRamRoleArn needs what the mode of its
        C(source_profile) needs. RamRoleArnWithRoleName, EcsRamRole, OIDC, CredentialsURI, External, CloudSSO and OAuth
        need the Python library C(alibabacloud-credentials) on the host that runs the module.
      - The profile's region is used if neither the task nor the environment sets a region.
    type: str
    version_added: 0.2.0
  config_file:
    description:
      - The file with the profiles. The file is never changed, except for a profile of the mode OAuth, in which
        C(alibabacloud-credentials) renews the tokens.
      - If unset, the environment variable E(ALICLOUD_SHARED_CREDENTIALS_FILE) is used.
    type: path
    default: ~/.aliyun/config.json
    aliases: [shared_credentials_file]
    version_added: 0.2.0
  credentials:
    description:
      - With V(default), the key comes from the default chain of C(alibabacloud-credentials) if no other source is set.
        The chain consists of environment variables, OIDC, the current profile of C(aliyun configure),
        C(~/.alibabacloud/credentials.ini), the ECS metadata, and a credentials URI.
    type: str
    choices: [default]
    version_added: 0.2.0
  ecs_role_name:
    description:
      - The RAM role of the ECS instance that runs the module. The key comes from the metadata of the instance.
      - This option requires C(alibabacloud-credentials). It cannot be combined with O(access_key_id).
    type: str
    version_added: 0.2.0
  assume_role:
    description:
      - A RAM role to assume with the key, whatever its source. Requests are then signed with a temporary key of the
        role, which is renewed before it expires.
      - Requests to STS use the timeouts, attempts and certificates of the task.
    type: dict
    version_added: 0.2.0
    suboptions:
      role_arn:
        description: The ARN of the role, for example V(acs:ram::1234567890123456:role/audit).
        type: str
        required: true
      session_name:
        description: The session name, which ActionTrail shows.
        type: str
        default: alicloud-ccc
      duration_seconds:
        description: How many seconds a key of the role is valid. At least 900, and at most what the role allows.
        type: int
        default: 3600
      external_id:
        description: The external id that the role's trust policy requires.
        type: str
      policy:
        description: A policy that restricts the permissions of the role, as a dict or as JSON text.
        type: raw
      endpoint:
        description:
          - The address of STS, for example V(sts-vpc.cn-shanghai.aliyuncs.com) in a private network. The default is
            V(sts.aliyuncs.com).
        type: str
  region:
    description:
      - The region of the gateway. Alibaba Cloud lists V(cn-shanghai) only.
      - If unset, the first of the environment variables E(ALIBABA_CLOUD_REGION_ID), E(ALICLOUD_REGION) and
        E(ALICLOUD_REGION_ID) that is set is used, then the region of the profile, if the key comes from one, and
        finally V(cn-shanghai).
    type: str
    aliases: [region_id, alicloud_region]
  endpoint:
    description:
      - The address of the gateway, for example V(https://ccc-vpc.cn-shanghai.aliyuncs.com) inside a VPC.
      - The default is V(https://ccc.<region>.aliyuncs.com). In any endpoint, V(<region>) is replaced by the O(region).
      - It consists of a host, optionally with a scheme and a port, and nothing else. V(http://) is allowed for loopback
        only.
      - If unset, the environment variable E(ALIBABA_CLOUD_CCC_ENDPOINT) is used.
    type: str
  api_version:
    description:
      - The API version of CCC. Alibaba Cloud recommends V(2020-07-01) and still serves V(2017-07-05).
      - A fact has the same name and type in both versions. Facts that V(2020-07-01) no longer reports are V(null) with
        it. Facts that only V(2020-07-01) reports are missing with V(2017-07-05).
      - With V(2020-07-01), the id of a call center is the name of its workbench, as in the address of the console, and
        statuses are in upper case, such as V(RUNNING) instead of V(Running).
    type: str
    choices: ['2017-07-05', '2020-07-01']
    default: '2017-07-05'
    version_added: 0.2.0
  signature_method:
    description:
      - How requests are signed. Both methods use the same key.
      - The default is that of Alibaba Cloud's SDKs, V(HMAC-SHA1) with O(api_version=2017-07-05) and
        V(ACS3-HMAC-SHA256) with O(api_version=2020-07-01).
    type: str
    choices: [HMAC-SHA1, ACS3-HMAC-SHA256]
  connect_timeout:
    description:
      - The maximum number of seconds to wait for a connection.
    type: float
    default: 5
  read_timeout:
    description:
      - The maximum number of seconds to wait for the next data of a response. A whole response may take 30 seconds.
    type: float
    default: 10
  max_attempts:
    description:
      - The maximum number of times to send a request, including the first attempt, if the gateway throttles it, the
        gateway has an internal error, or the connection breaks. The wait between two attempts is random. Its upper
        limit doubles from 0.5 to 10 seconds. If the gateway throttles and sends C(x-acs-retry-after), the wait is that
        long, if it is at most 60 seconds.
    type: int
    default: 6
  concurrency:
    description:
      - The maximum number of concurrent requests, each on its own connection.
      - All of them share one pace, which drops when the gateway throttles, and slowly rises again.
    type: int
    default: 16
  validate_certs:
    description:
      - Whether to verify the certificate of the gateway. With V(false), anybody on the network path can read the facts.
    type: bool
    default: true
  ca_path:
    description:
      - A file with the certificates of the authorities to trust instead of the system's, or a folder of such files as
        C(openssl rehash) prepares it.
      - If unset, the first of the environment variables E(REQUESTS_CA_BUNDLE) and E(CURL_CA_BUNDLE) that is set is
        used.
    type: path
notes:
  - A RAM policy allows actions, but what a key can read also depends on the call centers that its user is a member of.
    A RAM user becomes a member in the console of the call center, or with C(ImportRamUsers) or C(AssignUsers) of the
    API.
  - Proxies come from the environment variables E(HTTPS_PROXY) and E(NO_PROXY), which you can set for a play with
    C(environment). Requests to a gateway on loopback never use a proxy.
"""

    # Modules read the environment by their argument specs, plugins by this section. Ansible merges the two sections
    # option by option.
    INVENTORY = r"""
options:
  config_file:
    env:
      - name: ALICLOUD_SHARED_CREDENTIALS_FILE
  region:
    env:
      - name: ALIBABA_CLOUD_REGION_ID
      - name: ALICLOUD_REGION
      - name: ALICLOUD_REGION_ID
  endpoint:
    env:
      - name: ALIBABA_CLOUD_CCC_ENDPOINT
  ca_path:
    env:
      - name: REQUESTS_CA_BUNDLE
      - name: CURL_CA_BUNDLE
"""
