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
    """Read from a gateway that gives these answers; the result, and what each request had beside the signature."""

    def run(operation, *answers, parameters=None, **options):
        with contextlib.closing(ScriptedGateway(answers)) as gateway:
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


def answer(number=1, **data):
    return http_answer({"Code": "OK", "HttpStatusCode": 200, "RequestId": "R-%d" % number, "Data": data})


def page(number, *elements, total, size=2, **more):
    listed = [{"UserId": element, "RAMId": 206815793204418806} for element in elements]
    return answer(number, PageNumber=number, PageSize=size, TotalCount=total, List=listed, **more)


def ids(result):
    return [element["user_id"] for element in result["elements"]]


class TestLists:
    def test_all_pages_are_read_and_the_answer_is_the_last_one(self, read):
        pages = [page(1, "a", "b", total=5), page(2, "c", "d", total=5), page(3, "e", total=5)]
        result, sent = read("ListThings", *pages, parameters={"InstanceId": "i", "PageSize": 2})
        assert sent == [{"InstanceId": "i", "PageSize": "2", "PageNumber": str(number)} for number in (1, 2, 3)]
        assert ids(result) == list("abcde")
        assert result["answer"]["data"]["list"] == [{"user_id": "e", "ram_id": 206815793204418806}]
        assert result["answer"]["http_status_code"] == 200
        assert result["request_ids"] == ["R-1", "R-2", "R-3"]
        assert not result["changed"]

    def test_a_list_of_2017_07_05_comes_out_of_its_wrapper(self, read):
        users = {"TotalCount": "1", "PageSize": "100", "List": {"User": {"UserId": "a", "Roles": {"Role": []}}}}
        result, sent = read(
            "FindUsers", http_answer({"Code": "OK", "RequestId": "R", "Users": users}), api_version="2017-07-05"
        )
        assert sent == [{"PageSize": "100", "PageNumber": "1"}]
        assert result["elements"] == [{"user_id": "a", "roles": {"role": []}}]

    def test_one_request_is_made_as_it_is_given_if_not_all_pages_are_wanted(self, read):
        parameters = {"PageNumber": 2, "PageSize": 2}
        result, sent = read("ListThings", page(2, "c", "d", total=5), parameters=parameters, all_pages=False)
        assert sent == [{"PageNumber": "2", "PageSize": "2"}]
        assert ids(result) == ["c", "d"]

    def test_an_operation_that_gets_is_asked_in_pages_once_its_answer_counts_more(self, read):
        answers = [page(1, "a", total=3, size=1), page(1, "a", "b", "c", total=3, size=100)]
        result, sent = read("GetThings", *answers)
        assert sent == [{}, {"PageSize": "100", "PageNumber": "1"}]
        assert ids(result) == list("abc")
        assert len(result["request_ids"]) == 2

    def test_pages_of_list_phone_tags_have_a_number_of_another_name(self, read):
        answers = [page(1, "a", total=2, size=1), page(2, "b", total=2, size=1)]
        result, sent = read("ListPhoneTags", *answers, parameters={"PageSize": 1})
        assert [form["CurrentPage"] for form in sent] == ["1", "2"]
        assert ids(result) == ["a", "b"]

    def test_a_token_is_followed_to_the_end(self, read):
        pages = [
            answer(1, Messages=[{"UserId": "a"}], NextPageToken="t1"),
            answer(2, Messages=[{"UserId": "b"}], NextPageToken="t2"),
            answer(3, Messages=[{"UserId": "c"}]),
        ]
        result, sent = read("ListGroupChatMessages", *pages)
        assert [form.get("NextPageToken") for form in sent] == [None, "t1", "t2"]
        assert [form.get("PageNumber") for form in sent] == ["1", None, None]
        assert ids(result) == list("abc")

    def test_a_token_that_leads_back_is_not_followed_for_ever(self, read):
        back = answer(1, Messages=[{"UserId": "a"}], TotalCount=9, NextPageToken="t")
        result, sent = read("ListDocuments", back)
        assert len(sent) == 2
        assert [error["code"] for error in result["errors"]] == ["Client.InconsistentList"]

    def test_a_page_that_fails_costs_no_other(self, read):
        pages = [page(1, "a", "b", total=5), failure("Odd.Failure"), page(3, "e", total=5)]
        result, _sent = read("ListThings", *pages, parameters={"InstanceId": "i", "PageSize": 2})
        assert ids(result) == ["a", "b", "e"]
        assert result["answer"]["data"]["page_number"] == 3
        assert [(error["instance_id"], error["code"]) for error in result["errors"]] == [("i", "Odd.Failure")]
        assert result["msg"].startswith("ListThings (page 2) for instance i failed: It did not work (code Odd.Failure")
        assert "3 elements were read; see elements." in result["msg"]

    def test_a_page_without_the_list_is_a_failure_and_no_silent_gap(self, read):
        result, _sent = read("ListThings", page(1, "a", total=2, size=1), answer(2), parameters={"PageSize": 1})
        assert ids(result) == ["a"]
        assert [error["code"] for error in result["errors"]] == ["Client.InvalidResponse"]

    def test_a_list_beyond_what_the_api_gives_is_returned_as_far_as_it_goes(self, read):
        pages = [page(1, str(number), total=101, size=1) for number in range(100)]
        result, sent = read("ListThings", *pages, parameters={"PageSize": 1})
        assert len(sent) == 100
        assert len(result["elements"]) == 100
        assert [error["code"] for error in result["errors"]] == ["Client.ListTooLong"]

    def test_empty_is_a_result(self, read):
        result, _sent = read("ListThings", page(1, total=0))
        assert result["elements"] == []
        assert "failed" not in result


