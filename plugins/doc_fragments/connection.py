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
options:
  access_key_id:
    description:
      - The id of the AccessKey that signs the requests.
      - A key is taken from one source, whole. The options O(access_key_id), O(access_key_secret) and
        O(security_token) are the first one; if none of them is set, the environment variables
        E(ALIBABA_CLOUD_ACCESS_KEY_ID), E(ALIBABA_CLOUD_ACCESS_KEY_SECRET) and E(ALIBABA_CLOUD_SECURITY_TOKEN) are the
        second; if none of these is set, E(ALICLOUD_ACCESS_KEY) or E(ALICLOUD_ACCESS_KEY_ID), E(ALICLOUD_SECRET_KEY)
        or E(ALICLOUD_SECRET_ACCESS_KEY), and E(ALICLOUD_SECURITY_TOKEN) are the third. A source that holds half a key
        is an error.
      - The RAM user or role of the key needs the actions C(ccc:GetInstance) and C(ccc:ListInstancesOfUser).
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
  region:
    description:
      - The region whose gateway is asked. Alibaba Cloud lists V(cn-shanghai) only.
      - If not set, the first of the environment variables E(ALIBABA_CLOUD_REGION_ID), E(ALICLOUD_REGION) and
        E(ALICLOUD_REGION_ID) that is set is used.
    type: str
    default: cn-shanghai
    aliases: [region_id, alicloud_region]
  endpoint:
    description:
      - The address of the gateway, for example V(https://ccc-vpc.cn-shanghai.aliyuncs.com) inside of a VPC.
      - The default is C(https://ccc.REGION.aliyuncs.com), with O(region) in place of C(REGION).
      - It holds a host and maybe a scheme and a port, nothing else. V(http://) is refused for a host other than
        loopback.
      - If not set, the environment variable E(ALIBABA_CLOUD_CCC_ENDPOINT) is used.
    type: str
  signature_method:
    description:
      - How requests are signed. Both need the same key.
      - The default is V(HMAC-SHA1), which is what Alibaba Cloud's SDKs send for this version of the API.
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
  - Proxies are taken from the environment variables E(HTTPS_PROXY) and E(NO_PROXY), which a play sets with
    C(environment). A gateway on loopback is always asked directly.
"""
