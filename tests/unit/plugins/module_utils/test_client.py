# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import contextlib
import ssl

import pytest
from ansible_collections.alicloud.ccc.plugins.module_utils._client import client_from_options
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.sources import CredentialsError
from ansible_collections.alicloud.ccc.plugins.module_utils._http import transport as _transport
from ansible_collections.alicloud.ccc.plugins.module_utils._http.endpoint import EndpointError
from ansible_collections.alicloud.ccc.plugins.module_utils._http.settings import OptionError
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import (
    GET_INSTANCE,
    LIST_INSTANCES_OF_USER,
    LIST_USERS,
)
from ansible_collections.alicloud.ccc.plugins.module_utils._workers import Workers
from emulator_process import running_emulator
from scripted_gateway import ScriptedGateway, failure, http_answer

OPTIONS = {"connect_timeout": 5, "read_timeout": 10, "max_attempts": 6, "concurrency": 16, "validate_certs": True}


def client(emulator, **options):
    return client_from_options({**OPTIONS, **emulator.connection, **options}, {})


def get(ccc, instance_ids):
    return ccc.read(GET_INSTANCE, instance_ids)


def listed(ccc):
    return ccc.read(LIST_INSTANCES_OF_USER)


def newer_client(emulator, **options):
    return client(emulator, api_version="2020-07-01", **options)


@pytest.fixture
def no_back_off(monkeypatch):
    monkeypatch.setattr(_transport, "FIRST_BACK_OFF", 0)


@pytest.fixture(scope="module")
def fleet():
    with running_emulator(instances=60) as emulator:
        with client(emulator) as listing:
            emulator.ids = [facts["instance_id"] for facts in listed(listing).elements]
        yield emulator


class Interrupted(BaseException):
    """Interrupts a run like the timeout of a task."""


class TestEnd:
    def test_an_interrupted_client_sends_no_more_requests_and_does_not_wait(self):
        with running_emulator(faults={"hang": 1}) as emulator:
            with pytest.raises(Interrupted), client(emulator, read_timeout=2) as ccc:
                [planned] = ccc.planned(GET_INSTANCE, ["x"])
                under_way = Workers(1).submit(lambda page: ccc.page(planned, page), 1)
                raise Interrupted
            assert not under_way.done()
            outcome = under_way.result()
        assert outcome is None or outcome.error.attempts == 1


