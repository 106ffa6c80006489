# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""RETURN of each module, and the example of docs/facts.md, agree with the results of real runs."""

from __future__ import annotations

import datetime
import importlib
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from ansible_collections.alicloud.ccc.plugins.module_utils import _operations
from ansible_collections.alicloud.ccc.plugins.module_utils._fleet import KINDS
from ansible_collections.alicloud.ccc.plugins.module_utils._http.errors import CccError
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import API_VERSIONS, Operation
from documents import Page
from emulator_process import running_emulator

# Keys that Ansible adds to the result of any module, and documents ("Return Values").
COMMON_KEYS = {"changed", "exception", "failed", "invocation", "msg", "warnings"}
TYPES = {"str": str, "int": int, "float": float, "bool": bool, "list": list, "dict": dict, "raw": object}
# The description of a number must contain one of these.
UNITS = re.compile(r"\bUnit: [A-Za-z ]+\.|\bHow many (seconds|times)\b")
NO_QUANTITIES = {"http_status", "unit_id", "skill_level", "number_commodity_status"}
# How RETURN says that only one API version has a fact, and that a version does not report it.
WITH = re.compile(r"with O\(api_version=([-0-9]*)\).*")
NOT_REPORTED = "Not reported with O(api_version=%s)."
# How RETURN of ccc_fleet_info documents included lists, and refers to their facts.
FLEET = "ccc_fleet_info"
INCLUDED = re.compile(r"with V\(\w+\) in O\(include\)")
REFERENCE = re.compile(r"facts of RV\(alicloud\.ccc\.(\w+)#module:(\w+)\)")
# How RETURN says that a fact needs another option.
OPTIONAL = re.compile(r"O\((?!api_version)\w+=true\)")

