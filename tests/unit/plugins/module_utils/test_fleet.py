# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many accounts, regions and API versions, read from the emulator."""

from __future__ import annotations

import collections
import contextlib
import json
import threading

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.alicloud.ccc.plugins.module_utils import _fleet
from ansible_collections.alicloud.ccc.plugins.module_utils._accounts import accounts_of
from ansible_collections.alicloud.ccc.plugins.module_utils._fleet import FLEET, KINDS, read_fleet
from ansible_collections.alicloud.ccc.plugins.module_utils._http.settings import OptionError
from ansible_collections.alicloud.ccc.plugins.module_utils._module import argument_spec_of, handed_over, result_of
from ansible_collections.alicloud.ccc.plugins.module_utils._packed import unpacked
from ccc_emulator.records import default_data
from emulator_process import running_emulator
from scripted_gateway import ScriptedGateway, failure, http_answer

OLD, NEW = "2017-07-05", "2020-07-01"
# The only default call center of the emulator that its user is not a member of.
CLOSED = "b3d7e95f-1c28-4a6d-9f70-5e6f708192a3"
# An empty list of call centers of 2020-07-01.
NO_CALL_CENTERS = {
    "Code": "OK",
    "RequestId": "R",
    "Data": {"PageNumber": 1, "PageSize": 100, "TotalCount": 0, "List": []},
}
REFUSED = {"HttpStatusCode": 403, "Code": "NoPermission", "Message": "No."}


def params(**options):
    validation = ArgumentSpecValidator(argument_spec_of(FLEET)).validate({"region": "cn-shanghai", **options})
    assert not validation.error_messages
    return validation.validated_parameters


def read(emulator, include=(), say=None, **options):
    """Read the accounts of a task with the emulator as the gateway and as STS."""
    return read_fleet(accounts_of(params(**{**emulator.connection, **options}), {}), include, emulator.endpoint, say)


def reads(fleet, key):
    return [one[key] for one in fleet.reads]


@contextlib.contextmanager
def with_responses(**responses):
    """Run an emulator with these responses for operations of any call center."""
    with running_emulator(data={**default_data(), "_answers": responses}) as emulator:
        yield emulator


@pytest.fixture(scope="module")
def story():
    with running_emulator() as emulator:
        yield emulator


@pytest.fixture(scope="module")
def everything(story):
    return read(story, KINDS)


@pytest.fixture(scope="module")
def three():
    with running_emulator(accounts=3, instances=2) as emulator:
        yield emulator


def three_accounts(emulator):
    return [{"name": "a%d" % number, **emulator.connection_of(number)} for number in (1, 2, 3)]


class TestCallCenters:
    def test_call_centers_are_ordered_by_account_and_api_version(self, three):
        fleet = read(three, accounts=three_accounts(three))
        places = [(facts["account"], facts["region"], facts["api_version"]) for facts in fleet.instances]
        names, versions = ("a1", "a2", "a3"), (OLD, OLD, NEW, NEW)
        assert places == [(name, "cn-shanghai", version) for name in names for version in versions]
        assert len({facts["instance_id"] for facts in fleet.instances}) == 6
        assert (fleet.failures, fleet.warnings, fleet.unassigned_numbers) == ([], [], None)

    def test_a_call_center_in_both_api_versions_has_the_id_of_the_other_version(self, everything):
        by_version = collections.defaultdict(dict)
        for facts in everything.instances:
            by_version[facts["api_version"]][facts["instance_id"]] = facts
        both = {facts["instance_id"] for facts in by_version[OLD].values() if facts["also_in"]}
        # Two of them have the same domain name, but different ids.
        assert len(both) == 8
        assert all(by_version[NEW][instance_id]["also_in"] == instance_id for instance_id in both)
        # The user is not a member of the ninth, which only the new version lists.
        assert [facts["also_in"] for key, facts in by_version[NEW].items() if key not in both] == [None]

    def test_call_centers_without_a_domain_name_are_matched_by_id(self):
        with running_emulator(data=[{"InstanceId": "a"}, {"InstanceId": "b"}]) as emulator:
            found = [(facts["instance_id"], facts["also_in"]) for facts in read(emulator).instances]
        assert sorted(found) == [("a", "a"), ("a", "a"), ("b", "b"), ("b", "b")]

    def test_membership_follows_from_the_lists_of_the_user_and_the_account(self, everything):
        membership = {(one["instance_id"], one["api_version"]): one["is_member"] for one in everything.instances}
        assert membership.pop((CLOSED, NEW)) is False
        assert {(version, is_member) for (_id, version), is_member in membership.items()} == {(OLD, None), (NEW, True)}

    def test_call_centers_of_the_user_have_the_creation_time_of_the_accounts_list(self, everything):
        new = [facts for facts in everything.instances if facts["api_version"] == NEW and facts["is_member"]]
        assert any(facts["created_at"] for facts in new)

    def test_all_call_centers_of_an_api_version_have_the_same_keys(self, everything):
        for version in (OLD, NEW):
            assert len({frozenset(one) for one in everything.instances if one["api_version"] == version}) == 1

    def test_membership_is_unknown_with_a_remark_if_the_accounts_list_is_refused(self):
        with with_responses(ListInstances=REFUSED) as emulator:
            fleet = read(emulator, ["users"])
        assert {facts["is_member"] for facts in fleet.instances} == {None}
        assert fleet.failures == []
        old, new = fleet.reads
        assert (old["remarks"], len(new["remarks"])) == ([], 1)
        assert "ListInstances failed: No (code NoPermission" in new["remarks"][0]
        assert new["found"]["instances"] == 8


