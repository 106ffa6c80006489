# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.comparison import as_json, sorted_json


def test_sorted_json_ignores_the_order_and_as_json_does_not():
    assert sorted_json([{"a": 1, 2: [1, "1", None]}, "x"]) == sorted_json(["x", {2: [None, 1, "1"], "a": 1}])
    assert len({sorted_json(value) for value in (1, "1", True, [1], None, {})}) == 6
    assert as_json([1, 2]) != as_json([2, 1])
