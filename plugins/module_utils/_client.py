# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads operations of CCC, and returns facts in order, together with errors."""

from __future__ import annotations

import collections
import itertools
from typing import Any, Callable, Iterable, Mapping, NamedTuple, Optional, Sequence, Tuple

from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.sources import key_source
from ansible_collections.alicloud.ccc.plugins.module_utils._facts import Facts, facts_of, list_of, whole_number
from ansible_collections.alicloud.ccc.plugins.module_utils._http.decode import Json
from ansible_collections.alicloud.ccc.plugins.module_utils._http.endpoint import endpoint_of
from ansible_collections.alicloud.ccc.plugins.module_utils._http.errors import CccError
from ansible_collections.alicloud.ccc.plugins.module_utils._http.response import IsExpected, Response
from ansible_collections.alicloud.ccc.plugins.module_utils._http.settings import settings_from_options
from ansible_collections.alicloud.ccc.plugins.module_utils._http.transport import Stopped, Transport
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import (
    INSTANCE_ID,
    OLD_VERSION,
    SIGNATURE_METHODS,
    Operation,
    Where,
)
from ansible_collections.alicloud.ccc.plugins.module_utils._paging import Element, Listing, Page, read_lists
from ansible_collections.alicloud.ccc.plugins.module_utils._workers import Workers

# The run ends if this many call centers or pages in a row use up their attempts.
MOST_LOST_IN_A_ROW = 3

ReadPage = Callable[[Tuple[int, int]], Optional[Page]]
"""Requests one page: the position of a list, and the number of a page, from 1. Returns None if the run has ended."""

Request = Mapping[str, str]
"""The parameters of a request, without those of a page. A request for a call center has InstanceId."""

_Listings = Sequence[Tuple[Request, Listing]]


class Batch(NamedTuple):
    """The result of reading an operation.

    elements: the facts, in the order of the requests and of the gateway's lists. request_ids: of all responses.
    not_asked: how many requests, or elements of a single list, were omitted because a failure ended the run.
    """

    elements: list[Facts]
    request_ids: list[str]
    warnings: list[str]
    errors: list[CccError]
    not_asked: int


class Planned(NamedTuple):
    """A list to read with one API version. left_out: facts to omit."""

    operation: Operation
    where: Where
    request: Request
    left_out: set[str]


class Client:
    """CCC for one endpoint and one key. As a context manager, it ends its threads and closes its connections.

    ``workers``: Workers to share with other clients, or None to create its own.
    """

    def __init__(
        self, transport: Transport, api_version: str, concurrency: int, workers: Workers | None = None
    ) -> None:
        self.keys = transport.keys
        self.api_version = api_version
        self.transport = transport
        self._shares_workers = workers is not None
        self._workers = workers or Workers(concurrency)
        self._lost_in_a_row: set[Any] = set()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_error: object) -> None:
        if kind:
            # For example the timeout of a task: no more requests are sent, and those in flight are not awaited.
            self.transport.stop()
        if not self._shares_workers:
            self._workers.close()
        self.transport.close()

    def read(
        self, operation: Operation, instance_ids: Iterable[str] = (), options: Mapping[str, Any] | None = None
    ) -> Batch:
        """Read an operation, for each of these call centers if it needs one, and return a Batch in their order.

        Reads all pages of each list, and each id once. ``options``: of the operation, or None for the defaults. A
        failure that every request would meet ends the run.
        """
        planned = self.planned(operation, instance_ids, options)

        def read_page(wanted: tuple[int, int]) -> Page | None:
            position, number = wanted
            return self.page(planned[position], number)

        most_pages = operation.versions[self.api_version].most_pages
        listings = list(zip((one.request for one in planned), self.lists(len(planned), read_page, most_pages)))
        batch = batch_of(operation, listings)
        if operation.when_empty and not batch.elements and not batch.errors:
            batch.warnings.append(operation.when_empty % self.api_version)
        return batch

    def planned(
        self, operation: Operation, instance_ids: Iterable[str] = (), options: Mapping[str, Any] | None = None
    ) -> list[Planned]:
        """Return the lists that ``read`` reads."""
        where = operation.versions[self.api_version]
        options = {**{name: option["default"] for name, option in operation.options.items()}, **(options or {})}
        left_out = {fact for fact, option in operation.optional.items() if not options[option]}
        requests = _requests(operation, where, instance_ids, options)
        return [Planned(operation, where, request, left_out) for request in requests]

    def lists(self, count: int, read_page: ReadPage, most_pages: int | None) -> list[Listing]:
        """Read ``count`` lists with a function that requests one page, and return their Listings in order."""
        return lists(self._workers, [most_pages] * count, read_page)

    def ask(
        self, action: str, request: Request, is_expected: IsExpected, page: int | None = None, part: str | None = None
    ) -> Response | CccError | None:
        """Send a request. Return its Response, its failure, or None if the run had already ended.

        ``page``, ``part``: how an error describes the request.
        """
        try:
            response = self.transport.call(action, request, is_expected)
        except Stopped:
            return None
        except CccError as error:
            error.instance_id = request.get(INSTANCE_ID)
            error.api_version = self.api_version
            error.page = page
            error.part = part
            self.lost(error)
            return error
        self._lost_in_a_row.clear()
        return response

    def page(self, planned: Planned, number: int) -> Page | None:
        """Return a Page of a list, or None if the run had already ended."""
        operation, where, request, left_out = planned
        size = where.page_size
        parameters = {**request, "PageNumber": str(number), "PageSize": str(size)} if size else request
        response = self.ask(
            operation.action,
            parameters,
            lambda data: _is_expected(data, where),
            page=number if size else None,
            part=_part(where, request),
        )
        if response is None:
            return None
        if isinstance(response, CccError):
            return Page([], None, 1, response.request_id, response)
        elements = _elements(response.data, where, operation, request, number)
        for element in elements:
            for fact in left_out & (element.content or {}).keys():
                del element.content[fact]
        holder = _value_at(response.data, where.path[:-1])
        if not size:
            return Page(elements, None, 1, response.request_id, None)
        sent_size = whole_number(_value_at(holder, ["PageSize"])) or 0
        # A gateway may send smaller pages than requested.
        full = min(size, sent_size) if sent_size > 0 else size
        return Page(elements, _total_count(holder) or 0, full, response.request_id, None)

    def lost(self, error: CccError) -> None:
        """End the run after a failure that every other request would meet."""
        # A single call center or page can be permanently broken. If several in a row use up their attempts, the gateway
        # itself is failing.
        if error.retryable:
            self._lost_in_a_row.add(error.page if error.instance_id is None else error.instance_id)
        if error.fatal or len(self._lost_in_a_row) >= MOST_LOST_IN_A_ROW:
            self.transport.stop()