class TestKinds:
    def test_each_call_center_has_a_list_of_each_kind(self, everything):
        open_ones = [facts for facts in everything.instances if facts["instance_id"] != CLOSED]
        for kind in KINDS[:-1]:
            for one in open_ones:
                is_there = kind != "config_items" or one["api_version"] == NEW
                assert isinstance(one[kind], list) == is_there, kind
        assert everything.reads[0]["found"]["users"] == everything.reads[1]["found"]["users"] == 29
        assert "config_items" not in everything.reads[0]["found"]

    def test_a_call_center_that_refuses_non_members_is_requested_once_and_counted(self, story):
        before = len(story.log())
        fleet = read(story, KINDS)
        actions = [entry["action"] for entry in story.log()[before:] if entry.get("instance_id") == CLOSED]
        [closed] = [facts for facts in fleet.instances if facts["instance_id"] == CLOSED]
        assert actions == ["ListUsers"]
        assert {closed[kind] for kind in KINDS[:-1]} == {None}
        assert (reads(fleet, "refused"), fleet.failures) == ([0, 1], [])

    def test_call_centers_that_accept_non_members_are_read(self):
        with with_responses(ListInstancesOfUser={NEW: {"_raw": json.dumps(NO_CALL_CENTERS)}}) as emulator:
            fleet = read(emulator, ["contact_flows", "users"], api_version=NEW)
        assert (len(fleet.instances), {facts["is_member"] for facts in fleet.instances}) == (9, {False})
        whole = [one for one in fleet.instances if None not in (one["contact_flows"], one["users"])]
        assert (len(whole), reads(fleet, "refused"), fleet.failures) == (8, [1], [])

    def test_unassigned_numbers_are_in_a_separate_list(self, everything):
        numbers = everything.unassigned_numbers
        assert len(numbers) == everything.reads[1]["found"]["unassigned_numbers"] == 3
        assert {(one["account"], one["api_version"]) for one in numbers} == {("default", NEW)}

    def test_only_included_kinds_are_read(self, three):
        fleet = read(three, ["users"], accounts=three_accounts(three)[:1])
        assert all("users" in facts and "contact_flows" not in facts for facts in fleet.instances)
        assert reads(fleet, "operations") == [
            ["ListInstancesOfUser", "ListUsers"],
            ["ListInstancesOfUser", "ListInstances", "ListUsers"],
        ]

    def test_a_refused_operation_is_requested_once_and_its_lists_are_null(self):
        with with_responses(ListUsers=REFUSED) as emulator:
            fleet = read(emulator, ["users", "contact_flows"], concurrency=1)
            actions = collections.Counter(entry["action"] for entry in emulator.log())
        assert {facts["users"] is None for facts in fleet.instances} == {True}
        assert [len(facts["contact_flows"]) for facts in fleet.instances if facts["contact_flows"] is not None]
        [failed] = fleet.failures
        assert (failed.error.code, failed.error.action, failed.region, failed.api_version) == (
            "NoPermission",
            "ListUsers",
            "cn-shanghai",
            None,
        )
        assert actions["ListUsers"] == 2  # once with each version
        assert all("ListUsers" in text for text in reads(fleet, "error"))


