# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real CONNECT proxy on loopback (proxy.py) that records its requests.

``python connect_proxy.py FOLDER USER:PASSWORD`` prints its port when it is ready, and ends with its standard input.
"""

from __future__ import annotations

import os
import sys

import proxy
from proxy.http.proxy import HttpProxyBasePlugin


class Recorder(HttpProxyBasePlugin):
    """Writes the target of each request to a file before it connects."""

    def before_upstream_connection(self, request):
        # In a single write, since a test reads the file as soon as it has its response.
        with open(os.environ["CONNECT_PROXY_RECORD"], "a", encoding="utf-8") as file:
            file.write(f"{request.method.decode()} {request.host.decode()}:{request.port}\n")
        return request


def main() -> None:
    folder, credentials = sys.argv[1:]
    options = ["--port=0", "--num-workers=1", "--num-acceptors=1", "--log-level=CRITICAL", f"--data-dir={folder}"]
    # The class, not its name, which the processes of the proxy could not import.
    with proxy.Proxy([*options, f"--basic-auth={credentials}"], plugins=[Recorder]) as running:
        print(running.flags.port, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
