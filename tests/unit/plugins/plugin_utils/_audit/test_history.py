# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json

import pytest
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit import history
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.history import (
    HistoryError,
    baseline_in,
    keep_run,
    row_of,
    runs_in,
)

COUNTS = {"high": 1, "medium": 0, "low": 2, "info": 0}


def report(day, verdict="failed", error=None, instances=("one",)):
    return {
        "generated_at": "2026-11-%02dT21:00:00Z" % day,
        "verdict": verdict,
        "summary": {"findings": COUNTS, "instances": len(instances), "users": None, "accepted": 3},
        "accounts": [{"account": "x", "error": None}, {"account": "y", "error": error}],
        "instances": list(instances),
    }


@pytest.fixture
def keep(tmp_path):
    """Return a function that keeps a run in a history, and returns the folder of the history."""
    (tmp_path / "facts.json").write_text('{"night": 1}', encoding="utf-8")

    def run(day, keep=90, **values):
        keep_run(str(tmp_path / "history"), report(day, **values), str(tmp_path / "facts.json"), keep)
        return tmp_path / "history"

    return run


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_run_is_kept_with_its_facts_and_figures_readable_only_by_its_owner(keep):
    folder = keep(26)
    kept = folder / "2026-11-26T21-00-00Z"
    assert names(folder) == [kept.name]
    row = {
        "generated_at": "2026-11-26T21:00:00Z",
        "verdict": "failed",
        "findings": COUNTS,
        "instances": 1,
        "users": None,
    }
    assert row_of(report(26)) == row
    assert json.loads((kept / "run.json").read_text("utf-8")) == {**row, "complete": True}
    assert json.loads((kept / "facts.json").read_text("utf-8")) == {"night": 1}
    modes = [path.stat().st_mode & 0o777 for path in (folder, kept, kept / "run.json", kept / "facts.json")]
    assert modes == [0o700, 0o700, 0o600, 0o600]
    assert runs_in(str(folder)) == [(str(kept), True, row)]


def test_two_runs_in_the_same_second_are_both_kept(keep):
    keep(26)
    assert names(keep(26)) == ["2026-11-26T21-00-00Z", "2026-11-26T21-00-00Z-2"]


def test_the_oldest_run_is_removed_and_other_files_are_not(keep):
    folder = keep(20)
    for day in (21, 22):
        keep(day)
    (folder / "2026-11-20T21-00-00Z" / "note.txt").write_text("mine", encoding="utf-8")
    (folder / "2026-11-01T00-00-00Z").mkdir()
    (folder / "notes").mkdir()
    (folder / "notes" / "run.json").write_text("mine", encoding="utf-8")
    keep(24, keep=2)
    mine = ["2026-11-01T00-00-00Z", "2026-11-20T21-00-00Z", "notes"]
    assert names(folder) == sorted([*mine, "2026-11-22T21-00-00Z", "2026-11-24T21-00-00Z"])
    assert names(folder / "2026-11-20T21-00-00Z") == ["note.txt"]
    assert [run.row["generated_at"][8:10] for run in runs_in(str(folder))] == ["22", "24"]


@pytest.mark.parametrize(
    ("runs", "day"),
    [
        ([], None),
        ([{}, {}], 2),
        # A violation decides the verdict, which then does not show whether everything was read.
        ([{}, {"error": "No."}], 1),
        ([{}, {"instances": ()}], 1),
        ([{}, {"verdict": "incomplete"}], 2),
        # Without a complete run, the newest one is compared.
        ([{"error": "No."}, {"error": "No."}], 2),
    ],
)
def test_the_newest_complete_run_is_the_baseline(keep, tmp_path, runs, day):
    for number, values in enumerate(runs, 1):
        keep(number, **values)
    path = day and str(tmp_path / "history" / ("2026-11-%02dT21-00-00Z" % day) / "facts.json")
    assert baseline_in(runs_in(str(tmp_path / "history"))) == path


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"{", "run.json: it is not JSON."),
        (b"\xff", "run.json: it is not JSON."),
        (b"[]", "run.json: it was not written by an audit."),
        (b'{"complete": true}', "run.json: it was not written by an audit."),
        (None, "run.json: Is a directory."),
    ],
)
def test_an_unusable_run_is_an_error_that_names_it(keep, content, why):
    folder = keep(26)
    path = folder / "2026-11-26T21-00-00Z" / "run.json"
    path.unlink()
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    with pytest.raises(HistoryError) as raised:
        runs_in(str(folder))
    assert str(path.parent) in str(raised.value)
    assert why in str(raised.value)


def test_a_history_that_is_not_a_writable_folder_is_an_error(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(HistoryError, match="file: Not a directory. Fix this, move it away, or use another folder"):
        runs_in(str(tmp_path / "file"))
    assert runs_in(str(tmp_path / "missing")) == []
    monkeypatch.setattr(history.os, "access", lambda _path, _mode: False)
    with pytest.raises(HistoryError, match="it is not writable"):
        runs_in(str(tmp_path))


def test_a_run_that_cannot_be_kept_leaves_no_files(keep, tmp_path):
    folder = keep(25)
    (tmp_path / "facts.json").unlink()
    with pytest.raises(HistoryError, match="No such file or directory"):
        keep(26)
    assert names(folder) == ["2026-11-25T21-00-00Z"]
