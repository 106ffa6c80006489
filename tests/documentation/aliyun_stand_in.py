# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A stand-in for Alibaba Cloud's command line: `aliyun ccc OPERATION [--version V --force] [--Parameter VALUE]...`.

The real one is a program in Go, which no package registry of Python, npm or Debian has (aliyuncli of PyPI is an older
program, in Python 2). This one signs and asks with the vendor's core SDK for Python. What it does as the real one does,
by the source of that (openapi/commando.go, invoker.go, force_rpc.go and cli/command.go, July 2026):

- the key comes from ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, the version is 2017-07-05, and
  another version's parameters are taken only with --force;
- an answer with HTTP 200 is printed as it came, with sorted names and tabs, and the exit code is 0, whatever it says;
- a refusal is one text on stderr, with the code in it, and the exit code 1.

ALIBABA_CLOUD_CCC_ENDPOINT, which the real one does not know, names the emulator.
"""

from __future__ import annotations

import json
import os
import sys

from aliyunsdkcore.acs_exception.exceptions import ServerException
from aliyunsdkcore.auth.credentials import AccessKeyCredential
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest

# By the command line's own metadata, which --force passes by.
PARAMETERS = {"GetInstance": {"InstanceId"}, "ListInstancesOfUser": set()}


def main(product: str, operation: str, *words: str) -> int:
    if product != "ccc":
        raise ValueError(product)
    force = "--force" in words
    rest = iter(word for word in words if word != "--force")
    options = {word.removeprefix("--"): next(rest) for word in rest}
    version = options.pop("version", "2017-07-05")
    unknown = set(options) - PARAMETERS[operation]
    if unknown and not force:
        print(f"ERROR: '--{min(unknown)}' is not a valid parameter or flag.", file=sys.stderr)
        return 2

    endpoint = os.environ["ALIBABA_CLOUD_CCC_ENDPOINT"].removeprefix("http://")
    key = (os.environ[f"ALIBABA_CLOUD_ACCESS_KEY_{part}"] for part in ("ID", "SECRET"))
    request = CommonRequest(domain=endpoint, version=version, action_name=operation)
    request.set_protocol_type("http")
    for name, value in options.items():
        request.add_query_param(name, value)
    try:
        answer = AcsClient(credential=AccessKeyCredential(*key)).do_action_with_exception(request)
    except ServerException as error:
        print("ERROR: SDK.ServerError", f"ErrorCode: {error.get_error_code()}", sep="\n", file=sys.stderr)
        print(f"RequestId: {error.get_request_id()}", f"Message: {error.get_error_msg()}", sep="\n", file=sys.stderr)
        return 1
    print(json.dumps(json.loads(answer), ensure_ascii=False, sort_keys=True, indent="\t"))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
