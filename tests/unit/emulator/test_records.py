# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the emulator serves: the default call centers, a fleet, a data file."""

from __future__ import annotations

import json
import pathlib
import uuid

import pytest
from emulator_client import DOCUMENTED_ID, acs3, rpc
from emulator_process import running_emulator

FIXTURES = pathlib.Path(__file__).resolve().parents[1] / "fixtures"

# The tables of GetInstance.md and ListInstancesOfUser.md: all other fields are strings.
INTEGERS = {"CreatedTime", "MaxOnlineAgents", "StorageMaxDays", "StorageMaxSize", "RemainingTime", "Trunks"}
BOOLEANS = {"AllowOutbound", "TestOnly"}
WRAPPERS = {"Admin": dict, "User": list, "Detail": dict, "PhoneNumbers": dict, "PhoneNumber": list}


def listed(emulator):
    return rpc(emulator, "ListInstancesOfUser").json["Instances"]["CallCenterInstance"]


def assert_documented_types(value, name="Instance"):
    if isinstance(value, dict):
        for key, element in value.items():
            expected = int if key in INTEGERS else bool if key in BOOLEANS else WRAPPERS.get(key, str)
            assert element.__class__ is expected, f"{name}.{key}"
            assert_documented_types(element, f"{name}.{key}")
    elif isinstance(value, list):
        for element in value:
            assert_documented_types(element, name)


# --- The default set ---


def test_the_default_set_is_listed_and_each_is_got_the_same(emulator):
    instances = listed(emulator)
    for instance in instances:
        assert_documented_types(instance)
        assert rpc(emulator, "GetInstance", InstanceId=instance["InstanceId"]).json["Instance"] == instance
    ids = [instance["InstanceId"] for instance in instances]
    assert len(set(ids)) == len(ids) == 8


