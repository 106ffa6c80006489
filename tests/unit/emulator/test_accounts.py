# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An emulator with many accounts: each has its own key, call centers, limits and faults."""

from __future__ import annotations

import itertools

import pytest
from ccc_emulator.fleet import fleet
from emulator_client import NEW, assume_role, rpc, served, with_account, with_key
from emulator_process import running_emulator

STS = "2015-04-01"
PAGE = {"PageNumber": "1", "PageSize": "100", "Version": NEW}


@pytest.fixture(scope="module")
def emulator():
    with served(instances=4, accounts=3) as emulator:
        yield emulator


@pytest.fixture(scope="module")
def accounts(emulator):
    """The emulator as each of its accounts sees it."""
    return [emulator, with_account(emulator, 2), with_account(emulator, 3)]


def listed(holder, action="ListInstancesOfUser", **changes):
    return rpc(holder, action, **{**PAGE, **changes}).json["Data"]["List"]


def identity(holder):
    return rpc(holder, "GetCallerIdentity", Version=STS).json


def values_of(holder, field):
    """Return all values of a field in an account's responses, at any depth, in both versions."""
    found = set()

    def look(value):
        if isinstance(value, dict) and isinstance(value.get(field), (str, int)):
            found.add(value[field])
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            look(inner)

    look(rpc(holder, "ListInstancesOfUser").json)
    look(listed(holder, "ListUnassignedNumbers"))
    for instance in listed(holder):
        for action in ("ListUsers", "ListSkillGroups", "ListPhoneNumbers", "ListContactFlows"):
            look(listed(holder, action, InstanceId=instance["Id"]))
    return found


@pytest.mark.parametrize(
    "field",
    [
        *("InstanceId", "InstanceName", "DomainName", "Owner", "Number", "PhoneNumberId"),
        *("RamId", "UserId", "SkillGroupId", "ContactFlowId"),
    ],
)
def test_accounts_have_nothing_in_common(accounts, field):
    found = [values_of(account, field) for account in accounts]
    assert all(found)
    for one, other in itertools.combinations(found, 2):
        assert not one & other


def test_the_call_centers_of_the_first_account_are_those_of_an_emulator_without_accounts(accounts):
    for account, expected in zip(accounts, (fleet(4), fleet(8)[4:], fleet(12)[8:]), strict=True):
        ids = [instance["Id"] for instance in listed(account)]
        assert ids == [instance["InstanceId"] for instance in expected]
    assert rpc(accounts[0], "ListInstancesOfUser").json["Instances"]["CallCenterInstance"] == fleet(4)


def test_an_account_cannot_read_the_call_centers_of_another(accounts):
    for account, other in itertools.permutations(accounts, 2):
        instance_id = listed(other)[0]["Id"]
        assert rpc(account, "GetInstance", InstanceId=instance_id).json["Code"] == "NotExist.Instance"
        response = rpc(account, "ListUsers", InstanceId=instance_id, **PAGE)
        assert response.json["Code"] == "NotExists.InstanceId"


def test_the_key_of_each_account_has_the_identity_of_that_account(accounts):
    identities = [identity(account) for account in accounts]
    assert [one["AccountId"] for one in identities] == ["1059803544828509", "1059803544828510", "1059803544828511"]
    assert len({one["UserId"] for one in identities}) == 3
    assert [{one["AliyunUid"] for one in listed(account)} for account in accounts] == [
        {one["AccountId"]} for one in identities
    ]


def test_a_key_beyond_the_number_of_accounts_is_refused(emulator):
    assert rpc(with_account(emulator, 4), "ListInstancesOfUser").json["Code"] == "InvalidAccessKeyId.NotFound"
    second = with_account(emulator, 2)
    second.access_key_secret = emulator.access_key_secret
    assert rpc(second, "ListInstancesOfUser").json["Code"] == "SignatureDoesNotMatch"


@pytest.mark.parametrize(
    ("arn_account", "position"), [("1059803544828509", 0), ("1059803544828511", 2), ("1234567890", 1)]
)
def test_a_role_key_belongs_to_the_roles_account_or_else_to_that_of_the_caller(accounts, arn_account, position):
    response = assume_role(accounts[1], RoleArn=f"acs:ram::{arn_account}:role/auditor")
    holder = with_key(accounts[1], response.json["Credentials"])
    assert identity(holder)["AccountId"] == arn_account
    assert listed(holder) == listed(accounts[position])


def test_a_rate_limit_applies_to_each_account():
    with served(instances=1, accounts=2, requests_per_second={"ListInstances": 1}) as emulator:
        second = with_account(emulator, 2)
        for _count in range(1000):
            if rpc(emulator, "ListInstances", **PAGE).status != 200:
                break
        else:
            pytest.fail("nothing was throttled")
        assert rpc(second, "ListInstances", **PAGE).status == 200


def test_faults_of_an_account_do_not_depend_on_requests_of_others():
    def statuses(holder):
        return [rpc(holder, "ListInstances", **PAGE).status for _count in range(20)]

    with served(instances=1, accounts=2, faults={"throttle": 0.5}) as emulator:
        first, second = statuses(emulator), statuses(with_account(emulator, 2))
    with served(instances=1, accounts=2, faults={"throttle": 0.5}) as emulator:
        assert statuses(with_account(emulator, 2)) == second
        assert statuses(emulator) == first
    assert first != second


def test_connection_of_returns_the_options_of_an_account():
    with running_emulator(instances=2, accounts=1000) as emulator:
        assert emulator.connection_of(1) == emulator.connection
        last = with_account(emulator, 1000)
        assert emulator.connection_of(1000) == {
            "endpoint": emulator.endpoint,
            "access_key_id": last.access_key_id,
            "access_key_secret": last.access_key_secret,
        }
        assert len(listed(last)) == 2
