# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A gateway of Alibaba Cloud's Cloud Call Center (CCC) on loopback, to test playbooks without an account.

It answers the read operations that operations.py lists as the API's documents say, of versions 2017-07-05 and
2020-07-01, from the same call centers. And it checks what the real gateway checks: signature (HMAC-SHA1,
ACS3-HMAC-SHA256), key, token, clock, nonce, version, action, parameters.

    python3 ccc_emulator --port 8080 --instances 100 --latency-ms 50 --fault throttle=0.1 --fault reset=0.05
    python3 ccc_emulator --requests-per-second 500 --requests-per-second ListUsers=100

When it listens, it prints one JSON line, {"endpoint": "http://127.0.0.1:8080"}. On stderr it logs one JSON line a
request, in which no secret, no token and no signature ever stands. SIGTERM or SIGINT ends it.

With --accounts N, there are N accounts with as many call centers each, and with limits of their own. The first has the
key below; the ids and the secrets of the others' keys end in -2, -3 and so on.

    python3 ccc_emulator --accounts 20 --instances 10

The key comes from --access-key-id, --access-key-secret and --security-token; or, unseen by `ps`, from the environment:
CCC_EMULATOR_ACCESS_KEY_ID, CCC_EMULATOR_ACCESS_KEY_SECRET, CCC_EMULATOR_SECURITY_TOKEN; or, with --keys-from-stdin, as
a JSON object with access_key_id, access_key_secret and security_token, and optionally data: what a file for --data
holds.

Temporary keys can be had where a cloud's programs get theirs, on the same port. Each is good for all that the key above
is good for, until it expires, or for as many requests as --issued-key-requests says:

    Action=AssumeRole and Action=AssumeRoleWithOIDC, Version=2015-04-01    STS, for any role but one named "forbidden"
    Action=GetCallerIdentity, Version=2015-04-01                           STS, with any key: whose it is
    PUT /latest/api/token                                                  ECS metadata: a token for the next two
    GET /latest/meta-data/ram/security-credentials/                        ECS metadata: the role's name, emulator-role
    GET /latest/meta-data/ram/security-credentials/emulator-role           ECS metadata: a key; a credentials URI, too

A file for --data holds a list of instances in the shape of 2017-07-05, or {"Instances": [...]}. What stands in it is
served as it stands there, so that odd answers can be tried too. Keys that begin with an underscore are orders to the
emulator and are not served. Inside an instance, next to its fields, or next to "Instances", for all of them:

    "_answers": {"ListUsers": {"HttpStatusCode": 403, "Code": "Permission.User", "Message": "..."}}    fail like this
    "_answers": {"ListUsers": {"_raw": "<x/>", "_content_type": "text/xml"}}    answer HTTP 200 with just this body
    "_answers": {"ListUsers": {"2020-07-01": {"_raw": "{}"}}}                   the same in one version only

"_answer": {...} and "_raw": "..." are short for the answer to an instance's GetInstance, and next to "Instances" for
that to ListInstancesOfUser. What else an instance has is given by the operation that lists it, in the shape of
2017-07-05; what the account has, next to "Instances":

    "_lists": {"ListUsers": [{"UserId": "...", "Roles": {"Role": [...]}}]}
    "_lists": {"ListContactFlows": [{"ContactFlowId": "...", "_numbers": ["4000010001"]}]}    these of its numbers
    "_lists": {"ListUnassignedNumbers": [{"Number": "..."}]}    next to "Instances"
    "_members": ["..."]    only the users of these access keys belong to the instance

And what 2020-07-01 says of an instance, a number, or an element of a list, which is derived from its record, can be
given in that record:

    "_2020-07-01": {"Status": 7, "AdminList": null}    these fields in place of the derived ones, in all operations

The default call centers are such a file: data/default.json. A new operation is a row in operations.py.
"""
