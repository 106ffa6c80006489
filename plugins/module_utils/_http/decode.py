# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The body of a response as plain data. XML gets the shape that the same response has in JSON."""

from __future__ import annotations

import json
import math
import re
from typing import Any, Dict, List, Union
from xml.etree import ElementTree

Json = Union[None, bool, int, float, str, List["Json"], Dict[str, "Json"]]
"""A value in a response."""

# Far more than a response needs, and within the recursion limit of every Python.
DEEPEST = 64
# The longest integer that every Python converts without complaint (sys.int_info.default_max_str_digits).
LONGEST_INTEGER = 4300

_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_ESCAPED_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


def decode(body: bytes) -> dict[str, Json]:
    """Return the object in ``body``, or raise ValueError."""
    text = body.decode("utf-8-sig")
    data = _decode_xml(text) if text.lstrip()[:1] == "<" else _decode_json(text)
    if not isinstance(data, dict):
        raise ValueError("it is not an object")
    _check_depth(data)
    # JSON can contain lone surrogates, which cannot be encoded. Only responses with such an escape are searched.
    if _ESCAPED_SURROGATE.search(body):
        data = _replace_lone_surrogates(data)
    return data


def _decode_json(text: str) -> Json:
    try:
        # strict=False: accept raw line breaks in texts.
        data: Json = json.loads(
            text, strict=False, parse_int=_json_integer, parse_float=_json_float, parse_constant=lambda name: name
        )
        return data
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _json_integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= LONGEST_INTEGER else digits


def _json_float(digits: str) -> float | str:
    number = float(digits)
    return number if math.isfinite(number) else digits


def _decode_xml(text: str) -> Json:
    """Parse XML without document types and entities. It may lack a root element, like the examples in the API's docs.

    An element with children becomes a dict, repeated elements become a list, and any other element becomes its text.
    """
    # A declaration is only valid at the beginning.
    declaration = _XML_DECLARATION.match(text)
    document = "<Response>%s</Response>" % text[declaration.end() if declaration else 0 :]
    try:
        # S314 is about entities. A document type inside an element is a syntax error, so the body cannot declare any.
        content = _value_of(ElementTree.fromstring(document), 0)  # noqa: S314
    except ElementTree.ParseError as error:
        # The error's own message can contain text of the response.
        raise ValueError("the XML is malformed in line %d, column %d" % error.position) from None
    if isinstance(content, dict) and len(content) == 1:
        name, inner = next(iter(content.items()))
        if name == "Error" or name.endswith("Response"):
            return inner
    return content


def _value_of(element: ElementTree.Element, depth: int) -> Json:
    if depth > DEEPEST:
        raise ValueError("it is nested too deeply")
    children: dict[str, list[Json]] = {}
    for child in element:
        name = child.tag.rpartition("}")[2]  # without its namespace
        children.setdefault(name, []).append(_value_of(child, depth + 1))
    if not children:
        return element.text or ""
    return {name: values if len(values) > 1 else values[0] for name, values in children.items()}


def _check_depth(data: dict[str, Json]) -> None:
    level: list[dict[str, Json] | list[Json]] = [data]
    for _depth in range(DEEPEST):
        level = [
            child
            for container in level
            for child in (container.values() if isinstance(container, dict) else container)
            if child.__class__ is dict or child.__class__ is list
        ]
        if not level:
            return
    raise ValueError("it is nested too deeply")


def _replace_lone_surrogates(data: Any) -> Any:
    if isinstance(data, dict):
        return {_replace_lone_surrogates(key): _replace_lone_surrogates(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_replace_lone_surrogates(value) for value in data]
    if isinstance(data, str):
        return data.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return data
