# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Alibaba Cloud's own clients work with the emulator, which proves that it checks what the real gateway checks.

Needs aliyun-python-sdk-core, alibabacloud-ccc20170705, alibabacloud-ccc20200701, alibabacloud-credentials and
alibabacloud-tea-openapi.
"""

from __future__ import annotations

import inspect
import json
import os
import sys
import time

import pytest
from alibabacloud_ccc20170705.client import Client as CccClient
from alibabacloud_ccc20170705.models import GetInstanceRequest, ListUsersRequest
from alibabacloud_ccc20200701.client import Client as NewCccClient
from alibabacloud_ccc20200701.models import GetInstanceRequest as NewGetInstanceRequest
from alibabacloud_ccc20200701.models import ListInstancesOfUserRequest
from alibabacloud_ccc20200701.models import ListUsersRequest as NewListUsersRequest
from alibabacloud_credentials.exceptions import CredentialException
from alibabacloud_credentials.provider import (
    EcsRamRoleCredentialsProvider,
    OIDCRoleArnCredentialsProvider,
    RamRoleArnCredentialsProvider,
    URLCredentialsProvider,
)
from alibabacloud_tea_openapi.client import Client as GenericClient
from alibabacloud_tea_openapi.models import Config, OpenApiRequest, Params
from alibabacloud_tea_util.models import RuntimeOptions
from aliyunsdkcore.acs_exception.exceptions import ServerException
from aliyunsdkcore.auth.credentials import AccessKeyCredential, StsTokenCredential
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest, RpcRequest
from ccc_emulator.fleet import fleet
from ccc_emulator.fleet_lists import FleetUsers
from emulator_client import DOCUMENTED_ID, NEW, OLD, SHANGHAI, rpc, served
from emulator_process import running_emulator
from Tea.exceptions import TeaException

ROLE_ARN = "acs:ram::1059803544828509:role/auditor"
PROXY_VARIABLES = {"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"}


def is_for_a_proxy(variable):
    return variable.upper() in PROXY_VARIABLES


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    """Remove proxies, which these clients would also use for 127.0.0.1."""
    for name in filter(is_for_a_proxy, list(os.environ)):
        monkeypatch.delenv(name)


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


def test_the_product_sdk_reads_an_instance(keyed_emulator):
    body = CccClient(config(keyed_emulator)).get_instance(GetInstanceRequest(instance_id=DOCUMENTED_ID)).body
    assert (body.code, body.http_status_code, body.success) == ("OK", 200, True)
    instance = body.instance
    assert (instance.instance_id, instance.max_online_agents) == (DOCUMENTED_ID, 100)
    assert instance.created_time == 1537867125000
    assert [user.detail.display_name for user in instance.admin.user if user.detail] == ["测试test"]
    phone = instance.phone_numbers.phone_number[0]
    assert (phone.number, phone.allow_outbound, phone.test_only) == ("02500000000", True, False)


def test_the_product_sdk_reports_a_wrong_secret_and_an_unknown_id(keyed_emulator):
    with pytest.raises(TeaException, match="SignatureDoesNotMatch"):
        CccClient(config(keyed_emulator, secret="wrong")).list_instances_of_user()
    with pytest.raises(TeaException, match=r"NotExist\.Instance") as caught:
        CccClient(config(keyed_emulator)).get_instance(GetInstanceRequest(instance_id="unknown"))
    assert caught.value.data["HostId"] == f"127.0.0.1:{keyed_emulator.port}"


# --- The SDK of API version 2020-07-01, which signs with ACS3-HMAC-SHA256 ---


def new_client(emulator, secret=None):
    return NewCccClient(config(emulator, secret))


def listed_by_new_sdk(emulator, size):
    """Read pages until one is empty; return all instances and the TotalCount."""
    instances, number = [], 1
    while True:
        request = ListInstancesOfUserRequest(page_number=number, page_size=size)
        body = new_client(emulator).list_instances_of_user(request).body
        assert (body.code, body.http_status_code, body.data.page_number) == ("OK", 200, number)
        if not body.data.list:
            return instances, body.data.total_count
        instances += body.data.list
        number += 1


def test_the_new_product_sdk_lists_and_reads_each_instance(keyed_emulator):
    instances, total = listed_by_new_sdk(keyed_emulator, 3)
    old = CccClient(config(keyed_emulator)).list_instances_of_user().body.instances.call_center_instance
    assert (len(instances), total) == (8, 8)
    for new, expected in zip(instances, old, strict=True):
        assert (new.id, new.name) == (expected.instance_id, expected.instance_name)
        assert new.status == expected.status.upper()
        assert new.aliyun_uid == expected.owner
        got = new_client(keyed_emulator).get_instance(NewGetInstanceRequest(instance_id=new.id)).body
        assert (got.code, got.http_status_code) == ("OK", 200)
        got = got.data.to_map()
        assert isinstance(got.pop("ChatbotBusinessUnit")["UnitId"], int)
        assert got.pop("AgentType")
        assert got == new.to_map()


def test_the_new_product_sdk_reads_fields_that_only_its_version_has(keyed_emulator):
    request = NewGetInstanceRequest(instance_id=SHANGHAI)
    instance = new_client(keyed_emulator).get_instance(request).body.data
    assert [(admin.display_name, admin.mobile, admin.role_name) for admin in instance.admin_list] == [
        ("王芳", "13900010001", "Admin"),
        ("李伟", "13900010002", "Admin"),
    ]
    shanghai = instance.number_list[1]
    assert (shanghai.number, shanghai.active, shanghai.city) == ("02150000001", True, "上海")
    assert [group.phone_number_count for group in shanghai.skill_groups] == [2, 1]


def test_the_product_sdks_read_the_users():
    (instance,) = fleet(1)
    with served(instances=1, users=12) as emulator:
        pages = [{"instance_id": instance["InstanceId"], "page_number": number, "page_size": 10} for number in (1, 2)]
        client = CccClient(config(emulator))
        old = [client.list_users(ListUsersRequest(**page)).body.users for page in pages]
        new = [new_client(emulator).list_users(NewListUsersRequest(**page)).body.data for page in pages]
    expected = list(FleetUsers(12, instance))
    assert [page.total_count for page in old + new] == [12] * 4
    assert [user.to_map() for page in old for user in page.list.user] == expected
    for user, record in zip((user for page in new for user in page.list), expected, strict=True):
        levels = record["SkillLevels"]["SkillLevel"]
        assert (user.user_id, user.ram_id, user.mobile) == (
            record["UserId"],
            int(record["RamId"]),
            record["Detail"]["Phone"],
        )
        assert user.role_id == record["Roles"]["Role"][0]["RoleId"]
        assert [level.skill_level for level in user.skill_level_list] == [level["Level"] for level in levels]
        assert None not in user.to_map().values()


PAGE = {"page_number": 1, "page_size": 100}
READ_BY_SDKS = [
    (CccClient, "list_skill_groups", {}),
    (CccClient, "list_phone_numbers", {"outbound_only": False}),
    (CccClient, "list_contact_flows", {}),
    (CccClient, "list_roles", {}),
    (NewCccClient, "list_instances", PAGE),
    (NewCccClient, "list_skill_groups", {**PAGE, "media_type": "AUDIO"}),
    (NewCccClient, "list_phone_numbers", PAGE),
    (NewCccClient, "list_contact_flows", PAGE),
    (NewCccClient, "list_roles", {}),
    (NewCccClient, "list_config_items", {"object_type": "INSTANCE", "object_id": SHANGHAI}),
    (NewCccClient, "list_do_not_call_numbers", PAGE),
    (NewCccClient, "list_campaigns", PAGE),
    (NewCccClient, "list_unassigned_numbers", PAGE),
    (NewCccClient, "get_user", {"user_id": "user-sun.li"}),
]


def assert_types_of_sdk(model):
    """Check that each string, number and boolean has the type in the SDK's model."""
    annotations = inspect.signature(type(model)).parameters
    for name, value in vars(model).items():
        for inner in value if isinstance(value, list) else [value]:
            if hasattr(inner, "to_map"):
                assert_types_of_sdk(inner)
        annotation = getattr(annotations[name].annotation, "__name__", annotations[name].annotation)
        if value is not None and annotation in ("str", "int", "bool"):
            assert type(value).__name__ == annotation, name


