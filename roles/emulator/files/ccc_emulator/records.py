# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The records that are served, and the file that holds them."""

from __future__ import annotations

import json
from typing import Any, Callable

from .answers import to_json, to_xml, xml_members
from .errors import StartError
from .request import NEW_VERSION
from .version_2020 import got_from_2020, listed_by_2020


class Records:
    """The call centers, and their encoded forms.

    2017-07-05 in JSON is made at the start, everything else when it is first asked for.
    """

    def __init__(self, instances: list[dict[str, Any]], orders: dict[str, Any] | None = None) -> None:
        self._instances = [_public(instance) for instance in instances]
        self._orders = [_orders(instance) for instance in instances]
        self.list_orders = orders or {}
        self._positions: dict[str, int] = {}
        for position, instance in enumerate(self._instances):
            if "InstanceId" in instance:
                self._positions.setdefault(str(instance["InstanceId"]), position)
        self._json = {
            instance_id: _member("Instance", self._instances[position], False)
            for instance_id, position in self._positions.items()
        }
        self._xml: dict[str, bytes] = {}
        self._lists: dict[bool, bytes] = {}
        self._data: dict[tuple[str, bool], bytes] = {}
        self._elements: dict[tuple[int, bool], bytes] = {}

    def __contains__(self, instance_id: str) -> bool:
        return instance_id in self._positions

    def instance_orders(self, instance_id: str) -> dict[str, Any]:
        """Return the orders in the record of an instance."""
        return self._orders[self._positions[instance_id]]

    def encoded_instance(self, instance_id: str, xml: bool) -> bytes:
        """Return the member "Instance" of a GetInstance answer of 2017-07-05."""
        if not xml:
            return self._json[instance_id]
        if instance_id not in self._xml:
            self._xml[instance_id] = _member("Instance", self._instances[self._positions[instance_id]], True)
        return self._xml[instance_id]

    def encoded_list(self, xml: bool) -> bytes:
        """Return the member "Instances" of a ListInstancesOfUser answer of 2017-07-05."""
        if xml not in self._lists:
            self._lists[xml] = _member("Instances", {"CallCenterInstance": self._instances}, xml)
        return self._lists[xml]

    def encoded_data(self, instance_id: str, xml: bool) -> bytes:
        """Return the member "Data" of a GetInstance answer of 2020-07-01."""
        if (instance_id, xml) not in self._data:
            fields = self._in_2020(self._positions[instance_id], got_from_2020)
            self._data[instance_id, xml] = _member("Data", fields, xml)
        return self._data[instance_id, xml]

    def encoded_page(self, number: int, size: int, xml: bool) -> bytes:
        """Return the member "Data" of a ListInstancesOfUser answer of 2020-07-01; a page after the last is empty."""
        positions = range(len(self._instances))[(number - 1) * size : number * size]
        elements = [self._encoded_element(position, xml) for position in positions]
        counts = {"PageNumber": number, "PageSize": size, "TotalCount": len(self._instances)}
        if xml:
            return f"<Data>{xml_members(counts)}".encode() + b"".join(elements) + b"</Data>"
        return f'"Data":{to_json(counts)[:-1]},"List":['.encode() + b",".join(elements) + b"]}"

    def _encoded_element(self, position: int, xml: bool) -> bytes:
        """Encode an instance for a page. Each is kept by itself: pages of all sizes are made of the same ones."""
        if (position, xml) not in self._elements:
            fields = self._in_2020(position, listed_by_2020)
            self._elements[position, xml] = (to_xml("List", fields) if xml else to_json(fields)).encode()
        return self._elements[position, xml]

    def _in_2020(self, position: int, derive: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
        return {**derive(self._instances[position]), **self._orders[position].get(f"_{NEW_VERSION}", {})}


def _member(name: str, value: Any, xml: bool) -> bytes:
    text = to_xml(name, value) if xml else f'"{name}":{to_json(value)}'
    return text.encode()


def _public(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if not name.startswith("_")}


def _orders(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name.startswith("_")}


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


def records_of(document: Any, place: str) -> Records:
    """Return what a file for --data holds as Records; ``place``: what messages call where it stood."""
    top = document if isinstance(document, dict) else {"Instances": document}
    instances = top.get("Instances")
    if not isinstance(instances, list) or not all(isinstance(instance, dict) for instance in instances):
        raise StartError(f'{place} holds neither a list of instances nor {{"Instances": [...]}}')
    if not all(_is_good_answer(record["_answer"]) for record in (top, *instances) if "_answer" in record):
        raise StartError(f"{place} holds an _answer without a HttpStatusCode (a number) or a Code (a text)")
    if not all(isinstance(instance.get(f"_{NEW_VERSION}", {}), dict) for instance in instances):
        raise StartError(f"{place} holds a _{NEW_VERSION} that is no JSON object")
    try:
        # What the orders hold is encoded only when it is asked for: look now whether it can be.
        for record in (top, *instances):
            to_json(_orders(record)).encode()
        return Records(instances, _orders(top))
    except UnicodeEncodeError as error:
        raise StartError(f"{place} holds a text that is no Unicode: {error.object[:40]!a}") from error


def _is_good_answer(answer: Any) -> bool:
    return (
        isinstance(answer, dict)
        and isinstance(answer.get("HttpStatusCode"), int)
        and isinstance(answer.get("Code"), str)
    )
