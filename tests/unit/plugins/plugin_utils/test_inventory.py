# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import datetime
from types import SimpleNamespace

import pytest
from ansible_collections.alicloud.ccc.plugins.plugin_utils._inventory import (
    LONGEST_HOST_NAME,
    about_unknown_options,
    cache_key,
    each_once,
    host_variables,
    is_host_name,
    is_prefix,
    lost_places,
    unique_names,
    without_dates,
)


def nothing_is_taken(_name, _instance_id):
    return False


@pytest.mark.parametrize(
    ("written", "unknown"),
    [
        (["filters", "region"], None),
        (["filter", "region"], "filter (did you mean filters?)"),
        (["Region"], "Region (did you mean region?)"),
        (["accounts", "filter", True], "accounts, filter (did you mean filters?), True"),
    ],
)
def test_each_unknown_option_is_named_with_the_known_option_closest_to_it(written, unknown):
    about = about_unknown_options(written, ["filters", "region", "regions"])
    assert about == (unknown and "The inventory file has unknown options: " + unknown)


class TestPrefix:
    @pytest.mark.parametrize("text", ["ccc_", "_", "Ccc2_"])
    def test_a_prefix_ends_with_an_underscore(self, text):
        assert is_prefix(text)

    @pytest.mark.parametrize("text", ["", "ccc", "2_", "c-c_", "ccc_\n", "ansible_", "ansible_ccc_", "é_"])
    def test_a_prefix_that_is_invalid_in_a_variable_or_reserved_by_ansible_is_refused(self, text):
        assert not is_prefix(text)


class TestHostVariables:
    def test_a_fact_becomes_a_variable(self):
        facts = {"instance_id": "a", "owner": None, "admins": [{"email": "b"}]}
        expected = {"ccc_instance_id": "a", "ccc_owner": None, "ccc_admins": [{"email": "b"}]}
        assert host_variables(facts, "ccc_") == expected

    def test_invalid_characters_become_underscores_and_a_duplicate_name_is_left_out(self):
        assert host_variables({"{{ x }}-é": 1}, "ccc_") == {"ccc____x_____": 1}
        assert host_variables({"sta-tus": 1, "sta_tus": 2}, "c_") == {"c_sta_tus": 1}


def test_a_cache_key_depends_on_every_parameter_and_can_name_a_file():
    assert cache_key(a=1, b=[None]) == cache_key(b=[None], a=1)
    assert len({cache_key(a=1), cache_key(a=2), cache_key(b=1), cache_key()}) == 4
    key = cache_key(endpoint="https://x/", text="上海\n")
    assert key.startswith("alicloud.ccc.instances_")
    assert key.replace(".", "").replace("_", "").isalnum()


def facts(instance_id, account="a", region="one", also_in=None, **more):
    return {"account": account, "region": region, "instance_id": instance_id, "also_in": also_in, **more}


class TestEachOnce:
    def test_only_the_first_of_equal_ids_is_used_and_all_facts_without_an_id(self):
        first, other, nameless = facts("a"), facts("b"), [facts(None), facts("")] * 2
        chosen, warnings = each_once([first, other, facts("a", region="two"), *nameless])
        assert chosen == [first, other, *nameless]
        used = "the facts of the first are used."
        assert warnings == ["Call center a is listed twice, in one and in two; %s" % used]
        _chosen, [warning] = each_once([first, facts("a", account="b")])
        assert warning == "Call center a is listed twice, in one of account a and in one of account b; %s" % used

    def test_a_call_center_that_both_api_versions_list_is_not_listed_twice(self):
        old, new = facts("x", also_in="y"), facts("y", also_in="x")
        assert each_once([old, new]) == ([old], [])
        assert each_once([new, old]) == ([new], [])
        assert each_once([facts("z")] * 2) == ([facts("z")], [])
        # If another account lists it in both versions as well, there is a warning for each, and no second host.
        chosen, warnings = each_once([old, facts("x", "b", also_in="y"), facts("y", "b", also_in="x")])
        assert chosen == [old]
        assert [warning[:13] for warning in warnings] == ["Call center x", "Call center y"]