class TestVersions:
    def test_an_api_version_that_is_not_available_is_a_remark(self):
        with running_emulator(instances=2, api_version=OLD) as emulator:
            fleet = read(emulator, KINDS)
        assert (len(fleet.instances), fleet.failures, reads(fleet, "error")) == (2, [], [None, None])
        assert reads(fleet, "remarks")[0] == []
        [remark] = reads(fleet, "remarks")[1]
        assert "InvalidVersion" in remark

    def test_an_api_version_that_the_user_named_is_a_failure_if_it_is_not_available(self):
        with running_emulator(instances=2, api_version=OLD) as emulator:
            fleet = read(emulator, KINDS, api_versions=[OLD, NEW])
        assert [(one.error.code, one.api_version) for one in fleet.failures] == [("InvalidVersion", NEW)]
        assert len(fleet.instances) == 2


class TestFailures:
    def test_each_account_fails_once_and_does_not_affect_the_others(self, three, tmp_path):
        accounts = [
            {"name": "wrong secret", **three.connection_of(1), "access_key_secret": "wrong"},
            {"name": "no profile", "profile": "nobody", "config_file": str(tmp_path / "none.json")},
            {"name": "no network", **three.connection_of(2), "endpoint": "http://127.0.0.1:9"},
            {"name": "good", **three.connection_of(3)},
        ]
        with with_responses(ListInstancesOfUser=REFUSED, ListInstances=REFUSED) as other:
            forbidden = {"name": "forbidden", **other.connection, "access_key_id": "test-key-id"}
            accounts.append({**forbidden, "endpoint": other.endpoint})
            accounts[0]["access_key_id"] = "unknown"
            fleet = read(three, accounts=accounts, max_attempts=2, include=["users"])
        assert [(one.account, one.error.code) for one in fleet.failures] == [
            ("wrong secret", "InvalidAccessKeyId.NotFound"),
            ("no profile", "Client.NoCredentials"),
            ("no network", "Client.Connection"),
            ("forbidden", "NoPermission"),
        ]
        assert all(one.account in one.sentence() for one in fleet.failures)
        assert {facts["account"] for facts in fleet.instances} == {"good"}
        assert [bool(error) for error in reads(fleet, "error")] == [True] * 6 + [False] * 2 + [True] * 2
        own, derived = reads(fleet, "error")[:2]
        assert " The key comes from the options access_key_id and access_key_secret. Check " in own
        assert derived == "This was not read because another request of the account failed: " + own
        # The key was refused once, and the endpoint was tried once.
        assert reads(fleet, "requests")[:6] == [1, 0, 0, 0, 2, 0]

    def test_two_accounts_with_one_key_are_an_error_before_anything_is_read(self, three):
        accounts = [*three_accounts(three), {"name": "again", **three.connection_of(2)}]
        before = len(three.log())
        with pytest.raises(OptionError, match="Accounts a2 and again use the same key"):
            read(three, accounts=accounts)
        assert {entry["action"] for entry in three.log()[before:]} <= {"GetCallerIdentity"}

    def test_two_accounts_with_the_same_role_are_an_error(self, three):
        role = {"role_arn": "acs:ram::1059803544828509:role/audit", "endpoint": three.endpoint}
        accounts = [{"name": name, "assume_role": {**role, "session_name": name}} for name in ("one", "two")]
        with pytest.raises(OptionError, match="one and two use keys of the same user .acs:ram"):
            read(three, accounts=accounts)

    def test_a_request_that_used_up_its_attempts_is_repeated_once(self):
        empty = http_answer({"Code": "OK", "RequestId": "R", "Instances": {"CallCenterInstance": []}})
        with contextlib.closing(ScriptedGateway([failure("ServiceUnavailable", "503 Oops")] * 2 + [empty])) as gateway:
            task = params(access_key_id="k", access_key_secret="s", endpoint=gateway.endpoint, max_attempts=2)
            fleet = read_fleet(accounts_of({**task, "api_version": OLD}, {}), (), None)
            assert (fleet.failures, len(gateway.received)) == ([], 3)

    def test_attempts_of_a_repeated_request_are_added_up(self):
        with contextlib.closing(ScriptedGateway([failure("ServiceUnavailable", "503 Oops")])) as gateway:
            task = params(access_key_id="k", access_key_secret="s", endpoint=gateway.endpoint, max_attempts=2)
            fleet = read_fleet(accounts_of({**task, "api_version": OLD}, {}), (), None)
        [failed] = fleet.failures
        assert failed.error.attempts == fleet.reads[0]["requests"] == len(gateway.received) == 4

    def test_faults_in_a_few_responses_lose_nothing(self):
        faults = dict.fromkeys(("throttle", "unavailable", "html_502", "not_json", "close"), 0.01)
        with running_emulator(accounts=2, instances=3, faults=faults) as emulator:
            accounts = [{"name": "a%d" % number, **emulator.connection_of(number)} for number in (1, 2)]
            fleet = read(emulator, KINDS, accounts=accounts)
        assert (fleet.failures, len(fleet.instances)) == ([], 12)
        assert all(facts["users"] for facts in fleet.instances)


