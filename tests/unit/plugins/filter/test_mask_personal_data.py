# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible.errors import AnsibleFilterError
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar
from ansible_collections.alicloud.ccc.plugins.filter.mask_personal_data import FilterModule, mask_personal_data
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.personal_data import masked_text
from ansible_collections.alicloud.ccc.plugins.plugin_utils._values import trusted

HOSTILE = "{{ lookup('pipe', 'touch marker') }}"


def test_it_is_a_filter_that_evaluates_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert FilterModule().filters() == {"mask_personal_data": mask_personal_data}
    facts = {"instance_name": HOSTILE, "admins": [{"email": HOSTILE, "ram_id": HOSTILE}]}
    hidden = {"instance_name": HOSTILE, "admins": [{"email": masked_text(HOSTILE), "ram_id": HOSTILE}]}
    found = mask_personal_data([facts])
    assert found == [hidden]
    templar = Templar(loader=DataLoader(), variables={"found": found})
    assert templar.template(trusted("{{ found }}")) == [hidden]
    assert not list(tmp_path.iterdir())


def test_it_takes_a_key():
    facts = [{"admins": [{"email": "a"}]}]
    assert mask_personal_data(facts, key="k") == [{"admins": [{"email": masked_text("a", "k")}]}]


@pytest.mark.parametrize("key", ["", 1, False])
def test_a_key_that_is_none_is_an_error(key):
    with pytest.raises(AnsibleFilterError, match="key must be a text"):
        mask_personal_data([], key=key)


def test_what_are_no_facts_is_an_error():
    with pytest.raises(AnsibleFilterError, match="the call centers must be a list of facts"):
        mask_personal_data("x")
