# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import contextlib
import datetime
import importlib
import inspect
import re
import urllib.parse

import pytest
from ansible_collections.alicloud.ccc.plugins.module_utils._any_operation import (
    CREDENTIALS,
    PROTOCOL,
    VERBS,
    check_action,
    in_snake_case,
    list_in,
    page_number_parameter,
    secrets_in,
    sent_parameters,
)
from ansible_collections.alicloud.ccc.plugins.module_utils._facts import snake_case
from ansible_collections.alicloud.ccc.plugins.module_utils._http.settings import OptionError
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import API_VERSIONS, NEW_VERSION, OLD_VERSION
from scripted_gateway import ScriptedGateway, http_answer
from sdk_models import PACKAGES, actions_of, example_of, fields_of, model_of

REFUSED = sorted(action for actions in CREDENTIALS.values() for action in actions)


def is_allowed(action):
    try:
        check_action(action)
    except OptionError:
        return False
    return True


class TestAllowedOperations:
    @pytest.mark.parametrize("action", ["ListRoles", "GetUser", "FindUsers", "QueryX1", "DescribeRegions"])
    def test_read_operations_are_allowed(self, action):
        check_action(action)

    @pytest.mark.parametrize(
        "action",
        ["DeleteInstance", "listRoles", "Listen", "Get", "", " GetUser", "GetUser\n", "GetUser&Action=X", "GetÜser"],
    )
    def test_other_operations_are_refused_with_the_allowed_verbs(self, action):
        with pytest.raises(OptionError, match="is not a read operation. .* Get, List, Query, Find or Describe"):
            check_action(action)

    @pytest.mark.parametrize("action", [*REFUSED, "GetLOGINDetails", "GetUploadaudioDataParams"])
    def test_operations_that_return_credentials_are_refused_in_any_case(self, action):
        with pytest.raises(
            OptionError, match="is not allowed. Its response contains (login data|a password|a signature)"
        ):
            check_action(action)

    @pytest.mark.parametrize("action", ["GetChatCredentials", "ListLoginDetailsV2", "GetRtcToken", "GetFileUploadUrl"])
    def test_future_operations_that_return_credentials_are_refused_by_name(self, action):
        with pytest.raises(OptionError, match="contains a credential, judging by its name"):
            check_action(action)


class TestParameters:
    def test_values_are_sent_as_the_api_writes_them_and_null_is_omitted(self):
        given = {"A": True, "B": False, "C": 12, "D": 1.5, "E": "x y", "F": "", "G": None, "H.1": "true"}
        sent = {"A": "true", "B": "false", "C": "12", "D": "1.5", "E": "x y", "F": "", "H.1": "true"}
        assert [sent_parameters(given, version) for version in API_VERSIONS] == [sent, sent]

    def test_a_yaml_date_is_sent_as_text(self):
        day = datetime.date(2026, 7, 1)
        assert sent_parameters({"A": day}, NEW_VERSION) == {"A": "2026-07-01"}
        assert sent_parameters({"A": [day]}, NEW_VERSION) == {"A": '["2026-07-01"]'}
        assert sent_parameters({"A": [day]}, OLD_VERSION) == {"A.1": "2026-07-01"}

    @pytest.mark.parametrize(
        "name",
        ["Action", "version", "Format", "AccessKeyId", "Signature", "SignatureNonce", "Timestamp", "SecurityToken"],
    )
    def test_parameters_of_the_signature_are_refused(self, name):
        with pytest.raises(OptionError, match="parameters contains %s, which the module itself sends" % name):
            sent_parameters({name: "x"}, OLD_VERSION)

    @pytest.mark.parametrize("name", ["", "A B", "A&B", "A\n", "1A", 7, None])
    def test_an_invalid_parameter_name_is_refused(self, name):
        with pytest.raises(OptionError, match="parameters contains the invalid name"):
            sent_parameters({name: "x"}, OLD_VERSION)

    @pytest.mark.parametrize("value", ["\ud800", ["\ud800"], {"a\ud800": 1}])
    @pytest.mark.parametrize("version", API_VERSIONS)
    def test_a_value_that_cannot_be_encoded_is_refused(self, version, value):
        with pytest.raises(OptionError, match="Name contains an invalid character"):
            sent_parameters({"Name": value}, version)

    def test_parameters_with_secret_names_are_secrets(self):
        given = {"AccessToken": "t", "Password": 7, "NextPageToken": "n", "VisitorId": "v", "Token": None}
        assert secrets_in(given) == {"t", "7"}