class TestIdentity:
    def test_each_read_contains_the_identity_of_its_key(self, three):
        fleet = read(three, accounts=three_accounts(three))
        ids = [identity["account_id"] for identity in reads(fleet, "identity")]
        assert ids == [str(1059803544828509 + number) for number in (0, 0, 1, 1, 2, 2)]

    def test_an_unreachable_sts_is_one_warning(self, three):
        accounts = accounts_of(params(accounts=three_accounts(three)), {})
        fleet = read_fleet(accounts, (), "http://127.0.0.1:9")
        [warning] = fleet.warnings
        assert "http://127.0.0.1:9" in warning
        assert (reads(fleet, "identity"), fleet.failures) == ([None] * 6, [])


class Interrupted(BaseException):
    """Interrupts a run like the timeout of a task."""


class TestProgress:
    def test_a_long_run_reports_its_progress(self, three, monkeypatch):
        monkeypatch.setattr(_fleet, "PROGRESS_EVERY", 0.01)
        said = []
        with running_emulator(instances=3, latency_ms=40) as slow:
            read(slow, KINDS, say=said.append)
        assert len(said) > 1
        assert said[0].startswith("Read 0 of 1 accounts and ")
        assert all("requests left" in sentence for sentence in said)

    def test_an_interrupted_run_sends_no_more_requests(self, monkeypatch):
        monkeypatch.setattr(_fleet, "PROGRESS_EVERY", 0.2)
        monkeypatch.setattr(_fleet, "MOST_ACCOUNTS", 1)

        def say(_sentence):
            raise Interrupted

        before = set(threading.enumerate())
        with running_emulator(accounts=2, instances=1, faults={"hang": 1}) as emulator:
            with pytest.raises(Interrupted):
                read(emulator, KINDS, say=say, read_timeout=1, accounts=three_accounts(emulator)[:2])
            for thread in set(threading.enumerate()) - before:
                thread.join()
            actions = [entry["action"] for entry in emulator.log()]
        assert actions == ["GetCallerIdentity", "GetCallerIdentity", "ListInstancesOfUser"]


class TestResult:
    def test_facts_can_be_returned_as_text(self, three):
        task = params(**three.connection, identify=False)
        result = result_of(FLEET, task)
        assert handed_over(result, task) == result
        as_text = handed_over(result, {**task, "facts_as_text": True})
        assert unpacked(as_text["unassigned_numbers"]) is None
        assert unpacked(as_text["instances"]) == result["instances"]
        assert len(result["instances"]) == 4

    def test_a_failed_account_keeps_the_facts_of_the_others(self, three):
        accounts = [*three_accounts(three)[:1], {"name": "b", "profile": "nobody", "config_file": "/nowhere"}]
        result = result_of(FLEET, params(**three.connection, accounts=accounts, sts_endpoint=three.endpoint))
        assert result["failed"]
        assert result["msg"].startswith("Account b, cn-shanghai: ")
        assert "4 instances were read" in result["msg"]
        assert [error["account"] for error in result["errors"]] == ["b"]
        assert len(result["reads"]) == 4