@pytest.mark.parametrize(("client", "operation", "parameters"), READ_BY_SDKS)
def test_the_product_sdks_know_each_field_that_is_sent(emulator, client, operation, parameters):
    action = "".join(word.capitalize() for word in operation.split("_"))
    request = getattr(sys.modules[client.__module__.replace("client", "models")], f"{action}Request")
    if "instance_id" in inspect.signature(request).parameters:
        parameters = {**parameters, "instance_id": SHANGHAI}
    read = getattr(client(config(emulator)), operation)(request(**parameters)).body
    assert_types_of_sdk(read)
    request_parameters = {name.title().replace("_", ""): str(value).lower() for name, value in parameters.items()}
    request_parameters |= {"InstanceId": SHANGHAI, "UserId": "user-sun.li", "ObjectId": SHANGHAI}
    sent = rpc(emulator, action, Version=OLD if client is CccClient else NEW, **request_parameters).json
    assert len(str(sent)) > 200
    assert {**read.to_map(), "RequestId": ""} == {**sent, "RequestId": ""}


def test_the_product_sdks_read_a_personal_number(emulator):
    page = {"instance_id": SHANGHAI, "page_number": 1, "page_size": 100}
    old = CccClient(config(emulator)).list_users(ListUsersRequest(**page)).body.users.list.user
    new = new_client(emulator).list_users(NewListUsersRequest(**page)).body.data.list
    assert [user.user_id for user in old if user.private_outbound_number_id] == ["user-zhang.min"]
    assert [[number.number for number in user.personal_outbound_number_list] for user in new] == [
        *[[]] * 3,
        ["02150000001"],
        *[[]] * 2,
    ]


