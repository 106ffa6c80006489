# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import ssl

import pytest
from ansible_collections.alicloud.ccc.plugins.module_utils import _transport
from ansible_collections.alicloud.ccc.plugins.module_utils._client import OptionError, client_from_options
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials import CredentialsError
from ansible_collections.alicloud.ccc.plugins.module_utils._endpoint import EndpointError
from emulator_process import running_emulator

OPTIONS = {"connect_timeout": 5, "read_timeout": 10, "max_attempts": 6, "concurrency": 16, "validate_certs": True}


def client(emulator, **options):
    return client_from_options({**OPTIONS, **emulator.connection, **options}, {})


@pytest.fixture
def no_back_off(monkeypatch):
    monkeypatch.setattr(_transport, "FIRST_BACK_OFF", 0)


@pytest.fixture(scope="module")
def fleet():
    with running_emulator(instances=60) as emulator:
        with client(emulator) as listing:
            emulator.ids = [facts["instance_id"] for facts in listing.list_instances_of_user().instances]
        yield emulator


class TestGetInstances:
    def test_facts_come_in_the_order_of_the_ids_and_repeated_ones_once(self, fleet):
        asked = [*reversed(fleet.ids), *fleet.ids[:10]]
        before = len(fleet.log())
        with client(fleet) as ccc:
            batch = ccc.get_instances(asked)
        assert [facts["instance_id"] for facts in batch.instances] == fleet.ids[::-1]
        assert len(set(batch.request_ids)) == len(fleet.log()) - before == 60
        assert (batch.warnings, batch.errors, batch.not_asked) == ([], [], 0)

    def test_an_id_gives_the_same_facts_as_the_list(self, fleet):
        with client(fleet) as ccc:
            assert ccc.get_instances(fleet.ids).instances == ccc.list_instances_of_user().instances

    @pytest.mark.parametrize("concurrency", [1, 4])
    def test_there_are_no_more_connections_than_concurrency(self, fleet, concurrency):
        before = len(fleet.log())
        with client(fleet, concurrency=concurrency) as ccc:
            ccc.get_instances(fleet.ids)
        assert len({entry["connection"] for entry in fleet.log()[before:]}) <= concurrency

    def test_what_is_not_there_leaves_the_others_as_they_are(self, fleet):
        with client(fleet) as ccc:
            batch = ccc.get_instances([fleet.ids[0], "no-such-id", fleet.ids[1], "nor-this"])
        assert [facts["instance_id"] for facts in batch.instances] == fleet.ids[:2]
        assert [(error.instance_id, error.code, error.attempts) for error in batch.errors] == [
            ("no-such-id", "NotExist.Instance", 1),
            ("nor-this", "NotExist.Instance", 1),
        ]
        assert {error.request_id for error in batch.errors} < set(batch.request_ids)

    def test_a_failure_that_all_would_meet_ends_the_run_with_the_first_request(self, fleet):
        before = len(fleet.log())
        with client(fleet, access_key_secret="another") as ccc:
            batch = ccc.get_instances(fleet.ids)
        assert [error.code for error in batch.errors] == ["SignatureDoesNotMatch"]
        assert (batch.instances, batch.not_asked, len(fleet.log()) - before) == ([], 59, 1)

    def test_a_permission_that_is_missing_halfway_ends_the_run(self, no_back_off):
        forbidden = {"InstanceId": "x", "_answer": {"HttpStatusCode": 403, "Code": "NoPermission", "Message": "No."}}
        data = [{"InstanceId": "a"}, forbidden, *({"InstanceId": "id-%d" % number} for number in range(200))]
        with running_emulator(data=data, latency_ms=5) as emulator, client(emulator, concurrency=2) as ccc:
            batch = ccc.get_instances([record["InstanceId"] for record in data])
        assert [error.instance_id for error in batch.errors] == ["x"]
        assert batch.instances[0]["instance_id"] == "a"
        assert batch.not_asked == 202 - 1 - len(batch.instances) > 0

    def test_a_gateway_that_is_down_is_not_asked_for_every_id(self, no_back_off):
        ids = ["id-%d" % number for number in range(100)]
        data = [{"InstanceId": instance_id} for instance_id in ids]
        with running_emulator(data=data, faults={"close": 1}) as emulator, client(emulator, concurrency=4) as ccc:
            batch = ccc.get_instances(ids)
        assert {(error.code, error.attempts) for error in batch.errors} <= {
            ("Client.Connection", attempts) for attempts in range(1, 7)
        }
        assert 3 <= len(batch.errors) <= 2 + 4  # two in a row do not end it; then four are under way
        assert batch.not_asked == 100 - len(batch.errors)

    def test_an_id_that_is_broken_for_good_keeps_no_other_from_being_read(self, no_back_off):
        body = {"HttpStatusCode": 500, "Code": "InternalError", "Message": "No."}
        broken = [{"InstanceId": "broken-%d" % number, "_answer": body} for number in range(2)]
        data = broken + [{"InstanceId": "good"}]
        with running_emulator(data=data) as emulator, client(emulator, concurrency=1) as ccc:
            batch = ccc.get_instances([record["InstanceId"] for record in data])
        assert [facts["instance_id"] for facts in batch.instances] == ["good"]
        assert [error.attempts for error in batch.errors] == [6, 6]
        assert batch.not_asked == 0

    def test_faults_in_a_third_of_the_answers_lose_no_instance(self):
        kinds = (
            "throttle",
            "unavailable",
            "internal_error",
            "reset",
            "close",
            "truncated",
            "html_502",
            "not_json",
            "redirect",
            "soft_failure",
        )
        with running_emulator(instances=60, faults=dict.fromkeys(kinds, 0.03)) as emulator, client(emulator) as ccc:
            listed = ccc.list_instances_of_user()
            ids = [facts["instance_id"] for facts in listed.instances]
            batch = ccc.get_instances(ids)
            hit = {entry.get("fault") for entry in emulator.log()} - {None}
        assert [facts["instance_id"] for facts in batch.instances] == ids
        assert batch.errors == []
        assert len(hit) >= 5

    def test_a_limit_of_requests_slows_all_down_and_loses_no_instance(self):
        with running_emulator(instances=60, requests_per_second=30) as emulator, client(emulator) as ccc:
            ids = [facts["instance_id"] for facts in ccc.list_instances_of_user().instances]
            batch = ccc.get_instances(ids)
            codes = [entry["code"] for entry in emulator.log()]
        assert [facts["instance_id"] for facts in batch.instances] == ids
        assert "Throttling.User" in codes
        assert len(codes) < 2 * len(ids)

    @pytest.mark.parametrize(
        "body",
        [
            '{"Code": "OK"}',
            '{"Code": "OK", "Instance": null}',
            '{"Code": "OK", "Instance": []}',
            '{"Code": "OK", "Instance": "x"}',
            "<GetInstanceResponse><Code>OK</Code><Instance/></GetInstanceResponse>",
        ],
    )
    def test_an_answer_without_an_instance_is_an_error(self, no_back_off, body):
        with running_emulator(data=[{"InstanceId": "x", "_raw": body}]) as emulator, client(emulator) as ccc:
            (error,) = ccc.get_instances(["x"]).errors
        assert (error.code, error.attempts, error.instance_id) == ("Client.InvalidResponse", 6, "x")
        assert "without what was asked for" in str(error)

    def test_an_xml_answer_is_an_answer(self):
        body = (
            "<GetInstanceResponse><Code>OK</Code><Instance><InstanceId>x</InstanceId></Instance></GetInstanceResponse>"
        )
        data = [{"InstanceId": "x", "_raw": body, "_content_type": "text/xml"}]
        with running_emulator(data=data) as emulator, client(emulator) as ccc:
            (facts,) = ccc.get_instances(["x"]).instances
        assert (facts["instance_id"], facts["admins"], facts["owner"]) == ("x", [], None)

    @pytest.mark.parametrize(
        ("sent", "warning"),
        [
            ("null", "instance x: the gateway sent no InstanceId; instance_id is null."),
            ('"y"', "instance x: the gateway answered with instance y."),
        ],
    )
    def test_doubts_about_the_id_are_warnings(self, sent, warning):
        body = '{"Code": "OK", "Instance": {"InstanceId": %s, "Status": "Running"}}' % sent
        with running_emulator(data=[{"InstanceId": "x", "_raw": body}]) as emulator, client(emulator) as ccc:
            batch = ccc.get_instances(["x"])
        assert batch.warnings == [warning]
        assert batch.instances[0]["status"] == "Running"


