# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who keys belong to, according to STS."""

from __future__ import annotations

import pytest
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials import identity as _identity
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.identity import owners_of
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.sources import first_source, with_role
from ansible_collections.alicloud.ccc.plugins.module_utils._http.endpoint import endpoint_of
from emulator_process import running_emulator
from scripted_gateway import ScriptedGateway, failure, http_answer, reset

SETTINGS = {
    "connect_timeout": 5,
    "read_timeout": 10,
    "max_attempts": 6,
    "concurrency": 16,
    "validate_certs": True,
}
RESPONSE = http_answer({"AccountId": "1", "Arn": "acs:ram::1:root", "IdentityType": "Account", "RequestId": "R"})


def owners(address, *connections):
    keys = []
    for connection in connections:
        options = {**SETTINGS, **connection}
        keys.append((with_role(first_source(options, {}), options), options))
    return owners_of(keys, endpoint_of(None, address))


@pytest.fixture(scope="module")
def sts():
    with running_emulator(accounts=2, instances=1) as emulator:
        yield emulator


@pytest.fixture
def scripted():
    """Return a function that starts a gateway with these responses."""
    started = []

    def start(*responses):
        started.append(ScriptedGateway(responses))
        return started[-1].endpoint, started[-1]

    yield start
    for gateway in started:
        gateway.close()


KEY = {"access_key_id": "k", "access_key_secret": "s"}


def test_each_key_is_identified_with_its_account_and_user(sts):
    found, why = owners(sts.endpoint, sts.connection_of(1), sts.connection_of(2))
    assert why is None
    assert [one.identity["account_id"] for one in found] == ["1059803544828509", "1059803544828510"]
    first = found[0].identity
    assert first["arn"].startswith("acs:ram::1059803544828509:user/")
    assert (first["identity_type"], first["user_id"], first["role_id"]) == ("RAMUser", first["principal_id"], None)


def test_a_role_is_identified_by_its_own_id_and_no_user(sts):
    role = {"role_arn": "acs:ram::1059803544828509:role/audit", "endpoint": sts.endpoint}
    [owner], why = owners(sts.endpoint, {**sts.connection_of(1), "assume_role": role})
    assert why is None
    assert (owner.identity["identity_type"], owner.identity["user_id"]) == ("AssumedRoleUser", None)
    assert owner.identity["role_id"]


def test_a_refused_key_is_left_to_ccc_to_report(sts):
    found, why = owners(sts.endpoint, {**sts.connection_of(1), "access_key_secret": "wrong"}, sts.connection_of(2))
    assert why is None
    assert (found[0].identity, found[0].remark) == (None, None)
    assert found[1].identity


def test_an_unknown_refusal_of_sts_is_a_remark(scripted):
    address, _gateway = scripted(failure("Odd.Thing"))
    [owner], why = owners(address, KEY)
    assert (owner.identity, why) == (None, None)
    assert "code Odd.Thing" in owner.remark


def test_a_broken_response_of_sts_is_retried(scripted):
    address, gateway = scripted(reset, failure("ServiceUnavailable", "503 Oops"), RESPONSE)
    [owner], why = owners(address, KEY)
    assert (owner.identity["arn"], why) == ("acs:ram::1:root", None)
    assert len(gateway.received) == 3


def test_an_unreachable_sts_is_given_up_for_all_keys_with_one_reason():
    found, why = owners("http://127.0.0.1:9", *({**KEY, "access_key_id": "k%d" % number} for number in range(100)))
    assert {(one.identity, one.remark) for one in found} == {(None, None)}
    assert "Client.Connection" in why


def test_an_sts_that_never_responds_is_given_up(scripted, monkeypatch):
    monkeypatch.setattr(_identity, "PATIENCE", 0.1)
    address, gateway = scripted(lambda connection: gateway.closing.wait())
    [owner], why = owners(address, KEY)
    assert (owner.identity, why) == (None, "no response within 0 s.")
