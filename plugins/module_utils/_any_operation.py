# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Any read operation by its name: which operations are allowed, how parameters are sent, and where a list is.

A unit test compares these rules with the models of the official SDKs, for all operations.
"""

from __future__ import annotations

import json
import re
from typing import Any, Iterator, Mapping, NamedTuple

from ansible_collections.alicloud.ccc.plugins.module_utils._client import Batch, Client, errors_of
from ansible_collections.alicloud.ccc.plugins.module_utils._facts import list_of, snake_case, whole_number
from ansible_collections.alicloud.ccc.plugins.module_utils._http.decode import Json
from ansible_collections.alicloud.ccc.plugins.module_utils._http.errors import CccError
from ansible_collections.alicloud.ccc.plugins.module_utils._http.settings import OptionError
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import NEW_VERSION, OLD_VERSION
from ansible_collections.alicloud.ccc.plugins.module_utils._paging import MOST_PAGES, Element, Listing, Page

VERBS = ("Get", "List", "Query", "Find", "Describe")
_READ = re.compile(r"(%s)[A-Z][A-Za-z0-9]*\Z" % "|".join(VERBS))

# Secrets that this collection does not return, and the operations whose responses contain them.
CREDENTIALS = {
    "login data of an agent or a visitor": (
        "GetAccessChannelOfStaging",
        "GetLoginDetails",
        "GetVisitorLoginDetails",
    ),
    "a password": (
        "GetDataChannelCredentials",
        "GetTurnCredentials",
        "GetTURNCredentials",
    ),
    "a signature that lets anyone upload a file": (
        "GetAudioFileUploadParameters",
        "GetCaseFileUploadUrl",
        "GetDoNotCallFileUploadParameters",
        "GetDocumentUploadParameters",
        "GetJobDataUploadParams",
        "GetJobFileUploadUrl",
        "GetRecordOssUploadParam",
        "GetUploadAudioDataParams",
    ),
}
_SECRET_OF = {action.lower(): secret for secret, actions in CREDENTIALS.items() for action in actions}
# Names of future operations that return such secrets.
_CREDENTIAL = re.compile(r"credential|login|password|secret|token|signature|accesskey|upload", re.IGNORECASE)

_PARAMETER = re.compile(r"[A-Za-z][A-Za-z0-9_.]*\Z")
# Parameters that are added when a request is signed.
PROTOCOL = re.compile(
    r"(action|version|format|timestamp|accesskeyid|securitytoken|bearertoken|signature.*)\Z", re.IGNORECASE
)
_SECRET = re.compile(r"(?!NextPage).*(token|password|secret)\Z", re.IGNORECASE)
_PAGE_PARAMETERS = ("PageNumber", "CurrentPage", "NextPageToken")
_OWN_PAGE_NUMBER = {"ListPhoneTags": "CurrentPage"}
PAGE_SIZE = 100
# How many pages of a list the API returns.
_MOST_PAGES = {NEW_VERSION: 100}


class AnyOperation(NamedTuple):
    """The operation of ccc_operation_info, like ``_operations.Operation`` for the other modules."""

    result: str = "elements"
    noun: str = "element"
    each: bool = False
    default_version: str = OLD_VERSION
    options: Mapping[str, dict[str, Any]] = {
        "operation": {"type": "str", "required": True},
        "parameters": {"type": "dict", "default": {}},
        "all_pages": {"type": "bool", "default": True},
    }
    nothing: Mapping[str, Any] = {"answer": None, "elements": None, "request_ids": [], "credentials_source": None}


ANY_OPERATION = AnyOperation()


class Found(NamedTuple):
    """The result of reading an operation.

    answer: the body of the last page that was read, or None. elements: of all pages, or None if there is no list.
    """

    answer: dict[str, Any] | None
    elements: list[Any] | None
    batch: Batch


class Listed(NamedTuple):
    """The list in a response.

    total: how many elements the whole list has, or None. page_size: how many elements a page has, according to the
    response, or None. next_token: the token for the next page, or None.
    """

    elements: list[Any]
    total: int | None
    page_size: int | None
    next_token: str | None


def check_action(action: str) -> None:
    """Raise OptionError unless ``action`` is the name of a read operation that returns no secret."""
    if not _READ.match(action):
        text = "%s is not a read operation. ccc_operation_info calls only operations whose names begin with %s or %s."
        raise OptionError(text % (json.dumps(action), ", ".join(VERBS[:-1]), VERBS[-1]))
    secret = _SECRET_OF.get(action.lower()) or (_CREDENTIAL.search(action) and "a credential, judging by its name")
    if secret:
        text = "%s is not allowed. Its response contains %s; the result of a task must not contain that."
        raise OptionError(text % (action, secret))


def sent_parameters(parameters: Mapping[Any, Any], api_version: str) -> dict[str, str]:
    """Return the option ``parameters`` as it is sent, or raise OptionError.

    Null is omitted. A list or dict is sent as by the official SDK of the API version: as separate parameters
    (``X.1``, ``X.1.Name``) with 2017-07-05, and as JSON with 2020-07-01.
    """
    sent: dict[str, str] = {}
    for name, value in parameters.items():
        if not isinstance(name, str) or not _PARAMETER.match(name):
            text = "parameters contains the invalid name %s. Write names as the API does, for example InstanceId."
            raise OptionError(text % json.dumps(name, default=str))
        if PROTOCOL.match(name):
            raise OptionError("parameters contains %s, which the module itself sends. Remove it." % name)
        added = dict(_flat_parameters(name, value, as_json=api_version != OLD_VERSION))
        try:
            "".join([*added, *added.values()]).encode()
        except UnicodeEncodeError:
            raise OptionError("parameters.%s contains an invalid character. Remove it." % name) from None
        sent.update(added)
    return sent


def _flat_parameters(name: str, value: Any, as_json: bool) -> Iterator[tuple[str, str]]:
    if isinstance(value, (dict, list)) and not as_json:
        for key, item in value.items() if isinstance(value, dict) else enumerate(value, start=1):
            yield from _flat_parameters("%s.%s" % (name, key), item, as_json)
    elif isinstance(value, (dict, list, bool, int, float)):
        yield name, json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_scalar_text)
    elif value is not None:
        yield name, _scalar_text(value)


def _scalar_text(value: Any) -> str:
    # YAML parses some strings as dates.
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def secrets_in(parameters: Mapping[Any, Any]) -> set[str]:
    """Return the values of parameters whose names mark them as secrets, such as a visitor's AccessToken."""
    return {str(value) for name, value in parameters.items() if value and _SECRET.match(str(name))}


