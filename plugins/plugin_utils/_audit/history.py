# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The history folder, which contains earlier runs to compare with.

Each run has a folder, named after its time, with FACTS (the facts.json of the report) and RUN (a few figures, and
whether the run was complete). Other files in the folder are ignored and never removed.
"""

from __future__ import annotations

import collections
import contextlib
import json
import os
import re
import shutil
import tempfile

FACTS, RUN = "facts.json", "run.json"
ROW_KEYS = ("generated_at", "verdict", "findings", "instances", "users")
_NAME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}-[0-9]{2}-[0-9]{2}Z(-[0-9]+)?\Z")

Run = collections.namedtuple("Run", ("path", "is_complete", "row"))
"""An earlier run. path: of its folder. row: its row of the trend, a dict with ROW_KEYS."""


class HistoryError(ValueError):
    """An unusable history folder. The text says which file or folder, why, and what to do."""


def row_of(report):
    """Return the row of the trend for a report (dict)."""
    summary = report["summary"]
    figures = {**summary, "generated_at": report["generated_at"], "verdict": report["verdict"]}
    return {key: figures[key] for key in ROW_KEYS}


def runs_in(folder):
    """Return the runs in a folder (list of Run), oldest first; an empty list if it does not exist. Raises HistoryError.

    It also raises if the folder is not writable, so that an hour of reading is not wasted.
    """
    try:
        names = sorted(name for name in os.listdir(folder) if _NAME.match(name))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise _error(folder, error.strerror) from None
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise _error(folder, "it is not writable")
    paths = [os.path.join(folder, name) for name in names]
    return [_run(path) for path in paths if os.path.lexists(os.path.join(path, RUN))]


def baseline_in(runs):
    """Return the path of the facts.json to compare with: of the newest complete run, else of the newest, else None."""
    chosen = next((run for run in reversed(runs) if run.is_complete), runs[-1] if runs else None)
    return chosen and os.path.join(chosen.path, FACTS)


def keep_run(folder, report, facts, keep):
    """Add a run, whose facts.json is at ``facts``, and remove all but the newest ``keep`` runs. Raises HistoryError."""
    is_complete = bool(report["instances"]) and not any(row["error"] for row in report["accounts"])
    run = json.dumps({**row_of(report), "complete": is_complete}, ensure_ascii=False, indent=2) + "\n"
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        temporary = tempfile.mkdtemp(prefix=".run-", dir=folder)
        try:
            _write(os.path.join(temporary, RUN), run)
            _write(os.path.join(temporary, FACTS), "")
            shutil.copyfile(facts, os.path.join(temporary, FACTS))
            os.rename(temporary, _free(os.path.join(folder, report["generated_at"].replace(":", "-"))))
        except BaseException:
            shutil.rmtree(temporary, ignore_errors=True)
            raise
        for old in runs_in(folder)[:-keep]:
            _remove(old.path)
    except OSError as error:
        raise _error(folder, error.strerror) from None


def _write(path, text):
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)


def _free(path):
    """Return a path that does not exist yet. Slices of a job can end in the same second."""
    numbered = (path if number == 1 else "%s-%d" % (path, number) for number in range(1, 1000))
    return next(one for one in numbered if not os.path.lexists(one))


def _remove(path):
    for name in (RUN, FACTS):
        with contextlib.suppress(FileNotFoundError):
            os.unlink(os.path.join(path, name))
    with contextlib.suppress(OSError):  # not empty: it contains files of somebody else
        os.rmdir(path)


def _run(path):
    """Return the Run of a folder. Raises HistoryError."""
    file_path = os.path.join(path, RUN)
    try:
        with open(file_path, encoding="utf-8") as file:
            run = json.load(file)
    except OSError as error:
        raise _error(file_path, error.strerror) from None
    except ValueError:
        raise _error(file_path, "it is not JSON") from None
    if not isinstance(run, dict) or not all(key in run for key in (*ROW_KEYS, "complete")):
        raise _error(file_path, "it was not written by an audit")
    return Run(path, bool(run["complete"]), {key: run[key] for key in ROW_KEYS})


def _error(path, why):
    return HistoryError(
        "The audit history cannot be used: %s: %s. Fix this, move it away, or use another folder." % (path, why)
    )
