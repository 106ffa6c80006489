# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Any read operation by its name: which ones may be called, how parameters are sent, and where a list is.

What is said here of operations holds for all of the official SDKs' models; a unit test goes through them.
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

# What the answers hold that this collection does not hand out, and the operations that give it.
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
# How operations are named that give such a thing, for those to come.
_CREDENTIAL = re.compile(r"credential|login|password|secret|token|signature|accesskey|upload", re.IGNORECASE)

_PARAMETER = re.compile(r"[A-Za-z][A-Za-z0-9_.]*\Z")
# What the signature adds to a request.
PROTOCOL = re.compile(
    r"(action|version|format|timestamp|accesskeyid|securitytoken|bearertoken|signature.*)\Z", re.IGNORECASE
)
_SECRET = re.compile(r"(?!NextPage).*(token|password|secret)\Z", re.IGNORECASE)
_PAGE_PARAMETERS = ("PageNumber", "CurrentPage", "NextPageToken")
_OWN_PAGE_NUMBER = {"ListPhoneTags": "CurrentPage"}


# What is asked for at a time, and how many pages 2020-07-01 gives.
PAGE_SIZE = 100
_MOST_PAGES = {NEW_VERSION: 100}


class AnyOperation(NamedTuple):
    """The operation that a task names; what ``_operations.Operation`` is for one that has a module of its own."""

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
    """What reading an operation brought.

    answer: the body of the last page that was read, or None. elements: of all pages, or None if the answer has no list.
    """

    answer: dict[str, Any] | None
    elements: list[Any] | None
    batch: Batch


class Listed(NamedTuple):
    """The list in an answer.

    total: how many elements the whole list has, or None. page_size: how many a page of it has, as the answer says, or
    None. next_token: what the next page is asked for with, or None.
    """

    elements: list[Any]
    total: int | None
    page_size: int | None
    next_token: str | None


def check_action(action: str) -> None:
    """Raise OptionError, with the reason, for anything but the name of an operation that reads and gives no secret."""
    if not _READ.match(action):
        text = "%s is not a read operation. ccc_operation_info calls only operations whose names begin with %s or %s."
        raise OptionError(text % (json.dumps(action), ", ".join(VERBS[:-1]), VERBS[-1]))
    secret = _SECRET_OF.get(action.lower()) or (_CREDENTIAL.search(action) and "a credential, judging by its name")
    if secret:
        text = "%s is not allowed. Its response contains %s; the result of a task must not contain that."
        raise OptionError(text % (action, secret))


def sent_parameters(parameters: Mapping[Any, Any], api_version: str) -> dict[str, str]:
    """Return the option ``parameters`` as a request sends it, or raise OptionError.

    Null is left out. A list or dict is sent as the version's official SDK sends it: each element as a parameter of its
    own (``X.1``, ``X.1.Name``) with 2017-07-05, and as JSON with 2020-07-01.
    """
    sent: dict[str, str] = {}
    for name, value in parameters.items():
        if not isinstance(name, str) or not _PARAMETER.match(name):
            text = "parameters contains the invalid name %s. Write names as the API does, for example InstanceId."
            raise OptionError(text % json.dumps(name, default=str))
        if PROTOCOL.match(name):
            raise OptionError("parameters contains %s, which the module itself sends. Remove it." % name)
        added = dict(_sent(name, value, as_json=api_version != OLD_VERSION))
        try:
            "".join([*added, *added.values()]).encode()
        except UnicodeEncodeError:
            raise OptionError("parameters.%s contains an invalid character. Remove it." % name) from None
        sent.update(added)
    return sent


def _sent(name: str, value: Any, as_json: bool) -> Iterator[tuple[str, str]]:
    if isinstance(value, (dict, list)) and not as_json:
        for key, item in value.items() if isinstance(value, dict) else enumerate(value, start=1):
            yield from _sent("%s.%s" % (name, key), item, as_json)
    elif isinstance(value, (dict, list, bool, int, float)):
        yield name, json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_text)
    elif value is not None:
        yield name, _text(value)


def _text(value: Any) -> str:
    # YAML reads some texts as dates.
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def secrets_in(parameters: Mapping[Any, Any]) -> set[str]:
    """Return the values of those parameters that are secrets by their names, such as a visitor's AccessToken."""
    return {str(value) for name, value in parameters.items() if value and _SECRET.match(str(name))}