class TestGetInstances:
    def test_facts_are_in_the_order_of_the_ids_and_repeated_ids_are_read_once(self, fleet):
        ids = [*reversed(fleet.ids), *fleet.ids[:10]]
        before = len(fleet.log())
        with client(fleet) as ccc:
            batch = get(ccc, ids)
        assert [facts["instance_id"] for facts in batch.elements] == fleet.ids[::-1]
        assert len(set(batch.request_ids)) == len(fleet.log()) - before == 60
        assert (batch.warnings, batch.errors, batch.not_asked) == ([], [], 0)

    def test_get_instance_returns_the_same_facts_as_the_list(self, fleet):
        with client(fleet) as ccc:
            assert get(ccc, fleet.ids).elements == listed(ccc).elements

    @pytest.mark.parametrize("concurrency", [1, 4])
    def test_there_are_no_more_connections_than_concurrency(self, fleet, concurrency):
        before = len(fleet.log())
        with client(fleet, concurrency=concurrency) as ccc:
            get(ccc, fleet.ids)
        assert len({entry["connection"] for entry in fleet.log()[before:]}) <= concurrency

    def test_an_unknown_id_does_not_affect_the_others(self, fleet):
        with client(fleet) as ccc:
            batch = get(ccc, [fleet.ids[0], "no-such-id", fleet.ids[1], "nor-this"])
        assert [facts["instance_id"] for facts in batch.elements] == fleet.ids[:2]
        assert [(error.instance_id, error.code, error.attempts) for error in batch.errors] == [
            ("no-such-id", "NotExist.Instance", 1),
            ("nor-this", "NotExist.Instance", 1),
        ]
        assert {error.request_id for error in batch.errors} < set(batch.request_ids)

    def test_a_refused_key_ends_the_run_with_the_first_request(self, fleet):
        before = len(fleet.log())
        with client(fleet, access_key_secret="another") as ccc:
            batch = get(ccc, fleet.ids)
        assert [error.code for error in batch.errors] == ["SignatureDoesNotMatch"]
        assert (batch.elements, batch.not_asked, len(fleet.log()) - before) == ([], 59, 1)

    def test_a_missing_permission_ends_the_run(self, no_back_off):
        forbidden = {"InstanceId": "x", "_answer": {"HttpStatusCode": 403, "Code": "NoPermission", "Message": "No."}}
        data = [{"InstanceId": "a"}, forbidden, *({"InstanceId": "id-%d" % number} for number in range(200))]
        with running_emulator(data=data, latency_ms=5) as emulator, client(emulator, concurrency=2) as ccc:
            batch = get(ccc, [record["InstanceId"] for record in data])
        assert [error.instance_id for error in batch.errors] == ["x"]
        assert batch.elements[0]["instance_id"] == "a"
        assert batch.not_asked == 202 - 1 - len(batch.elements) > 0

    def test_a_gateway_that_is_down_ends_the_run_after_a_few_ids(self, no_back_off):
        ids = ["id-%d" % number for number in range(100)]
        data = [{"InstanceId": instance_id} for instance_id in ids]
        with running_emulator(data=data, faults={"close": 1}) as emulator, client(emulator, concurrency=4) as ccc:
            batch = get(ccc, ids)
        assert {(error.code, error.attempts) for error in batch.errors} <= {
            ("Client.Connection", attempts) for attempts in range(1, 7)
        }
        assert (
            3 <= len(batch.errors) <= 2 + 4
        )  # Two consecutive errors do not end the run, and then four requests are in flight.
        assert batch.not_asked == 100 - len(batch.errors)

    def test_ids_that_always_fail_do_not_affect_the_others(self, no_back_off):
        body = {"HttpStatusCode": 500, "Code": "InternalError", "Message": "No."}
        broken = [{"InstanceId": "broken-%d" % number, "_answer": body} for number in range(2)]
        data = broken + [{"InstanceId": "good"}]
        with running_emulator(data=data) as emulator, client(emulator, concurrency=1) as ccc:
            batch = get(ccc, [record["InstanceId"] for record in data])
        assert [facts["instance_id"] for facts in batch.elements] == ["good"]
        assert [error.attempts for error in batch.errors] == [6, 6]
        assert batch.not_asked == 0

    def test_faults_in_a_third_of_the_responses_lose_no_instance(self):
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
            all_of_them = listed(ccc)
            ids = [facts["instance_id"] for facts in all_of_them.elements]
            batch = get(ccc, ids)
            hit = {entry.get("fault") for entry in emulator.log()} - {None}
        assert [facts["instance_id"] for facts in batch.elements] == ids
        assert batch.errors == []
        assert len(hit) >= 5

    def test_a_request_limit_slows_requests_down_and_loses_no_instance(self):
        with running_emulator(instances=60, requests_per_second=30) as emulator, client(emulator) as ccc:
            ids = [facts["instance_id"] for facts in listed(ccc).elements]
            batch = get(ccc, ids)
            codes = [entry["code"] for entry in emulator.log()]
        assert [facts["instance_id"] for facts in batch.elements] == ids
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
    def test_a_response_without_an_instance_is_an_error(self, no_back_off, body):
        with running_emulator(data=[{"InstanceId": "x", "_raw": body}]) as emulator, client(emulator) as ccc:
            (error,) = get(ccc, ["x"]).errors
        assert (error.code, error.attempts, error.instance_id) == ("Client.InvalidResponse", 6, "x")
        assert "does not contain the requested data" in str(error)

    def test_an_xml_response_is_read(self):
        body = (
            "<GetInstanceResponse><Code>OK</Code><Instance><InstanceId>x</InstanceId></Instance></GetInstanceResponse>"
        )
        data = [{"InstanceId": "x", "_raw": body, "_content_type": "text/xml"}]
        with running_emulator(data=data) as emulator, client(emulator) as ccc:
            (facts,) = get(ccc, ["x"]).elements
        assert (facts["instance_id"], facts["admins"], facts["owner"]) == ("x", [], None)

    @pytest.mark.parametrize(
        ("sent", "warning"),
        [
            ("null", "instance x: the gateway sent no InstanceId, so instance_id is null."),
            ('"y"', "instance x: the gateway returned instance y instead."),
        ],
    )
    def test_a_missing_or_different_id_is_a_warning(self, sent, warning):
        body = '{"Code": "OK", "Instance": {"InstanceId": %s, "Status": "Running"}}' % sent
        with running_emulator(data=[{"InstanceId": "x", "_raw": body}]) as emulator, client(emulator) as ccc:
            batch = get(ccc, ["x"])
        assert batch.warnings == [warning]
        assert batch.elements[0]["status"] == "Running"


