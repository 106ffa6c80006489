# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filters drift and mask_personal_data."""

from __future__ import annotations

import pytest
from ansible.errors import AnsibleFilterError
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar
from ansible_collections.alicloud.ccc.plugins.filter import drift, mask_personal_data
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.personal_data import masked_text
from ansible_collections.alicloud.ccc.plugins.plugin_utils._values import trusted

HOSTILE = "{{ lookup('pipe', 'touch marker') }}"
compare = drift.FilterModule().filters()["drift"]
mask = mask_personal_data.FilterModule().filters()["mask_personal_data"]


def test_templates_in_drift_and_masked_facts_are_not_rendered(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    changed = compare([{"instance_id": HOSTILE, HOSTILE: HOSTILE}], [{"instance_id": HOSTILE, HOSTILE: "x"}])
    hidden = mask([{"instance_name": HOSTILE, "admins": [{"email": HOSTILE, "department": HOSTILE}]}])
    templar = Templar(loader=DataLoader(), variables={"drift": changed, "facts": hidden})
    change = templar.template(trusted("{{ drift.changed[0].changes[0] }}"))
    assert (change["path"], change["before"], change["after"]) == ('"%s"' % HOSTILE, "x", HOSTILE)
    facts = templar.template(trusted("{{ facts }}"))
    assert facts == [{"instance_name": HOSTILE, "admins": [{"email": masked_text(HOSTILE), "department": HOSTILE}]}]
    assert not list(tmp_path.iterdir())


def test_a_masked_facts_json_can_be_compared_and_the_other_side_is_masked():
    person = {"instance_id": "a", "account": "x", "region": "r", "admins": [{"ram_id": "1", "email": "a@b"}]}
    kept = {"schema_version": 2, "personal_data": "mask", "rules": {}, "findings": [], "instances": mask([person])}
    kept["reads"] = [{"account": "x", "region": "r", "api_version": "2017-07-05", "error": None}]
    assert (
        compare([person], kept)["changed"] == compare(kept, [person])["changed"] == compare(kept, kept)["changed"] == []
    )
    [changed] = compare([{**person, "admins": [{"ram_id": "1", "email": "new@b"}]}], kept)["changed"]
    assert changed["changes"][0]["after"] == masked_text("new@b")
    by_another = [{**person, "api_version": "2020-07-01"}]
    assert [entry["account"] for entry in compare(by_another, kept)["not_compared"]] == ["x"]


def test_masks_depend_on_the_key():
    assert mask([{"admins": [{"email": "a"}]}], key="k") == [{"admins": [{"email": masked_text("a", "k")}]}]


def test_elements_of_any_kind_can_be_masked():
    role = {"role_id": "r", "role_name": "Admin", "role_description": "", "instance_id": "a"}
    assert mask([{**role, "email": "a"}]) == [{**role, "email": masked_text("a")}]


@pytest.mark.parametrize(
    ("function", "arguments", "message"),
    [
        (compare, ([], None), "alicloud.ccc.drift: baseline must be a list of facts"),
        (compare, ({}, []), "alicloud.ccc.drift: the call centers must be .*, but it has no schema_version"),
        (compare, ([], {"schema_version": 3}), "alicloud.ccc.drift: baseline must be .*, but its schema_version is 3"),
        (mask, ("x",), "alicloud.ccc.mask_personal_data: the input must be a list of facts"),
        *[(mask, ([], key), "mask_personal_data: key must be a non-empty string") for key in ("", 1, False)],
    ],
)
def test_invalid_facts_and_keys_are_errors(function, arguments, message):
    with pytest.raises(AnsibleFilterError, match=message):
        function(*arguments)
