# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares all operations in each API version with the models of the official SDKs."""

from __future__ import annotations

import pytest
from ansible_collections.alicloud.ccc.plugins.module_utils import _operations
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import Operation
from sdk_models import fields_of, model_of

# These tests also run with Python versions that the SDKs do not support.
pytest.importorskip("alibabacloud_ccc20170705")
pytest.importorskip("alibabacloud_ccc20200701")

OPERATIONS = [operation for operation in vars(_operations).values() if isinstance(operation, Operation)]
# Fields in the API's documents that the SDKs lack.
DOCUMENTED_ONLY = {"RegionId", "PhoneNumberId", "TenantId"}
# Fields that are set from the request.
NOT_SENT = {"InstanceId"}


def element_model(operation, version):
    """Return the SDK's model of an operation's elements."""
    where = operation.versions[version]
    model = model_of(version, operation.action + "ResponseBody")
    wrapper = [where.element] if where.element not in (None, where.path[-1]) else []
    for field in [*where.path, *wrapper]:
        model = fields_of(model)[field]
    return model


def differences(model, shape, label):
    """Yield the differences between the SDK's model and a shape, at any depth."""
    fields = fields_of(model)
    for field in shape.flattened:
        fields.update(fields_of(fields.pop(field)))
    gathered = {field for inner in shape.gathered.values() for field, fact in inner.fields.items()} - set(shape.fields)
    known = {*shape.fields, *shape.lists, *shape.texts, *shape.objects, *gathered}
    yield from ("%s.%s is not in the shape" % (label, field) for field in set(fields) - known)
    tables = (shape.fields, shape.lists, shape.objects)
    absent = {field for table in tables for field, entry in table.items() if entry[0] in shape.absent}
    for inner in shape.gathered.values():
        absent |= {field for field, (fact, _type) in inner.fields.items() if fact in inner.absent}
    yield from ("%s.%s is absent and sent" % (label, field) for field in absent & set(fields))
    missing = known - absent - set(fields) - DOCUMENTED_ONLY - NOT_SENT
    yield from ("%s.%s is not in the model" % (label, field) for field in missing)
    inner_shapes = {field: (element, inner) for field, (_fact, element, inner) in shape.lists.items()}
    inner_shapes.update({field: (field, inner) for field, (_fact, inner) in shape.objects.items()})
    for field, (element, inner) in inner_shapes.items():
        inner_model = fields.get(field)
        if inner_model is not None:
            inner_model = inner_model if element == field else fields_of(inner_model)[element]
            yield from differences(inner_model, inner, "%s.%s" % (label, field))


@pytest.mark.parametrize(
    ("operation", "version"),
    [(operation, version) for operation in OPERATIONS for version in operation.versions],
    ids=lambda value: value if isinstance(value, str) else value.action,
)
def test_the_shape_of_an_operation_has_every_field_of_the_official_sdk(operation, version):
    shape = operation.versions[version].shape
    assert set(differences(element_model(operation, version), shape, operation.action)) == set()


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.action)
def test_each_version_of_an_operation_has_the_facts_of_the_oldest(operation):
    shapes = [where.shape for where in operation.versions.values()]

    def names(shape):
        entries = {entry[0] for table in (shape.fields, shape.lists, shape.objects) for entry in table.values()}
        return entries | {*shape.texts.values(), *shape.gathered, *shape.plucked, *shape.derived}

    for shape in shapes[1:]:
        assert names(shapes[0]) <= names(shape)
    for shape in shapes:
        assert set(shape.absent) <= names(shape)
        assert shape.identity in names(shape)
