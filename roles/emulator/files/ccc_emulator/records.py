# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The records that are served, and the file that holds them."""

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
    """What a request asks for, once its parameters have been judged; `member` is the key id of who asks."""

    action: str
    version: str
    instance_id: str | None
    member: str
    page: Page | None
    wanted: Wanted
    xml: bool


class Records:
    """The call centers, and what the operations' answers hold of them.

    instances: records in the shape of 2017-07-05, with their orders. account: orders and lists of the account.
    lists: make the lists of a call center that are not in its record.
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
        """Tell whether the user of a key belongs to a call center."""
        return _is_member(member, self._instance(instance_id))

    def canned_response(self, action: str, version: str, instance_id: str | None) -> Record | None:
        """Return the answer that the data file orders, the call center's own before the account's."""
        if not self._has_canned_responses:
            return None
        records = [self._account] if instance_id is None else [self._instance(instance_id), self._account]
        for record in records:
            order = record.get("_answers", {}).get(action, {})
            order = order.get(version, order)
            if _is_valid_response(order):
                return order
        return None

    def encoded(self, query: Query) -> bytes:
        """Return what stands next to the envelope. Lists of a call center can be many, so they are not kept."""
        operation = OPERATIONS[query.action][query.version]
        if operation.target in (LIST, ELEMENT):
            call_center = self._call_center(self._instance(str(query.instance_id)))
            elements = call_center.elements(operation.source or query.action)
            return _encode(operation, query, elements, lambda _element: call_center)
        if query not in self._cache:
            self._cache[query] = _encode(operation, query, self._elements(operation, query), self._call_center)
        return self._cache[query]

    def _elements(self, operation: Operation, query: Query) -> Sequence[Record]:
        """Return the call centers that are asked for, or a list of the account."""
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
    """Encode a page of the records, or all of them, or the only one, as the operation sends them."""

    def shape(record: Record) -> Record:
        return operation.shape(record, call_center_of(record))

    elements: Sequence[Record] = records
    if query.wanted:
        # They are chosen by what is sent of them.
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
    """Write "_answer" and "_raw" in a record, which are short for the answer to this one operation, as "_answers"."""
    if "_answer" not in record and "_raw" not in record:
        return record
    return {**record, "_answers": {action: record.get("_answer", record), **record.get("_answers", {})}}


def default_data() -> Record:
    """Return a small account, as in a file for --data: the documents' two examples, and seven more."""
    with open(DEFAULT_DATA, encoding="utf-8") as file:
        data: Record = json.load(file)
    return data


def load_records(path: str) -> Records:
    """Read the file that --data names."""
    try:
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
    except OSError as error:
        raise StartError(f"cannot read the data file {path}: {error.strerror}") from error
    except ValueError as error:
        raise StartError(f"the data file {path} is not JSON: {error}") from error
    return records_of(document, f"the data file {path}")


def records_of(document: Any, source: str) -> Records:
    """Return what a file for --data holds as Records; `source` is what messages call it."""
    top = document if isinstance(document, dict) else {"Instances": document}
    instances = top.get("Instances")
    if not _is_list(instances, dict):
        raise StartError(f'{source} holds neither a list of instances nor {{"Instances": [...]}}')
    for record, target in ((top, ACCOUNT_LIST), *((instance, LIST) for instance in instances)):
        _check_answers(record, source)
        _check_lists(record, target, source)
        if not _is_list(record.get("_members", []), str):
            raise StartError(f"{source} holds _members that are not a list of access key ids")
    try:
        # A text is encoded when it is asked for: find out now whether it can be.
        to_json(top).encode()
    except UnicodeEncodeError as error:
        raise StartError(f"{source} holds a text that is not Unicode: {error.object[:40]!a}") from error
    return Records(instances, top)


def _check_answers(record: Record, source: str) -> None:
    answers = record.get("_answers", {})
    if not isinstance(answers, dict) or not set(answers) <= set(OPERATIONS):
        raise StartError(f"{source} holds _answers with other names than {', '.join(OPERATIONS)}")
    if not isinstance(record.get("_raw", ""), str):
        raise StartError(f"{source} holds a _raw that is not a text")
    orders = [("_answers", one) for order in answers.values() for one in _by_version(order)]
    orders += [("an _answer", record["_answer"])] if "_answer" in record else []
    for name, order in orders:
        if not _is_valid_response(order):
            raise StartError(f"{source} holds {name} without a HttpStatusCode (a number) or a Code (a text)")


def _by_version(order: Any) -> Iterator[Any]:
    """Return an order, or those that it holds for each version."""
    rows = OPERATIONS["GetInstance"]
    yield from order.values() if isinstance(order, dict) and order and set(order) <= set(rows) else [order]


def _is_valid_response(order: Any) -> bool:
    if not isinstance(order, dict):
        return False
    if "_raw" in order:
        return isinstance(order["_raw"], str)
    return isinstance(order.get("HttpStatusCode"), int) and isinstance(order.get("Code"), str)


def _check_lists(record: Record, target: str, source: str) -> None:
    lists = record.get("_lists", {})
    names = [name for name, rows in OPERATIONS.items() if any(row.target == target for row in rows.values())]
    if not isinstance(lists, dict) or not set(lists) <= set(names):
        raise StartError(f"{source} holds _lists with other names than {', '.join(names)}")
    if not all(_is_list(elements, dict) for elements in lists.values()):
        raise StartError(f"{source} holds _lists that are not lists of objects")
    phones = unwrapped(record, "PhoneNumbers", "PhoneNumber")
    for element in (record, *phones, *(element for elements in lists.values() for element in elements)):
        if not isinstance(element.get(f"_{NEW_VERSION}", {}), dict):
            raise StartError(f"{source} holds a _{NEW_VERSION} that is not a JSON object")
        if not isinstance(element.get("_numbers", []), list):
            raise StartError(f"{source} holds _numbers that are not a list")


def _is_list(value: Any, kind: type) -> bool:
    return isinstance(value, list) and all(isinstance(element, kind) for element in value)
