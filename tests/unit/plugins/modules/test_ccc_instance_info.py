# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.alicloud.ccc.plugins.module_utils import _module

NAME = "ccc_instance_info"
KNOWN = "ef1e71e9-ae9d-487c-96ad-9181d85cf802"


def test_an_id_returns_the_facts_of_its_call_center(run_module, emulator):
    result = run_module(NAME, instance_id=KNOWN, **emulator.connection)
    (facts,) = result["instances"]
    assert (facts["instance_id"], facts["max_online_agents"]) == (KNOWN, 100)
    assert facts["created_at"] == "2018-09-25T09:18:45Z"
    assert len(result["request_ids"]) == 1
    assert result["changed"] is False
    assert "errors" not in result


def test_whitespace_around_an_id_is_ignored(run_module, emulator):
    result = run_module(NAME, instance_ids=[" %s\n" % KNOWN], **emulator.connection)
    assert result["instances"][0]["instance_id"] == KNOWN


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        (["a", " "], "instance_ids[1] is blank. Check the variable that it comes from."),
        (
            ["a", "x\u200by"],
            "instance_ids[1] contains an invisible character: 'x\\u200by'. Type the id again without it.",
        ),
    ],
)
def test_invalid_ids_are_refused_before_any_request(run_module, emulator, ids, message):
    before = len(emulator.log())
    result = run_module(NAME, instance_ids=ids, **emulator.connection)
    assert result["msg"] == message
    assert (result["instances"], result["errors"]) == ([], [])
    assert len(emulator.log()) == before


def test_an_empty_list_of_ids_is_an_empty_result_without_a_key(run_module):
    result = run_module(NAME, instance_ids=[])
    assert (result["instances"], result["request_ids"], result["credentials_source"]) == ([], [], None)
    assert (result["changed"], "msg" in result) == (False, False)


def test_a_failed_task_returns_what_was_read(run_module, emulator):
    result = run_module(NAME, instance_ids=["no-such-id", KNOWN], **emulator.connection)
    assert [facts["instance_id"] for facts in result["instances"]] == [KNOWN]
    (error,) = result["errors"]
    assert (error["instance_id"], error["code"], error["http_status"], error["attempts"]) == (
        "no-such-id",
        "NotExist.Instance",
        404,
        1,
    )
    for part in ("GetInstance for instance no-such-id failed", error["code"], error["request_id"], error["hint"]):
        assert part in result["msg"]


def test_secrets_in_the_environment_are_masked_like_options(run_module, emulator, monkeypatch):
    monkeypatch.setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", emulator.access_key_id)
    monkeypatch.setenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "no-such-id")
    result = run_module(NAME, instance_id="no-such-id", endpoint=emulator.endpoint)
    assert "no-such-id" not in result["msg"]


def test_a_missing_library_is_named(run_module, emulator, monkeypatch):
    monkeypatch.setattr(_module, "REQUESTS_IMPORT_ERROR", "Traceback: no requests")
    result = run_module(NAME, instance_id=KNOWN, **emulator.connection)
    assert "(requests)" in result["msg"]
    assert "pip" in result["msg"] or "Python library" in result["msg"]


@pytest.mark.parametrize("endpoint", ["https://key:pass%2Fword@ccc.example.com", "https://pass%2Fword@x/@y"])
def test_credentials_in_an_endpoint_are_masked(run_module, emulator, endpoint):
    result = run_module(NAME, instance_id=KNOWN, **dict(emulator.connection, endpoint=endpoint))
    assert "credentials" in result["msg"]
    assert "pass%2Fword" not in str(result)


@pytest.mark.parametrize("name", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_the_certificates_of_the_environment_are_used(run_module, emulator, monkeypatch, name):
    monkeypatch.setenv(name, "/no/such/file")
    result = run_module(NAME, instance_id=KNOWN, **emulator.connection)
    assert result["msg"] == "ca_path is /no/such/file, but there is no such file or directory."