def test_the_new_product_sdk_reads_all_pages_of_a_fleet():
    with served(instances=250) as emulator:
        instances, total = listed_by_new_sdk(emulator, 100)
    expected = fleet(250)
    assert total == 250
    assert [instance.id for instance in instances] == [instance["InstanceId"] for instance in expected]
    assert [len(instance.number_list) for instance in instances] == [
        len(instance["PhoneNumbers"]["PhoneNumber"]) for instance in expected
    ]


def test_the_new_product_sdk_reports_a_wrong_secret_and_an_unknown_id(keyed_emulator):
    with pytest.raises(TeaException, match="SignatureDoesNotMatch"):
        new_client(keyed_emulator, secret="wrong").get_instance(NewGetInstanceRequest(instance_id=DOCUMENTED_ID))
    with pytest.raises(TeaException, match=r"NotExists\.InstanceId"):
        new_client(keyed_emulator).get_instance(NewGetInstanceRequest(instance_id="unknown"))


# --- The vendor's credentials library, as the client of STS and of the metadata service ---


def role_provider(emulator, **options):
    """Return a client of AssumeRole. Its endpoint needs http://, since the library uses HTTPS by default."""
    return RamRoleArnCredentialsProvider(
        **{
            "access_key_id": emulator.access_key_id,
            "access_key_secret": emulator.access_key_secret,
            "security_token": emulator.security_token,
            "role_arn": ROLE_ARN,
            "role_session_name": "test-session",
            "sts_endpoint": emulator.endpoint,
            **options,
        }
    )


def assert_accepted_by_ccc(emulator, credentials):
    """Check that both product SDKs can read with an issued key, and that the log shows this key."""
    settings = Config(
        access_key_id=credentials.get_access_key_id(),
        access_key_secret=credentials.get_access_key_secret(),
        security_token=credentials.get_security_token(),
        endpoint=f"127.0.0.1:{emulator.port}",
        protocol="http",
    )
    request = ListInstancesOfUserRequest(page_number=1, page_size=100)
    assert NewCccClient(settings).list_instances_of_user(request).body.data.total_count == 8
    assert len(CccClient(settings).list_instances_of_user().body.instances.call_center_instance) == 8
    used = [entry["access_key_id"] for entry in emulator.log()[-2:]]
    assert used == [credentials.get_access_key_id()] * 2
    assert used[0].startswith("STS.")


def test_the_library_assumes_a_role(keyed_emulator):
    """The policy has no space, since the library signs a space as "+", which gateways refuse."""
    before = int(time.time())
    credentials = role_provider(keyed_emulator, duration_seconds=1800, policy='{"Version":"1"}').get_credentials()
    assert before + 1800 <= credentials.get_expiration() <= time.time() + 1800
    assert_accepted_by_ccc(keyed_emulator, credentials)


def test_the_library_assumes_a_role_through_another_role(keyed_emulator):
    provider = role_provider(keyed_emulator, credentials_provider=role_provider(keyed_emulator))
    assert_accepted_by_ccc(keyed_emulator, provider.get_credentials())
    first, second = [entry for entry in keyed_emulator.log() if entry["action"] == "AssumeRole"][-2:]
    assert first["access_key_id"] == keyed_emulator.access_key_id
    assert second["access_key_id"].startswith("STS.")


def test_the_library_reports_a_wrong_secret_and_a_forbidden_role(keyed_emulator):
    with pytest.raises(CredentialException, match="http_code: 400, result: .*SignatureDoesNotMatch"):
        role_provider(keyed_emulator, access_key_secret="wrong").get_credentials()
    with pytest.raises(CredentialException, match="http_code: 403, result: .*You should be authorized by RAM"):
        role_provider(keyed_emulator, role_arn="acs:ram::1:role/forbidden").get_credentials()


