# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The records that the emulator serves, and their file."""

from __future__ import annotations

import json
import os
from typing import Any, Callable, Iterator, NamedTuple, Sequence

from .call_center import CallCenter, Lists
from .errors import GatewayError, StartError
from .operations import ACCOUNT_LIST, ELEMENT, INSTANCE, LIST, OPERATIONS, USER_INSTANCES, Operation
from .parameters import Page, Wanted, is_wanted
from .request import NEW_VERSION
from .responses import to_json, to_xml
from .shapes import Record, unwrapped

DEFAULT_DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data", "default.json")


class Query(NamedTuple):
    """What a valid request asks for. `member` is the id of its access key."""

    action: str
    version: str
    instance_id: str | None
    member: str
    page: Page | None
    wanted: Wanted
    xml: bool


class Records:
    """The call centers, and the content of the responses about them.

    instances: records in the shape of 2017-07-05, with instructions. account: instructions and lists of the account.
    lists: functions that make a call center's lists, for those that its record does not contain.
    """

    def __init__(self, instances: list[Record], account: Record | None = None, lists: Lists | None = None) -> None:
        self._instances = [_with_answers(instance, "GetInstance") for instance in instances]
        self._account = _with_answers(account or {}, "ListInstancesOfUser")
        self._has_canned_responses = any("_answers" in record for record in (self._account, *self._instances))
        self._has_members = any("_members" in record for record in self._instances)
        self._lists = lists or {}
        self._positions: dict[str, int] = {}
        for position, instance in enumerate(instances):
            if "InstanceId" in instance:
                self._positions.setdefault(str(instance["InstanceId"]), position)
        self._cache: dict[Query, bytes] = {}

    def __contains__(self, instance_id: str) -> bool:
        return instance_id in self._positions

    def is_member(self, member: str, instance_id: str) -> bool:
        """Return whether the user of a key is a member of a call center."""
        return _is_member(member, self._instance(instance_id))

    def canned_response(self, action: str, version: str, instance_id: str | None) -> Record | None:
        """Return the response that the data file prescribes: the call center's, otherwise the account's."""
        if not self._has_canned_responses:
            return None
        records = [self._account] if instance_id is None else [self._instance(instance_id), self._account]
        for record in records:
            response = record.get("_answers", {}).get(action, {})
            response = response.get(version, response)
            if _is_valid_response(response):
                return response
        return None

    def encoded(self, query: Query) -> bytes:
        """Return the response without its envelope. The lists of call centers are too many to cache."""
        operation = OPERATIONS[query.action][query.version]
        if operation.target in (LIST, ELEMENT):
            call_center = self._call_center(self._instance(str(query.instance_id)))
            elements = call_center.elements(operation.source or query.action)
            return _encode(operation, query, elements, lambda _element: call_center)
        if query not in self._cache:
            self._cache[query] = _encode(operation, query, self._elements(operation, query), self._call_center)
        return self._cache[query]

    def _elements(self, operation: Operation, query: Query) -> Sequence[Record]:
        """Return the requested call centers, or a list of the account."""
        if operation.target == ACCOUNT_LIST:
            elements: Sequence[Record] = self._account.get("_lists", {}).get(query.action, [])
            return elements
        if operation.target == INSTANCE:
            return [self._instance(str(query.instance_id))]
        if operation.target == USER_INSTANCES and self._has_members:
            return [instance for instance in self._instances if _is_member(query.member, instance)]
        return self._instances

    def _call_center(self, record: Record) -> CallCenter:
        return CallCenter(record, self._lists)

    def _instance(self, instance_id: str) -> Record:
        return self._instances[self._positions[instance_id]]


def _is_member(member: str, instance: Record) -> bool:
    return "_members" not in instance or member in instance["_members"]


def _encode(
    operation: Operation, query: Query, records: Sequence[Record], call_center_of: Callable[[Record], CallCenter]
) -> bytes:
    """Encode the records as the operation sends them: one page, all of them, or the only one."""

    def shape(record: Record) -> Record:
        return operation.shape(record, call_center_of(record))

    elements: Sequence[Record] = records
    if query.wanted:
        # Filters apply to the fields that are sent.
        elements = [one for one in map(shape, records) if is_wanted(one, query.wanted)]
    if operation.target == ELEMENT and not elements:
        raise GatewayError(404, operation.absent, "The specified element does not exist.")
    number, size = query.page or (1, len(elements))
    positions = range(len(elements))[(number - 1) * size : number * size]
    chosen = [elements[position] for position in positions]
    value: Any = chosen if query.wanted else [shape(record) for record in chosen]
    member, *wrappers = operation.path
    if operation.target in (INSTANCE, ELEMENT):
        value = value[0]
    for wrapper in reversed(wrappers):
        value = {wrapper: value}
    if query.page:
        value = {"PageNumber": number, "PageSize": size, "TotalCount": len(elements), **value}
    text = to_xml(member, value) if query.xml else f'"{member}":{to_json(value)}'
    return text.encode()


