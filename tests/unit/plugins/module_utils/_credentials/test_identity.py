# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whose keys they are, as STS says."""

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
ANSWER = http_answer({"AccountId": "1", "Arn": "acs:ram::1:root", "IdentityType": "Account", "RequestId": "R"})


def asked(address, *connections):
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
    """Return a function that starts a gateway with these answers."""
    started = []

    def start(*answers):
        started.append(ScriptedGateway(answers))
        return started[-1].endpoint, started[-1]

    yield start
    for gateway in started:
        gateway.close()


KEY = {"access_key_id": "k", "access_key_secret": "s"}


def test_each_key_has_its_account_and_user(sts):
    whose, why = asked(sts.endpoint, sts.connection_of(1), sts.connection_of(2))
    assert why is None
    assert [one.identity["account_id"] for one in whose] == ["1059803544828509", "1059803544828510"]
    first = whose[0].identity
    assert first["arn"].startswith("acs:ram::1059803544828509:user/")
    assert (first["identity_type"], first["user_id"], first["role_id"]) == ("RAMUser", first["principal_id"], None)


def test_a_role_has_no_user_but_its_own_id(sts):
    role = {"role_arn": "acs:ram::1059803544828509:role/audit", "endpoint": sts.endpoint}
    [whose], why = asked(sts.endpoint, {**sts.connection_of(1), "assume_role": role})
    assert why is None
    assert (whose.identity["identity_type"], whose.identity["user_id"]) == ("AssumedRoleUser", None)
    assert whose.identity["role_id"]


def test_of_a_key_that_is_refused_ccc_tells(sts):
    whose, why = asked(sts.endpoint, {**sts.connection_of(1), "access_key_secret": "wrong"}, sts.connection_of(2))
    assert why is None
    assert (whose[0].identity, whose[0].remark) == (None, None)
    assert whose[1].identity


def test_another_refusal_is_a_remark(scripted):
    address, _gateway = scripted(failure("Odd.Thing"))
    [whose], why = asked(address, KEY)
    assert (whose.identity, why) == (None, None)
    assert "code Odd.Thing" in whose.remark


def test_a_broken_answer_is_asked_for_again(scripted):
    address, gateway = scripted(reset, failure("ServiceUnavailable", "503 Oops"), ANSWER)
    [whose], why = asked(address, KEY)
    assert (whose.identity["arn"], why) == ("acs:ram::1:root", None)
    assert len(gateway.received) == 3


def test_who_cannot_be_reached_is_given_up_for_all_with_one_reason():
    whose, why = asked("http://127.0.0.1:9", *({**KEY, "access_key_id": "k%d" % number} for number in range(100)))
    assert {(one.identity, one.remark) for one in whose} == {(None, None)}
    assert "Client.Connection" in why


def test_who_never_answers_is_given_up(scripted, monkeypatch):
    monkeypatch.setattr(_identity, "PATIENCE", 0.1)
    address, gateway = scripted(lambda connection: gateway.closing.wait())
    [whose], why = asked(address, KEY)
    assert (whose.identity, why) == (None, "no response within 0 s.")
