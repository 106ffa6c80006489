# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From an object of the gateway and its shape to facts. Pure.

Responses deviate from the API's documents (numbers as text, text as numbers, a list of one element as an object,
missing wrappers), so each field is converted to the type in its shape, and not changed otherwise.
"""

from __future__ import annotations

import contextlib
import datetime
import gc
import json
import re
from typing import Any, Callable, Dict, Iterable, Iterator, Mapping, NamedTuple

from ansible_collections.alicloud.ccc.plugins.module_utils._http.decode import Json

_INTEGER = re.compile(r"[+-]?[0-9]{1,30}(\.0+)?\Z")
_WORD_BREAK = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
_LONGEST_QUOTE = 100

Facts = Dict[str, Any]
"""Values by the names of facts. RETURN of the modules describes them."""


class JsonText(str):
    """The type of a field that contains JSON as text. It can be long, so warnings never quote it."""


class Shape(NamedTuple):
    """The content of one kind of object in one API version.

    fields: API field to (fact, type: str, int, bool or JsonText), in the order of the facts.
    lists: API field to (fact, name of an element in the list's wrapper, shape of an element).
    texts: API field to a fact that is a list of strings.
    objects: API field to (fact, shape).
    flattened: API fields with objects whose fields are added to this object.
    gathered: fact to the shape of an object built from fields of this object. The fact is a list of that one object.
    plucked: fact to (a fact that is a list of objects, the fact of each object that is put into the list).
    derived: fact to the fact, in milliseconds since 1970, that it shows as ISO 8601.
    absent: facts that the API version does not document. They are null unless it sends them.
    identity: the fact that is unique within a list.
    as_sent: the fact that contains the original object instead of its other fields.
    """

    fields: Mapping[str, tuple[str, type]]
    lists: Mapping[str, tuple[str, str, Shape]] = {}
    texts: Mapping[str, str] = {}
    objects: Mapping[str, tuple[str, Shape]] = {}
    flattened: tuple[str, ...] = ()
    gathered: Mapping[str, Shape] = {}
    plucked: Mapping[str, tuple[str, str]] = {}
    derived: Mapping[str, str] = {}
    absent: tuple[str, ...] = ()
    identity: str | None = None
    as_sent: str | None = None


@contextlib.contextmanager
def many_facts() -> Iterator[None]:
    """Suspend garbage collection, which takes a third of the time with millions of facts."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class _Unfit(Exception):
    """A value that cannot be converted to its field's type. Its text names the type."""


def _to_str(value: Json) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, (dict, list)):
        raise _Unfit("text")
    # Numbers and booleans as JSON writes them: true, not True.
    return json.dumps(value)


def _to_int(value: Json) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and _INTEGER.match(value.strip()):
        return int(value.strip().partition(".")[0])
    raise _Unfit("a whole number")


def _to_bool(value: Json) -> bool:
    word = str(value).strip().lower() if isinstance(value, (str, bool, int)) else None
    if word in ("true", "1"):
        return True
    if word in ("false", "0"):
        return False
    raise _Unfit("true or false")


def _to_json_text(value: Json) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


_CONVERT: dict[type, Callable[[Json], Any]] = {str: _to_str, int: _to_int, bool: _to_bool, JsonText: _to_json_text}


def facts_of(sent: Mapping[str, Json], shape: Shape, label: str) -> tuple[Facts, list[str]]:
    """Return the facts of one object, with all keys of the shape, and warnings about it.

    ``sent``: the API's object. ``label``: its name in warnings ("instance X").
    """
    warnings: list[str] = []
    facts = _object_facts(sent, shape, label, warnings)
    if shape.identity and _is_blank(facts[shape.identity] or ""):
        field = next(field for field, (fact, _type) in shape.fields.items() if fact == shape.identity)
        value = json.dumps(facts[shape.identity])
        warnings.append("%s: the gateway sent no %s, so %s is %s." % (label, field, shape.identity, value))
    return facts, warnings


def list_of(wrapper: Json, element_name: str) -> list[Json]:
    """Return the elements of an API list, with or without its wrapper.

    ``{"User": [{..}, {..}]}``, ``{"User": {..}}``, ``[{..}]``, ``{..}`` (one element, without its wrapper), None and
    a blank string all occur. Elements that are not objects are returned unchanged.
    """
    if isinstance(wrapper, dict):
        wrapper = wrapper.get(element_name) if element_name in wrapper or not wrapper else [wrapper]
    if wrapper is None or _is_blank(wrapper):
        return []
    return wrapper if isinstance(wrapper, list) else [wrapper]


def whole_number(value: Json) -> int | None:
    """Return ``value`` as an int, or None if it is not a whole number."""
    try:
        return _to_int(value)
    except _Unfit:
        return None