def _with_answers(record: Record, action: str) -> Record:
    """Expand "_answer" and "_raw" of a record, which are short for the response to this operation, to "_answers"."""
    if "_answer" not in record and "_raw" not in record:
        return record
    return {**record, "_answers": {action: record.get("_answer", record), **record.get("_answers", {})}}


def default_data() -> Record:
    """Return the content of the default data file: the two call centers of the API's documents, and seven more."""
    with open(DEFAULT_DATA, encoding="utf-8") as file:
        data: Record = json.load(file)
    return data


def load_records(path: str) -> Records:
    """Load a file for --data."""
    try:
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
    except OSError as error:
        raise StartError(f"cannot read the data file {path}: {error.strerror}") from error
    except ValueError as error:
        raise StartError(f"the data file {path} is not JSON: {error}") from error
    return records_of(document, f"the data file {path}")


def records_of(document: Any, source: str) -> Records:
    """Convert the content of a file for --data. `source` names it in messages."""
    top = document if isinstance(document, dict) else {"Instances": document}
    instances = top.get("Instances")
    if not _is_list(instances, dict):
        raise StartError(f'{source} must contain a list of instances, or {{"Instances": [...]}}')
    for record, target in ((top, ACCOUNT_LIST), *((instance, LIST) for instance in instances)):
        _check_answers(record, source)
        _check_lists(record, target, source)
        if not _is_list(record.get("_members", []), str):
            raise StartError(f"{source}: _members must be a list of access key ids")
    try:
        # Text is encoded when it is sent, so check now that it can be.
        to_json(top).encode()
    except UnicodeEncodeError as error:
        raise StartError(f"{source} contains text that is not valid Unicode: {error.object[:40]!a}") from error
    return Records(instances, top)


def _check_answers(record: Record, source: str) -> None:
    answers = record.get("_answers", {})
    if not isinstance(answers, dict) or not set(answers) <= set(OPERATIONS):
        raise StartError(f"{source}: the keys of _answers must be among {', '.join(OPERATIONS)}")
    if not isinstance(record.get("_raw", ""), str):
        raise StartError(f"{source}: _raw must be a string")
    responses = [("_answers", one) for response in answers.values() for one in _by_version(response)]
    responses += [("_answer", record["_answer"])] if "_answer" in record else []
    for name, response in responses:
        if not _is_valid_response(response):
            raise StartError(f"{source}: {name} must have an HttpStatusCode (a number) and a Code (a string)")


def _by_version(response: Any) -> Iterator[Any]:
    """Yield a prescribed response, or those that it contains for each version."""
    rows = OPERATIONS["GetInstance"]
    is_by_version = isinstance(response, dict) and response and set(response) <= set(rows)
    yield from response.values() if is_by_version else [response]


def _is_valid_response(response: Any) -> bool:
    if not isinstance(response, dict):
        return False
    if "_raw" in response:
        return isinstance(response["_raw"], str)
    return isinstance(response.get("HttpStatusCode"), int) and isinstance(response.get("Code"), str)


def _check_lists(record: Record, target: str, source: str) -> None:
    lists = record.get("_lists", {})
    names = [name for name, rows in OPERATIONS.items() if any(row.target == target for row in rows.values())]
    if not isinstance(lists, dict) or not set(lists) <= set(names):
        raise StartError(f"{source}: the keys of _lists must be among {', '.join(names)}")
    if not all(_is_list(elements, dict) for elements in lists.values()):
        raise StartError(f"{source}: the values of _lists must be lists of objects")
    phones = unwrapped(record, "PhoneNumbers", "PhoneNumber")
    for element in (record, *phones, *(element for elements in lists.values() for element in elements)):
        if not isinstance(element.get(f"_{NEW_VERSION}", {}), dict):
            raise StartError(f"{source}: _{NEW_VERSION} must be a JSON object")
        if not isinstance(element.get("_numbers", []), list):
            raise StartError(f"{source}: _numbers must be a list")


def _is_list(value: Any, kind: type) -> bool:
    return isinstance(value, list) and all(isinstance(element, kind) for element in value)