ACTIONS = [value.action for value in vars(_operations).values() if isinstance(value, Operation) and value.each]
DENIED = {"HttpStatusCode": 403, "Code": "NoPermission", "Message": "No."}
UNTIDY = {"InstanceId": "11111111-2222-3333-4444-555555555555", "Status": "Running", "PhoneNumbers": ""}
PHONE_NUMBER = {
    "PhoneNumberId": "p",
    "Number": "021",
    "PhoneNumberDescription": "n",
    "Usage": "Inbound",
    "AllowOutbound": False,
    "TestOnly": True,
    "RemainingTime": 3,
    "Trunks": 5,
    "InstanceId": "22222222-3333-4444-5555-666666666666",
}
TIDY = {
    "InstanceId": "22222222-3333-4444-5555-666666666666",
    "InstanceName": "Hotline",
    "InstanceDescription": "Orders",
    "DomainName": "hotline",
    "ConsoleUrl": "ccc.aliyun.com/workbench/hotline",
    "Status": "Running",
    "RegionId": "cn-shanghai",
    "Owner": "1059803544828509",
    "DirectoryId": "d-1",
    "TenantId": "acc1",
    "CreatedTime": 1609459200000,
    "MaxOnlineAgents": 100,
    "StorageBucket": "bucket",
    "StorageMaxDays": 30,
    "StorageMaxSize": 100,
    "Admin": {
        "User": {
            "RamId": "1",
            "UserId": "user-1",
            "InstanceId": "22222222-3333-4444-5555-666666666666",
            "Detail": {
                "LoginName": "a",
                "DisplayName": "A",
                "Department": "IT",
                "Email": "a@example.com",
                "Phone": "1",
            },
        }
    },
    "PhoneNumbers": {
        "PhoneNumber": {
            **PHONE_NUMBER,
            # The emulator derives what 2020-07-01 says of the rest; of a number it would say a part only.
            "_2020-07-01": {
                "Number": "021",
                "InstanceId": "22222222-3333-4444-5555-666666666666",
                "Usage": "Inbound",
                "Active": True,
                "City": "Shanghai",
                "Province": "Shanghai",
                "ContactFlowId": "flow-1",
                "UserId": "user-1",
                "SkillGroups": {
                    "SkillGroupId": "group-1",
                    "Name": "g",
                    "DisplayName": "G",
                    "Description": "d",
                    "InstanceId": "22222222-3333-4444-5555-666666666666",
                    "PhoneNumberCount": 1,
                    "UserCount": 2,
                },
            },
        },
    },
    "_lists": {
        "ListUsers": [
            {
                "InstanceId": "22222222-3333-4444-5555-666666666666",
                "UserId": "user-1",
                "RamId": "1",
                "Primary": False,
                "PrivateOutboundNumberId": "p",
                "Detail": {"LoginName": "a", "DisplayName": "A", "Department": "IT", "Email": "a@b", "Phone": "1"},
                "Roles": {"Role": {"RoleId": "r", "RoleName": "ADMIN", "RoleDescription": "d", "InstanceId": "i"}},
                "SkillLevels": {
                    "SkillLevel": {
                        "SkillLevelId": "s",
                        "Level": 5,
                        "Skill": {
                            "SkillGroupId": "g",
                            "SkillGroupName": "n",
                            "SkillGroupDescription": "d",
                            "InstanceId": "i",
                        },
                    }
                },
                "_2020-07-01": {
                    "PersonalOutboundNumberList": {
                        "Number": "021",
                        "Active": True,
                        "Usage": "Outbound",
                        "City": "Shanghai",
                        "Province": "Shanghai",
                    }
                },
            }
        ],
        "ListSkillGroups": [
            {
                "SkillGroupId": "g",
                "SkillGroupName": "n",
                "SkillGroupDescription": "d",
                "UserCount": 1,
                "RoutingStrategy": "s",
                "AccSkillGroupName": "a",
                "AccQueueName": "q",
                "OutboundPhoneNumbers": {"PhoneNumber": PHONE_NUMBER},
            }
        ],
        "ListPhoneNumbers": [
            {
                **PHONE_NUMBER,
                "City": "Shanghai",
                "Province": "Shanghai",
                "Assignee": "user-1",
                "NumberCommodityStatus": 1,
                "SipTelX": "s",
                "ContactFlow": {
                    "ContactFlowId": "f",
                    "ContactFlowName": "n",
                    "ContactFlowDescription": "d",
                    "Type": "MAIN_FLOW",
                },
                "PrivacyNumber": dict.fromkeys(
                    ("PhoneNumber", "TelX", "SubId", "Type", "PoolId", "PoolName", "RegionNameCity", "BizId", "Extra"),
                    "p",
                ),
                "SkillGroups": {"SkillGroup": {"SkillGroupId": "g", "SkillGroupName": "n"}},
                "_2020-07-01": {
                    "ContactFlowId": "f",
                    "ContactFlowName": "n",
                    "UserId": "user-1",
                    "CreateTime": "1617958538000",
                    "SkillGroups": {"SkillGroupId": "g", "Name": "n", "DisplayName": "N", "InstanceId": "i"},
                },
            }
        ],
        "ListContactFlows": [
            {
                "ContactFlowId": "f",
                "ContactFlowName": "n",
                "ContactFlowDescription": "d",
                "Type": "MAIN_FLOW",
                "AppliedVersion": "1",
                "PhoneNumbers": {"PhoneNumber": PHONE_NUMBER},
                "Versions": {
                    "ContactFlowVersion": {
                        "ContactFlowVersionId": "v",
                        "ContactFlowVersionDescription": "d",
                        "Version": "1",
                        "Status": "Published",
                        "LastModified": "2021-03-05 17:35:45.0",
                        "LastModifiedBy": "a",
                        "LockedBy": "b",
                    }
                },
                "_2020-07-01": {"DraftId": "d", "Editor": "b", "NumberList": '["021"]'},
            }
        ],
        "ListConfigItems": [{"Name": "AllowHangup", "Value": "1"}],
    },
}

UNASSIGNED = {"ListUnassignedNumbers": [{"Number": "0215000", "City": "Shanghai", "Province": "Shanghai"}]}
# Options of modules that need more than call centers, or can return more.
OPTIONS = {
    "ccc_operation_info": {"operation": "ListUsers", "parameters": {"InstanceId": TIDY["InstanceId"]}},
    "ccc_contact_flow_info": {"definition": True},
}


@pytest.fixture(scope="session")
def gateways():
    """Yield an emulator with the two call centers above, and one that also refuses lists."""
    instances = [UNTIDY, TIDY, {"InstanceId": "denied", "_answers": dict.fromkeys(ACTIONS, DENIED)}]
    account = {"Instances": instances, "_lists": UNASSIGNED}
    refused = dict.fromkeys(("ListInstancesOfUser", "ListInstances", "ListUnassignedNumbers", "ListUsers"), DENIED)
    with running_emulator(data=account) as good, running_emulator(data={**account, "_answers": refused}) as bad:
        yield good, bad


def operation_of(module_name):
    return importlib.import_module(f"ansible_collections.alicloud.ccc.plugins.modules.{module_name}").OPERATION


@pytest.fixture
def results(request, module_name):
    """Return by API version the results of a real success and a real failure with a response."""
    return request.getfixturevalue("results_of_fleet" if module_name == FLEET else "results_of_module")


