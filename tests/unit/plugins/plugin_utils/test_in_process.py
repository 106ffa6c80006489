# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What no play on this machine can show; tests/system has real ones for the rest. Task and host are stand-ins."""

from __future__ import annotations

import os
import sys
import warnings
from types import SimpleNamespace

import pytest
from ansible.errors import AnsibleActionFail
from ansible_collections.alicloud.ccc.plugins.modules import ccc_instance_info
from ansible_collections.alicloud.ccc.plugins.plugin_utils import _in_process


@pytest.fixture
def action():
    """Return the action of a task whose code may be called."""
    made = _in_process.InProcessAction.__new__(_in_process.InProcessAction)
    made.module = ccc_instance_info
    made._task = SimpleNamespace(delegate_to=None, async_val=0)
    made._connection = SimpleNamespace(transport="local", become=None)
    made._templar = SimpleNamespace(template=lambda value: value)
    return made


class TestObstacles:
    def test_there_is_none(self, action):
        assert action._obstacle({}) is None
        assert action._obstacle({"ansible_python_interpreter": sys.executable}) is None

    @pytest.mark.parametrize("name", ["auto", "auto_silent", "auto_legacy", ""])
    def test_no_interpreter_is_named(self, action, name):
        assert action._obstacle({"ansible_python_interpreter": name}) is None

    def test_a_library_is_missing_here_that_another_python_may_have(self, action, monkeypatch):
        monkeypatch.setattr(_in_process, "REQUESTS_IMPORT_ERROR", "Traceback")
        assert action._obstacle({}) == "Ansible's Python has no requests"

    def test_a_system_whose_forked_processes_cannot_ask_for_proxies(self, action, monkeypatch):
        monkeypatch.setattr(sys, "platform", "darwin")
        assert action._obstacle({}) == "macOS"

    @pytest.mark.parametrize("value", ["maybe", None, 7, []])
    def test_a_switch_that_is_neither_on_nor_off(self, action, value):
        with pytest.raises(AnsibleActionFail, match="ccc_in_process must be true or false"):
            action._obstacle({"ccc_in_process": value})

    @pytest.mark.parametrize("name", ["PYTHONPATH", "LD_PRELOAD", "DYLD_LIBRARY_PATH", "OPENSSL_CONF"])
    def test_an_environment_that_is_read_when_a_process_starts(self, name):
        assert _in_process._obstacle_in({name: "x"}, {}, {}) == "its environment is for a process"

    def test_two_names_of_an_option(self):
        spec = {"region": {"aliases": ["region_id", "alicloud_region"]}, "other": {}}
        assert _in_process._obstacle_in({}, {"region_id": 1, "alicloud_region": 2}, spec) == "region is set twice"
        assert _in_process._obstacle_in({"HTTPS_PROXY": "x"}, {"region_id": 1, "other": 2}, spec) is None


class TestSurroundings:
    @pytest.mark.parametrize("error", [None, ValueError, KeyboardInterrupt])
    def test_all_is_as_before(self, error, monkeypatch, tmp_path):
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

    def test_a_folder_that_is_not_there_changes_nothing(self, monkeypatch, tmp_path):
        monkeypatch.delenv("CCC_TEST_NEW", raising=False)
        with pytest.raises(FileNotFoundError), _in_process._surroundings({"CCC_TEST_NEW": "x"}, str(tmp_path / "none")):
            pass
        assert "CCC_TEST_NEW" not in os.environ

    def test_what_python_warns_of_reaches_nobody(self, recwarn, tmp_path):
        with _in_process._surroundings({}, str(tmp_path)):
            warnings.warn("the certificate is not checked", UserWarning, stacklevel=1)
        assert not recwarn.list


class TestInvocation:
    @pytest.mark.parametrize(
        ("definition", "value", "has_it"),
        [({}, None, True), (None, None, True), ({"x": 1}, False, False), ({"x": 1}, True, True)],
    )
    def test_it_is_there_unless_a_setting_says_otherwise(self, definition, value, has_it, monkeypatch):
        settings = SimpleNamespace(
            get_configuration_definition=lambda name: definition, get_config_value=lambda name, variables: value
        )
        monkeypatch.setattr(_in_process, "C", SimpleNamespace(config=settings))
        assert bool(_in_process._has_invocation({})) is has_it
