# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import contextlib

import pytest
from scripted_gateway import ScriptedGateway, failure, http_answer

NAME = "ccc_operation_info"
NEW = "2020-07-01"
KEY = {"access_key_id": "an-id", "access_key_secret": "a-secret-of-the-key"}


@pytest.fixture
def read(run_module):
    """Return a function that runs the module with these responses, and returns its result and the sent parameters."""

    def run(operation, *responses, parameters=None, **options):
        with contextlib.closing(ScriptedGateway(responses)) as gateway:
            connection = {"endpoint": gateway.endpoint, "max_attempts": 1, "concurrency": 1, "api_version": NEW, **KEY}
            result = run_module(NAME, operation=operation, parameters=parameters or {}, **{**connection, **options})
            assert KEY["access_key_secret"] not in str(result)
            sent = [received.form for received in gateway.received]
        own = [{name: value for name, value in form.items() if name not in SIGNED} for form in sent]
        return result, own

    return run


SIGNED = {
    *("Action", "Version", "Format", "AccessKeyId", "Timestamp"),
    *("Signature", "SignatureMethod", "SignatureNonce", "SignatureVersion"),
}


def response(number=1, **data):
    return http_answer({"Code": "OK", "HttpStatusCode": 200, "RequestId": "R-%d" % number, "Data": data})


def page(number, *elements, total, size=2, **more):
    listed = [{"UserId": element, "RAMId": 206815793204418806} for element in elements]
    return response(number, PageNumber=number, PageSize=size, TotalCount=total, List=listed, **more)


def ids(result):
    return [element["user_id"] for element in result["elements"]]


class TestLists:
    def test_all_pages_are_read_and_answer_is_the_last_one(self, read):
        pages = [page(1, "a", "b", total=5), page(2, "c", "d", total=5), page(3, "e", total=5)]
        result, sent = read("ListThings", *pages, parameters={"InstanceId": "i", "PageSize": 2})
        assert sent == [{"InstanceId": "i", "PageSize": "2", "PageNumber": str(number)} for number in (1, 2, 3)]
        assert ids(result) == list("abcde")
        assert result["answer"]["data"]["list"] == [{"user_id": "e", "ram_id": 206815793204418806}]
        assert result["answer"]["http_status_code"] == 200
        assert result["request_ids"] == ["R-1", "R-2", "R-3"]
        assert not result["changed"]

    def test_a_list_of_2017_07_05_is_returned_without_its_wrapper(self, read):
        users = {"TotalCount": "1", "PageSize": "100", "List": {"User": {"UserId": "a", "Roles": {"Role": []}}}}
        result, sent = read(
            "FindUsers", http_answer({"Code": "OK", "RequestId": "R", "Users": users}), api_version="2017-07-05"
        )
        assert sent == [{"PageSize": "100", "PageNumber": "1"}]
        assert result["elements"] == [{"user_id": "a", "roles": {"role": []}}]

    def test_a_single_request_is_sent_unchanged_if_all_pages_is_false(self, read):
        parameters = {"PageNumber": 2, "PageSize": 2}
        result, sent = read("ListThings", page(2, "c", "d", total=5), parameters=parameters, all_pages=False)
        assert sent == [{"PageNumber": "2", "PageSize": "2"}]
        assert ids(result) == ["c", "d"]

    def test_a_get_operation_is_read_in_pages_if_its_total_is_larger(self, read):
        responses = [page(1, "a", total=3, size=1), page(1, "a", "b", "c", total=3, size=100)]
        result, sent = read("GetThings", *responses)
        assert sent == [{}, {"PageSize": "100", "PageNumber": "1"}]
        assert ids(result) == list("abc")
        assert len(result["request_ids"]) == 2

    def test_list_phone_tags_is_read_with_its_own_page_parameter(self, read):
        responses = [page(1, "a", total=2, size=1), page(2, "b", total=2, size=1)]
        result, sent = read("ListPhoneTags", *responses, parameters={"PageSize": 1})
        assert [form["CurrentPage"] for form in sent] == ["1", "2"]
        assert ids(result) == ["a", "b"]

    def test_page_tokens_are_followed_to_the_end(self, read):
        pages = [
            response(1, Messages=[{"UserId": "a"}], NextPageToken="t1"),
            response(2, Messages=[{"UserId": "b"}], NextPageToken="t2"),
            response(3, Messages=[{"UserId": "c"}]),
        ]
        result, sent = read("ListGroupChatMessages", *pages)
        assert [form.get("NextPageToken") for form in sent] == [None, "t1", "t2"]
        assert [form.get("PageNumber") for form in sent] == ["1", None, None]
        assert ids(result) == list("abc")

    def test_page_tokens_that_repeat_are_an_error(self, read):
        back = response(1, Messages=[{"UserId": "a"}], TotalCount=9, NextPageToken="t")
        result, sent = read("ListDocuments", back)
        assert len(sent) == 2
        assert [error["code"] for error in result["errors"]] == ["Client.InconsistentList"]

    def test_a_failed_page_does_not_affect_the_others(self, read):
        pages = [page(1, "a", "b", total=5), failure("Odd.Failure"), page(3, "e", total=5)]
        result, _sent = read("ListThings", *pages, parameters={"InstanceId": "i", "PageSize": 2})
        assert ids(result) == ["a", "b", "e"]
        assert result["answer"]["data"]["page_number"] == 3
        assert [(error["instance_id"], error["code"]) for error in result["errors"]] == [("i", "Odd.Failure")]
        assert result["msg"].startswith("ListThings (page 2) for instance i failed: It did not work (code Odd.Failure")
        assert "3 elements were read; see elements." in result["msg"]

    def test_a_page_without_the_list_is_a_failure(self, read):
        result, _sent = read("ListThings", page(1, "a", total=2, size=1), response(2), parameters={"PageSize": 1})
        assert ids(result) == ["a"]
        assert [error["code"] for error in result["errors"]] == ["Client.InvalidResponse"]

    def test_a_list_that_is_too_long_is_returned_up_to_the_limit(self, read):
        pages = [page(1, str(number), total=101, size=1) for number in range(100)]
        result, sent = read("ListThings", *pages, parameters={"PageSize": 1})
        assert len(sent) == 100
        assert len(result["elements"]) == 100
        assert [error["code"] for error in result["errors"]] == ["Client.ListTooLong"]

    def test_an_empty_list_is_a_result(self, read):
        result, _sent = read("ListThings", page(1, total=0))
        assert result["elements"] == []
        assert "failed" not in result