class TestListInstancesOfUser:
    def test_a_list_keeps_the_gateways_order(self, fleet):
        with client(fleet) as ccc:
            batch = listed(ccc)
        assert [facts["instance_id"] for facts in batch.elements] == fleet.ids
        assert (len(batch.request_ids), batch.warnings, batch.errors, batch.not_asked) == (1, [], [], 0)

    def test_a_failed_list_is_an_error_in_the_batch(self, fleet):
        with client(fleet, access_key_id="another") as ccc:
            batch = listed(ccc)
        assert batch.elements == []
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
    def test_a_list_in_an_unexpected_form_is_read(self, instances, ids):
        data = {"Instances": [], "_raw": '{"Code": "OK", "Instances": %s}' % instances}
        with running_emulator(data=data) as emulator, client(emulator) as ccc:
            batch = listed(ccc)
        assert [facts["instance_id"] for facts in batch.elements] == ids
        assert batch.errors == []

    @pytest.mark.parametrize("body", ["{}", "<html><body>Please log in</body></html>", '{"RequestId": "R"}'])
    def test_a_response_that_is_not_from_ccc_is_not_an_empty_list(self, no_back_off, body):
        with running_emulator(data={"Instances": [], "_raw": body}) as emulator, client(emulator) as ccc:
            (error,) = listed(ccc).errors
        assert (error.code, error.attempts) == ("Client.InvalidResponse", 6)

    def test_an_element_that_is_not_an_object_is_omitted_with_a_warning(self):
        data = {"Instances": [], "_raw": '{"Code": "OK", "Instances": ["odd", {"InstanceId": null}]}'}
        with running_emulator(data=data) as emulator, client(emulator) as ccc:
            batch = listed(ccc)
        assert len(batch.elements) == 1
        assert batch.warnings == [
            "instances[0] of the response was omitted because it is not an object.",
            "instances[1]: the gateway sent no InstanceId, so instance_id is null.",
        ]


@pytest.fixture(scope="module")
def large_fleet():
    with running_emulator(instances=250) as emulator:
        yield emulator


def data_response(data, number=1):
    return http_answer({"Code": "OK", "HttpStatusCode": "200", "RequestId": "R-%d" % number, "Data": data})


def page_response(number, ids, total, size=2):
    """Return a response of 2020-07-01 with one page, as bytes."""
    instances = [{"Id": instance_id} for instance_id in ids]
    return data_response({"PageNumber": number, "PageSize": size, "TotalCount": total, "List": instances}, number)


@pytest.fixture
def list_from():
    """Return a function that reads a list of 2020-07-01 from these responses and returns Batch and requests."""
    with contextlib.ExitStack() as started:

        def list_instances(*responses, **options):
            gateway = ScriptedGateway(responses)
            started.callback(gateway.close)
            connection = {"endpoint": gateway.endpoint, "access_key_id": "id", "access_key_secret": "secret"}
            # One request at a time, so that the n-th response is the n-th page.
            wanted = {**OPTIONS, **connection, "api_version": "2020-07-01", "concurrency": 1, **options}
            with client_from_options(wanted, {}) as ccc:
                batch = listed(ccc)
            return batch, [request.form for request in gateway.received]

        yield list_instances


def ids_of(batch):
    return [facts["instance_id"] for facts in batch.elements]