class TestListInstancesOfUser:
    def test_it_gives_all_in_the_gateways_order(self, fleet):
        with client(fleet) as ccc:
            batch = ccc.list_instances_of_user()
        assert [facts["instance_id"] for facts in batch.instances] == fleet.ids
        assert (len(batch.request_ids), batch.warnings, batch.errors, batch.not_asked) == (1, [], [], 0)

    def test_a_failure_is_in_the_batch(self, fleet):
        with client(fleet, access_key_id="another") as ccc:
            batch = ccc.list_instances_of_user()
        assert batch.instances == []
        (error,) = batch.errors
        assert (error.code, error.instance_id) == ("InvalidAccessKeyId.NotFound", None)
        assert batch.request_ids == [error.request_id]

    @pytest.mark.parametrize(
        ("instances", "ids"),
        [
            ("null", []),
            ('""', []),
            ("{}", []),
            ('{"CallCenterInstance": {"InstanceId": 7}}', ["7"]),
            ('{"CallCenterInstance": [{"InstanceId": "a"}, {"InstanceId": "b"}]}', ["a", "b"]),
        ],
    )
    def test_a_mangled_list_is_a_list(self, instances, ids):
        data = {"Instances": [], "_raw": '{"Code": "OK", "Instances": %s}' % instances}
        with running_emulator(data=data) as emulator, client(emulator) as ccc:
            batch = ccc.list_instances_of_user()
        assert [facts["instance_id"] for facts in batch.instances] == ids
        assert batch.errors == []

    @pytest.mark.parametrize("body", ["{}", "<html><body>Please log in</body></html>", '{"RequestId": "R"}'])
    def test_what_does_not_come_from_ccc_is_no_empty_list(self, no_back_off, body):
        with running_emulator(data={"Instances": [], "_raw": body}) as emulator, client(emulator) as ccc:
            (error,) = ccc.list_instances_of_user().errors
        assert (error.code, error.attempts) == ("Client.InvalidResponse", 6)

    def test_an_element_that_is_no_object_is_left_out_with_a_warning(self):
        data = {"Instances": [], "_raw": '{"Code": "OK", "Instances": ["odd", {"InstanceId": null}]}'}
        with running_emulator(data=data) as emulator, client(emulator) as ccc:
            batch = ccc.list_instances_of_user()
        assert len(batch.instances) == 1
        assert batch.warnings == [
            "instances[0] of the answer is left out: it is no object.",
            "instances[1]: the gateway sent no InstanceId; instance_id is null.",
        ]


