# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Start the CCC emulator for tests, as the same process that users start.

with running_emulator(instances=5, faults={"throttle": 0.3}) as emulator:
    ask(emulator.endpoint, emulator.access_key_id, emulator.access_key_secret)
    assert [entry["status"] for entry in emulator.log()] == [200]
"""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

EMULATOR = pathlib.Path(__file__).resolve().parents[2] / "roles" / "emulator" / "files" / "ccc_emulator"
END_TIMEOUT_SECONDS = 20


class EmulatorProcess:
    """A running emulator: its endpoint, its key and its log."""

    def __init__(self, process: subprocess.Popen[str], endpoint: str, keys: dict[str, str], log: pathlib.Path) -> None:
        self.process = process
        self.endpoint = endpoint
        self.access_key_id = keys["access_key_id"]
        self.access_key_secret = keys["access_key_secret"]
        self.security_token = keys["security_token"]
        self._log = log

    @property
    def port(self) -> int:
        return int(self.endpoint.rpartition(":")[2])

    @property
    def connection(self) -> dict[str, str]:
        """Return the modules' connection options for this emulator."""
        options = {
            "endpoint": self.endpoint,
            "access_key_id": self.access_key_id,
            "access_key_secret": self.access_key_secret,
        }
        if self.security_token:
            options["security_token"] = self.security_token
        return options

    def connection_of(self, account: int) -> dict[str, str]:
        """Return the connection options of an account, counted from 1. The first one has those of `connection`."""
        options = self.connection
        if account > 1:
            for name in ("access_key_id", "access_key_secret"):
                options[name] += f"-{account}"
        return options

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment variables by which the modules find this emulator and its key."""
        options = {**self.connection, "ccc_endpoint": self.endpoint}
        del options["endpoint"]
        return {f"ALIBABA_CLOUD_{name.upper()}": value for name, value in options.items()}

    def log_text(self) -> str:
        """Return everything that it has written to stderr."""
        return self._log.read_text(encoding="utf-8")

    def log(self) -> list[dict[str, Any]]:
        """Return one entry for each request, without the lines about broken connections.

        An entry has connection, method, action, status and code and, if known, version, instance_id, page_number,
        access_key_id and fault. For the metadata service, action is "metadata". The entry is written before the
        response is sent.
        """
        entries = [json.loads(line) for line in self.log_text().splitlines()]
        return [entry for entry in entries if "connection" in entry]

    def stop(self, with_signal: int = signal.SIGTERM) -> int:
        """Stop it and return its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(with_signal)
        return self.process.wait(END_TIMEOUT_SECONDS)


@contextlib.contextmanager
def running_emulator(
    *,
    data: Any = None,
    faults: dict[str, float] | None = None,
    access_key_id: str = "test-key-id",
    access_key_secret: str = "test-key-secret",
    security_token: str = "",
    python: str = sys.executable,
    **options: Any,
) -> Iterator[EmulatorProcess]:
    """Run an emulator and stop it afterwards.

    `data` is the content of the file for --data. `options` are the other options of the command line by name:
    instances, accounts, users, api_version, issued_key_requests, issued_key_seconds, latency_ms, requests_per_second,
    retry_after_ms, seed, port, tls_cert, tls_key, state_file. A dict repeats the option for each of its keys:
    requests_per_second={"ListUsers": 100}.
    """
    keys = {
        "access_key_id": access_key_id,
        "access_key_secret": access_key_secret,
        "security_token": security_token,
    }
    with tempfile.TemporaryDirectory() as folder_name:
        folder = pathlib.Path(folder_name)
        command = [python, str(EMULATOR), *arguments(options, faults)]
        if data is not None:
            (folder / "data.json").write_text(json.dumps(data), encoding="utf-8")
            command += ["--data", str(folder / "data.json")]
        with open(folder / "log", "w", encoding="utf-8") as log:
            process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=log, text=True, env={**os.environ, **key_environment(keys)}
            )
        with process:
            try:
                line = process.stdout.readline()
                if not line:
                    raise RuntimeError(f"the emulator did not start: {(folder / 'log').read_text(encoding='utf-8')}")
                yield EmulatorProcess(process, json.loads(line)["endpoint"], keys, folder / "log")
            finally:
                if process.poll() is None:
                    process.terminate()
                    try:
                        process.wait(END_TIMEOUT_SECONDS)
                    except subprocess.TimeoutExpired:
                        process.kill()
                        raise


def arguments(options: dict[str, Any], faults: dict[str, float] | None = None) -> list[str]:
    """Return the command line for options by name."""
    words = []
    for name, value in {**options, "fault": faults or {}}.items():
        values = [f"{key}={one}" for key, one in value.items()] if isinstance(value, dict) else [value]
        for one in values:
            if one is not None:
                words += [f"--{name.replace('_', '-')}", str(one)]
    return words


def key_environment(keys: dict[str, str]) -> dict[str, str]:
    """Return the environment variables that give the keys to the emulator."""
    return {f"CCC_EMULATOR_{name.upper()}": value for name, value in keys.items()}
