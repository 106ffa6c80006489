# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Conditions and effects of a call in Ansible's own process. tests/system/test_in_process.py runs real plays."""

from __future__ import annotations

import os
import sys
import warnings
from types import SimpleNamespace

import pytest
from ansible_collections.alicloud.ccc.plugins.plugin_utils import _in_process


class TestOwnPython:
    def test_another_name_of_the_file_in_its_directory_is_the_same_python(self, tmp_path, monkeypatch):
        for name in ("python", "python3"):
            (tmp_path / name).symlink_to(sys.executable)
        (tmp_path / "directory").symlink_to(tmp_path)
        monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
        for path in (tmp_path / "python", tmp_path / "python3", tmp_path / "directory" / "python3"):
            assert _in_process._is_own_python(str(path))

    @pytest.mark.parametrize("path", ["python3", "/no/such/python", "", "nul\0", "other/python", ["python3"]])
    def test_any_other_path_is_not_the_same_python(self, path, tmp_path, monkeypatch):
        (tmp_path / "other").mkdir()
        (tmp_path / "other" / "python").symlink_to(sys.executable)
        monkeypatch.chdir(tmp_path)
        assert not _in_process._is_own_python(path)


class TestObstacles:
    @pytest.mark.parametrize(("missing", "platform"), [("Traceback", "linux"), (None, "darwin")])
    def test_a_controller_that_cannot_call_the_code_is_an_obstacle(self, missing, platform, monkeypatch):
        # These tests cannot create these conditions, so task, connection and host are stubs.
        action = _in_process.InProcessAction.__new__(_in_process.InProcessAction)
        action._task = SimpleNamespace(delegate_to=None, async_val=0)
        action._connection = SimpleNamespace(transport="local", become=None)
        action._templar = SimpleNamespace(template=lambda value: value)
        assert action._obstacle({}) is None
        monkeypatch.setattr(_in_process, "REQUESTS_IMPORT_ERROR", missing)
        monkeypatch.setattr(sys, "platform", platform)
        assert action._obstacle({}) == ("Ansible's Python has no requests" if missing else "macOS")

    @pytest.mark.parametrize("name", ["PYTHONPATH", "LD_PRELOAD", "DYLD_LIBRARY_PATH", "OPENSSL_CONF"])
    def test_an_environment_that_python_reads_only_at_the_start_is_an_obstacle(self, name):
        assert _in_process._obstacle_in({name: "x"}, {}, {}) == "Python reads its environment only at the start"

    def test_an_option_that_is_set_under_two_names_is_an_obstacle(self):
        spec = {"region": {"aliases": ["region_id", "alicloud_region"]}, "other": {}}
        assert _in_process._obstacle_in({}, {"region_id": 1, "alicloud_region": 2}, spec) == "region is set twice"
        assert _in_process._obstacle_in({"HTTPS_PROXY": "x"}, {"region_id": 1, "other": 2}, spec) is None


class TestSurroundings:
    @pytest.mark.parametrize("error", [None, ValueError, KeyboardInterrupt])
    def test_environment_and_folder_are_restored_afterwards(self, error, monkeypatch, tmp_path):
        monkeypatch.setenv("CCC_TEST_KEPT", "before")
        monkeypatch.delenv("CCC_TEST_NEW", raising=False)
        environment, folder = dict(os.environ), os.getcwd()
        try:
            with _in_process._surroundings({"CCC_TEST_KEPT": 5, "CCC_TEST_NEW": True}, str(tmp_path)):
                assert os.environ["CCC_TEST_KEPT"] == "5"
                assert os.environ["CCC_TEST_NEW"] == "True"
                assert os.path.samefile(".", tmp_path)
                if error:
                    raise error
        except (ValueError, KeyboardInterrupt) as raised:
            assert isinstance(raised, error)
        assert dict(os.environ) == environment
        assert os.getcwd() == folder

    def test_a_missing_folder_leaves_the_environment_unchanged(self, monkeypatch, tmp_path):
        monkeypatch.delenv("CCC_TEST_NEW", raising=False)
        with pytest.raises(FileNotFoundError), _in_process._surroundings({"CCC_TEST_NEW": "x"}, str(tmp_path / "none")):
            pass
        assert "CCC_TEST_NEW" not in os.environ

    def test_python_warnings_are_not_shown(self, recwarn, tmp_path):
        with _in_process._surroundings({}, str(tmp_path)):
            warnings.warn("the certificate is not checked", UserWarning, stacklevel=1)
        assert not recwarn.list


class TestSecrets:
    @pytest.mark.parametrize("secret", ["s3cret+/=", 's3"cret', "s3 cret", "12345678"])
    def test_a_secret_is_found_at_any_depth(self, secret):
        for value in ("a%sb" % secret, [{"a": ["b", secret]}, 1], {secret: [None]}):
            assert _in_process._has_any(value, {"other", secret})
            assert not _in_process._has_any(value, {"other", secret + "!"})
        assert _in_process._has_any([{"number": 12345678, "null": None}], {"345"})
        assert not _in_process._has_any([None, True], {"None", "True"})
