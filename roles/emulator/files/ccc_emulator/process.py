# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Start an emulator, in the foreground or detached, and stop it."""

from __future__ import annotations

import argparse
import errno
import hashlib
import json
import os
import signal
import ssl
import sys
import threading
from typing import Any

from .accounts import Account, Accounts
from .command_line import GIVEN_DATA, parse_arguments
from .errors import StartError
from .faults import Faults, RateLimit
from .fleet import fleet
from .fleet_lists import fleet_lists, unassigned_numbers
from .gateway import Gateway
from .http_server import Server
from .keys import Credentials, Keys
from .records import Records, default_data, load_records, records_of
from .request import API_VERSIONS
from .state_file import Running, StateFile, find_running, stop_running

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)


def make_server(options: argparse.Namespace) -> Server:
    """Make the server that the options describe. It is listening when this returns."""
    fixed_key = Credentials(options.access_key_id, options.access_key_secret, options.security_token)
    gateway = Gateway(
        Accounts(lambda position: _account(options, position)),
        Keys(fixed_key, options.issued_key_requests, options.issued_key_seconds, options.accounts or 1),
        options.retry_after_ms,
        [options.api_version] if options.api_version else API_VERSIONS,
    )
    tls = _tls_context(options.tls_cert, options.tls_key) if options.tls_cert else None
    try:
        return Server(options.port, gateway, options.latency_ms, tls)
    except OSError as error:
        reason = error.strerror
        if error.errno == errno.EADDRINUSE:
            reason = "the port is in use. Choose another port (emulator_port of the role), or 0 for a free one"
        raise StartError(f"cannot listen on 127.0.0.1:{options.port}: {reason}") from error


def _account(options: argparse.Namespace, position: int) -> Account:
    # Another seed, so that the same pages of two accounts meet different faults.
    faults = Faults(options.fault, options.seed + position)
    return Account(_records(options, position), RateLimit(options.requests_per_second), faults)


def _records(options: argparse.Namespace, position: int) -> Records:
    if options.given_data is not None:
        return records_of(options.given_data, GIVEN_DATA)
    if options.data is not None:
        return load_records(options.data)
    if options.instances is None:
        return records_of(default_data(), "the default data")
    users = 5 if options.users is None else options.users
    account = {"_lists": {"ListUnassignedNumbers": unassigned_numbers(position)}}
    return Records(fleet(options.instances, position), account, fleet_lists(users))


def _tls_context(certificate: str, key: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(certificate, key)
    except OSError as error:
        raise StartError(f"cannot use the certificate {certificate} with the key {key}: {error}") from error
    return context


def settings_of(options: argparse.Namespace) -> str:
    """Return a digest of everything that affects responses, including the content of the data file."""
    settings = {
        name: value
        for name, value in vars(options).items()
        if name not in ("detach", "stop", "log_file", "state_file", "clean", "keys_from_stdin")
    }
    if options.data is not None:
        try:
            with open(options.data, "rb") as file:
                settings["data"] = hashlib.sha256(file.read()).hexdigest()
        except OSError:
            pass  # load_records reports this better
    return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()


def start(options: argparse.Namespace) -> None:
    """Start an emulator. If a detached one is running, keep it if it has the same settings, otherwise replace it."""
    settings = settings_of(options)
    running = find_running(options.state_file) if options.state_file else None
    if running is not None:
        if not options.detach:
            raise StartError(
                f"an emulator is already running at {running.endpoint} (process {running.pid}): stop it first"
            )
        if running.settings == settings:
            announce({"endpoint": running.endpoint, "pid": running.pid, "already_running": True})
            return
        stop_running(options.state_file)
    server = make_server(options)
    if options.state_file:
        _make_folder(options.state_file)
    log_descriptor = _open_log(options.log_file) if options.detach else None
    state = StateFile(options.state_file) if options.state_file else None
    # From here on, the stop signals are pending until sigwait takes them, so no handler interrupts anything. Forked
    # processes and threads inherit this.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
    if log_descriptor is None:
        announcement = {"endpoint": server.endpoint}
        _publish(state, Running(os.getpid(), server.endpoint, settings), announcement)
        _serve(server, state)
        return
    child = os.fork()
    if child == 0:
        _leave_terminal(log_descriptor)
        _serve(server, state)
        return
    # The socket is already listening, so this process can end: the child has the socket and the lock on the state file.
    try:
        _publish(state, Running(child, server.endpoint, settings), {"endpoint": server.endpoint, "pid": child})
    except StartError:
        os.kill(child, signal.SIGKILL)
        raise


def _make_folder(state_file: str) -> None:
    folder = os.path.dirname(state_file) or "."
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
    except OSError as error:
        raise StartError(f"cannot create the folder {folder}: {error.strerror}") from error


def _open_log(path: str) -> int:
    try:
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    except OSError as error:
        raise StartError(f"cannot write the log file {path}: {error.strerror}") from error


def _leave_terminal(log_descriptor: int) -> None:
    """Detach this forked process from the terminal, and from programs that wait for its parent's output."""
    os.setsid()
    null_descriptor = os.open(os.devnull, os.O_RDWR)
    os.dup2(null_descriptor, 0)
    os.dup2(null_descriptor, 1)
    os.dup2(log_descriptor, 2)


def _publish(state: StateFile | None, running: Running, announcement: dict[str, Any]) -> None:
    if state:
        state.write(running)
    announce(announcement)


def _serve(server: Server, state: StateFile | None) -> None:
    threading.Thread(target=server.serve_forever, daemon=True).start()
    signal.sigwait(STOP_SIGNALS)
    if state:
        state.remove()


def announce(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def stop(options: argparse.Namespace) -> None:
    stopped = stop_running(options.state_file)
    line = {"stopped": stopped is not None, "pid": stopped.pid if stopped else None}
    if options.clean:
        line["removed"] = _clean([options.state_file, options.log_file, options.data])
    announce(line)


def _clean(paths: list[str | None]) -> list[str]:
    """Remove the files, and their folders if these are empty; return the paths that were removed."""
    removed = []
    files = [path for path in paths if path and path != os.devnull]
    for remove, path in [
        *((os.unlink, path) for path in files),
        *((os.rmdir, folder) for folder in sorted({os.path.dirname(path) for path in files} - {""})),
    ]:
        try:
            remove(path)
        except OSError as error:
            if error.errno not in (errno.ENOENT, errno.ENOTEMPTY):
                raise StartError(f"cannot remove {path}: {error.strerror}") from error
        else:
            removed.append(path)
    return removed


def main(arguments: list[str]) -> int:
    try:
        options = parse_arguments(arguments)
        if options.stop:
            stop(options)
        else:
            start(options)
    except StartError as error:
        sys.stderr.write(f"ccc_emulator: {error}.\n")
        return 1
    return 0
