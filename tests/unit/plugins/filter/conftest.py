# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar
from ansible_collections.alicloud.ccc.plugins.filter import audit_findings, audit_rules
from ansible_collections.alicloud.ccc.plugins.plugin_utils._values import trusted


@pytest.fixture
def rendered():
    """Return a function that renders an expression with Ansible's environment: ``rendered(expression, **variables)``.

    The filters are added by hand, because Ansible's collection loader would change imports for all other tests.
    """

    def render(expression, **variables):
        templar = Templar(loader=DataLoader(), variables=variables)
        for module in (audit_findings, audit_rules):
            for name, function in module.FilterModule().filters().items():
                templar.environment.filters["alicloud.ccc.%s" % name] = function
        return templar.template(trusted("{{ %s }}" % expression))

    return render
