# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A stand-in for Alibaba Cloud's command line: `aliyun ccc OPERATION [--version V --force] [--Parameter VALUE]...`.

The real one is a program in Go, which no package registry of Python, npm or Debian has (aliyuncli of PyPI is an older
program, in Python 2). This one signs with the vendor's core SDK for Python, of which no more is used: the rest takes
half a second to load. What it does as the real one does, by the source of that (openapi/commando.go, invoker.go,
force_rpc.go and cli/command.go, July 2026):

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
import urllib.error
import urllib.request

from aliyunsdkcore.auth.composer.rpc_signature_composer import get_signed_url

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

    parameters = {"Action": operation, "Version": version, **options}
    key = (os.environ[f"ALIBABA_CLOUD_ACCESS_KEY_{part}"] for part in ("ID", "SECRET"))
    url, _string_to_sign = get_signed_url(parameters, *key, "JSON", "GET", {})
    address = os.environ["ALIBABA_CLOUD_CCC_ENDPOINT"] + url
    try:
        with urllib.request.urlopen(address) as response:  # noqa: S310 - the test's own emulator, on loopback
            answer = json.load(response)
    except urllib.error.HTTPError as error:
        refusal = json.load(error)
        print("ERROR: SDK.ServerError", f"ErrorCode: {refusal['Code']}", sep="\n", file=sys.stderr)
        print(f"RequestId: {refusal['RequestId']}", f"Message: {refusal['Message']}", sep="\n", file=sys.stderr)
        return 1
    print(json.dumps(answer, ensure_ascii=False, sort_keys=True, indent="\t"))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
