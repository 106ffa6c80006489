# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The operations' own parameters: pages, and filters for the elements of a list."""

from __future__ import annotations

from typing import Any, Mapping, NamedTuple, Tuple

from .errors import GatewayError, missing
from .request import OLD_VERSION, Request, number_parameter, required_parameter, well_formed_parameter

Page = Tuple[int, int]

_ANY = 999_999_999


def any_page(request: Request) -> Page:
    """Read a page of 2017-07-05, which documents no limits."""
    return number_parameter(request, "PageNumber", 1, _ANY), number_parameter(request, "PageSize", 1, _ANY)


def page_of_100(request: Request) -> Page:
    """Read a page of 2020-07-01: both numbers from 1 to 100, with the documented error codes."""
    return _documented_number(request, "PageNumber"), _documented_number(request, "PageSize")


def page_of_user(request: Request) -> Page:
    """Read a page of ListInstancesOfUser, which documents no error code for a missing page."""
    for name in ("PageNumber", "PageSize"):
        required_parameter(request, name)
    return page_of_100(request)


def _documented_number(request: Request, name: str) -> int:
    if not request.parameters.get(name):
        raise parameter_null(name)
    value = int(well_formed_parameter(request, name, "-?[0-9]{1,9}"))
    if value < 1:
        raise GatewayError(400, "Parameter.Minimum", f"The parameter {name} is less than 1.")
    if value > 100:
        raise GatewayError(400, "Parameter.Maximum", f"The parameter {name} is greater than 100.")
    return value


def parameter_null(name: str) -> GatewayError:
    return GatewayError(400, "Parameter.Null", f"The parameter {name} is mandatory.")


class Filter(NamedTuple):
    """A parameter that filters the elements of a list.

    field: the field of an element, as it is sent, that must equal the parameter. values: the valid values, in any
    case; by default, all are valid. required: whether the parameter is mandatory. default: its value if it is missing;
    without one, all elements match. everything: the value that all elements match.
    """

    field: str
    values: tuple[str, ...] = ()
    required: bool = False
    default: str = ""
    everything: str = ""

    def read(self, request: Request, name: str) -> str:
        """Return the value that the field must have; empty for any."""
        value = request.parameters.get(name) or self.default
        if not value and self.required:
            raise missing(name) if request.version == OLD_VERSION else parameter_null(name)
        if value and self.values:
            value = self._known(request, name, value)
        return "" if value == self.everything else value

    def _known(self, request: Request, name: str, value: str) -> str:
        for known in self.values:
            if known.lower() == value.lower():
                return known
        if request.version == OLD_VERSION:
            raise GatewayError(400, f"InvalidParameter.{name}", f"The parameter {name} is malformed.")
        raise GatewayError(
            400, "Parameter.Enumeration", f"The parameter {name} must be one of {', '.join(self.values)}."
        )


Filters = Mapping[str, Filter]
Wanted = Tuple[Tuple[str, str], ...]


def read_filters(request: Request, filters: Filters) -> Wanted:
    """Return the fields that must have a value, with these values."""
    values = ((one.field, one.read(request, name)) for name, one in filters.items())
    return tuple((field, value) for field, value in values if value)


def is_wanted(element: Mapping[str, Any], wanted: Wanted) -> bool:
    """Return whether an element, as it is sent, matches the filters."""
    return all(_as_parameter(element.get(field)) == value for field, value in wanted)


def _as_parameter(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