class TestLostPlaces:
    ACCOUNTS = (
        SimpleNamespace(name="a", questions=[("a", "one", "v"), ("a", "two", "v")]),
        SimpleNamespace(name="b", questions=[("b", "one", "v")]),
    )

    @pytest.mark.parametrize(
        ("failed", "strict_regions", "lost", "accounts"),
        [
            ({"a one"}, True, {"a one", "a two"}, ["a"]),
            ({"a one"}, False, {"a one"}, []),
            ({"a one", "a two"}, False, {"a one", "a two"}, ["a"]),
            ({"b one"}, False, {"b one"}, ["b"]),
            (set(), True, set(), []),
        ],
    )
    def test_a_failed_region_fails_its_account_with_strict_regions(self, failed, strict_regions, lost, accounts):
        failed = {(*place.split(), "v") for place in failed}
        found, lost_accounts = lost_places(self.ACCOUNTS, failed, strict_regions)
        assert found == {(*place.split(), "v") for place in lost}
        assert [account.name for account in lost_accounts] == accounts


def test_a_date_becomes_text_at_any_depth():
    date = datetime.date(2020, 7, 1)
    assert without_dates({"a": [{"b": date}], "c": date, "d": 1}) == {
        "a": [{"b": "2020-07-01"}],
        "c": "2020-07-01",
        "d": 1,
    }


class TestHostName:
    @pytest.mark.parametrize("name", ["a", "上海客服中心", "{{ lookup('pipe', 'id') }}", "a.b", "客　服"])
    def test_any_visible_text_can_be_a_host_name(self, name):
        assert is_host_name(name)

    @pytest.mark.parametrize(
        "name",
        [None, 7, True, ["a"], "", " ", " a", "a ", "a\nb", "a\tb", "a\u2028b", "a\u202eb", "a/b", "../a", ".", ".."]
        + ["a" * (LONGEST_HOST_NAME + 1)],
    )
    def test_a_path_or_an_invisible_character_is_refused_in_a_host_name(self, name):
        assert not is_host_name(name)


class TestUniqueNames:
    @pytest.mark.parametrize("order", [[0, 1, 2], [2, 1, 0], [1, 0, 2]])
    def test_call_centers_whose_names_clash_are_named_by_id_in_any_order(self, order):
        wanted, ids = ["x", "x", "y"], ["a", "b", "c"]
        names, [warning] = unique_names([wanted[i] for i in order], [ids[i] for i in order], nothing_is_taken)
        assert dict(zip([ids[i] for i in order], names, strict=True)) == {"a": "a", "b": "b", "c": "y"}
        assert warning.startswith("2 call centers would get the host name x, so their hosts are named by their ids: ")

    def test_the_id_of_another_call_center_is_not_used_as_a_name(self):
        names, warnings = unique_names(["b", "y"], ["a", "b"], nothing_is_taken)
        assert names == ["a", "y"]
        assert warnings == ["The host name b is already in use, so the host of call center a is named by its id."]

    @pytest.mark.parametrize("instance_id", [None, "", "a/b"])
    def test_a_call_center_without_a_name_and_an_id_is_left_out(self, instance_id):
        names, warnings = unique_names([None, "y"], [instance_id, "b"], nothing_is_taken)
        assert names == [None, "y"]
        assert warnings == [
            "Call center %s is left out: neither its name nor its id is a valid host name." % instance_id
        ]
        assert unique_names(["x"], [instance_id], nothing_is_taken) == (["x"], [])

    def test_a_warning_about_many_clashing_names_lists_the_first_five(self):
        _names, [warning] = unique_names(["x"] * 8, list("abcdefgh"), nothing_is_taken)
        assert warning.startswith("8 call centers would get the host name x")
        assert warning.endswith(": a, b, c, d, e, and 3 more.")
