# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os

import pytest
from ansible.module_utils.basic import AnsibleFallbackNotFound
from ansible_collections.alicloud.ccc.plugins.module_utils import _module
from ansible_collections.alicloud.ccc.plugins.module_utils._client import Batch
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.key import CredentialsError
from ansible_collections.alicloud.ccc.plugins.module_utils._http.endpoint import EndpointError
from ansible_collections.alicloud.ccc.plugins.module_utils._http.errors import CccError
from ansible_collections.alicloud.ccc.plugins.module_utils._http.settings import OptionError
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import GET_INSTANCE, Operation


class TaskIsTooLong(BaseException):
    """Like Ansible's own exception, whose location depends on the version of ansible-core."""


@pytest.fixture
def result_of(monkeypatch):
    """Return a function that returns a module's result if its reader returns or raises ``outcome``."""

    def result(outcome):
        def read(_operation, _params, _say):
            if isinstance(outcome, dict):
                return outcome
            raise outcome

        monkeypatch.setitem(_module._READERS, Operation, read)
        return _module.result_of(GET_INSTANCE, {})

    return result


def batch(*codes, instances=(), not_asked=0):
    return Batch(list(instances), [], [], [CccError(code, "It is so") for code in codes], not_asked)


def message_of(failed):
    return _module.failure_message(GET_INSTANCE, failed, "profile audit in config.json (AK)")


class TestFailureMessage:
    def test_a_single_error_is_the_message(self):
        failed = batch("NotExist.Instance")
        assert message_of(failed) == str(failed.errors[0])

    def test_an_error_without_a_hint_ends_with_its_sentence(self):
        assert message_of(batch("Odd")) == "The request failed: It is so (code Odd)."

    def test_the_error_that_ended_the_run_comes_before_that_of_a_single_id(self):
        message = message_of(batch("NotExist.Instance", "NoPermission", not_asked=7))
        assert message.startswith(
            "The request failed: It is so (code NoPermission). The key comes from profile audit in config.json "
            "(AK). 1 more request failed; see errors. The run ended early; 7 more instances were not requested. Allow "
        )

    @pytest.mark.parametrize(
        ("count", "words"), [(1, "1 instance was read; see instances"), (2, "2 instances were read; see instances")]
    )
    def test_the_message_counts_what_was_read(self, count, words):
        assert words in message_of(batch("NotExist.Instance", instances=[{}] * count))


class TestWarnings:
    @pytest.mark.parametrize("count", [0, 1, 3])
    def test_few_warnings_are_all_shown(self, count):
        assert _module.at_most(3, list("abc")[:count]) == list("abc")[:count]

    def test_warnings_above_the_limit_are_counted(self):
        assert _module.at_most(2, list("abcde")) == ["a", "b", "3 more warnings were omitted."]


class TestFallback:
    def test_the_first_variable_that_is_not_empty_wins(self, monkeypatch):
        monkeypatch.delenv("ALIBABA_CLOUD_REGION_ID", raising=False)
        monkeypatch.setenv("ALICLOUD_REGION", "")
        monkeypatch.setenv("ALICLOUD_REGION_ID", "cn-hangzhou")
        names = _module.connection_argument_spec()["region"]["fallback"][1]
        assert _module.first_set_environment_variable(*names) == "cn-hangzhou"

    def test_a_fallback_without_a_set_variable_is_not_found(self):
        with pytest.raises(AnsibleFallbackNotFound):
            _module.first_set_environment_variable("ALICLOUD_NO_SUCH_VARIABLE")


class TestResult:
    def test_a_success_has_each_warning_once(self, result_of):
        result = result_of({"instances": [1], "warnings": ["a", "b", "a"]})
        assert (result["failed"], result["changed"], result["instances"], result["warnings"]) == (
            False,
            False,
            [1],
            ["a", "b"],
        )

    def test_more_than_twenty_warnings_are_counted(self, result_of):
        result = result_of({"warnings": [str(number) for number in range(22)]})
        assert result["warnings"][-2:] == ["19", "2 more warnings were omitted."]

    @pytest.mark.parametrize("error", [OptionError, EndpointError, CredentialsError])
    def test_an_error_that_the_user_can_fix_is_the_message(self, error, result_of):
        result = result_of(error("Set this."))
        assert result["failed"]
        assert result["msg"] == "Set this."
        assert result["instances"] == result["errors"] == result["request_ids"] == []

    @pytest.mark.parametrize("error", [KeyError, RecursionError, MemoryError, SystemExit])
    def test_a_bug_is_a_failure_with_the_location_and_the_issue_tracker_but_no_exception_text(self, error, result_of):
        result = result_of(error("a secret"))
        assert result["failed"]
        assert result["instances"] == []
        assert "a secret" not in str(result)
        assert result["msg"].startswith(
            "This is a bug in alicloud.ccc or in a library that it uses: %s (" % error.__name__
        )
        assert "_module.py, line " in result["msg"]
        assert "test_module.py, line " in result["msg"]
        assert result["msg"].endswith("Please report this message at %s." % _module.ISSUE_TRACKER)

    @pytest.mark.parametrize("error", [KeyboardInterrupt, TaskIsTooLong])
    def test_an_exception_that_ends_a_task_is_not_caught(self, error, result_of):
        with pytest.raises(error):
            result_of(error())


NO_SECRETS = {"access_key_secret": None, "security_token": None}


class TestSecrets:
    def test_secrets_in_the_environment_and_in_the_endpoint_are_found(self, monkeypatch):
        for name in list(os.environ):
            if name.startswith(("ALIBABA_CLOUD_", "ALICLOUD_")):
                monkeypatch.delenv(name)
        monkeypatch.setenv("ALIBABA_CLOUD_SECURITY_TOKEN", "token")
        monkeypatch.setenv("ALICLOUD_SECRET_KEY", "secret")
        assert _module.secrets_of({**NO_SECRETS, "endpoint": None}) == {"token", "secret"}
        assert _module.secrets_of({**NO_SECRETS, "endpoint": "https://id:pass@host"}) == {
            "token",
            "secret",
            "https://id:pass",
        }