class TestTheNewerVersion:
    NOT_REPORTED = {"region_id", "directory_id", "tenant_id", "created_time", "created_at", "max_online_agents"}
    NOT_REPORTED |= {"storage_bucket", "storage_max_days", "storage_max_size"}

    def test_2020_07_01_returns_the_facts_of_2017_07_05_except_the_absent_ones(self, fleet):
        with client(fleet) as older, newer_client(fleet) as newer:
            expected, facts = get(older, fleet.ids).elements, get(newer, fleet.ids).elements
        same = {name for name, value in expected[0].items() if not isinstance(value, list)} - self.NOT_REPORTED
        same -= {"status", "console_url"}
        assert len(same) == 5
        assert len(facts) == len(expected)
        for old in expected:
            new = facts[expected.index(old)]
            assert (new["status"], old["status"]) in (
                ("RUNNING", "Running"),
                ("CREATING", "Creating"),
                ("STOPPED", "Stopped"),
            )
            assert {name: new[name] for name in same} == {name: old[name] for name in same}
            assert {new[name] for name in self.NOT_REPORTED} == {None}
            for key in ("user_id", "login_name", "phone"):
                assert [admin[key] for admin in new["admins"]] == [admin[key] for admin in old["admins"]]
            assert [number["number"] for number in new["phone_numbers"]] == [
                number["number"] for number in old["phone_numbers"]
            ]
            assert new["agent_type"] and new["chatbot_business_unit"]["unit_id"]

    def test_get_instance_of_2020_07_01_returns_the_facts_of_the_list_and_two_more(self, fleet):
        with newer_client(fleet) as ccc:
            got, from_list = get(ccc, fleet.ids), listed(ccc)
        more = {"agent_type": None, "chatbot_business_unit": None}
        assert [dict(facts, **more) for facts in got.elements] == from_list.elements
        assert (got.warnings, got.errors, from_list.warnings, from_list.errors) == ([], [], [], [])

    def test_an_unknown_id_of_2020_07_01_has_its_own_error(self, fleet):
        with newer_client(fleet) as ccc:
            batch = get(ccc, ["no-such-id", fleet.ids[0]])
        assert ids_of(batch) == fleet.ids[:1]
        (error,) = batch.errors
        assert (error.instance_id, error.code) == ("no-such-id", "NotExists.InstanceId")

    @pytest.mark.parametrize("body", ['{"Code": "OK"}', '{"Code": "OK", "Data": {}}', '{"Code": "OK", "Data": "x"}'])
    def test_a_response_without_an_instance_is_an_error(self, no_back_off, body):
        with running_emulator(data=[{"InstanceId": "x", "_raw": body}]) as emulator, newer_client(emulator) as ccc:
            (error,) = get(ccc, ["x"]).errors
        assert (error.code, error.attempts) == ("Client.InvalidResponse", 6)

    @pytest.mark.parametrize("method", [None, "HMAC-SHA1"])
    def test_2020_07_01_is_signed_as_by_its_sdk_unless_the_option_is_set(self, method):
        gateway = ScriptedGateway([page_response(1, [], 0)])
        with contextlib.closing(gateway):
            options = {"endpoint": gateway.endpoint, "access_key_id": "id", "access_key_secret": "secret"}
            with client_from_options(
                {**OPTIONS, **options, "api_version": "2020-07-01", "signature_method": method}, {}
            ) as ccc:
                assert listed(ccc).errors == []
        (request,) = gateway.received
        assert request.form.get("SignatureMethod") == method
        assert request.headers.get("authorization", "").startswith("ACS3-HMAC-SHA256 ") == (method is None)
        assert request.form.get("Version", request.headers.get("x-acs-version")) == "2020-07-01"


