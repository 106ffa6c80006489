# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.canonical import canonical, exact


def test_a_canonical_text_knows_no_order():
    assert canonical([{"a": 1, "b": [1, "1", None]}, "x"]) == canonical(["x", {"b": [None, 1, "1"], "a": 1}])
    assert len({canonical(value) for value in (1, "1", True, [1], None, {})}) == 6


def test_an_exact_text_does():
    assert exact([1, 2]) != exact([2, 1])


def test_keys_of_several_types_have_texts():
    assert canonical({1: "a", "b": 2}) == canonical({"b": 2, 1: "a"})