class TestOptions:
    VALID = {**OPTIONS, "access_key_id": "id", "access_key_secret": "secret"}

    @pytest.mark.parametrize("name", ["connect_timeout", "read_timeout", "max_attempts", "concurrency"])
    @pytest.mark.parametrize("value", [0, -1])
    def test_a_number_that_makes_no_sense_is_refused(self, name, value):
        with pytest.raises(OptionError, match="%s must be greater than 0, but is %s" % (name, value)):
            client_from_options({**self.VALID, name: value}, {})

    def test_certificates_that_are_not_there_are_named(self):
        with pytest.raises(OptionError, match="ca_path names /no/such/file, but"):
            client_from_options({**self.VALID, "ca_path": "/no/such/file"}, {})

    @pytest.mark.parametrize(
        ("cafile", "folder", "trusted"),
        [("a.pem", "full", "a.pem"), (None, "full", "full"), (None, "empty", True), (None, None, True)],
    )
    def test_the_systems_certificates_are_trusted_where_it_has_some(
        self, monkeypatch, tmp_path, cafile, folder, trusted
    ):
        monkeypatch.chdir(tmp_path)
        (tmp_path / "full").mkdir()
        (tmp_path / "full" / "a.pem").touch()
        (tmp_path / "empty").mkdir()
        paths = ssl.DefaultVerifyPaths(cafile, folder, None, None, None, None)
        monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: paths)
        with client_from_options(self.VALID, {}) as ccc:
            assert ccc._transport._settings.verify == trusted

    def test_endpoint_and_key_are_checked_before_anything_is_sent(self):
        with pytest.raises(EndpointError):
            client_from_options({**self.VALID, "endpoint": "http://ccc.example.com"}, {})
        with pytest.raises(CredentialsError):
            client_from_options(OPTIONS, {})