class TestPages:
    @pytest.mark.parametrize("concurrency", [1, 2, 16])
    def test_all_pages_are_read_in_the_gateways_order(self, large_fleet, concurrency):
        before = len(large_fleet.log())
        with client(large_fleet) as older, newer_client(large_fleet, concurrency=concurrency) as ccc:
            batch = listed(ccc)
            expected = listed(older)
        assert ids_of(batch) == ids_of(expected)
        assert len(set(batch.request_ids)) == 3
        assert (batch.warnings, batch.errors, batch.not_asked) == ([], [], 0)
        assert len(large_fleet.log()) - before == 3 + 1

    def test_a_hundred_elements_are_requested_at_a_time(self, list_from):
        batch, forms = list_from(
            page_response(1, ["a", "b"], 5), page_response(2, ["c", "d"], 5), page_response(3, ["e"], "5")
        )
        # The gateway's own page size determines the number of pages.
        assert forms == [{"PageNumber": str(number), "PageSize": "100"} for number in (1, 2, 3)]
        assert ids_of(batch) == list("abcde")
        assert batch.request_ids == ["R-1", "R-2", "R-3"]
        assert batch.errors == []

    @pytest.mark.parametrize("size", ["2", 2, 2.0])
    def test_page_numbers_may_be_sent_as_text(self, list_from, size):
        batch, forms = list_from(page_response(1, ["a", "b"], "3", size), page_response(2, ["c"], 3.0, size))
        assert (ids_of(batch), len(forms), batch.errors) == (list("abc"), 2, [])

    @pytest.mark.parametrize("size", [None, "", "n/a", 0, -1, 1000])
    def test_an_invalid_page_size_counts_as_a_hundred(self, list_from, size):
        batch, forms = list_from(page_response(1, ["id-%d" % number for number in range(101)], 101, size))
        assert len(forms) == 2
        assert (len(batch.elements), batch.errors) == (101, [])

    @pytest.mark.parametrize("data", [None, "", " \n", {}, [], {"TotalCount": 0}, {"TotalCount": "0", "List": ""}])
    def test_a_user_without_call_centers_gets_an_empty_list(self, list_from, data):
        batch, forms = list_from(data_response(data))
        assert (batch.elements, batch.errors, len(forms)) == ([], [], 1)
        # The other API version or another operation may list some.
        [warning] = batch.warnings
        assert "2020-07-01" in warning and "ccc_account_instances_info" in warning

    def test_a_response_without_data_is_an_empty_list(self, list_from):
        batch, _forms = list_from(http_answer({"Code": "OK", "RequestId": "R-1"}))
        assert (batch.elements, batch.errors, batch.request_ids) == ([], [], ["R-1"])

    @pytest.mark.parametrize("total", [None, "", "n/a", -1, "-1", 1.5, True, [1], {}])
    def test_a_page_without_a_valid_total_is_refused(self, list_from, no_back_off, total):
        batch, _forms = list_from(page_response(1, ["a"], total), max_attempts=2)
        (error,) = batch.errors
        assert (error.code, error.attempts, batch.elements) == ("Client.InvalidResponse", 2, [])

    @pytest.mark.parametrize("data", ["n/a", 7, False, {"List": [{"Id": "a"}]}, [{"Id": "a"}]])
    def test_data_of_an_unexpected_type_is_refused(self, list_from, no_back_off, data):
        batch, _forms = list_from(data_response(data), max_attempts=1)
        assert [error.code for error in batch.errors] == ["Client.InvalidResponse"]

    def test_a_response_that_is_not_from_ccc_is_not_an_empty_list(self, list_from, no_back_off):
        batch, _forms = list_from(http_answer({"RequestId": "R-1"}), max_attempts=1)
        assert [error.code for error in batch.errors] == ["Client.InvalidResponse"]

    @pytest.mark.parametrize("sent", [{"Id": "a"}, [{"Id": "a"}], {"List": {"Id": "a"}}, {"List": [{"Id": "a"}]}])
    def test_a_list_in_an_unexpected_form_is_read(self, list_from, sent):
        batch, _forms = list_from(data_response({"TotalCount": 1, "List": sent}))
        assert (ids_of(batch), batch.errors) == (["a"], [])

    def test_ids_that_differ_in_whitespace_or_case_are_distinct(self, list_from):
        batch, _forms = list_from(page_response(1, ["a", "a ", "A"], 3))
        assert (ids_of(batch), batch.errors) == (["a", "a ", "A"], [])

    def test_warnings_name_the_page(self, list_from):
        page = {"TotalCount": 5, "PageSize": 2}
        batch, _forms = list_from(
            data_response({**page, "List": ["odd", {"Id": "a"}]}),
            data_response({**page, "List": [{"Id": None}, {"Id": " "}]}),
            data_response({**page, "List": {"Id": " "}}),
        )
        assert ids_of(batch) == ["a", None, " ", " "]
        assert batch.errors == []
        assert batch.warnings == [
            "page 1, instances[0] of the response was omitted because it is not an object.",
            "page 2, instances[0]: the gateway sent no Id, so instance_id is null.",
            'page 2, instances[1]: the gateway sent no Id, so instance_id is " ".',
            'page 3, instances[0]: the gateway sent no Id, so instance_id is " ".',
        ]

    def test_a_failed_page_is_named_and_the_others_are_returned(self, list_from):
        batch, forms = list_from(
            page_response(1, ["a", "b"], 5), failure("InvalidParameter.PageNumber"), page_response(3, ["e"], 5)
        )
        assert ids_of(batch) == list("abe")
        (error,) = batch.errors
        assert error.sentence().startswith("ListInstancesOfUser (page 2) failed: It did not work (code InvalidParam")
        assert (error.attempts, error.instance_id) == (1, None)
        assert batch.request_ids == ["R-1", "R-1", "R-3"]
        assert (len(forms), batch.not_asked) == (3, 0)

    def test_each_page_has_its_own_attempts(self, list_from, no_back_off):
        unavailable = failure("ServiceUnavailable", "503 Unavailable")
        batch, forms = list_from(page_response(1, ["a", "b"], 3), unavailable, unavailable, page_response(2, ["c"], 3))
        assert (ids_of(batch), batch.errors) == (list("abc"), [])
        assert [form["PageNumber"] for form in forms] == ["1", "2", "2", "2"]

    def test_a_failed_first_page_is_named(self, list_from):
        batch, forms = list_from(failure("InvalidParameter"))
        assert (batch.elements, len(forms), batch.not_asked) == ([], 1, 0)
        assert str(batch.errors[0]).startswith("ListInstancesOfUser (page 1) failed: ")

    def test_a_missing_permission_on_a_later_page_ends_the_run(self, list_from):
        batch, forms = list_from(page_response(1, ["a", "b"], 9), failure("NoPermission", "403 Forbidden"))
        assert ids_of(batch) == ["a", "b"]
        assert [error.code for error in batch.errors] == ["NoPermission"]
        assert (len(forms), batch.not_asked) == (2, 5)

    def test_three_consecutive_pages_that_use_up_their_attempts_end_the_run(self, list_from, no_back_off):
        broken = failure("InternalError", "500 Error")
        batch, forms = list_from(page_response(1, ["a", "b"], 99), broken, max_attempts=2, concurrency=3)
        assert ids_of(batch) == ["a", "b"]
        assert (len(batch.errors), batch.not_asked) == (3, 91)
        assert len(forms) == 1 + 3 * 2

    def test_three_failed_pages_that_are_not_consecutive_do_not_end_the_run(self, list_from):
        broken = failure("InternalError", "500 Error")
        pages = [page_response(number, ["id-%d" % number], 7, 1) for number in range(1, 8)]
        batch, _forms = list_from(pages[0], broken, pages[2], broken, pages[4], broken, pages[6], max_attempts=1)
        assert ids_of(batch) == ["id-1", "id-3", "id-5", "id-7"]
        assert (len(batch.errors), batch.not_asked) == (3, 0)

    def test_a_gateway_that_always_sends_the_first_page_is_detected(self, list_from):
        batch, forms = list_from(page_response(1, ["a", "b"], 10**9), concurrency=4)
        assert ids_of(batch) == ["a", "b"]
        assert len(forms) == len(batch.request_ids) == 3 * (1 + 3 * 4)
        (error,) = batch.errors
        assert error.sentence() == (
            "ListInstancesOfUser failed: the list changes faster than it can be read, or the gateway miscounts: "
            "TotalCount was 1000000000, but the last of 3 rounds found 2 elements, and all rounds together 2 "
            "(code Client.InconsistentList)."
        )
        assert error.hint

    def test_a_list_that_changes_is_read_again(self, list_from):
        batch, forms = list_from(
            page_response(1, ["a", "b"], 3),
            page_response(2, [], 2),
            page_response(1, ["b", "c"], 2),
        )
        assert ids_of(batch) == ["b", "c", "a"]
        assert batch.errors == []
        assert [form["PageNumber"] for form in forms] == ["1", "2", "1"]

    def test_faults_in_a_third_of_the_responses_lose_no_instance(self, no_back_off):
        kinds = ("unavailable", "reset", "truncated", "not_json", "redirect", "soft_failure")
        faults = dict.fromkeys(kinds, 0.05)
        with running_emulator(instances=2500, faults=faults) as emulator, newer_client(emulator) as ccc:
            batch = listed(ccc)
            hit = {entry.get("fault") for entry in emulator.log()} - {None}
        assert len(set(ids_of(batch))) == len(batch.elements) == 2500
        assert batch.errors == []
        assert len(hit) >= 3

    def test_a_list_of_more_than_10000_call_centers_is_an_error_with_the_total(self):
        with running_emulator(instances=12345) as emulator, newer_client(emulator) as ccc:
            batch = listed(ccc)
            assert len(emulator.log()) == 100
        assert len(set(ids_of(batch))) == len(batch.elements) == 10000
        [error] = batch.errors
        assert (error.code, batch.warnings) == ("Client.ListTooLong", [])
        assert "12345 elements, but the API returns only the first pages; 10000 elements were read" in error.message