def check_pages(parameters: Mapping[str, str]) -> None:
    """Raise OptionError if parameters choose a page although all are read."""
    for name in _PAGE_PARAMETERS:
        if name in parameters:
            text = "parameters contains %s, but all_pages is true. Remove it or set all_pages to false."
            raise OptionError(text % name)


def page_number_parameter(action: str) -> str:
    return _OWN_PAGE_NUMBER.get(action, "PageNumber")


def is_asked_in_pages(action: str, parameters: Mapping[str, str]) -> bool:
    """Tell whether an operation is asked for a page before an answer says that it has pages."""
    return not action.startswith("Get") or "PageSize" in parameters


def in_snake_case(value: Json) -> Any:
    """Return a copy of ``value`` with the keys of all objects in snake_case, and everything else as it came."""
    if isinstance(value, list):
        return [in_snake_case(item) for item in value]
    if not isinstance(value, dict):
        return value
    result: dict[str, Any] = {}
    for name, item in value.items():
        key = snake_case(name)
        # In a map, two keys can differ in their case alone.
        result[name if key in result else key] = in_snake_case(item)
    return result


def list_in(data: Mapping[str, Json], is_last: bool = False) -> Listed | None:
    """Return the list of an answer that counts its elements or leads to a next page, or None.

    ``is_last``: whether it may do neither, since a token led to it. The count stands in an object of the answer; next
    to it stands ``List``, in which 2017-07-05 has a wrapper named after the element, or one list of another name.
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
    """Read an operation: all pages of its list, or one request as it is. ``parameters``: from sent_parameters."""
    reading = _Reading(client, action, parameters)
    pages: list[Page] = []
    if all_pages and is_asked_in_pages(action, parameters):
        listing = reading.in_pages()
    else:
        listing = reading.one_request()
        if all_pages and reading.has_more:
            pages += listing.pages
            listing = reading.in_pages()
    if all_pages:
        listing = reading.what_follows(listing)
    pages += listing.pages
    batch = Batch(
        elements=[element.content for element in listing.elements],
        request_ids=[page.request_id for page in pages if page.request_id],
        warnings=[],
        errors=errors_of(action, [(parameters, listing)]),
        not_asked=listing.not_asked or 0,
    )
    return Found(in_snake_case(reading.answer), batch.elements if reading.listed else None, batch)


class _Reading:
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
        [listing] = self._client.lists(1, lambda asked: self._page(1, {}, None), None)
        return listing

    def in_pages(self) -> Listing:
        name = page_number_parameter(self._action)

        def page(asked: tuple[int, int]) -> Page | None:
            _position, number = asked
            return self._page(number, {name: str(number)}, self._size)

        [listing] = self._client.lists(1, page, _MOST_PAGES.get(self._client.api_version))
        return listing

    def what_follows(self, listing: Listing) -> Listing:
        """Return a Listing that has the pages as well to which tokens lead, one after the other."""
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
        """Return a Page, as Client.lists wants it. ``more``: what asks for it. ``size``: None for a single request."""

        by_token = "NextPageToken" in more

        def is_answer(data: dict[str, Json]) -> bool:
            # All of CCC's answers have these. What has one page in a list has all.
            return bool({"Code", "RequestId"} & data.keys()) and (number == 1 or list_in(data, by_token) is not None)

        sent = {**self._parameters, **({"PageSize": str(self._size)} if size else {}), **more}
        answer = self._client.ask(self._action, sent, is_answer, page=number if size else None)
        if answer is None:
            return None
        if isinstance(answer, CccError):
            return Page([], None, 1, answer.request_id, answer)
        listed = list_in(answer.data, by_token)
        if number >= self._number:
            self._number, self.answer, self.listed = number, answer.data, listed
        if listed is None:
            return Page([], None, 1, answer.request_id, None)
        elements = [Element(None, in_snake_case(item), []) for item in listed.elements]
        total = listed.total if size and not listed.next_token else None
        full = min(size or PAGE_SIZE, listed.page_size or PAGE_SIZE)
        return Page(elements, total, max(full, 1), answer.request_id, None)
