# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The records that are served, and the file that holds them."""

from __future__ import annotations

import json
import os
from typing import Any, Callable, Iterator, Sequence

from .answers import to_json, to_xml
from .errors import StartError
from .operations import INSTANCE, LIST, OPERATIONS, Operation, Page
from .request import NEW_VERSION

DEFAULT_DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data", "default.json")


class Records:
    """The call centers, and what the operations' answers hold of them.

    instances: records in the shape of 2017-07-05, with their orders. orders: those for the account. lists: makes the
    list of an operation for a call center; without it, the list is in the record, under "_lists".
    """

    def __init__(
        self,
        instances: list[dict[str, Any]],
        orders: dict[str, Any] | None = None,
        lists: dict[str, Callable[[dict[str, Any]], Sequence[dict[str, Any]]]] | None = None,
    ) -> None:
        self._instances = [_with_answers(instance, "GetInstance") for instance in instances]
        self._account = _with_answers(orders or {}, "ListInstancesOfUser")
        self._has_orders = any("_answers" in record for record in (self._account, *self._instances))
        self._lists = lists or {}
        self._positions: dict[str, int] = {}
        for position, instance in enumerate(instances):
            if "InstanceId" in instance:
                self._positions.setdefault(str(instance["InstanceId"]), position)
        self._kept: dict[tuple[Any, ...], bytes] = {}

    def __contains__(self, instance_id: str) -> bool:
        return instance_id in self._positions

    def ordered_answer(self, action: str, version: str, instance_id: str | None) -> dict[str, Any] | None:
        """Return the answer that the data file orders, the call center's own before the account's."""
        if not self._has_orders:
            return None
        records = [self._account] if instance_id is None else [self._instance(instance_id), self._account]
        for record in records:
            order = record.get("_answers", {}).get(action, {})
            order = order.get(version, order)
            if _is_good_order(order):
                return order
        return None

    def encoded(self, action: str, version: str, instance_id: str | None, page: Page | None, xml: bool) -> bytes:
        """Return what stands next to the envelope. Lists of a call center can be many, so they are not kept."""
        operation = OPERATIONS[action][version]
        if operation.of == LIST:
            instance = self._instance(str(instance_id))
            return _encode(operation, self._list(action, instance), page, xml, instance)
        key = (action, version, instance_id, page, xml)
        if key not in self._kept:
            elements = self._instances if instance_id is None else [self._instance(instance_id)]
            self._kept[key] = _encode(operation, elements, page, xml)
        return self._kept[key]

    def _instance(self, instance_id: str) -> dict[str, Any]:
        return self._instances[self._positions[instance_id]]

    def _list(self, action: str, instance: dict[str, Any]) -> Sequence[dict[str, Any]]:
        if action in self._lists:
            return self._lists[action](instance)
        elements: list[dict[str, Any]] = instance.get("_lists", {}).get(action, [])
        return elements


def _encode(
    operation: Operation, elements: Sequence[dict[str, Any]], page: Page | None, xml: bool, *instance: dict[str, Any]
) -> bytes:
    """Encode a page of the elements, or all of them, or the only one; `instance`: whose list they are."""
    number, size = page or (1, len(elements))
    positions = range(len(elements))[(number - 1) * size : number * size]
    value: Any = [operation.shape(elements[position], *instance) for position in positions]
    member, *wrappers = operation.path
    if operation.of == INSTANCE:
        (value,) = value
    for wrapper in reversed(wrappers):
        value = {wrapper: value}
    if page:
        value = {"PageNumber": number, "PageSize": size, "TotalCount": len(elements), **value}
    text = to_xml(member, value) if xml else f'"{member}":{to_json(value)}'
    return text.encode()


def _with_answers(record: dict[str, Any], action: str) -> dict[str, Any]:
    """Write "_answer" and "_raw" in a record, which are short for the answer to this one operation, as "_answers"."""
    if "_answer" not in record and "_raw" not in record:
        return record
    return {**record, "_answers": {action: record.get("_answer", record), **record.get("_answers", {})}}


def default_instances() -> list[dict[str, Any]]:
    """Return a small account: the two documents' examples, one call center in good order, and five with oddities."""
    with open(DEFAULT_DATA, encoding="utf-8") as file:
        instances: list[dict[str, Any]] = json.load(file)["Instances"]
    return instances


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
    if not _is_list_of_objects(instances):
        raise StartError(f'{source} holds neither a list of instances nor {{"Instances": [...]}}')
    for record in (top, *instances):
        _check_answers(record, source)
        _check_lists(record, source)
    try:
        # A text is encoded when it is asked for: find out now whether it can be.
        to_json(top).encode()
    except UnicodeEncodeError as error:
        raise StartError(f"{source} holds a text that is not Unicode: {error.object[:40]!a}") from error
    return Records(instances, top)


def _check_answers(record: dict[str, Any], source: str) -> None:
    answers = record.get("_answers", {})
    if not isinstance(answers, dict) or not set(answers) <= set(OPERATIONS):
        raise StartError(f"{source} holds _answers with other names than {', '.join(OPERATIONS)}")
    if not isinstance(record.get("_raw", ""), str):
        raise StartError(f"{source} holds a _raw that is not a text")
    orders = [("_answers", one) for order in answers.values() for one in _by_version(order)]
    orders += [("an _answer", record["_answer"])] if "_answer" in record else []
    for name, order in orders:
        if not _is_good_order(order):
            raise StartError(f"{source} holds {name} without a HttpStatusCode (a number) or a Code (a text)")


def _by_version(order: Any) -> Iterator[Any]:
    """Return an order, or those that it holds for each version."""
    rows = OPERATIONS["GetInstance"]
    yield from order.values() if isinstance(order, dict) and order and set(order) <= set(rows) else [order]


def _is_good_order(order: Any) -> bool:
    if not isinstance(order, dict):
        return False
    if "_raw" in order:
        return isinstance(order["_raw"], str)
    return isinstance(order.get("HttpStatusCode"), int) and isinstance(order.get("Code"), str)


def _check_lists(record: dict[str, Any], source: str) -> None:
    lists = record.get("_lists", {})
    names = [name for name, rows in OPERATIONS.items() if any(row.of == LIST for row in rows.values())]
    if not isinstance(lists, dict) or not set(lists) <= set(names):
        raise StartError(f"{source} holds _lists with other names than {', '.join(names)}")
    if not all(_is_list_of_objects(elements) for elements in lists.values()):
        raise StartError(f"{source} holds _lists that are not lists of objects")
    for element in (record, *(element for elements in lists.values() for element in elements)):
        if not isinstance(element.get(f"_{NEW_VERSION}", {}), dict):
            raise StartError(f"{source} holds a _{NEW_VERSION} that is not a JSON object")


def _is_list_of_objects(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(element, dict) for element in value)
