# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many accounts, regions and API versions, read concurrently."""

from __future__ import annotations

import time
from concurrent.futures import Future, wait
from typing import Any, Callable, Iterable, Mapping, NamedTuple, Sequence

from ansible_collections.alicloud.ccc.plugins.module_utils._accounts import Account, Outcome, not_read
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.identity import KeyOwner, owners_of
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.key import CredentialsError, KeySource
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.sources import with_role
from ansible_collections.alicloud.ccc.plugins.module_utils._facts import many_facts
from ansible_collections.alicloud.ccc.plugins.module_utils._fleet_read import (
    INSIDE,
    UNASSIGNED_NUMBERS,
    AccountReader,
)
from ansible_collections.alicloud.ccc.plugins.module_utils._http.endpoint import Endpoint, EndpointError, endpoint_of
from ansible_collections.alicloud.ccc.plugins.module_utils._http.errors import CccError
from ansible_collections.alicloud.ccc.plugins.module_utils._http.settings import OptionError
from ansible_collections.alicloud.ccc.plugins.module_utils._http.transport import Connections
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import API_VERSIONS
from ansible_collections.alicloud.ccc.plugins.module_utils._progress import Progress
from ansible_collections.alicloud.ccc.plugins.module_utils._workers import Workers

KINDS = (*INSIDE, UNASSIGNED_NUMBERS)
STS_ENDPOINT = "https://sts.aliyuncs.com"
# Two cores can keep this many requests in flight at latencies of up to about a tenth of a second.
MOST_IN_FLIGHT = 64
MOST_ACCOUNTS = 64  # at the same time
PROGRESS_EVERY = 10  # seconds


class FleetOperation(NamedTuple):
    """The operation of ccc_fleet_info, like ``_operations.Operation`` for the modules of single operations."""

    result: str = "instances"
    noun: str = "instance"
    each: bool = False
    default_version: str | None = None
    options: Mapping[str, dict[str, Any]] = {
        # Each account also has the connection options.
        "accounts": {"type": "list", "elements": "dict"},
        "include": {"type": "list", "elements": "str", "choices": list(KINDS), "default": []},
        "regions": {"type": "list", "elements": "str"},
        "api_versions": {"type": "list", "elements": "str", "choices": list(API_VERSIONS)},
        "identify": {"type": "bool", "default": True},
        "sts_endpoint": {"type": "str", "default": STS_ENDPOINT},
        "facts_as_text": {"type": "bool", "default": False},
    }
    nothing: Mapping[str, Any] = {"instances": [], "unassigned_numbers": None, "reads": []}


FLEET = FleetOperation()

Say = Callable[[str], None]
"""Shows a sentence to the user while the task runs."""


class Failure(NamedTuple):
    """A failure of an account. region or api_version: None if it affects several of them alike."""

    account: str
    region: str | None
    api_version: str | None
    error: CccError

    def as_dict(self) -> dict[str, Any]:
        place = {"account": self.account, "region": self.region, "api_version": self.api_version}
        return {**place, "operation": self.error.action, **self.error.as_dict()}

    def sentence(self) -> str:
        place = [self.region, self.api_version and "API version %s" % self.api_version]
        return "Account %s: %s" % (", ".join([self.account, *filter(None, place)]), self.error.sentence())


class Fleet(NamedTuple):
    """The result of reading accounts, as in RETURN of ccc_fleet_info.

    failures: the source of its ``errors``. warnings: list of str.
    """

    instances: list[dict[str, Any]]
    unassigned_numbers: list[dict[str, Any]] | None
    reads: list[dict[str, Any]]
    failures: list[Failure]
    warnings: list[str]


def read_fleet(
    accounts: Sequence[Account],
    include: Iterable[str] = (),
    sts: str | None = STS_ENDPOINT,
    say: Say | None = None,
) -> Fleet:
    """Read accounts concurrently.

    ``include``: some of KINDS. ``sts``: the endpoint to ask who the keys belong to, or None. ``say``: called with the
    progress every ten seconds. Raises OptionError, before anything is read, if two accounts have the same key or user.
    Raises EndpointError for ``sts``. Other failures are in the Fleet.
    """
    endpoint = endpoint_of(None, sts, "sts_endpoint") if sts else None
    reader = _FleetReader(accounts, say)
    try:
        reader.open()
        if endpoint:
            reader.identify(endpoint)
        reader.check_that_accounts_differ()
        with many_facts():
            reader.read(list(dict.fromkeys(include)))
    except BaseException:
        # For example the timeout of a task: no more requests are sent, and those in flight are not awaited.
        reader.stop()
        raise
    finally:
        reader.close()
    return reader.fleet(UNASSIGNED_NUMBERS in include)


