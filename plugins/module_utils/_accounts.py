# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From options to accounts: checked, with the questions for each account, and the outcomes.

Nothing here uses the network or fetches a key.
"""

from __future__ import annotations

import collections
from typing import Any, Mapping, NamedTuple

from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.key import PARTS, CredentialsError, KeySource
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.sources import (
    ENVIRONMENT_NAMES,
    first_source,
)
from ansible_collections.alicloud.ccc.plugins.module_utils._http.endpoint import (
    DEFAULT_REGION,
    PLACEHOLDER,
    Endpoint,
    EndpointError,
    endpoint_of,
)
from ansible_collections.alicloud.ccc.plugins.module_utils._http.errors import CccError
from ansible_collections.alicloud.ccc.plugins.module_utils._http.settings import OptionError, settings_from_options
from ansible_collections.alicloud.ccc.plugins.module_utils._http.signing import HMAC_SHA1
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import API_VERSIONS

# The account of a task without the option accounts.
ONLY_ACCOUNT = "default"
# The options that name a key source. A role needs a key to be assumed with, so assume_role is not among them.
_SOURCES = (*PARTS, "ecs_role_name", "profile", "credentials")


class Question(NamedTuple):
    """One account, region and API version to read. by_name: whether the user named this API version."""

    account: str
    region: str
    api_version: str
    endpoint: Endpoint
    by_name: bool


class Account(NamedTuple):
    """options: the connection options. source: the KeySource, before it fetches a key, or why there is none."""

    name: str
    options: Mapping[str, Any]
    source: KeySource | CredentialsError
    questions: list[Question]


class Outcome(NamedTuple):
    """The outcome of a Question. read: its element of ``reads`` in ccc_fleet_info. warnings: list of str."""

    question: Question
    instances: list[dict[str, Any]]
    unassigned_numbers: list[dict[str, Any]]
    read: dict[str, Any]
    errors: list[CccError]
    warnings: list[str]


def not_read(question: Question, error: CccError) -> Outcome:
    """Return the Outcome of a Question that was not sent."""
    return Outcome(question, [], [], row_of(question, error=error.sentence()), [error], [])


def place_of(question: Question) -> dict[str, str]:
    return {"account": question.account, "region": question.region, "api_version": question.api_version}


def row_of(question: Question, **what: Any) -> dict[str, Any]:
    """Return an element of ``reads``."""
    return {
        **place_of(question),
        "endpoint": str(question.endpoint),
        "operations": [],
        "requests": 0,
        "found": {"instances": 0},
        "refused": 0,
        "identity": None,
        "credentials_source": None,
        "elapsed": 0.0,
        "remarks": [],
        "error": None,
        "request_ids": [],
        **what,
    }


def accounts_of(params: Mapping[str, Any], environ: Mapping[str, str]) -> list[Account]:
    """Return the Accounts of the option ``accounts``, or a single one if it is unset.

    ``params``: a task's accounts, regions, api_versions and connection options, which are the defaults of its accounts.
    ``environ``: environment variables. Raises OptionError or EndpointError, which name the account.
    """
    given = params["accounts"]
    if given is None:
        return [_account({"name": ONLY_ACCOUNT}, params, environ)]
    if not given:
        raise OptionError("accounts is empty. Remove it or list at least one account.")
    for position, account in enumerate(given):
        if not account["name"].strip():
            raise OptionError("accounts[%d].name is blank. Give the account a name." % position)
    names = collections.Counter(account["name"] for account in given)
    for name, times in names.items():
        if times > 1:
            raise OptionError("%d accounts are named %s. Give each account a different name." % (times, name))
    accounts = []
    for account in given:
        try:
            accounts.append(_account(account, params, environ))
        except (OptionError, EndpointError) as error:
            raise type(error)("Account %s: %s" % (account["name"], error)) from None
    return accounts


def _account(given: Mapping[str, Any], params: Mapping[str, Any], environ: Mapping[str, str]) -> Account:
    own = {option: value for option, value in given.items() if value is not None}
    for option in ("regions", "api_versions"):
        if own.get(option) == []:
            raise OptionError("%s is empty. Remove it or list at least one value." % option)
    options = {**params, **own}
    if any(own.get(option) for option in _SOURCES):
        # An account with its own key source never uses that of the task or the environment.
        options.update((option, own.get(option)) for option in _SOURCES)
        environ = {name: value for name, value in environ.items() if name not in ENVIRONMENT_NAMES}
    settings_from_options(options, HMAC_SHA1)
    source: KeySource | CredentialsError
    try:
        source = first_source(options, environ)
    except CredentialsError as error:
        source = error
    named = own if own.get("region") or own.get("regions") else params
    of_source = source.region if isinstance(source, KeySource) else None
    regions = _regions(named.get("regions"), named.get("region") or of_source or DEFAULT_REGION, options["endpoint"])
    named = own if own.get("api_version") or own.get("api_versions") else params
    by_name = named.get("api_versions") or [named.get("api_version")]
    versions = dict.fromkeys(version for version in by_name if version)
    questions = [
        Question(given["name"], region, version, endpoint, bool(versions))
        for region, endpoint in regions.items()
        for version in versions or API_VERSIONS
    ]
    return Account(given["name"], options, source, questions)


def _regions(regions: list[str] | None, region: str, endpoint: str | None) -> dict[str, Endpoint]:
    """Return the Endpoint of each region. ``region``: used if ``regions`` is unset."""
    found = {name: endpoint_of(name, endpoint) for name in regions or [region]}
    if len({each.url for each in found.values()}) < len(found):
        raise OptionError(
            "endpoint %s is the same for all %d regions. Write %s instead of the region in it."
            % (endpoint, len(found), PLACEHOLDER)
        )
    return found