@pytest.fixture(scope="module")
def staffed():
    with running_emulator(instances=7, users=23) as emulator:
        with client(emulator) as ccc:
            emulator.ids = [facts["instance_id"] for facts in listed(ccc).elements]
        yield emulator


class TestUsers:
    """Lists in pages for each of several call centers."""

    @pytest.mark.parametrize("version", ["2017-07-05", "2020-07-01"])
    @pytest.mark.parametrize("concurrency", [1, 3])
    def test_all_pages_of_each_call_center_are_read_in_order(self, staffed, version, concurrency):
        where = LIST_USERS.versions[version]._replace(page_size=5)
        operation = LIST_USERS._replace(versions={version: where})
        before = len(staffed.log())
        with client(staffed, api_version=version, concurrency=concurrency) as ccc:
            batch = ccc.read(operation, staffed.ids)
        assert [user["instance_id"] for user in batch.elements] == [i for i in staffed.ids for _user in range(23)]
        assert len({(user["instance_id"], user["user_id"]) for user in batch.elements}) == 7 * 23
        assert (batch.errors, batch.warnings, batch.not_asked) == ([], [], 0)
        assert len(staffed.log()) - before == len(batch.request_ids) == 7 * 5
        assert len({entry["connection"] for entry in staffed.log()[before:]}) <= concurrency