@pytest.fixture
def results_of_module(module_name, gateways, run_twice):
    good, bad = gateways
    ids = [UNTIDY["InstanceId"], TIDY["InstanceId"]]
    versions = getattr(operation_of(module_name), "versions", API_VERSIONS)

    def options_of(api_version, gateway, instance_ids):
        options = {"api_version": api_version, **gateway.connection, **OPTIONS.get(module_name, {})}
        return {**options, "instance_ids": instance_ids} if operation_of(module_name).each else options

    return {
        version: run_twice(options_of(version, good, ids), options_of(version, bad, [*ids, "denied"]))
        for version in versions
    }


@pytest.fixture
def results_of_fleet(included, run_twice):
    """Read both versions in one task, so that both list a call center, and return the part of each version."""
    refused = {"InstanceId": "refused", "_answers": {"ListUsers": {**DENIED, "Code": "Parameter.Denied"}}}
    wrong_keys = [
        {"name": f"of {version}", "access_key_id": version, "access_key_secret": "wrong", "api_versions": [version]}
        for version in API_VERSIONS
    ]

    def options_of(gateway, *more):
        role = {"role_arn": "acs:ram::1234567890123456:role/audit", "endpoint": gateway.endpoint}
        return {
            **gateway.connection,
            "sts_endpoint": gateway.endpoint,
            "include": list(KINDS) if included else [],
            "accounts": [{"name": "a"}, {"name": "b", "assume_role": role}, *more],
        }

    with (
        running_emulator(data={"Instances": [UNTIDY, TIDY], "_lists": UNASSIGNED}) as good,
        running_emulator(data={"Instances": [TIDY, refused], "_lists": UNASSIGNED}) as bad,
    ):
        found = run_twice(options_of(good), options_of(bad, *wrong_keys))
    return {
        version: {name: {**result, **of_version(result, version)} for name, result in found.items()}
        for version in API_VERSIONS
    }


def of_version(result, version):
    lists = {key: result[key] or [] for key in ("instances", "unassigned_numbers", "reads")}
    found = {key: [one for one in elements if one["api_version"] == version] for key, elements in lists.items()}
    return {**found, "unassigned_numbers": found["unassigned_numbers"] or None}


@pytest.fixture
def run_twice(module_name, play):
    """Return a function that runs the module with options that succeed and with options that fail."""

    def run(good, bad):
        tasks = [
            {"name": name, f"alicloud.ccc.{module_name}": options, "ignore_errors": True}
            for name, options in (("success", good), ("failure", bad))
        ]
        done = play(tasks)
        assert [task.state for task in done.tasks] == ["ok", "ignored"], done.output
        return {name: result for name, result in done.results_by_task().items() if name in ("success", "failure")}

    return run


def return_of(documentation: dict[str, Any], module_name: str, included: bool) -> dict[str, Any]:
    """Return the documentation of a module's result, with or without included lists."""
    fields = documentation[module_name]["return"]
    if module_name != FLEET:
        return fields
    found = {}
    for name, field in fields["instances"]["contains"].items():
        reference = REFERENCE.search(" ".join(lines_of(field)))
        if included and reference:
            module, key = reference.groups()
            facts = documentation[module]["return"][key]["contains"]
            facts = {fact: inner for fact, inner in facts.items() if not OPTIONAL.search(inner["returned"])}
            found[name] = {**field, "returned": "always", "contains": facts}
        elif not INCLUDED.fullmatch(field["returned"]):
            found[name] = field
    fields = {**fields, "instances": {**fields["instances"], "contains": found}}
    if not included:
        lines = [*lines_of(fields["unassigned_numbers"]), NOT_REPORTED % "2020-07-01"]
        fields["unassigned_numbers"] = {**fields["unassigned_numbers"], "description": lines}
    return fields


