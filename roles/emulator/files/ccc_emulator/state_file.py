# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The state file, which records a running emulator."""

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
    """The content of a state file."""

    pid: int
    endpoint: str
    settings: str


def find_running(path: str) -> Running | None:
    """Return the content of the state file, or None if its emulator is not running.

    An emulator locks its state file until its process ends. So neither a leftover file nor a process id that now
    belongs to another program is mistaken for a running emulator.
    """
    with contextlib.suppress(FileNotFoundError), _open_state(path) as file:
        if _is_locked(file):
            return Running(**json.load(file))
    return None


def stop_running(path: str) -> Running | None:
    """Stop the emulator of the state file, wait until it has ended, and return it; None if it was not running."""
    with contextlib.suppress(FileNotFoundError), _open_state(path) as file:
        if not _is_locked(file):
            return None
        running = Running(**json.load(file))
        os.kill(running.pid, signal.SIGTERM)
        deadline = time.monotonic() + STOP_TIMEOUT_SECONDS
        while _is_locked(file):
            if time.monotonic() > deadline:
                raise StartError(f"the emulator (process {running.pid}) did not end within {STOP_TIMEOUT_SECONDS} s")
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
    """The state file of this emulator. It exists only if it is complete and locked."""

    def __init__(self, path: str) -> None:
        self._path = path
        try:
            # In the same folder, so that the rename below is atomic. mkstemp makes it with mode 0600.
            self._descriptor, self._temporary = tempfile.mkstemp(prefix=".state.", dir=os.path.dirname(path) or ".")
        except OSError as error:
            raise StartError(f"cannot write the state file {path}: {error.strerror}") from error
        # The lock belongs to the open file, which a forked child inherits. Nothing closes this descriptor before the
        # process ends, so waiting for the lock means waiting for the process.
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)

    def write(self, running: Running) -> None:
        os.write(self._descriptor, json.dumps(running._asdict()).encode())
        try:
            os.replace(self._temporary, self._path)
        except OSError as error:
            os.unlink(self._temporary)
            raise StartError(f"cannot write the state file {self._path}: {error.strerror}") from error

    def remove(self) -> None:
        """Remove the file, unless another emulator has replaced it."""
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.stat(self._path), os.fstat(self._descriptor)):
                os.unlink(self._path)
