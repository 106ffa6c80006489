# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.alicloud.ccc.plugins.module_utils._packed import packed, unpacked


@pytest.mark.parametrize("elements", [None, [], [{}], [{"a": None, "b": ["王", 1.5, True]}] * 3, [None]])
def test_packed_facts_can_be_unpacked(elements):
    text = packed(elements)
    assert unpacked(text) == elements
    assert text.isascii()
    assert "{" not in text


def test_similar_facts_become_a_short_text():
    assert len(packed([{"instance_id": str(number), "status": "Running"} for number in range(1000)])) < 10000