def leaves(fields: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the path and the documentation of every value that does not contain others."""
    for name, field in fields.items():
        if "contains" in field:
            yield from leaves(field["contains"], f"{path}{name}.")
        else:
            yield path + name, field


def documented(fields: dict[str, Any], api_version: str) -> dict[str, Any]:
    """Return the documentation for one API version. A fact that it does not report has no inner facts."""
    found = {}
    for name, field in fields.items():
        only = WITH.fullmatch(field["returned"])
        if not only or only.group(1) == api_version:
            inner = field.get("contains") if NOT_REPORTED % api_version not in lines_of(field) else None
            found[name] = {key: value for key, value in field.items() if key != "contains"}
            if inner is not None:
                found[name]["contains"] = documented(inner, api_version)
    return found


def lines_of(field: dict[str, Any]) -> list[str]:
    return field["description"] if isinstance(field["description"], list) else [field["description"]]


def is_of(value: Any, kind: type) -> bool:
    """Return whether a value is of a type. Unlike in Python, True is not an int."""
    return isinstance(value, kind) and isinstance(value, bool) == (kind is bool)


def differences(value: Any, field: dict[str, Any], path: str) -> list[str]:
    """Return the differences between a value and its documentation, recursively."""
    if value is None:
        return []
    expected = TYPES[field["type"]]
    if not is_of(value, expected):
        return [f"{path} is {type(value).__name__}, documented as {field['type']}"]
    found = []
    if expected is list:
        for number, element in enumerate(value):
            element_field = {"type": field["elements"], "contains": field.get("contains")}
            found += differences(element, element_field, f"{path}[{number}]")
    elif expected is dict and "contains" in field:  # without it, the value is as the gateway sent it
        found += [f"{path}.{name} is not documented" for name in value.keys() - field["contains"].keys()]
        found += [f"{path}.{name} is not returned" for name in field["contains"].keys() - value.keys()]
        for name in value.keys() & field["contains"].keys():
            found += differences(value[name], field["contains"][name], f"{path}.{name}")
    return found


def seen(value: Any, path: str = "") -> set[str]:
    """Return the paths of all values in a result that are not null."""
    if isinstance(value, dict):
        return {found for name, inner in value.items() for found in seen(inner, f"{path}.{name}" if path else name)}
    if isinstance(value, list) and value:
        return {found for element in value for found in seen(element, path)}
    return set() if value is None else {path}


def test_results_are_as_documented(module_name, included, documentation, results):
    for api_version, by_name in results.items():
        fields = documented(return_of(documentation, module_name, included), api_version)
        for name, result in by_name.items():
            promised = {key for key, field in fields.items() if field["returned"] == "always" or name == "failure"}
            assert result.keys() - COMMON_KEYS == promised, (api_version, name)
            for key in promised:
                assert differences(result[key], fields[key], key) == [], (api_version, name)
        assert {field["returned"] for field in fields.values()} == {"always", "on failure"}
        # A value that is always null would agree with any documentation.
        reported = {f"{path}." for result in by_name.values() for path in seen(result)}
        never = {path for path, _field in leaves(fields) if not any(one.startswith(f"{path}.") for one in reported)}
        documented_as_null = {
            path for path, field in leaves(fields) if NOT_REPORTED % api_version in " ".join(lines_of(field))
        }
        if not (operation_of(module_name).each or included or "InstanceId" in str(OPTIONS.get(module_name))):
            documented_as_null |= {"errors.instance_id"}
        assert never == documented_as_null, api_version


def test_each_api_version_in_return_exists(module_name, documentation):
    versions = re.findall(r"api_version=([^)]*)\)", str(documentation[module_name]["return"]))
    assert set(versions) <= set(API_VERSIONS)


def test_every_value_in_return_has_a_sample_of_its_type(module_name, documentation):
    for path, field in leaves(return_of(documentation, module_name, included=True)):
        assert "sample" in field, path
        assert is_of(field["sample"], TYPES[field["type"]]), path
        if field["type"] == "list":
            assert field["sample"] and all(is_of(item, TYPES[field["elements"]]) for item in field["sample"]), path


def test_every_number_in_return_has_a_unit(module_name, documentation):
    fields = return_of(documentation, module_name, included=True)
    numbers = [(path, field) for path, field in leaves(fields) if field["type"] == "int"]
    assert numbers
    for path, field in numbers:
        assert UNITS.search(" ".join(lines_of(field))) or path.rpartition(".")[2] in NO_QUANTITIES, path


def test_the_samples_of_created_time_and_created_at_agree(documentation):
    fields = documentation["ccc_instance_info"]["return"]["instances"]["contains"]
    moment = datetime.datetime.fromtimestamp(fields["created_time"]["sample"] / 1000, datetime.timezone.utc)
    assert fields["created_at"]["sample"] == moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_the_samples_of_an_error_agree(module_name, documentation):
    error = documentation[module_name]["return"]["errors"]["contains"]
    samples = {name: field["sample"] for name, field in error.items()}
    assert CccError(samples["code"], samples["message"]).hint == samples["hint"]


def test_the_example_on_the_facts_page_is_a_real_result(play):
    page = Page("docs/facts.md")
    sent, shown = (json.loads(content) for content in page.contents("json"))
    [warning] = page.contents("text")
    with running_emulator(data=[sent]) as emulator:
        options = {"instance_id": sent["InstanceId"], **emulator.connection}
        run = play([{"name": "read", "alicloud.ccc.ccc_instance_info": options}])
    assert run.status == 0, run.output
    [facts] = run.tasks[0].result["instances"]
    # The page leaves out what the gateway did not send.
    assert {name: value for name, value in facts.items() if value is not None or name in shown} == shown
    assert " ".join(warning.split()) in " ".join(run.output.split())