def _object_facts(sent: Mapping[str, Json], shape: Shape, label: str, warnings: list[str]) -> Facts:
    source = _flatten(sent, shape.flattened) if shape.flattened else dict(sent)
    facts: Facts = {}
    for field, (fact, kind) in shape.fields.items():
        value = source.pop(field, None)
        # A shortcut for most values, since a list of call centers has hundreds of thousands.
        is_fit = value is None or value.__class__ is kind
        facts[fact] = value if is_fit else _converted(value, kind, "%s: %s" % (label, fact), warnings)
    for fact, inner_shape in shape.gathered.items():
        own = {field: source.pop(field, None) for field in inner_shape.fields if field not in shape.fields}
        is_there = any(value is not None for value in own.values())
        facts[fact] = _elements_facts([own] if is_there else [], inner_shape, "%s, %s" % (label, fact), warnings)
    for field, (fact, element_name, element_shape) in shape.lists.items():
        if fact in shape.absent and source.get(field) is None:
            facts[fact] = None  # An empty list would mean that there are no elements.
            continue
        elements = list_of(source.pop(field, None), element_name)
        facts[fact] = _elements_facts(elements, element_shape, "%s, %s" % (label, fact), warnings)
    for field, fact in shape.texts.items():
        facts[fact] = _texts(source.pop(field, None), field, "%s, %s" % (label, fact), warnings)
    for fact, (objects, inner_fact) in shape.plucked.items():
        facts[fact] = [element[inner_fact] for element in facts[objects] or [] if element[inner_fact] is not None]
    for field, (fact, inner_shape) in shape.objects.items():
        inner = list_of(source.pop(field, None), field)
        facts[fact] = _inner_facts(inner, inner_shape, "%s, %s" % (label, fact), warnings)
    for fact, milliseconds in shape.derived.items():
        facts[fact] = _iso_8601(facts[milliseconds], "%s: %s" % (label, milliseconds), fact, warnings)
    others: Mapping[str, Any] = {shape.as_sent: sent} if shape.as_sent else source
    for field, inner in others.items():
        facts.setdefault(snake_case(field), inner)
    return facts


def _converted(value: Json, kind: type, label: str, warnings: list[str]) -> Any:
    # An empty XML element becomes an empty string, which is a valid text but not a number.
    if value is None or (_is_blank(value) and kind is not str):
        return None
    try:
        return _CONVERT[kind](value)
    except _Unfit as expected:
        warnings.append("%s is null because the gateway sent %s instead of %s." % (label, _quote(value), expected))
        return None


def _elements_facts(elements: Iterable[Json], shape: Shape, label: str, warnings: list[str]) -> list[Facts]:
    facts = []
    for number, element in enumerate(elements):
        element_label = "%s[%d]" % (label, number)
        if isinstance(element, dict):
            facts.append(_object_facts(element, shape, element_label, warnings))
        else:
            warnings.append(
                "%s was omitted because the gateway sent %s instead of an object." % (element_label, _quote(element))
            )
    return facts


def _texts(sent: Json, name: str, label: str, warnings: list[str]) -> list[str]:
    """Return a list of strings, which may be sent as JSON text."""
    if isinstance(sent, str) and sent.lstrip().startswith("["):
        with contextlib.suppress(ValueError):  # Otherwise, it is a single string.
            sent = json.loads(sent)
    texts = (
        _converted(value, str, "%s[%d]" % (label, number), warnings) for number, value in enumerate(list_of(sent, name))
    )
    return [text for text in texts if text is not None]


def _inner_facts(objects: list[Json], shape: Shape, label: str, warnings: list[str]) -> Facts | None:
    sent = objects[0] if len(objects) == 1 else objects
    if isinstance(sent, dict):
        return _object_facts(sent, shape, label, warnings)
    if objects:
        warnings.append("%s is null because the gateway sent %s instead of an object." % (label, _quote(sent)))
    return None


def _flatten(source: Mapping[str, Json], names: Iterable[str]) -> dict[str, Json]:
    flat = dict(source)
    for name in names:
        for inner in list_of(flat.pop(name, None), name):
            # A value that is not an object is kept as a field of its own.
            for field, value in inner.items() if isinstance(inner, dict) else [(name, inner)]:
                if flat.get(field) is None:
                    flat[field] = value
    return flat


def _is_blank(value: Json) -> bool:
    return isinstance(value, str) and not value.strip()


def snake_case(name: str) -> str:
    """Return ``PhoneNumberId`` as ``phone_number_id``, ``RAMId`` as ``ram_id``."""
    return _WORD_BREAK.sub("_", name).lower()


def _iso_8601(milliseconds: int | None, label: str, fact: str, warnings: list[str]) -> str | None:
    if milliseconds is None:
        return None
    try:
        moment = _EPOCH + datetime.timedelta(seconds=milliseconds // 1000)
    except OverflowError:
        warnings.append("%s %d is out of range, so %s is null." % (label, milliseconds, fact))
        return None
    # strftime does not pad the year 1 on some systems.
    return moment.replace(tzinfo=None).isoformat() + "Z"


def _quote(value: Json) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + "…"
