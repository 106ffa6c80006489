# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The operations, and how each API version answers them. Another list of a call center is a row here."""

from __future__ import annotations

from typing import Any, Callable, Dict, NamedTuple, Tuple

from .errors import GatewayError
from .request import NEW_VERSION, OLD_VERSION, Request, number_parameter, well_formed_parameter
from .version_2020 import got_from_2020, listed_by_2020, user_of_2020

Record = Dict[str, Any]
Page = Tuple[int, int]

# What an operation is asked for.
INSTANCE = "one call center"
ACCOUNT = "all call centers"
LIST = "a list of one call center"

_ANY = 999_999_999


class Operation(NamedTuple):
    """How one API version answers an operation.

    of: INSTANCE, ACCOUNT or LIST; a list has the operation's name in the records.
    path: where the object or the list stands in the answer.
    shape: makes what the version sends of a call center, or of a record in a list and its call center.
    page: reads PageNumber and PageSize; without it, the list is sent whole.
    """

    of: str
    path: tuple[str, ...]
    shape: Callable[..., Record]
    page: Callable[[Request], Page] | None = None


def as_it_stands(record: Record, *_instance: Record) -> Record:
    """Return a record without its orders to the emulator."""
    return {name: value for name, value in record.items() if not name.startswith("_")}


def in_2020(derive: Callable[..., Record]) -> Callable[..., Record]:
    """Return the shape of 2020-07-01: what is derived from a record, then the fields that its data file gives."""

    def shape(record: Record, *instance: Record) -> Record:
        return {**derive(record, *instance), **record.get(f"_{NEW_VERSION}", {})}

    return shape


def any_page(request: Request) -> Page:
    """2017-07-05 documents no range."""
    return number_parameter(request, "PageNumber", 1, _ANY), number_parameter(request, "PageSize", 1, _ANY)


def any_page_of_100(request: Request) -> Page:
    return number_parameter(request, "PageNumber", 1, _ANY), number_parameter(request, "PageSize", 1, 100)


def page_of_100(request: Request) -> Page:
    """Both from 1 to 100, with the codes that the documents of 2020-07-01 name for the lists of a call center."""
    return _documented_number(request, "PageNumber"), _documented_number(request, "PageSize")


def _documented_number(request: Request, name: str) -> int:
    if not request.parameters.get(name):
        raise GatewayError(400, "Parameter.Null", f"The parameter {name} is mandatory.")
    value = int(well_formed_parameter(request, name, "-?[0-9]{1,9}"))
    if value < 1:
        raise GatewayError(400, "Parameter.Minimum", f"The parameter {name} is less than 1.")
    if value > 100:
        raise GatewayError(400, "Parameter.Maximum", f"The parameter {name} is greater than 100.")
    return value


OPERATIONS = {
    "GetInstance": {
        OLD_VERSION: Operation(INSTANCE, ("Instance",), as_it_stands),
        NEW_VERSION: Operation(INSTANCE, ("Data",), in_2020(got_from_2020)),
    },
    "ListInstancesOfUser": {
        OLD_VERSION: Operation(ACCOUNT, ("Instances", "CallCenterInstance"), as_it_stands),
        NEW_VERSION: Operation(ACCOUNT, ("Data", "List"), in_2020(listed_by_2020), any_page_of_100),
    },
    "ListUsers": {
        OLD_VERSION: Operation(LIST, ("Users", "List", "User"), as_it_stands, any_page),
        NEW_VERSION: Operation(LIST, ("Data", "List"), in_2020(user_of_2020), page_of_100),
    },
}