class TestAnswers:
    def test_an_answer_without_a_list_has_no_elements(self, read):
        result, sent = read("GetUser", answer(1, UserId="u", WorkMode="ON_SITE"), parameters={"InstanceId": "i"})
        assert sent == [{"InstanceId": "i"}]
        assert result["elements"] is None
        assert result["answer"]["data"] == {"user_id": "u", "work_mode": "ON_SITE"}

    def test_a_success_that_says_it_failed_is_a_failure(self, read):
        soft = http_answer({"Code": "OK", "Success": "false", "Message": "No such user", "RequestId": "R"})
        result, _sent = read("GetUser", soft)
        assert "GetUser failed: No such user (code Client.Unsuccessful" in result["msg"]
        assert (result["answer"], result["elements"]) == (None, None)

    def test_what_is_not_of_ccc_is_no_answer(self, read):
        result, _sent = read("GetUser", http_answer({"Welcome": "to the hotel"}))
        assert [error["code"] for error in result["errors"]] == ["Client.InvalidResponse"]

    def test_the_hint_names_the_action_that_a_policy_lacks(self, read):
        result, _sent = read("ListRoles", failure("NoPermission", "403 Forbidden"))
        assert result["msg"].endswith("Allow the action ccc:ListRoles in a RAM policy of this user or role.")

    @pytest.mark.parametrize("code", ["MissingInstanceId", "Parameter.Blank", "InvalidParameter"])
    def test_the_hint_leads_to_the_parameters(self, read, code):
        result, _sent = read("ListRoles", failure(code))
        assert "parameters" in result["errors"][0]["hint"]

    def test_the_hint_leads_to_the_name_of_an_operation_that_is_not_there(self, read):
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
def test_what_is_refused_is_not_sent(read, operation, parameters, message):
    result, sent = read(operation, answer(), parameters=parameters)
    assert message in result["msg"]
    assert (sent, result["answer"], result["elements"], result["errors"]) == ([], None, None, [])


def test_a_token_among_the_parameters_is_not_shown(read):
    parameters = {"AccessToken": "token-of-the-visitor", "VisitorId": "v"}
    echo = failure("Odd.Failure", Message="token-of-the-visitor of v is no good")
    result, sent = read("ListVisitorChatMessages", echo, parameters=parameters)
    assert sent[0]["AccessToken"] == "token-of-the-visitor"
    assert "token-of-the-visitor" not in str(result)
    assert " of v is no good" in result["msg"]