def lists(workers: Workers, most_pages: Sequence[int | None], read_page: ReadPage) -> list[Listing]:
    """Read one list for each element of ``most_pages`` with _paging.read_lists, and return the Listings."""

    def ask(wanted: Sequence[tuple[int, int]]) -> Iterable[Page | None]:
        # The first request is sent alone, so that a bad key is refused only once. This thread submits all pages, so no
        # worker waits for another.
        first, others = (wanted[:1], wanted[1:]) if wanted[0] == (0, 1) else ([], wanted)
        pages = [read_page(page) for page in first]
        return pages + workers.map(read_page, others)

    return read_lists(most_pages, ask, workers.most)


def batch_of(operation: Operation, listings: _Listings) -> Batch:
    """Return the Batch of the lists of an operation."""
    pages = [page for _request, listing in listings for page in listing.pages]
    elements = _each_once(listings)
    return Batch(
        elements=[element.content for element in elements if element.content],
        request_ids=[page.request_id for page in pages if page.request_id],
        warnings=[warning for element in elements for warning in element.warnings],
        errors=errors_of(operation.action, listings),
        not_asked=_not_asked(operation, listings),
    )


def _requests(
    operation: Operation, where: Where, instance_ids: Iterable[str], options: Mapping[str, Any]
) -> list[Request]:
    """Return the distinct requests of an operation."""
    values = itertools.product(*(dict.fromkeys(options[option]) for option in where.for_each.values()))
    parts = [dict(zip(where.for_each, chosen)) for chosen in values]
    if not operation.each:
        return [{**where.parameters, **part} for part in parts]
    return [
        {
            INSTANCE_ID: instance_id,
            **{name: instance_id if value == INSTANCE_ID else value for name, value in where.parameters.items()},
            **part,
        }
        for instance_id in dict.fromkeys(instance_ids)
        for part in parts
    ]


def _each_once(listings: _Listings) -> list[Element]:
    """Return the elements of all lists. An element in several lists of one call center is returned once."""
    elements: dict[Any, Element] = {}
    for position, (request, listing) in enumerate(listings):
        for place, element in enumerate(listing.elements):
            key = (request.get(INSTANCE_ID), element.identity) if element.identity else (position, place)
            elements.setdefault(key, element)
    return list(elements.values())


