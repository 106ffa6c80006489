# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.nearest import nearest_name, suggestion


@pytest.mark.parametrize(("name", "nearest"), [("severty", "severity"), ("xyz", None), (1, None)])
def test_only_a_similar_name_is_suggested(name, nearest):
    assert nearest_name(name, ["severity", "scope"]) == nearest
    assert suggestion(name, ["severity", "scope"]) == (f" Did you mean {nearest}?" if nearest else "")


def test_a_common_prefix_does_not_make_names_similar():
    assert nearest_name("audit_x", ["audit_y"]) == "audit_y"
    assert nearest_name("audit_x", ["audit_y"], prefix="audit_") is None
