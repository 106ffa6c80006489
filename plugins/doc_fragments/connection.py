# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """How to reach the gateway and with which key: the options that all modules and plugins share."""

    DOCUMENTATION = r"""
requirements:
  - python >= 3.8
  - requests >= 2.25.0
  - alibabacloud-credentials >= 1.0.9 (only for keys from ECS metadata, OIDC, a server or a program)
options:
  access_key_id:
    description:
      - The id of the AccessKey that signs the requests.
      - A key is taken from one source, whole. The options O(access_key_id), O(access_key_secret) and
        O(security_token), or O(ecs_role_name), are the first one; if none of them is set, the environment variables
        E(ALIBABA_CLOUD_ACCESS_KEY_ID), E(ALIBABA_CLOUD_ACCESS_KEY_SECRET) and E(ALIBABA_CLOUD_SECURITY_TOKEN) are the
        second; if none of these is set, E(ALICLOUD_ACCESS_KEY) or E(ALICLOUD_ACCESS_KEY_ID), E(ALICLOUD_SECRET_KEY)
        or E(ALICLOUD_SECRET_ACCESS_KEY), and E(ALICLOUD_SECURITY_TOKEN) are the third; then comes the profile
        (O(profile)), and at last the vendor's default chain, if O(credentials=default) asks for it. A source that
        holds half a key is an error. The task's result names the source in C(credentials_source).
      - The RAM user or role of the key needs the action that the task calls, for example C(ccc:GetInstance).
    type: str
    aliases: [alicloud_access_key, access_key]
  access_key_secret:
    description:
      - The secret of the AccessKey. See O(access_key_id) for the environment variables.
    type: str
    aliases: [alicloud_secret_key, secret_key]
  security_token:
    description:
      - The token that belongs to a temporary key of STS. See O(access_key_id) for the environment variables.
    type: str
    aliases: [alicloud_security_token]
  profile:
    description:
      - The name of a profile of Alibaba Cloud's command line, C(aliyun configure), as the source of the key.
      - If not set, the first of the environment variables E(ALIBABA_CLOUD_PROFILE) and E(ALICLOUD_PROFILE) that is set
        is used. A key in the environment goes before a profile; a task that names a profile anyway gets a warning.
      - The modes AK, StsToken and RamRoleArn need nothing more, and ChainableRamRoleArn what its C(source_profile)
        needs. For RamRoleArnWithRoleName, EcsRamRole, OIDC, CredentialsURI, External, CloudSSO and OAuth, the Python
        library C(alibabacloud-credentials) must be installed where the module runs.
      - The profile's region is used if the task and the environment name none.
    type: str
    version_added: 0.2.0
  config_file:
    description:
      - The file with the profiles. It is never written to, except for a profile of mode OAuth, whose tokens
        C(alibabacloud-credentials) renews there.
      - If not set, the environment variable E(ALICLOUD_SHARED_CREDENTIALS_FILE) is used.
    type: path
    default: ~/.aliyun/config.json
    aliases: [shared_credentials_file]
    version_added: 0.2.0
  credentials:
    description:
      - V(default) takes the key from the default chain of C(alibabacloud-credentials), if no other source is set. It
        is environment variables, OIDC, the current profile of C(aliyun configure), C(~/.alibabacloud/credentials.ini),
        the metadata of ECS, and a credentials URI.
    type: str
    choices: [default]
    version_added: 0.2.0
  ecs_role_name:
    description:
      - The RAM role of the ECS instance on which the module runs. Its metadata give the key.
      - Needs C(alibabacloud-credentials). Not together with O(access_key_id).
    type: str
    version_added: 0.2.0
  assume_role:
    description:
      - A RAM role to assume with the key, whichever source that comes from. The requests are signed with the key of
        the role, which is renewed before it expires.
      - STS is asked with the time-outs, attempts and certificates of the task.
    type: dict
    version_added: 0.2.0
    suboptions:
      role_arn:
        description: The ARN of the role, for example V(acs:ram::1234567890123456:role/audit).
        type: str
        required: true
      session_name:
        description: What ActionTrail calls this use of the role.
        type: str
        default: alicloud-ccc
      duration_seconds:
        description: For how many seconds a key of the role is good; at least 900, and at most what the role allows.
        type: int
        default: 3600
      external_id:
        description: The external id that the role's trust policy asks for.
        type: str
      policy:
        description: A policy that narrows what the role may do, as a dict or as a JSON text.
        type: raw
      endpoint:
        description:
          - The address of STS, for private networks, for example V(sts-vpc.cn-shanghai.aliyuncs.com). The default is
            V(sts.aliyuncs.com).
        type: str
  region:
    description:
      - The region whose gateway is asked. Alibaba Cloud lists V(cn-shanghai) only.
      - If not set, the first of the environment variables E(ALIBABA_CLOUD_REGION_ID), E(ALICLOUD_REGION) and
        E(ALICLOUD_REGION_ID) that is set is used; then the region of the profile, if the key comes from one; then
        V(cn-shanghai).
    type: str
    aliases: [region_id, alicloud_region]
  endpoint:
    description:
      - The address of the gateway, for example V(https://ccc-vpc.cn-shanghai.aliyuncs.com) inside of a VPC.
      - The default is V(https://ccc.<region>.aliyuncs.com). In any endpoint, V(<region>) stands for the O(region).
      - It holds a host, optionally with a scheme and a port, and nothing else. V(http://) is refused for a host other
        than loopback.
      - If not set, the environment variable E(ALIBABA_CLOUD_CCC_ENDPOINT) is used.
    type: str
  api_version:
    description:
      - The version of the API of CCC. Alibaba Cloud recommends V(2020-07-01) and still serves V(2017-07-05).
      - A fact has the same name and type with either. What V(2020-07-01) no longer reports is V(null) with it, and what
        it reports beyond V(2017-07-05) is there with it only.
      - With V(2020-07-01) an id is the name of the workbench, as it stands in the console's address, and a status is
        spelled V(RUNNING) in place of V(Running).
    type: str
    choices: ['2017-07-05', '2020-07-01']
    default: '2017-07-05'
    version_added: 0.2.0
  signature_method:
    description:
      - How requests are signed. Both need the same key.
      - The default is what Alibaba Cloud's SDKs send, V(HMAC-SHA1) with O(api_version=2017-07-05) and
        V(ACS3-HMAC-SHA256) with O(api_version=2020-07-01).
    type: str
    choices: [HMAC-SHA1, ACS3-HMAC-SHA256]
  connect_timeout:
    description:
      - How many seconds a connection may take to be made.
    type: float
    default: 5
  read_timeout:
    description:
      - For how many seconds the gateway may send nothing while its answer is awaited. The whole of an answer may take
        30 seconds.
    type: float
    default: 10
  max_attempts:
    description:
      - How many times a request is sent, the first time included, when the gateway throttles it, has a problem of its
        own, or the connection breaks. Between the attempts there is a wait of random length, whose bound doubles from
        0.5 to 10 seconds; a throttling gateway's C(x-acs-retry-after) of up to 60 seconds is obeyed.
    type: int
    default: 6
  concurrency:
    description:
      - How many requests are under way at the same time, each on a connection of its own.
      - All of them share one pace, which falls when the gateway throttles and slowly rises again.
    type: int
    default: 16
  validate_certs:
    description:
      - Whether the certificate of the gateway is verified. Without it, whoever is on the way can read the facts.
    type: bool
    default: true
  ca_path:
    description:
      - A file with certificates of authorities to trust, or a folder of such files as C(openssl rehash) makes it, in
        place of the system's.
      - If not set, the first of the environment variables E(REQUESTS_CA_BUNDLE) and E(CURL_CA_BUNDLE) that is set is
        used.
    type: path
notes:
  - A RAM policy allows actions. It does not make the key's user a member of a call center, which decides as well what
    can be read. A RAM user becomes a member in the console of the call center, or by the API's C(ImportRamUsers) or
    C(AssignUsers).
  - Proxies are taken from the environment variables E(HTTPS_PROXY) and E(NO_PROXY), which a play sets with
    C(environment). A gateway on loopback is always asked directly.
"""

    # Modules read the environment by their argument specs, plugins by what stands here. Ansible merges the two
    # sections option by option.
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