class TestOptions:
    VALID = {**OPTIONS, "access_key_id": "id", "access_key_secret": "secret"}

    @pytest.mark.parametrize("name", ["connect_timeout", "read_timeout", "max_attempts", "concurrency"])
    @pytest.mark.parametrize("value", [0, -1])
    def test_a_number_that_is_not_positive_is_refused(self, name, value):
        with pytest.raises(OptionError, match="%s must be greater than 0, but is %s" % (name, value)):
            client_from_options({**self.VALID, name: value}, {})

    def test_a_missing_ca_path_is_named(self):
        with pytest.raises(OptionError, match="ca_path is /no/such/file, but"):
            client_from_options({**self.VALID, "ca_path": "/no/such/file"}, {})

    @pytest.mark.parametrize(
        ("cafile", "folder", "trusted"),
        [("a.pem", "full", "a.pem"), (None, "full", "full"), (None, "empty", True), (None, None, True)],
    )
    def test_the_systems_certificates_are_trusted_if_there_are_any(
        self, monkeypatch, tmp_path, cafile, folder, trusted
    ):
        monkeypatch.chdir(tmp_path)
        (tmp_path / "full").mkdir()
        (tmp_path / "full" / "a.pem").touch()
        (tmp_path / "empty").mkdir()
        paths = ssl.DefaultVerifyPaths(cafile, folder, None, None, None, None)
        monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: paths)
        with client_from_options(self.VALID, {}) as ccc:
            assert ccc.transport._settings.verify == trusted

    def test_endpoint_and_key_are_checked_before_anything_is_sent(self):
        with pytest.raises(EndpointError):
            client_from_options({**self.VALID, "endpoint": "http://ccc.example.com"}, {})
        with pytest.raises(CredentialsError):
            client_from_options(OPTIONS, {})
