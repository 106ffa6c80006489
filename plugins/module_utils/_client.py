# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""CCC's operations, one method each: facts come back, in order, with what went wrong beside them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any, Iterable, Mapping, NamedTuple

from ansible_collections.alicloud.ccc.plugins.module_utils import _facts
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.key import KeySource
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.sources import key_source
from ansible_collections.alicloud.ccc.plugins.module_utils._http.decode import Json
from ansible_collections.alicloud.ccc.plugins.module_utils._http.endpoint import endpoint_of
from ansible_collections.alicloud.ccc.plugins.module_utils._http.errors import CccError
from ansible_collections.alicloud.ccc.plugins.module_utils._http.settings import OptionError as OptionError
from ansible_collections.alicloud.ccc.plugins.module_utils._http.settings import settings_from_options
from ansible_collections.alicloud.ccc.plugins.module_utils._http.signing import ACS3_HMAC_SHA256, HMAC_SHA1
from ansible_collections.alicloud.ccc.plugins.module_utils._http.transport import Stopped, Transport
from ansible_collections.alicloud.ccc.plugins.module_utils._paging import Element, Listing, Page, read_list


class Generation(NamedTuple):
    """What differs between the versions of the API.

    signature_method: the one that the version's official SDK sends. instance_table: the fields of an instance.
    instance_field: where an answer has the instance. list_path: the fields that lead to the list. list_element: what an
    element's wrapper in the list is called. page_size: how many instances to ask for at a time, or None for a list
    without pages.
    """

    signature_method: str
    instance_table: _facts.Table
    instance_field: str
    list_path: tuple[str, ...]
    list_element: str
    page_size: int | None


GENERATIONS = {
    "2017-07-05": Generation(
        signature_method=HMAC_SHA1,
        instance_table=_facts.INSTANCE_2017_07_05,
        instance_field="Instance",
        list_path=("Instances",),
        list_element="CallCenterInstance",
        page_size=None,
    ),
    "2020-07-01": Generation(
        signature_method=ACS3_HMAC_SHA256,
        instance_table=_facts.INSTANCE_2020_07_01,
        instance_field="Data",
        list_path=("Data", "List"),
        list_element="List",
        page_size=100,
    ),
}
DEFAULT_API_VERSION = "2017-07-05"
# So many requests that used up their attempts, with no success between them, end the run.
MOST_LOST_IN_A_ROW = 3


class Batch(NamedTuple):
    """What one or many calls brought.

    request_ids: of all answers. not_asked: how many instances were given up without asking, since a failure ended the
    run.
    """

    instances: list[_facts.Facts]
    request_ids: list[str]
    warnings: list[str]
    errors: list[CccError]
    not_asked: int


class _Outcome(NamedTuple):
    facts: _facts.Facts | None
    request_id: str | None
    warnings: list[str]
    error: CccError | None


