# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A running emulator, and the state file that finds it."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import tempfile
import time
from typing import Any, NamedTuple

from .errors import StartError

STOP_TIMEOUT_SECONDS = 10


class Running(NamedTuple):
    """What a state file says of the emulator that runs."""

    pid: int
    endpoint: str
    settings: str


def find_running(path: str) -> Running | None:
    """Read the state file; None if no emulator runs.

    An emulator holds a lock on its state file for as long as it lives, and a lock cannot outlive its process. So
    neither a file that was left behind nor a process id that now belongs to another program is taken for an emulator.
    """
    with contextlib.suppress(FileNotFoundError), _open_state(path) as file:
        if _is_locked(file):
            return Running(**json.load(file))
    return None


def stop_running(path: str) -> Running | None:
    """Stop the emulator that the state file names, and return only when it is gone; None if none runs."""
    with contextlib.suppress(FileNotFoundError), _open_state(path) as file:
        if not _is_locked(file):
            return None
        running = Running(**json.load(file))
        os.kill(running.pid, signal.SIGTERM)
        deadline = time.monotonic() + STOP_TIMEOUT_SECONDS
        while _is_locked(file):
            if time.monotonic() > deadline:
                raise StartError(f"the emulator (process {running.pid}) did not end in {STOP_TIMEOUT_SECONDS} s")
            time.sleep(0.01)
        return running
    return None


def _open_state(path: str) -> Any:
    try:
        return open(path, encoding="utf-8")
    except FileNotFoundError:
        raise
    except OSError as error:
        raise StartError(f"cannot read the state file {path}: {error.strerror}") from error


def _is_locked(file: Any) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False


class StateFile:
    """The state file of this emulator: written whole and locked, or not there."""

    def __init__(self, path: str) -> None:
        self._path = path
        try:
            # In the same folder, so that the rename below is atomic. mkstemp makes it with mode 0600.
            self._descriptor, self._temporary = tempfile.mkstemp(prefix=".state.", dir=os.path.dirname(path) or ".")
        except OSError as error:
            raise StartError(f"cannot write the state file {path}: {error.strerror}") from error
        # The lock belongs to the open file, which a forked child inherits. It is a bare descriptor, which only the end
        # of the process closes: whoever waits for the lock waits for that.
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)

    def write(self, running: Running) -> None:
        os.write(self._descriptor, json.dumps(running._asdict()).encode())
        try:
            os.replace(self._temporary, self._path)
        except OSError as error:
            os.unlink(self._temporary)
            raise StartError(f"cannot write the state file {self._path}: {error.strerror}") from error

    def remove(self) -> None:
        """Remove the file, unless another emulator has put its own in its place."""
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.stat(self._path), os.fstat(self._descriptor)):
                os.unlink(self._path)
