# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report import files as _report_files
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.files import FILES, json_of, paths_in, write_files


def texts(content):
    return {kind: content + kind for kind in FILES}


def mode(path):
    return stat.S_IMODE(os.stat(path).st_mode)


def test_json_has_each_list_element_on_its_own_line():
    document = {"a": 1, "instances": [{"name": "张\n", "x": []}, {}], "none": [], "null": None}
    text = "".join(json_of(document))
    assert json.loads(text) == document
    assert list(json.loads(text)) == list(document)
    assert '\n{"name": "张\\n", "x": []},\n{}\n]' in text


def test_files_are_readable_only_by_their_owner_and_an_existing_folder_keeps_its_mode(tmp_path):
    folder = tmp_path / "new" / "report"
    for content in "12":
        write_files(str(folder), texts(content))
        assert {path.name for path in folder.iterdir()} == set(FILES.values())
        assert mode(folder) == (0o700 if content == "1" else 0o755)
        for kind, path in paths_in(str(folder)).items():
            assert Path(path).read_text() == content + kind
            assert mode(path) == 0o600
        folder.chmod(0o755)


def test_a_failed_write_leaves_the_earlier_files(tmp_path, monkeypatch):
    write_files(str(tmp_path), texts("1"))
    write = _report_files._written_temporary

    def fail_at_last(path, text):
        if text == "2facts":
            raise OSError(28, "No space left on device")
        return write(path, text)

    monkeypatch.setattr(_report_files, "_written_temporary", fail_at_last)
    with pytest.raises(OSError, match="No space"):
        write_files(str(tmp_path), texts("2"))
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        name: "1" + kind for kind, name in FILES.items()
    }


def test_a_temporary_file_is_removed_if_writing_it_fails(tmp_path, monkeypatch):
    def fail(handle, mode, **_how):
        os.close(handle)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fdopen", fail)
    with pytest.raises(OSError, match="No space"):
        write_files(str(tmp_path), texts("1"))
    assert list(tmp_path.iterdir()) == []


def test_half_a_surrogate_pair_is_written_as_a_json_escape(tmp_path):
    document = {"name": "\ud800 张"}
    write_files(str(tmp_path), {**texts("1"), "json": json_of(document)})
    assert json.loads((tmp_path / "report.json").read_text("utf-8")) == document