def check_pages(parameters: Mapping[str, str]) -> None:
    """Raise OptionError if parameters select a page, since all pages are read."""
    for name in _PAGE_PARAMETERS:
        if name in parameters:
            text = "parameters contains %s, but all_pages is true. Remove it or set all_pages to false."
            raise OptionError(text % name)


def page_number_parameter(action: str) -> str:
    return _OWN_PAGE_NUMBER.get(action, "PageNumber")


def is_asked_in_pages(action: str, parameters: Mapping[str, str]) -> bool:
    """Return whether the first request already asks for a page."""
    return not action.startswith("Get") or "PageSize" in parameters


def in_snake_case(value: Json) -> Any:
    """Return a copy of ``value`` with the keys of all objects in snake_case."""
    if isinstance(value, list):
        return [in_snake_case(item) for item in value]
    if not isinstance(value, dict):
        return value
    result: dict[str, Any] = {}
    for name, item in value.items():
        key = snake_case(name)
        # Two keys of a map can differ only in case.
        result[name if key in result else key] = in_snake_case(item)
    return result


def list_in(data: Mapping[str, Json], is_last: bool = False) -> Listed | None:
    """Return the list of a response that contains a total or a token for the next page, or None.

    ``is_last``: whether it may contain neither, because a token led to it. The total is in an object of the response.
    Next to it is either ``List``, in which 2017-07-05 has a wrapper named after the element, or one list with another
    name.
    """
    for holder in data.values():
        if not isinstance(holder, dict) or not (is_last or {"TotalCount", "NextPageToken"} & holder.keys()):
            continue
        total = whole_number(holder.get("TotalCount"))
        lists = [holder["List"]] if "List" in holder else [item for item in holder.values() if isinstance(item, list)]
        if total == 0 or len(lists) == 1:
            elements = [] if total == 0 else _elements(lists[0])
            token = holder.get("NextPageToken")
            return Listed(
                in_snake_case(elements), total, whole_number(holder.get("PageSize")), str(token or "") or None
            )
    return None


