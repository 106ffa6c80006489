# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Alibaba Cloud's own clients talk to the emulator: the proof that it checks what the real gateway checks.

Needs aliyun-python-sdk-core, alibabacloud-ccc20170705 and alibabacloud-tea-openapi.
"""

from __future__ import annotations

import json

import pytest
from alibabacloud_ccc20170705.client import Client as CccClient
from alibabacloud_ccc20170705.models import GetInstanceRequest
from alibabacloud_tea_openapi.client import Client as OpenApiClient
from alibabacloud_tea_openapi.models import Config, OpenApiRequest, Params
from alibabacloud_tea_util.models import RuntimeOptions
from aliyunsdkcore.acs_exception.exceptions import ServerException
from aliyunsdkcore.auth.credentials import AccessKeyCredential, StsTokenCredential
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest, RpcRequest
from emulator_client import DOCUMENTED_ID
from emulator_process import running_emulator
from Tea.exceptions import TeaException


@pytest.fixture(scope="module", params=["", "temporary+token/=="], ids=["permanent key", "temporary key"])
def keyed_emulator(request):
    """An emulator with a permanent key, and one with a temporary key and its token."""
    with running_emulator(security_token=request.param) as process:
        yield process


def config(emulator, secret=None):
    return Config(
        access_key_id=emulator.access_key_id,
        access_key_secret=secret or emulator.access_key_secret,
        security_token=emulator.security_token or None,
        endpoint=f"127.0.0.1:{emulator.port}",
        protocol="http",
    )


# --- The SDK of this product and version ---


def test_product_sdk_gets_an_instance(keyed_emulator):
    body = CccClient(config(keyed_emulator)).get_instance(GetInstanceRequest(instance_id=DOCUMENTED_ID)).body
    assert (body.code, body.http_status_code, body.success) == ("OK", 200, True)
    instance = body.instance
    assert (instance.instance_id, instance.instance_name, instance.max_online_agents) == (
        DOCUMENTED_ID,
        "测试11111",
        100,
    )
    assert instance.created_time == 1537867125000
    assert [user.detail.display_name for user in instance.admin.user if user.detail] == ["测试test"]
    phone = instance.phone_numbers.phone_number[0]
    assert (phone.number, phone.allow_outbound, phone.test_only) == ("02500000000", True, False)


def test_product_sdk_lists_the_instances(keyed_emulator):
    body = CccClient(config(keyed_emulator)).list_instances_of_user().body
    instances = body.instances.call_center_instance
    assert len(instances) == 8
    assert instances[2].instance_name == "上海客服中心"
    assert instances[2].phone_numbers.phone_number[0].number == "4000010001"


def test_product_sdk_with_a_wrong_secret(keyed_emulator):
    client = CccClient(config(keyed_emulator, secret="wrong"))
    with pytest.raises(TeaException, match="SignatureDoesNotMatch"):
        client.list_instances_of_user()


def test_product_sdk_with_an_unknown_id(keyed_emulator):
    client = CccClient(config(keyed_emulator))
    with pytest.raises(TeaException, match=r"NotExist\.Instance") as caught:
        client.get_instance(GetInstanceRequest(instance_id="unknown"))
    assert caught.value.data["HostId"] == f"127.0.0.1:{keyed_emulator.port}"


# --- The generic call of the newer SDKs, in ACS3-HMAC-SHA256 ---


def call_api(emulator, action, query=None, body=None, method="POST", secret=None):
    """Call an action through tea-openapi; it signs with ACS3 for the signature algorithm that is named."""
    settings = config(emulator, secret)
    settings.signature_algorithm = "ACS3-HMAC-SHA256"
    params = Params(
        action=action,
        version="2017-07-05",
        protocol="HTTP",
        pathname="/",
        method=method,
        auth_type="AK",
        style="RPC",
        req_body_type="formData",
        body_type="json",
    )
    return OpenApiClient(settings).call_api(params, OpenApiRequest(query=query, body=body), RuntimeOptions())


def test_acs3_call_with_the_id_in_the_body_and_in_the_query(keyed_emulator):
    for where in ({"body": {"InstanceId": DOCUMENTED_ID}}, {"query": {"InstanceId": DOCUMENTED_ID}}):
        answer = call_api(keyed_emulator, "GetInstance", **where)
        assert answer["body"]["Instance"]["InstanceName"] == "测试11111"
        answer = call_api(keyed_emulator, "ListInstancesOfUser")
        assert len(answer["body"]["Instances"]["CallCenterInstance"]) == 8


def test_acs3_call_by_get(keyed_emulator):
    answer = call_api(keyed_emulator, "GetInstance", query={"InstanceId": DOCUMENTED_ID}, method="GET")
    assert answer["body"]["Instance"]["InstanceId"] == DOCUMENTED_ID


def test_acs3_call_with_a_wrong_secret(keyed_emulator):
    with pytest.raises(TeaException, match="SignatureDoesNotMatch"):
        call_api(keyed_emulator, "ListInstancesOfUser", secret="wrong")


def test_acs3_call_with_an_unknown_id(keyed_emulator):
    with pytest.raises(TeaException, match=r"NotExist\.Instance"):
        call_api(keyed_emulator, "GetInstance", body={"InstanceId": "unknown"})


# --- The older core SDK, which every older script uses ---


def core_call(emulator, request, method, secret=None):
    secret = secret or emulator.access_key_secret
    if emulator.security_token:
        credential = StsTokenCredential(emulator.access_key_id, secret, emulator.security_token)
    else:
        credential = AccessKeyCredential(emulator.access_key_id, secret)
    request.set_protocol_type("http")
    request.set_method(method)
    client = AcsClient(region_id="cn-shanghai", credential=credential)
    return json.loads(client.do_action_with_exception(request))


def common_request(emulator, action, method, secret=None, **parameters):
    request = CommonRequest(domain=f"127.0.0.1:{emulator.port}", version="2017-07-05", action_name=action)
    for name, value in parameters.items():
        (request.add_query_param if method == "GET" else request.add_body_params)(name, value)
    return core_call(emulator, request, method, secret)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_core_sdk_gets_and_lists(keyed_emulator, method):
    instance = common_request(keyed_emulator, "GetInstance", method, InstanceId=DOCUMENTED_ID)["Instance"]
    assert instance["InstanceName"] == "测试11111"
    listed = common_request(keyed_emulator, "ListInstancesOfUser", method)["Instances"]["CallCenterInstance"]
    assert listed[0] == instance
    entry = keyed_emulator.log()[-1]
    assert (entry["method"], entry["status"]) == (method, 200)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_core_sdk_with_a_wrong_secret(keyed_emulator, method):
    with pytest.raises(ServerException) as caught:
        common_request(keyed_emulator, "ListInstancesOfUser", method, secret="wrong")
    assert (caught.value.get_http_status(), caught.value.get_error_code()) == (400, "SignatureDoesNotMatch")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_string_to_sign_in_the_message_is_the_sdks_own(keyed_emulator, method):
    """Where the two are equal, this SDK concludes that only the secret can be wrong, and changes the code."""
    request = RpcRequest("CCC", "2017-07-05", "ListInstancesOfUser")
    request.set_endpoint(f"127.0.0.1:{keyed_emulator.port}")
    with pytest.raises(ServerException) as caught:
        core_call(keyed_emulator, request, method, secret="wrong")
    assert caught.value.get_error_code() == "InvalidAccessKeySecret"
    assert keyed_emulator.log()[-1]["code"] == "SignatureDoesNotMatch"


def test_core_sdk_with_an_unknown_id(keyed_emulator):
    with pytest.raises(ServerException) as caught:
        common_request(keyed_emulator, "GetInstance", "GET", InstanceId="unknown")
    assert (caught.value.get_http_status(), caught.value.get_error_code()) == (404, "NotExist.Instance")