def as_strings(value):
    """Undo types, which the documents' examples have and their tables have not."""
    if isinstance(value, dict):
        return {key: as_strings(element) for key, element in value.items()}
    if isinstance(value, list):
        return [as_strings(element) for element in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def document_example(name):
    return json.loads((FIXTURES / name).read_text(encoding="utf-8"))


def test_the_example_of_get_instance_is_in_the_default_set(emulator):
    served = rpc(emulator, "GetInstance", InstanceId=DOCUMENTED_ID).json["Instance"]
    assert as_strings(served) == as_strings(document_example("get_instance.json")["Instance"])


def test_the_example_of_list_instances_of_user_is_in_the_default_set(emulator):
    """The document's two halves make one instance; its id is changed, and its number has its zero again."""
    other_id = DOCUMENTED_ID[:-1] + "3"
    served = rpc(emulator, "GetInstance", InstanceId=other_id).json["Instance"]
    halves = document_example("list_instances_of_user.json")["Instances"]["CallCenterInstance"]
    expected = json.loads(json.dumps({**halves[0], **halves[1]}).replace(DOCUMENTED_ID, other_id))
    phone = expected["PhoneNumbers"]["PhoneNumber"]
    expected["PhoneNumbers"]["PhoneNumber"] = [{**phone, "Number": f"0{phone['Number']}"}]
    assert as_strings(served) == as_strings(expected)


def test_the_default_set_gives_an_audit_something_to_find(emulator):
    instances = listed(emulator)
    users = {instance["InstanceName"]: instance["Admin"]["User"] for instance in instances}
    phones = [phone for one in instances for phone in one.get("PhoneNumbers", {}).get("PhoneNumber", [])]
    numbers = [phone["Number"] for phone in phones]
    assert {instance["Status"] for instance in instances} == {"Running", "Creating", "Stopped"}
    assert any("StorageBucket" not in instance for instance in instances)
    assert any("PhoneNumbers" not in instance for instance in instances)
    assert {len(found) for found in users.values()} == {0, 1, 2}
    assert any(phone["TestOnly"] and phone["RemainingTime"] < 10 for phone in phones)
    assert len(set(numbers)) < len(numbers)
    assert len({instance["InstanceName"] for instance in instances}) < len(instances)
    assert len({instance["Owner"] for instance in instances}) > 1


# --- A fleet ---


def test_a_fleet_is_the_same_each_time_and_begins_with_every_smaller_one(ccc_emulator):
    with running_emulator(instances=40) as emulator:
        large = listed(emulator)
    with running_emulator(instances=7) as emulator:
        small = listed(emulator)
    assert (len(large), len(small)) == (40, 7)
    assert large[:7] == small
    assert large == ccc_emulator.fleet(40)
    assert large[0]["InstanceId"] == "a73783df-dc59-57ad-b750-4f680486cd52"


def test_a_fleet_is_realistic(ccc_emulator):
    instances = ccc_emulator.fleet(300)
    assert_documented_types(instances)
    for instance in instances:
        assert str(uuid.UUID(instance["InstanceId"])) == instance["InstanceId"]
    phones = [phone for instance in instances for phone in instance["PhoneNumbers"]["PhoneNumber"]]
    for unique in (
        [instance["InstanceId"] for instance in instances],
        [instance["DomainName"] for instance in instances],
        [phone["Number"] for phone in phones],
    ):
        assert len(set(unique)) == len(unique)
    average = len(json.dumps(instances, ensure_ascii=False).encode()) / 300
    assert 1500 < average < 2500
    assert {instance["Status"] for instance in instances} == {"Running", "Creating", "Stopped"}
    assert {len(instance["Admin"]["User"]) for instance in instances} == {0, 1, 2, 3}


def test_an_account_without_call_centers():
    with running_emulator(instances=0) as emulator:
        assert listed(emulator) == []


# --- A data file ---


def test_records_are_served_as_they_stand_in_the_file():
    odd = [
        {"InstanceId": "text", "StorageMaxDays": "7", "Admin": None, "PhoneNumbers": "", "More": {"x": [1, 2.5]}},
        {"InstanceId": 42, "DomainName": 111, "Admin": {"User": {"UserId": "only one"}}},
        {"InstanceName": "without an id"},
    ]
    with running_emulator(data=odd) as emulator:
        assert listed(emulator) == odd
        assert rpc(emulator, "GetInstance", InstanceId="text").json["Instance"] == odd[0]
        assert rpc(emulator, "GetInstance", InstanceId="42").json["Instance"] == odd[1]
        assert rpc(emulator, "GetInstance", InstanceId="None").status == 404
        root = rpc(emulator, "GetInstance", Format="XML", InstanceId="text").xml
        assert [element.text for element in root.findall("Instance/More/x")] == ["1", "2.5"]
        assert root.find("Instance/Admin").text is None


def test_a_record_can_order_a_failure():
    record = {
        "InstanceId": "forbidden",
        "_answer": {"HttpStatusCode": 403, "Code": "NoPermission", "Message": "You may not."},
    }
    with running_emulator(data={"Instances": [record]}) as emulator:
        answer = rpc(emulator, "GetInstance", InstanceId="forbidden")
        assert (answer.status, answer.json["Code"], answer.json["Message"]) == (403, "NoPermission", "You may not.")
        assert set(answer.json) == {"RequestId", "HostId", "Code", "Message", "Recommend"}
        answer = rpc(emulator, "GetInstance", Format="XML", InstanceId="forbidden")
        assert answer.xml.findtext("Code") == "NoPermission"
        assert listed(emulator) == [{"InstanceId": "forbidden"}]


def test_a_record_can_order_a_body():
    raw = {"InstanceId": "raw", "_raw": "<Instance>无</Instance>", "_content_type": "text/xml"}
    with running_emulator(data=[raw, {"InstanceId": "json", "_raw": "{}"}]) as emulator:
        answer = acs3(emulator, "GetInstance", query={"InstanceId": "raw"})
        assert (answer.status, answer.body.decode()) == (200, "<Instance>无</Instance>")
        assert answer.headers["content-type"] == "text/xml"
        answer = rpc(emulator, "GetInstance", InstanceId="json")
        assert answer.body == b"{}"
        assert answer.headers["content-type"].startswith("application/json")


@pytest.mark.parametrize(
    ("orders", "status", "body_part"),
    [
        ({"_answer": {"HttpStatusCode": 403, "Code": "InvalidAccessKeyId.Inactive"}}, 403, b"Inactive"),
        ({"_raw": '{"Instances": ""}'}, 200, b'{"Instances": ""}'),
    ],
)
def test_the_list_can_be_ordered_too(orders, status, body_part):
    with running_emulator(data={"Instances": [{"InstanceId": "one"}], **orders}) as emulator:
        answer = rpc(emulator, "ListInstancesOfUser")
        assert answer.status == status
        assert body_part in answer.body
        assert rpc(emulator, "GetInstance", InstanceId="one").status == 200