class TestLists:
    def test_keys_become_snake_case_at_any_depth_and_values_are_not_changed(self):
        sent = {"Data": {"RamId": 206815793204418806, "List": [{"A1Bc": "Xy", "Deep": [{"IVRName": None}]}]}}
        assert in_snake_case(sent) == {
            "data": {"ram_id": 206815793204418806, "list": [{"a1_bc": "Xy", "deep": [{"ivr_name": None}]}]}
        }

    def test_keys_with_the_same_snake_case_are_both_kept(self):
        assert in_snake_case({"UserId": 1, "UserID": 2}) == {"user_id": 1, "UserID": 2}

    @pytest.mark.parametrize(
        ("holder", "elements"),
        [
            ({"List": [{"UserId": "a"}, {"UserId": "b"}]}, [{"user_id": "a"}, {"user_id": "b"}]),
            ({"List": {"User": [{"UserId": "a"}]}}, [{"user_id": "a"}]),
            ({"List": {"User": {"UserId": "a", "Name": "n"}}}, [{"user_id": "a", "name": "n"}]),
            ({"List": {"UserId": "a", "Name": "n"}}, [{"user_id": "a", "name": "n"}]),
            ({"List": {"User": ""}}, []),
            ({"List": None}, []),
            ({"List": ["021", "022"]}, ["021", "022"]),
            ({"Documents": [{"PropA": 1}], "Schema": {"Properties": {}}}, [{"prop_a": 1}]),
        ],
    )
    def test_a_list_is_found_with_or_without_its_wrapper(self, holder, elements):
        assert list_in({"Code": "OK", "Data": {"TotalCount": "2", **holder}}) == (elements, 2, None, None)

    def test_a_total_of_zero_is_an_empty_list_but_a_missing_total_is_not(self):
        assert list_in({"Data": {"TotalCount": 0, "PageSize": 10}}) == ([], 0, 10, None)
        assert list_in({"Data": [{"RoleId": "a"}]}) is None
        assert list_in({"Data": {"TotalCount": 3, "Name": "a report"}}) is None

    def test_a_token_leads_to_the_next_page(self):
        assert list_in({"Data": {"Messages": [1], "NextPageToken": "n"}}) == ([1], None, None, "n")
        assert list_in({"Data": {"Messages": [1], "NextPageToken": ""}}) == ([1], None, None, None)


@pytest.fixture(params=API_VERSIONS)
def sdk(request):
    """Return an API version and the read operations of its SDK."""
    for package in PACKAGES.values():  # The SDKs do not support all Python versions of managed hosts.
        pytest.importorskip(package)
    return request.param, [action for action in actions_of(request.param) if action.startswith(VERBS)]


def names_in(model):
    for field, inner in fields_of(model).items():
        yield field
        if inner:
            yield from names_in(inner)


