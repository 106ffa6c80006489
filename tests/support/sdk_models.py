# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Operations and fields in the models of the official SDKs."""

from __future__ import annotations

import importlib
import inspect
import re
import sys

PACKAGES = {"2017-07-05": "alibabacloud_ccc20170705", "2020-07-01": "alibabacloud_ccc20200701"}


def actions_of(version):
    """Return the names of all operations of an API version."""
    client = importlib.import_module(PACKAGES[version] + ".client").Client
    found = re.findall(r"(?:action\s*=\s*|rpcrequest\()'(\w+)'", inspect.getsource(client))
    return sorted(set(found))


def model_of(version, name):
    """Return a model by its name, or None if the SDK does not have it."""
    return getattr(importlib.import_module(PACKAGES[version] + ".models"), name, None)


def fields_of(model):
    """Return the fields of a model by name: the model of the objects in a field, or None for a value."""
    if model is None:
        return {}
    source = inspect.getsource(model.from_map)
    fields = dict.fromkeys(re.findall(r"m\.get\('(\w+)'\)", source))
    for field, inner in re.findall(r"m\.get\('(\w+)'\)[^:\n]*:\s+temp_model = (?:\w+\.)?(\w+)\(\)", source):
        fields[field] = getattr(sys.modules[model.__module__], inner, None) or getattr(
            importlib.import_module(model.__module__.partition("._")[0]), inner
        )
    return fields


def example_of(model):
    """Return a response with every field of a model: one element in each list, and the text 1 for each value."""
    source = inspect.getsource(model.from_map)
    attributes = {field: attribute for attribute, field in re.findall(r"self\.(\w+) = m\.get\('(\w+)'\)", source)}
    annotations = {name: str(one.annotation) for name, one in inspect.signature(model.__init__).parameters.items()}
    lists = set(re.findall(r"for \w+ in m\.get\('(\w+)'\)", source))
    lists |= {field for field, attribute in attributes.items() if "List[" in annotations[attribute]}
    response = {}
    for field, inner in fields_of(model).items():
        value = example_of(inner) if inner else "1"
        response[field] = [value] if field in lists else value
    return response