def errors_of(action: str, listings: _Listings) -> list[CccError]:
    """Return the errors. A refusal that affects all lists of a call center is returned once, without its part."""
    errors = []
    for request, listing in listings:
        instance_id = request.get(INSTANCE_ID)
        found = [page.error for page in listing.pages if page.error]
        if listing.doubt:
            found.append(CccError("Client.InconsistentList", listing.doubt))
        if listing.too_long:
            text = "the list has %d elements, but the API returns only the first pages; %d elements were read"
            found.append(CccError("Client.ListTooLong", text % (listing.too_long, len(listing.elements))))
        for error in found:
            error.action = action
            error.instance_id = instance_id
        errors += found
    lists = collections.Counter(request.get(INSTANCE_ID) for request, _listing in listings)
    refusals = collections.Counter((error.instance_id, error.code) for error in errors if error.part)
    said: dict[Any, CccError] = {}
    for error in errors:
        key = (error.instance_id, error.code)
        if not error.part or error.retryable or refusals[key] < lists[error.instance_id]:
            said[id(error)] = error
        elif key not in said:
            error.part = None
            said[key] = error
    return list(said.values())


def _part(where: Where, request: Request) -> str | None:
    """Return what distinguishes a request from others for the same call center, for messages, or None."""
    return ", ".join("%s %s" % (name, request[name]) for name in where.for_each) or None


def _not_asked(operation: Operation, listings: _Listings) -> int:
    if operation.each:
        return len({request.get(INSTANCE_ID) for request, listing in listings if listing.not_asked != 0})
    return sum(listing.not_asked or 0 for _request, listing in listings)


def _is_expected(data: dict[str, Json], where: Where) -> bool:
    """Return whether a response's data contains what was requested."""
    if where.element is None:
        return bool(_object_at(data, where.path))
    # The list may be missing if the user has no call centers, but the response must be recognizable as one of CCC.
    is_ccc = "Code" in data or where.path[0] in data
    return is_ccc and (where.page_size is None or _total_count(_value_at(data, where.path[:-1])) is not None)


def _elements(data: Json, where: Where, operation: Operation, request: Request, number: int) -> list[Element]:
    """Return the Elements in a response."""
    instance_id = request.get(INSTANCE_ID)
    subject = "instance %s" % instance_id if instance_id is not None else ""
    if where.element is None:
        return [_element(_object_at(data, where.path), where, subject, instance_id)]
    page = "page %d" % number if where.page_size else ""
    name = ", ".join(part for part in (subject, page, operation.result) if part)
    sent = list_of(_value_at(data, where.path), where.element)
    return [_element(item, where, "%s[%d]" % (name, place), instance_id) for place, item in enumerate(sent)]


def _element(sent: Json, where: Where, label: str, instance_id: str | None) -> Element:
    """Return an Element. ``label``: its name in warnings. ``instance_id``: of the request, or None."""
    if not isinstance(sent, dict):
        return Element(None, None, ["%s of the response was omitted because it is not an object." % label])
    facts, warnings = facts_of(sent, where.shape, label)
    identity = where.shape.identity and facts[where.shape.identity]
    if instance_id is not None and where.shape.identity == "instance_id":
        if identity not in (None, instance_id):
            warnings.append("%s: the gateway returned instance %s instead." % (label, identity))
    elif instance_id is not None and not facts["instance_id"]:
        facts["instance_id"] = instance_id
    return Element(identity if (identity or "").strip() else None, facts, warnings)


def _object_at(data: Json, path: Iterable[str]) -> dict[str, Json]:
    """Return the object at the end of a path of fields, or an empty one."""
    found = _value_at(data, path)
    return found if isinstance(found, dict) else {}


def _value_at(data: Json, path: Iterable[str]) -> Json:
    """Return the value at the end of a path of fields, or None."""
    for field in path:
        data = data.get(field) if isinstance(data, dict) else None
    return data


def _total_count(holder: Json) -> int | None:
    """Return the TotalCount next to a page's list, 0 if the page is empty, or None if the count is invalid."""
    if holder in (None, {}, []) or (isinstance(holder, str) and not holder.strip()):
        return 0
    total = whole_number(_value_at(holder, ["TotalCount"]))
    return total if total is not None and total >= 0 else None


def client_from_options(options: Mapping[str, Any], environ: Mapping[str, str]) -> Client:
    """Return a Client for the connection options that modules and plugins share.

    ``options``: named as in the documentation fragment ``alicloud.ccc.connection``. ``environ``: environment variables,
    for credentials. If the options name no region, the region of the key's profile is used. Raises OptionError,
    EndpointError or CredentialsError.
    """
    api_version = options.get("api_version") or OLD_VERSION
    signature_method = options.get("signature_method") or SIGNATURE_METHODS[api_version]
    settings = settings_from_options(options, signature_method)
    keys = key_source(options, environ)
    endpoint = endpoint_of(options.get("region") or keys.region, options.get("endpoint"))
    transport = Transport(endpoint, keys, api_version, settings)
    return Client(transport, api_version, settings.concurrency)