class TestAgainstTheSdks:
    SECRET = re.compile(r"(?!NextPage).*(Password|Secret|Token|Signature\d?|AccessKeyId|UploadUrl|ParamsStr)\Z")

    def test_exactly_the_operations_that_return_credentials_are_refused(self, sdk):
        version, actions = sdk
        giving = {
            action
            for action in actions
            if any(map(self.SECRET.match, names_in(model_of(version, action + "ResponseBody")))) or "Upload" in action
        }
        assert {action for action in actions if not is_allowed(action)} == giving
        assert giving

    def test_each_refused_operation_exists_in_an_sdk(self, sdk):
        assert set(REFUSED) <= {action for version in API_VERSIONS for action in actions_of(version)}

    def test_each_list_in_pages_is_found_and_requested_as_by_the_sdk(self, sdk):
        version, actions = sdk
        for action in filter(is_allowed, actions):
            request_fields = fields_of(model_of(version, action + "Request"))
            found = list_in(example_of(model_of(version, action + "ResponseBody")))
            by_token = "NextPageToken" in request_fields
            if page_number_parameter(action) in request_fields or by_token:
                assert "PageSize" in request_fields
                has_list = found is not None and len(found.elements) == 1
                assert has_list or action in {
                    "GetInstanceSummaryReport",
                    "GetInstanceSummaryReportByInterval",
                    "GetInstanceSummaryReportSinceMidnight",
                    "GetTicketSummaryReport",
                    "ListOutboundPhoneNumberOfUser",
                }, action
            else:
                assert found is None, action
            assert (found is not None and found.next_token == "1") == by_token, action

    def test_no_parameter_of_an_sdk_operation_is_refused(self, sdk):
        version, actions = sdk
        for action in filter(is_allowed, actions):
            sent_parameters(dict.fromkeys(fields_of(model_of(version, action + "Request")), "x"), version)

    def test_all_lists_in_requests_of_an_api_version_are_sent_the_same_way(self, sdk):
        version, actions = sdk
        with_lists = {action for action in actions if has_list(model_of(version, action + "Request"))}
        as_json = {action for action in actions if model_of(version, action + "ShrinkRequest")}
        assert as_json == (with_lists if version == NEW_VERSION else set())
        assert with_lists

    @pytest.mark.parametrize(
        ("version", "action", "parameters"),
        [
            (OLD_VERSION, "ListPhoneTags", {"CurrentPage": 2, "NumberGroupIds": ["a", "b c"]}),
            (OLD_VERSION, "ListConfig", {"ConfigItem": [{"Name": "n", "Deep": ["x", None, {"Y": 1}]}, {}]}),
            (NEW_VERSION, "ListDocuments", {"Sorts": [{"Order": "asc", "PropertyName": "名 x"}], "PageSize": 3}),
            (NEW_VERSION, "ListCallSummaries", {"ContactIdList": ["a", 1, None]}),
        ],
    )
    def test_lists_in_requests_are_sent_as_by_the_sdk(self, version, action, parameters, sdk_client, sent_by_sdk):
        client = sdk_client(version)
        request = model_of(version, action + "Request")().from_map({"InstanceId": "i", **parameters})
        getattr(client, snake_case(action))(request)
        assert sent_parameters({"InstanceId": "i", **parameters}, version) == sent_by_sdk()


def has_list(request):
    return request and any(
        "List[" in str(one.annotation) for one in inspect.signature(request.__init__).parameters.values()
    )


@pytest.fixture
def gateway(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        for spelled in (name, name.lower()):
            monkeypatch.delenv(spelled, raising=False)  # These clients use a proxy even for 127.0.0.1.
    with contextlib.closing(ScriptedGateway([http_answer({"Code": "OK", "RequestId": "r"})])) as gateway:
        yield gateway


@pytest.fixture
def sdk_client(gateway):
    def client_of(version):
        pytest.importorskip(PACKAGES[version])
        models = importlib.import_module("alibabacloud_tea_openapi.models")
        config = models.Config(
            access_key_id="a", access_key_secret="b", endpoint="127.0.0.1:%d" % gateway.port, protocol="http"
        )
        return importlib.import_module(PACKAGES[version] + ".client").Client(config)

    return client_of


@pytest.fixture
def sent_by_sdk(gateway):
    """Return the parameters that the SDK sent in its query or body, without those of the signature."""

    def parameters():
        [received] = gateway.received
        query = urllib.parse.urlsplit(received.line.split(" ")[1]).query
        sent = {**dict(urllib.parse.parse_qsl(query)), **received.form}
        return {name: value for name, value in sent.items() if not PROTOCOL.match(name)}

    return parameters