class _FleetReader:
    """Accounts that are being read, with the KeySource and the KeyOwner of each, in order."""

    def __init__(self, accounts: Sequence[Account], say: Say | None) -> None:
        self._accounts = accounts
        self._keys: list[KeySource | Exception] = [account.source for account in accounts]
        self._owners = [KeyOwner() for _account in accounts]
        self._readers: list[AccountReader] = []
        self._outcomes: list[list[Outcome]] = []
        self._warnings: list[str] = []
        most = max(account.options["concurrency"] for account in accounts)
        self._connections = Connections(max(MOST_IN_FLIGHT, most))
        self._workers = Workers(min(len(accounts), MOST_ACCOUNTS))
        self._progress = Progress(len(accounts))
        self._say = say
        self._stopped = False
        self._began = time.monotonic()

    def open(self) -> None:
        """Fetch a key for each account."""

        def key_of(account: Account) -> KeySource | Exception:
            if not isinstance(account.source, KeySource):
                return account.source
            try:
                return with_role(account.source, account.options)
            except (CredentialsError, EndpointError, OptionError) as error:
                return error

        self._keys = self._each(key_of, self._accounts)

    def identify(self, endpoint: Endpoint) -> None:
        """Ask STS who the keys belong to. If it cannot be reached, add one warning."""
        keys = {number: found for number, found in enumerate(self._keys) if isinstance(found, KeySource)}
        owners, why = owners_of([(found, self._accounts[number].options) for number, found in keys.items()], endpoint)
        for number, owner in zip(keys, owners):
            self._owners[number] = owner
        if why:
            which = "some of the keys belong" if any(owner.identity for owner in owners) else "the keys belong"
            text = (
                "It is not known who %s to, because STS cannot be reached at %s: %s Set sts_endpoint to another "
                "address, or set identify to false."
            )
            self._warnings.append(text % (which, endpoint, why))

    def check_that_accounts_differ(self) -> None:
        """Raise OptionError if two accounts have the same key or user."""
        known: dict[Any, str] = {}
        for account, keys, (identity, _remark) in zip(self._accounts, self._keys, self._owners):
            shared: dict[Any, str] = {}  # what another account would share, for the message
            if isinstance(keys, KeySource):
                key_id = keys.key().access_key_id
                shared[key_id] = "the same key (%s)" % key_id
            if identity:
                user = identity["user_id"] or identity["role_id"] or identity["principal_id"]
                shared[identity["account_id"], user] = "keys of the same user (%s)" % identity["arn"]
            for identifier, what in shared.items():
                other = known.setdefault(identifier, account.name)
                if other != account.name:
                    raise OptionError(
                        "Accounts %s and %s use %s, so everything would be read twice. Remove one of them, or give "
                        "it the key of another user." % (other, account.name, what)
                    )

    def read(self, include: Sequence[str]) -> None:
        """Read all accounts."""

        def outcomes_of(number: int) -> list[Outcome]:
            account, keys = self._accounts[number], self._keys[number]
            if not isinstance(keys, KeySource):
                outcomes = [
                    not_read(question, CccError("Client.NoCredentials", str(keys))) for question in account.questions
                ]
            else:
                reader = AccountReader(account, keys, include, self._connections, self._progress)
                self._readers.append(reader)
                if self._stopped:  # stop() was called before this account's turn.
                    reader.stop()
                outcomes = reader.read()
            self._progress.accounts += 1
            return outcomes

        self._outcomes = self._each(outcomes_of, range(len(self._accounts)))

    def fleet(self, has_unassigned_numbers: bool) -> Fleet:
        """Return the result."""
        outcomes = [outcome for some in self._outcomes for outcome in some]
        for some, (identity, remark) in zip(self._outcomes, self._owners):
            for outcome in some:
                outcome.read["identity"] = identity
                outcome.read["remarks"] += [remark] if remark else []
        instances = [facts for outcome in outcomes for facts in outcome.instances]
        mark_both_versions(instances)
        numbers = [number for outcome in outcomes for number in outcome.unassigned_numbers]
        warnings = [warning for keys in self._keys if isinstance(keys, KeySource) for warning in keys.warnings]
        return Fleet(
            instances=instances,
            unassigned_numbers=numbers if has_unassigned_numbers else None,
            reads=[outcome.read for outcome in outcomes],
            failures=failures_of(outcomes),
            warnings=[*self._warnings, *warnings, *(warning for outcome in outcomes for warning in outcome.warnings)],
        )

    def stop(self) -> None:
        """Send no more requests, and start no more accounts."""
        self._stopped = True
        for reader in list(self._readers):
            reader.stop()

    def close(self) -> None:
        self._workers.close()
        self._connections.close()

    def _each(self, function: Callable[[Any], Any], items: Iterable[Any]) -> list[Any]:
        """Return the results of a function for all items, and report the progress regularly."""
        futures = [self._workers.submit(function, item) for item in items]
        waiting: Iterable[Future[Any]] = futures
        while waiting:
            since = time.monotonic() - self._began
            _done, waiting = wait(waiting, timeout=PROGRESS_EVERY - since % PROGRESS_EVERY)
            if waiting and self._say:
                self._say(self._progress.sentence())
        return [future.result() for future in futures]


def mark_both_versions(instances: Iterable[dict[str, Any]]) -> None:
    """Set ``also_in`` of each call center to its id in the other API version, if it is listed there.

    Call centers are the same if they have the same id or, otherwise, the same domain name.
    """
    same: dict[Any, list[dict[str, Any]]] = {}
    for facts in instances:
        facts["also_in"] = None
        if facts["instance_id"]:
            same.setdefault((facts["account"], facts["region"], facts["instance_id"]), []).append(facts)
    for (account, region, _id), some in list(same.items()):
        if len(some) == 1 and some[0]["domain_name"]:
            same.setdefault((account, region, "domain", some[0]["domain_name"].lower()), []).append(some[0])
    for both in same.values():
        if len(both) == 2 and both[0]["api_version"] != both[1]["api_version"]:
            both[0]["also_in"], both[1]["also_in"] = both[1]["instance_id"], both[0]["instance_id"]


def failures_of(outcomes: Iterable[Outcome]) -> list[Failure]:
    """Return the failures. A failure that affects several regions or API versions of an account is returned once."""
    found: dict[Any, Failure] = {}
    for outcome in outcomes:
        place = outcome.question
        for error in outcome.errors:
            is_alike = error.fatal or (error.retryable and error.instance_id is None)
            key = (place.account, error.code, error.action) if is_alike else id(error)
            before = found.setdefault(key, Failure(place.account, place.region, place.api_version, error))
            if before.region != place.region:
                before = before._replace(region=None)
            if before.api_version != place.api_version:
                before = before._replace(api_version=None)
            found[key] = before
    return list(found.values())