class TestResponses:
    def test_a_response_without_a_list_has_null_elements(self, read):
        result, sent = read("GetUser", response(1, UserId="u", WorkMode="ON_SITE"), parameters={"InstanceId": "i"})
        assert sent == [{"InstanceId": "i"}]
        assert result["elements"] is None
        assert result["answer"]["data"] == {"user_id": "u", "work_mode": "ON_SITE"}

    def test_a_response_with_success_false_is_a_failure(self, read):
        soft = http_answer({"Code": "OK", "Success": "false", "Message": "No such user", "RequestId": "R"})
        result, _sent = read("GetUser", soft)
        assert "GetUser failed: No such user (code Client.Unsuccessful" in result["msg"]
        assert (result["answer"], result["elements"]) == (None, None)

    def test_a_response_that_is_not_from_ccc_is_a_failure(self, read):
        result, _sent = read("GetUser", http_answer({"Welcome": "to the hotel"}))
        assert [error["code"] for error in result["errors"]] == ["Client.InvalidResponse"]

    def test_the_hint_names_the_action_that_a_policy_lacks(self, read):
        result, _sent = read("ListRoles", failure("NoPermission", "403 Forbidden"))
        assert result["msg"].endswith("Allow the action ccc:ListRoles in a RAM policy of this user or role.")

    @pytest.mark.parametrize("code", ["MissingInstanceId", "Parameter.Blank", "InvalidParameter"])
    def test_the_hint_mentions_the_parameters(self, read, code):
        result, _sent = read("ListRoles", failure(code))
        assert "parameters" in result["errors"][0]["hint"]

    def test_the_hint_for_an_unknown_operation_mentions_the_option(self, read):
        result, _sent = read("ListRolez", failure("InvalidAction.NotFound", "404 Not Found"))
        assert "operation" in result["errors"][0]["hint"]


@pytest.mark.parametrize(
    ("operation", "parameters", "message"),
    [
        ("DeleteInstance", {}, '"DeleteInstance" is not a read operation'),
        ("GetLoginDetails", {}, "GetLoginDetails is not allowed. Its response contains login data"),
        ("ListRoles", {"Action": "DeleteInstance"}, "parameters contains Action, which the module itself sends"),
        ("ListUsers", {"PageNumber": 1}, "parameters contains PageNumber, but all_pages is true"),
    ],
)
def test_a_refused_operation_or_parameter_is_not_sent(read, operation, parameters, message):
    result, sent = read(operation, response(), parameters=parameters)
    assert message in result["msg"]
    assert (sent, result["answer"], result["elements"], result["errors"]) == ([], None, None, [])


def test_a_token_in_parameters_is_masked(read):
    parameters = {"AccessToken": "token-of-the-visitor", "VisitorId": "v"}
    echo = failure("Odd.Failure", Message="token-of-the-visitor of v is no good")
    result, sent = read("ListVisitorChatMessages", echo, parameters=parameters)
    assert sent[0]["AccessToken"] == "token-of-the-visitor"
    assert "token-of-the-visitor" not in str(result)
    assert " of v is no good" in result["msg"]
