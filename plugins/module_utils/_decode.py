# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Bytes of an answer in, plain data out: JSON as it is, XML in the shape that the same answer has in JSON."""

from __future__ import annotations

import json
import math
import re
from xml.parsers import expat

# Far more than an answer needs; less than what any Python can recurse into.
DEEPEST = 64
# The longest integer that every Python converts without complaint (sys.int_info.default_max_str_digits).
LONGEST_INTEGER = 4300

_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_ESCAPED_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


def decode(body):
    """Return the answer in ``body`` (bytes) as a dict; raise ValueError for anything else."""
    text = body.decode("utf-8-sig")
    data = _decode_xml(text) if text.lstrip()[:1] == "<" else _decode_json(text)
    if not isinstance(data, dict):
        raise ValueError("not an object")
    _check_depth(data)
    # JSON can name half a character, which no output can encode. Looking at every string is left to the odd answer.
    return _replace_lone_surrogates(data) if _ESCAPED_SURROGATE.search(body) else data


def _decode_json(text):
    try:
        # strict=False: a raw line break in a description is no reason to lose the answer.
        return json.loads(
            text, strict=False, parse_int=_json_integer, parse_float=_json_float, parse_constant=lambda name: name
        )
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _json_integer(digits):
    return int(digits) if len(digits) <= LONGEST_INTEGER else digits


def _json_float(digits):
    number = float(digits)
    return number if math.isfinite(number) else digits


def _decode_xml(text):
    """Parse XML without document types and entities; the documents' examples have no root element.

    An element with children becomes a dict, a repeated one a list, any other its text.
    """
    root = _Element()
    stack = [root]

    def start(name, _attributes):
        if len(stack) > DEEPEST:
            raise ValueError("nested too deeply")
        stack.append(_Element())

    def end(name):
        element = stack.pop()
        stack[-1].children.setdefault(name, []).append(element.value())

    def text_in(data):
        stack[-1].text.append(data)

    # Only at the beginning: anywhere else it is text, or an error.
    declaration = _XML_DECLARATION.match(text)
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text_in
    try:
        # A document type inside of an element is a syntax error, so no entity can be declared.
        parser.Parse("<Answer>%s</Answer>" % text[declaration.end() if declaration else 0 :], True)
    except expat.ExpatError as error:
        raise ValueError("XML: %s" % expat.ErrorString(error.code)) from None
    answer = root.value()["Answer"]
    if isinstance(answer, dict) and len(answer) == 1:
        name, content = next(iter(answer.items()))
        if name == "Error" or name.endswith("Response"):
            return content
    return answer


class _Element:
    def __init__(self):
        self.children = {}
        self.text = []

    def value(self):
        if not self.children:
            return "".join(self.text)
        return {name: values if len(values) > 1 else values[0] for name, values in self.children.items()}


def _check_depth(data):
    level = [data]
    for _depth in range(DEEPEST):
        level = [
            child
            for container in level
            for child in (container.values() if isinstance(container, dict) else container)
            if isinstance(child, (dict, list))
        ]
        if not level:
            return
    raise ValueError("nested too deeply")


def _replace_lone_surrogates(data):
    if isinstance(data, dict):
        return {_replace_lone_surrogates(key): _replace_lone_surrogates(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_replace_lone_surrogates(value) for value in data]
    if isinstance(data, str):
        return data.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return data