class Client:
    """CCC for one endpoint and one key; a context manager that ends its threads and closes its connections."""

    def __init__(self, transport: Transport, api_version: str, concurrency: int) -> None:
        self.keys = transport.keys
        self._transport = transport
        self._generation = GENERATIONS[api_version]
        self._concurrency = concurrency
        self._workers = ThreadPoolExecutor(max_workers=concurrency)  # starts none before it has work
        self._lost_in_a_row = 0

    def __enter__(self) -> Client:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_error: object) -> None:
        if kind:
            # As by the time-out of a task: nothing more is asked, and nobody waits for what is under way.
            self._transport.stop()
        self._workers.shutdown(wait=not kind)
        self._transport.close()

    def get_instances(self, instance_ids: Iterable[str]) -> Batch:
        """Call GetInstance for each id, ``concurrency`` at a time, and return a Batch in the order of the ids.

        An id that is given twice is asked for once. A failure that every request would meet ends the run.
        """
        first, *others = dict.fromkeys(instance_ids)
        # The first one alone: a key that is refused is refused once, and not by every worker.
        outcomes = [self._get_instance(first)]
        outcomes += self._workers.map(self._get_instance, others)
        return Batch(
            instances=[outcome.facts for outcome in outcomes if outcome and outcome.facts],
            request_ids=[outcome.request_id for outcome in outcomes if outcome and outcome.request_id],
            warnings=[warning for outcome in outcomes if outcome for warning in outcome.warnings],
            errors=[outcome.error for outcome in outcomes if outcome and outcome.error],
            not_asked=outcomes.count(None),
        )

    def list_instances_of_user(self) -> Batch:
        """Call ListInstancesOfUser, for each page where there are pages, and return a Batch in the gateway's order."""
        listing = self._read_list()
        errors = [page.error for page in listing.pages if page.error]
        if listing.doubt:
            errors.append(CccError("Client.InconsistentList", listing.doubt))
            errors[-1].action = "ListInstancesOfUser"
        return Batch(
            instances=[element.content for element in listing.elements if element.content],
            request_ids=[page.request_id for page in listing.pages if page.request_id],
            warnings=[warning for element in listing.elements for warning in element.warnings],
            errors=errors,
            not_asked=listing.not_asked,
        )

    def _get_instance(self, instance_id: str) -> _Outcome | None:
        """Return the _Outcome for one id, or None where the run has ended before it was asked for."""
        try:
            answer = self._transport.call("GetInstance", {"InstanceId": instance_id}, self._has_instance)
        except Stopped:
            return None
        except CccError as error:
            error.instance_id = instance_id
            self._lost(error)
            return _Outcome(None, error.request_id, [], error)
        self._lost_in_a_row = 0
        label = "instance %s" % instance_id
        instance = self._instance_in(answer.data)
        facts, warnings = _facts.instance_facts(instance, self._generation.instance_table, label)
        if facts["instance_id"] not in (None, instance_id):
            warnings.append("%s: the gateway answered with instance %s." % (label, facts["instance_id"]))
        return _Outcome(facts, answer.request_id, warnings, None)

    def _read_list(self) -> Listing:
        if self._generation.page_size:
            return read_list(self._read_page, self._workers.map, self._concurrency)
        pages = [page for page in [self._read_page(None)] if page]
        return Listing([element for page in pages for element in page.elements], pages, None, 0)

    def _read_page(self, number: int | None) -> Page | None:
        """Return a Page of ListInstancesOfUser, or None where the run has ended before it was asked for.

        ``number``: from 1, or None for the whole of a list without pages.
        """
        size = self._generation.page_size or 1  # a list without pages needs no size, and no total
        parameters = {"PageNumber": str(number), "PageSize": str(size)} if number else {}
        try:
            answer = self._transport.call("ListInstancesOfUser", parameters, self._has_instances)
        except Stopped:
            return None
        except CccError as error:
            if number:
                error.action = "%s, page %d," % (error.action, number)
            self._lost(error)
            return Page([], 0, 1, error.request_id, error)
        self._lost_in_a_row = 0
        holder = _value_at(answer.data, self._generation.list_path[:-1])
        sent_size = _facts.whole_number(_value_at(holder, ["PageSize"])) or 0
        return Page(
            elements=self._elements(answer.data, "page %d, instances" % number if number else "instances"),
            total=_total_count(holder) or 0,
            size=min(size, sent_size) if sent_size > 0 else size,
            request_id=answer.request_id,
            error=None,
        )

    def _lost(self, error: CccError) -> None:
        """End the run after a failure that every other request would meet."""
        # One id can be broken for good; where several in a row use up all of their attempts, it is the gateway.
        self._lost_in_a_row += error.retryable
        if error.fatal or self._lost_in_a_row >= MOST_LOST_IN_A_ROW:
            self._transport.stop()

    def _elements(self, data: Json, name: str) -> list[Element]:
        """Return the Elements of a list's answer; ``name``: what a warning calls the list."""
        elements = []
        instances = _facts.list_of(_value_at(data, self._generation.list_path), self._generation.list_element)
        for number, instance in enumerate(instances):
            label = "%s[%d]" % (name, number)
            if isinstance(instance, dict):
                facts, warnings = _facts.instance_facts(instance, self._generation.instance_table, label)
                has_id = bool((facts["instance_id"] or "").strip())
                elements.append(Element(facts["instance_id"] if has_id else None, facts, warnings))
            else:
                elements.append(Element(None, None, ["%s of the answer is left out: it is no object." % label]))
        return elements

    def _has_instance(self, data: dict[str, Json]) -> bool:
        return bool(self._instance_in(data))

    def _instance_in(self, data: dict[str, Json]) -> dict[str, Json]:
        """Return the instance that an answer holds; without a field, where it holds none."""
        instance = data.get(self._generation.instance_field)
        return instance if isinstance(instance, dict) else {}

    def _has_instances(self, data: dict[str, Json]) -> bool:
        path = self._generation.list_path
        # A user without call centers may get no list at all; but something must tell that it was CCC that answered.
        is_ccc = "Code" in data or path[0] in data
        return is_ccc and (self._generation.page_size is None or _total_count(_value_at(data, path[:-1])) is not None)


def _value_at(data: Json, path: Iterable[str]) -> Json:
    """Return what stands at the end of a path of fields, or None where it leads nowhere."""
    for field in path:
        data = data.get(field) if isinstance(data, dict) else None
    return data


def _total_count(holder: Json) -> int | None:
    """Return how many instances the holder of a page's list claims, or None where it does not say."""
    if holder in (None, {}, []) or (isinstance(holder, str) and not holder.strip()):
        return 0
    total = _facts.whole_number(_value_at(holder, ["TotalCount"]))
    return total if total is not None and total >= 0 else None


def client_from_options(
    options: Mapping[str, Any], environ: Mapping[str, str], keys: KeySource | None = None
) -> Client:
    """Return a Client for the connection options that modules and plugins share.

    ``options``: with the names of the documentation fragment ``alicloud.ccc.connection``. ``environ``: environment
    variables, for credentials. ``keys``: what several clients share, in place of the one that the options name. The
    region of a profile that gives the key stands in for a region that the options do not name. Raises OptionError,
    EndpointError or CredentialsError.
    """
    api_version = options.get("api_version") or DEFAULT_API_VERSION
    signature_method = options.get("signature_method") or GENERATIONS[api_version].signature_method
    settings = settings_from_options(options, signature_method)
    keys = keys or key_source(options, environ)
    endpoint = endpoint_of(options.get("region") or keys.region, options.get("endpoint"))
    transport = Transport(endpoint, keys, api_version, settings)
    return Client(transport, api_version, settings.concurrency)
