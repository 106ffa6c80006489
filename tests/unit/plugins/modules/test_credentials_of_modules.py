# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Key sources in a module: names of options and variables, results and failures."""

from __future__ import annotations

import json

import pytest
from ansible.module_utils.basic import AnsibleModule
from emulator_process import running_emulator

ROLE = "acs:ram::1059803544828509:role/audit"


@pytest.fixture
def read(run_module):
    """Return a function that runs a module with connection options, which are the same in all modules."""
    return lambda **options: run_module("ccc_user_instances_info", **options)


@pytest.fixture
def config_file(tmp_path, emulator):
    key = {"access_key_id": emulator.access_key_id, "access_key_secret": emulator.access_key_secret}
    profiles = [{"name": "audit", "mode": "AK", "region_id": "the profile's", **key}, {"name": "empty", "mode": "AK"}]
    path = tmp_path / "config.json"
    path.write_text(json.dumps({"profiles": profiles}))
    return str(path)


@pytest.mark.parametrize("option", ["config_file", "shared_credentials_file"])
def test_the_task_can_name_a_profile_and_its_file(read, emulator, config_file, option):
    result = read(endpoint=emulator.endpoint, profile="audit", **{option: config_file})
    assert result["credentials_source"] == "profile audit in %s (AK)" % config_file
    assert result["instances"]


def test_the_environment_can_name_a_profile_in_the_default_file(read, emulator, config_file, monkeypatch, tmp_path):
    (tmp_path / ".aliyun").mkdir()
    (tmp_path / "config.json").rename(tmp_path / ".aliyun" / "config.json")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("ALIBABA_CLOUD_PROFILE", "audit")
    result = read(endpoint=emulator.endpoint)
    assert result["credentials_source"] == "profile audit in %s/.aliyun/config.json (AK)" % tmp_path


def test_a_profile_that_is_ignored_for_a_key_in_the_environment_is_a_warning(read, emulator, config_file, monkeypatch):
    monkeypatch.setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", emulator.access_key_id)
    monkeypatch.setenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", emulator.access_key_secret)
    warnings = []
    monkeypatch.setattr(AnsibleModule, "warn", lambda _module, text: warnings.append(text))
    result = read(endpoint=emulator.endpoint, profile="audit", config_file=config_file)
    assert result["credentials_source"] == "the environment variable ALIBABA_CLOUD_ACCESS_KEY_ID"
    (warning,) = warnings
    assert "Profile audit is not used" in warning


@pytest.mark.parametrize(
    ("options", "variable", "region"),
    [
        ({"region": "the task's"}, "ALIBABA_CLOUD_REGION_ID", "the task's"),
        ({}, "ALIBABA_CLOUD_REGION_ID", "the variable's"),
        ({}, "ALICLOUD_REGION", "the variable's"),
        ({}, "ALICLOUD_REGION_ID", "the variable's"),
        ({}, "SOMETHING_ELSE", "the profile's"),
    ],
)
def test_the_region_comes_from_the_task_the_environment_or_the_profile(
    read, config_file, monkeypatch, options, variable, region
):
    """All of these regions are invalid, so the message shows which one is used."""
    monkeypatch.setenv(variable, "the variable's")
    message = read(profile="audit", config_file=config_file, **options)["msg"]
    assert message.startswith('region "%s" is not a valid region id' % region)


def test_the_region_of_a_profile_is_ignored_if_its_key_is_not_used(read, emulator, config_file):
    assert read(profile="audit", config_file=config_file, **emulator.connection)["instances"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"profile": "prod"}, "There is no profile prod in FILE. Profiles in this file: audit, empty."),
        ({"profile": "empty"}, "The field access_key_id of profile empty in FILE is not set."),
        ({"ecs_role_name": "x", "access_key_id": "x"}, "ecs_role_name and a key are both set."),
        (
            {"profile": "audit", "assume_role": {"role_arn": ROLE, "endpoint": "http://sts.example.com"}},
            "uses http",
        ),
    ],
)
def test_an_invalid_key_source_fails_the_task(read, emulator, config_file, options, message):
    result = read(endpoint=emulator.endpoint, config_file=config_file, **options)
    assert message.replace("FILE", config_file) in result["msg"]
    assert (result["failed"], result["instances"], result["errors"], result["credentials_source"]) == (
        True,
        [],
        [],
        None,
    )


def test_the_message_for_a_refused_key_names_its_source(read, emulator, tmp_path):
    path = tmp_path / "config.json"
    profile = {"name": "old", "mode": "AK", "access_key_id": "an-old-id", "access_key_secret": "x"}
    path.write_text(json.dumps({"profiles": [profile]}))
    result = read(endpoint=emulator.endpoint, profile="old", config_file=str(path))
    assert result["errors"][0]["code"] == "InvalidAccessKeyId.NotFound"
    assert "The key comes from profile old in %s (AK)." % path in result["msg"]
    assert result["credentials_source"] == "profile old in %s (AK)" % path


class TestAssumedRole:
    def test_requests_are_signed_with_the_key_of_the_assumed_role(self, read, emulator):
        policy = {"Version": "1", "Statement": [{"Effect": "Allow", "Action": ["ccc:Get*"], "Resource": "a b"}]}
        role = {"role_arn": ROLE, "endpoint": emulator.endpoint, "policy": policy}
        result = read(assume_role=role, **emulator.connection)
        assert result["credentials_source"] == (
            "role %s, assumed with the key from the options access_key_id and access_key_secret" % ROLE
        )
        assert emulator.log()[-1]["access_key_id"].startswith("STS.")

    def test_a_key_that_expires_during_a_run_is_renewed(self, run_module):
        with running_emulator(instances=50, issued_key_requests=20) as emulator:
            role = {"role_arn": ROLE, "endpoint": emulator.endpoint}
            options = {"assume_role": role, **emulator.connection}
            ids = [facts["instance_id"] for facts in run_module("ccc_user_instances_info", **options)["instances"]]
            before = len(emulator.log())
            result = run_module("ccc_instance_info", instance_ids=ids, **options)
            log = emulator.log()[before:]
        assert [facts["instance_id"] for facts in result["instances"]] == ids
        requests = [entry for entry in log if entry["action"] == "AssumeRole"]
        # 50 requests with 20 for each key. Only one thread replaces a refused key.
        assert len(requests) == 3
        assert {entry["code"] for entry in log} == {"OK", "InvalidSecurityToken.Expired"}