def test_the_library_renews_a_key_that_is_about_to_expire(keyed_emulator):
    provider = role_provider(keyed_emulator)
    kept = [provider.get_credentials().get_access_key_id() for _count in range(2)]
    assert kept[0] == kept[1]
    with served(issued_key_seconds=60) as emulator:
        provider = role_provider(emulator)
        renewed = [provider.get_credentials().get_access_key_id() for _count in range(2)]
        assert renewed[0] != renewed[1]


def test_the_library_reads_a_credentials_uri(keyed_emulator):
    uri = f"{keyed_emulator.endpoint}/latest/meta-data/ram/security-credentials/emulator-role"
    assert_accepted_by_ccc(keyed_emulator, URLCredentialsProvider(uri=uri).get_credentials())


def test_the_library_reads_the_metadata_service(keyed_emulator):
    """The address is a constant of the library, so the test replaces it."""
    provider = EcsRamRoleCredentialsProvider(async_update_enabled=False, disable_imds_v1=True)
    provider._EcsRamRoleCredentialsProvider__metadata_service_host = f"127.0.0.1:{keyed_emulator.port}"
    assert_accepted_by_ccc(keyed_emulator, provider.get_credentials())


def test_the_library_assumes_a_role_with_oidc(keyed_emulator, tmp_path):
    token_file = tmp_path / "token"
    token_file.write_text("header.payload.signature\n", encoding="utf-8")
    options = {
        "role_arn": ROLE_ARN,
        "oidc_provider_arn": "acs:ram::1059803544828509:oidc-provider/ack-rrsa",
        "oidc_token_file_path": str(token_file),
        "sts_endpoint": keyed_emulator.endpoint,
    }
    assert_accepted_by_ccc(keyed_emulator, OIDCRoleArnCredentialsProvider(**options).get_credentials())
    token_file.write_text("expired", encoding="utf-8")
    with pytest.raises(CredentialException, match="http_code: 401, result: .*AuthenticationFail.OIDCToken.Expired"):
        OIDCRoleArnCredentialsProvider(**options).get_credentials()


# --- Identities, as the SDKs' generic clients read them from STS ---


def test_the_newer_generic_client_reads_the_identity_of_a_key(keyed_emulator):
    rpc_style = {"style": "RPC", "req_body_type": "formData", "body_type": "json", "auth_type": "AK", "pathname": "/"}
    request_parameters = {"action": "GetCallerIdentity", "version": "2015-04-01", "method": "POST", "protocol": "HTTP"}
    caller = GenericClient(config(keyed_emulator)).call_api(
        Params(**request_parameters, **rpc_style), OpenApiRequest(), RuntimeOptions()
    )
    assert (caller["body"]["AccountId"], caller["body"]["IdentityType"]) == ("1059803544828509", "RAMUser")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_core_sdk_reads_the_identity_of_a_key(keyed_emulator, method):
    caller = common_request(keyed_emulator, "GetCallerIdentity", method, version="2015-04-01")
    assert caller["Arn"].startswith("acs:ram::1059803544828509:user/")


# --- The older core SDK, which older scripts use ---


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


def common_request(emulator, action, method, secret=None, version=OLD, **parameters):
    request = CommonRequest(domain=f"127.0.0.1:{emulator.port}", version=version, action_name=action)
    for name, value in parameters.items():
        (request.add_query_param if method == "GET" else request.add_body_params)(name, value)
    return core_call(emulator, request, method, secret)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_core_sdk_reads_and_lists_instances(keyed_emulator, method):
    instance = common_request(keyed_emulator, "GetInstance", method, InstanceId=DOCUMENTED_ID)["Instance"]
    assert instance["InstanceName"] == "测试11111"
    listed = common_request(keyed_emulator, "ListInstancesOfUser", method)["Instances"]["CallCenterInstance"]
    assert listed[0] == instance
    entry = keyed_emulator.log()[-1]
    assert (entry["method"], entry["status"]) == (method, 200)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_error_contains_the_string_to_sign_of_the_sdk(keyed_emulator, method):
    """If the two strings are equal, this SDK concludes that the secret is wrong, and changes the code."""
    request = RpcRequest("CCC", "2017-07-05", "ListInstancesOfUser")
    request.set_endpoint(f"127.0.0.1:{keyed_emulator.port}")
    with pytest.raises(ServerException) as caught:
        core_call(keyed_emulator, request, method, secret="wrong")
    assert caught.value.get_error_code() == "InvalidAccessKeySecret"
    assert keyed_emulator.log()[-1]["code"] == "SignatureDoesNotMatch"
