# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible.module_utils.basic import AnsibleFallbackNotFound
from ansible_collections.alicloud.ccc.plugins.module_utils import _module
from ansible_collections.alicloud.ccc.plugins.module_utils._client import Batch
from ansible_collections.alicloud.ccc.plugins.module_utils._errors import CccError


def batch(*codes, instances=(), not_asked=0):
    return Batch(list(instances), [], [], [CccError(code, "It is so") for code in codes], not_asked)


def message_of(failed):
    return _module.failure_message(failed, "profile audit in config.json (AK)")


class TestFailureMessage:
    def test_a_single_error_is_the_message(self):
        failed = batch("NotExist.Instance")
        assert message_of(failed) == str(failed.errors[0])

    def test_an_error_without_a_hint_ends_with_its_sentence(self):
        assert message_of(batch("Odd")) == "The request failed: It is so (code Odd)."

    def test_what_ended_the_run_goes_before_what_happened_to_one_id(self):
        message = message_of(batch("NotExist.Instance", "NoPermission", not_asked=7))
        assert message.startswith(
            "The request failed: It is so (code NoPermission). The key is the one of profile audit in config.json "
            "(AK). 1 more request failed, see errors. The run ended there; 7 more instances were not asked for. Allow "
        )

    @pytest.mark.parametrize(
        ("count", "words"), [(1, "1 instance was read all the same"), (2, "2 instances were read all the same")]
    )
    def test_it_tells_that_something_was_read(self, count, words):
        assert words in message_of(batch("NotExist.Instance", instances=[{}] * count))

    def test_without_a_result_it_names_none(self):
        failed = batch("Odd", "Odd", instances=[{}])
        message = _module.failure_message(failed, "profile audit", has_result=False)
        assert message == "The request failed: It is so (code Odd). 1 more request failed."


class TestWarnings:
    @pytest.mark.parametrize("count", [0, 1, 3])
    def test_a_few_are_given_as_they_are(self, count):
        assert _module.at_most(3, list("abc")[:count]) == list("abc")[:count]

    def test_of_many_the_rest_is_counted(self):
        assert _module.at_most(2, list("abcde")) == ["a", "b", "3 more warnings are left out."]


class TestFallback:
    def test_the_first_variable_that_is_not_empty_wins(self, monkeypatch):
        monkeypatch.delenv("ALIBABA_CLOUD_REGION_ID", raising=False)
        monkeypatch.setenv("ALICLOUD_REGION", "")
        monkeypatch.setenv("ALICLOUD_REGION_ID", "cn-hangzhou")
        names = _module.connection_argument_spec()["region"]["fallback"][1]
        assert _module.first_set_environment_variable(*names) == "cn-hangzhou"

    def test_none_is_not_found(self):
        with pytest.raises(AnsibleFallbackNotFound):
            _module.first_set_environment_variable("ALICLOUD_NO_SUCH_VARIABLE")
