# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A gateway of Alibaba Cloud's Cloud Call Center (CCC) on loopback, to test playbooks without an account.

It serves the read operations in operations.py, in API versions 2017-07-05 and 2020-07-01, from the same call centers,
as the API's documents describe them. It checks what the real gateway checks: signature (HMAC-SHA1, ACS3-HMAC-SHA256),
access key, token, clock, nonce, version, action and parameters.

    python3 ccc_emulator --port 8080 --instances 100 --latency-ms 50 --fault throttle=0.1 --fault reset=0.05
    python3 ccc_emulator --requests-per-second 500 --requests-per-second ListUsers=100

When it is listening, it prints one JSON line, {"endpoint": "http://127.0.0.1:8080"}. It logs each request as one JSON
line on stderr, without secrets, tokens and signatures. SIGTERM or SIGINT ends it.

With --accounts N, there are N accounts, each with its own call centers (as many as --instances) and its own limits.
The first account has the access key below; the ids and secrets of the other keys end in -2, -3 and so on.

    python3 ccc_emulator --accounts 20 --instances 10

The key comes from --access-key-id, --access-key-secret and --security-token; from the environment variables
CCC_EMULATOR_ACCESS_KEY_ID, CCC_EMULATOR_ACCESS_KEY_SECRET and CCC_EMULATOR_SECURITY_TOKEN, which `ps` does not show;
or, with --keys-from-stdin, from a JSON object with access_key_id, access_key_secret and security_token. That object can
also contain data: the content of a file for --data.

The same port issues temporary keys, as the services do from which programs in the cloud get theirs. Such a key can do
all that the key above can do, until it expires or has been used for --issued-key-requests requests:

    Action=AssumeRole and Action=AssumeRoleWithOIDC, Version=2015-04-01    STS, for any role not named "forbidden"
    Action=GetCallerIdentity, Version=2015-04-01                           STS, with any key: whose key it is
    PUT /latest/api/token                                                  ECS metadata: a token for the next two
    GET /latest/meta-data/ram/security-credentials/                        ECS metadata: the role's name, emulator-role
    GET /latest/meta-data/ram/security-credentials/emulator-role           ECS metadata: a key; also a credentials URI

A file for --data contains a list of instances in the shape of 2017-07-05, or {"Instances": [...]}. The emulator serves
them unchanged, so that you can also test unexpected values. Keys that begin with an underscore are instructions to the
emulator, which it does not serve. These belong inside an instance, or next to "Instances" to apply to all instances:

    "_answers": {"ListUsers": {"HttpStatusCode": 403, "Code": "Permission.User", "Message": "..."}}    fail like this
    "_answers": {"ListUsers": {"_raw": "<x/>", "_content_type": "text/xml"}}    send HTTP 200 with exactly this body
    "_answers": {"ListUsers": {"2020-07-01": {"_raw": "{}"}}}                   the same in one version only

"_answer": {...} and "_raw": "..." are short for the response to an instance's GetInstance or, next to "Instances", to
ListInstancesOfUser. "_lists" contains the resources inside an instance, by the operation that lists them, in the shape
of 2017-07-05. Next to "Instances", it contains those of the account:

    "_lists": {"ListUsers": [{"UserId": "...", "Roles": {"Role": [...]}}]}
    "_lists": {"ListContactFlows": [{"ContactFlowId": "...", "_numbers": ["4000010001"]}]}    its numbers
    "_lists": {"ListUnassignedNumbers": [{"Number": "..."}]}    next to "Instances"
    "_members": ["..."]    only the users of these access keys are members of the instance

2020-07-01 reports fields of an instance, a number or a list's element that the emulator derives from the record. The
record can set them itself:

    "_2020-07-01": {"Status": 7, "AdminList": null}    these fields instead of the derived ones, in all operations

data/default.json is such a file: the default call centers. A new operation is a row in operations.py.
"""