def _elements(sent: Json) -> list[Json]:
    wrapper = ""
    if isinstance(sent, dict) and len(sent) == 1:
        [(name, inner)] = sent.items()
        if isinstance(inner, (dict, list)) or inner in (None, ""):
            wrapper = name
    return list_of(sent, wrapper)


def read_by_name(client: Client, action: str, parameters: Mapping[str, str], all_pages: bool) -> Found:
    """Read all pages of an operation's list, or send a single request. ``parameters``: from sent_parameters."""
    reader = _OperationReader(client, action, parameters)
    pages: list[Page] = []
    if all_pages and is_asked_in_pages(action, parameters):
        listing = reader.in_pages()
    else:
        listing = reader.one_request()
        if all_pages and reader.has_more:
            pages += listing.pages
            listing = reader.in_pages()
    if all_pages:
        listing = reader.with_later_pages(listing)
    pages += listing.pages
    batch = Batch(
        elements=[element.content for element in listing.elements],
        request_ids=[page.request_id for page in pages if page.request_id],
        warnings=[],
        errors=errors_of(action, [(parameters, listing)]),
        not_asked=listing.not_asked or 0,
    )
    return Found(in_snake_case(reader.answer), batch.elements if reader.listed else None, batch)


class _OperationReader:
    """An operation that is being read.

    answer, listed: the body of the last page so far, and the list in it, or None.
    """

    def __init__(self, client: Client, action: str, parameters: Mapping[str, str]) -> None:
        self.answer: dict[str, Json] | None = None
        self.listed: Listed | None = None
        self._number = 0
        self._client = client
        self._action = action
        self._parameters = parameters
        self._size = whole_number(parameters.get("PageSize")) or PAGE_SIZE

    @property
    def has_more(self) -> bool:
        return self.listed is not None and (self.listed.total or 0) > len(self.listed.elements)

    def one_request(self) -> Listing:
        [listing] = self._client.lists(1, lambda _wanted: self._page(1, {}, None), None)
        return listing

    def in_pages(self) -> Listing:
        name = page_number_parameter(self._action)

        def page(wanted: tuple[int, int]) -> Page | None:
            _position, number = wanted
            return self._page(number, {name: str(number)}, self._size)

        [listing] = self._client.lists(1, page, _MOST_PAGES.get(self._client.api_version))
        return listing

    def with_later_pages(self, listing: Listing) -> Listing:
        """Return the Listing with the pages that tokens lead to, one after another."""
        tokens: set[str] = set()
        while self.listed and self.listed.next_token and listing.pages and not listing.pages[-1].error:
            token = self.listed.next_token
            if token in tokens or len(tokens) == MOST_PAGES:
                return listing._replace(doubt="the gateway keeps sending another page, or a page that was read before")
            tokens.add(token)
            page = self._page(self._number + 1, {"NextPageToken": token}, self._size)
            if page is None:
                break
            listing = listing._replace(elements=listing.elements + page.elements, pages=[*listing.pages, page])
        return listing

    def _page(self, number: int, more: Mapping[str, str], size: int | None) -> Page | None:
        """Return a Page for Client.lists. ``more``: the page's own parameters. ``size``: None for a single request."""
        by_token = "NextPageToken" in more

        def is_expected(data: dict[str, Json]) -> bool:
            # All responses of CCC have one of these. If one page has a list, all pages have it.
            return bool({"Code", "RequestId"} & data.keys()) and (number == 1 or list_in(data, by_token) is not None)

        sent = {**self._parameters, **({"PageSize": str(self._size)} if size else {}), **more}
        response = self._client.ask(self._action, sent, is_expected, page=number if size else None)
        if response is None:
            return None
        if isinstance(response, CccError):
            return Page([], None, 1, response.request_id, response)
        listed = list_in(response.data, by_token)
        if number >= self._number:
            self._number, self.answer, self.listed = number, response.data, listed
        if listed is None:
            return Page([], None, 1, response.request_id, None)
        elements = [Element(None, in_snake_case(item), []) for item in listed.elements]
        total = listed.total if size and not listed.next_token else None
        full = min(size or PAGE_SIZE, listed.page_size or PAGE_SIZE)
        return Page(elements, total, max(full, 1), response.request_id, None)
