# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible.errors import AnsibleFilterError
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar
from ansible_collections.alicloud.ccc.plugins.filter.drift import FilterModule, drift
from ansible_collections.alicloud.ccc.plugins.plugin_utils._values import trusted

HOSTILE = "{{ lookup('pipe', 'touch marker') }}"


def test_it_is_a_filter_that_evaluates_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert FilterModule().filters() == {"drift": drift}
    found = drift([{"instance_id": HOSTILE, HOSTILE: HOSTILE}], [{"instance_id": HOSTILE, HOSTILE: "x"}])
    assert found["changed"][0]["changes"] == [{"path": '"%s"' % HOSTILE, "before": "x", "after": HOSTILE}]
    templar = Templar(loader=DataLoader(), variables={"found": found})
    assert templar.template(trusted("{{ found.changed[0].instance_id }}")) == HOSTILE
    assert templar.template(trusted("{{ found.changed[0].changes[0].path }}")) == '"%s"' % HOSTILE
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("instances", "baseline", "message"),
    [([], None, "baseline must be a list of facts"), ({}, [], "the call centers must be a list of facts")],
)
def test_what_it_cannot_compare_is_an_error(instances, baseline, message):
    with pytest.raises(AnsibleFilterError, match="alicloud.ccc.drift: %s" % message):
        drift(instances, baseline)
