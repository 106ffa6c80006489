# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From options to accounts."""

from __future__ import annotations

import json
import os

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.alicloud.ccc.plugins.module_utils._accounts import accounts_of
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.key import CredentialsError
from ansible_collections.alicloud.ccc.plugins.module_utils._fleet import FLEET
from ansible_collections.alicloud.ccc.plugins.module_utils._http.endpoint import EndpointError
from ansible_collections.alicloud.ccc.plugins.module_utils._http.settings import OptionError
from ansible_collections.alicloud.ccc.plugins.module_utils._module import argument_spec_of

OLD, NEW = "2017-07-05", "2020-07-01"
KEY = {"access_key_id": "task-key", "access_key_secret": "task-secret"}
OTHER_KEY = {"access_key_id": "own-key", "access_key_secret": "own-secret"}
ENVIRONMENT = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "env-key", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "env-secret"}


@pytest.fixture(autouse=True)
def no_region_in_the_environment(monkeypatch):
    for name in ("ALIBABA_CLOUD_REGION_ID", "ALICLOUD_REGION", "ALICLOUD_REGION_ID", "ALIBABA_CLOUD_CCC_ENDPOINT"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def profiles(tmp_path):
    """Return the path of a file with one profile in the region cn-hangzhou."""
    profile = {"name": "audit", "mode": "AK", "access_key_id": "profile-key", "access_key_secret": "p"}
    path = tmp_path / "config.json"
    path.write_text(json.dumps({"profiles": [{**profile, "region_id": "cn-hangzhou"}]}))
    return str(path)


def accounts(*given, environ=None, **task):
    options = {**task, "accounts": list(given)} if given else task
    validation = ArgumentSpecValidator(argument_spec_of(FLEET)).validate(options)
    assert not validation.error_messages
    return accounts_of(validation.validated_parameters, environ or {})


def key_of(account):
    return account.source.key().access_key_id


def places_of(account):
    return [(question.region, question.api_version) for question in account.questions]


class TestTask:
    def test_a_task_without_accounts_is_one_account_with_its_own_options(self):
        [account] = accounts(**KEY, region="cn-hangzhou", max_attempts=2)
        assert (account.name, key_of(account), account.options["max_attempts"]) == ("default", "task-key", 2)
        assert places_of(account) == [("cn-hangzhou", OLD), ("cn-hangzhou", NEW)]

    def test_an_empty_list_of_accounts_is_an_error(self):
        validated = ArgumentSpecValidator(argument_spec_of(FLEET)).validate({"accounts": []}).validated_parameters
        with pytest.raises(OptionError, match="accounts is empty"):
            accounts_of(validated, {})

    def test_the_options_of_the_task_are_the_defaults_of_its_accounts(self):
        task = {**KEY, "concurrency": 3, "regions": ["cn-shanghai", "cn-hangzhou"], "api_versions": [NEW]}
        own = {"name": "b", "concurrency": 5, "region": "ap-southeast-1", "api_version": OLD}
        a, b = accounts({"name": "a"}, own, **task)
        assert [account.options["concurrency"] for account in (a, b)] == [3, 5]
        assert places_of(a) == [("cn-shanghai", NEW), ("cn-hangzhou", NEW)]
        assert places_of(b) == [("ap-southeast-1", OLD)]

    def test_a_blank_and_a_duplicate_account_name_are_errors(self):
        with pytest.raises(OptionError, match="2 accounts are named a"):
            accounts({"name": "a"}, {"name": "b"}, {"name": "a"}, **KEY)
        with pytest.raises(OptionError, match="blank"):
            accounts({"name": " "}, **KEY)


class TestKey:
    @pytest.mark.parametrize("task", [{}, KEY])
    def test_an_account_with_its_own_key_source_uses_only_that(self, profiles, task):
        a, b = accounts(
            {"name": "a", "profile": "audit"},
            {"name": "b", **OTHER_KEY},
            config_file=profiles,
            **task,
            environ=ENVIRONMENT,
        )
        assert (key_of(a), key_of(b)) == ("profile-key", "own-key")
        assert a.source.warnings == []

    def test_an_account_without_a_key_source_uses_that_of_the_task_or_the_environment(self):
        [a] = accounts({"name": "a"}, **KEY, environ=ENVIRONMENT)
        [b] = accounts({"name": "b"}, environ=ENVIRONMENT)
        assert (key_of(a), key_of(b)) == ("task-key", "env-key")

    def test_a_role_is_assumed_with_the_tasks_or_the_environments_key(self):
        role = {"name": "a", "assume_role": {"role_arn": "acs:ram::1:role/audit"}}
        assert key_of(accounts(role, environ=ENVIRONMENT)[0]) == "env-key"

    def test_an_incomplete_key_of_an_account_is_not_completed_by_the_task(self):
        [account] = accounts({"name": "a", "access_key_id": "own-key"}, **KEY)
        assert isinstance(account.source, CredentialsError)
        assert "access_key_secret" in str(account.source)

    def test_an_unknown_profile_fails_only_its_own_account(self, profiles):
        a, b = accounts({"name": "a", "profile": "nobody"}, {"name": "b", **KEY}, config_file=profiles)
        assert "nobody" in str(a.source)
        assert key_of(b) == "task-key"
        assert len(places_of(a)) == len(places_of(b)) == 2

    def test_the_vendors_chain_does_not_see_the_environments_key(self, monkeypatch):
        pytest.importorskip("alibabacloud_credentials")
        for name, value in {**ENVIRONMENT, "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true"}.items():
            monkeypatch.setenv(name, value)
        [by_task] = accounts(credentials="default")
        [by_account] = accounts({"name": "a", "credentials": "default"}, environ=os.environ)
        assert key_of(accounts(environ=os.environ)[0]) == "env-key"
        for account in (by_task, by_account):
            with pytest.raises(CredentialsError, match="default chain returned no key"):
                account.source.key()


class TestQuestions:
    def test_the_region_of_an_accounts_profile_is_used(self, profiles):
        [account] = accounts({"name": "a", "profile": "audit", "config_file": profiles})
        assert {region for region, _version in places_of(account)} == {"cn-hangzhou"}

    @pytest.mark.parametrize(
        ("own", "task", "versions", "by_name"),
        [
            ({}, {}, [OLD, NEW], False),
            ({}, {"api_version": NEW}, [NEW], True),
            ({}, {"api_versions": [NEW, OLD, NEW]}, [NEW, OLD], True),
            ({"api_version": OLD}, {"api_versions": [NEW]}, [OLD], True),
            ({"api_versions": [OLD, NEW]}, {"api_version": NEW}, [OLD, NEW], True),
        ],
    )
    def test_both_api_versions_are_read_unless_the_user_names_one(self, own, task, versions, by_name):
        [account] = accounts({"name": "a", **own}, **KEY, **task)
        assert [version for _region, version in places_of(account)] == versions
        assert {question.by_name for question in account.questions} == {by_name}

    @pytest.mark.parametrize("option", ["regions", "api_versions"])
    def test_an_empty_list_of_regions_or_api_versions_is_an_error(self, option):
        with pytest.raises(OptionError, match="Account a: %s is empty" % option):
            accounts({"name": "a", option: []}, **KEY)

    def test_each_region_has_its_endpoint(self):
        [account] = accounts({"name": "a", "regions": ["r1", "r2", "r1"], "api_version": OLD}, **KEY)
        assert [str(question.endpoint) for question in account.questions] == [
            "https://ccc.r1.aliyuncs.com",
            "https://ccc.r2.aliyuncs.com",
        ]

    def test_the_same_endpoint_for_two_regions_is_refused(self):
        with pytest.raises(OptionError, match="Account a: endpoint .* is the same for all 2 regions"):
            accounts({"name": "a", "regions": ["r1", "r2"], "endpoint": "https://ccc.example.com"}, **KEY)

    def test_an_invalid_endpoint_is_an_error_that_names_the_account(self):
        with pytest.raises(EndpointError, match="Account a: endpoint .* uses http"):
            accounts({"name": "a", "endpoint": "http://ccc.example.com"}, **KEY)
