# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json

import pytest
from ansible_collections.alicloud.ccc.plugins.plugin_utils._inventory import (
    LONGEST_HOST_NAME,
    cache_key,
    each_once,
    host_variables,
    is_host_name,
    is_prefix,
    unique_names,
)


def nothing_is_taken(_name, _instance_id):
    return False


class TestPrefix:
    @pytest.mark.parametrize("text", ["ccc_", "_", "c_", "call_center_", "Ccc2_"])
    def test_it_can_begin_the_name_of_a_variable(self, text):
        assert is_prefix(text)

    @pytest.mark.parametrize("text", ["", "ccc", "2_", "c-c_", "ccc_\n", "ansible_", "ansible_ccc_", "é_"])
    def test_it_cannot(self, text):
        assert not is_prefix(text)


class TestHostVariables:
    def test_a_fact_is_a_variable(self):
        facts = {"instance_id": "a", "created_time": 1, "owner": None, "admins": [{"email": "b"}]}
        assert host_variables(facts, "ccc_") == {
            "ccc_instance_id": "a",
            "ccc_created_time": 1,
            "ccc_owner": None,
            "ccc_admins": [{"email": "b"}],
        }

    def test_what_no_variable_is_called_becomes_underscores(self):
        assert host_variables({"{{ x }}-é": 1}, "ccc_") == {"ccc____x_____": 1}

    def test_a_fact_whose_name_is_taken_is_left_out(self):
        assert host_variables({"status": "Running", "sta-tus": 1, "sta_tus": 2}, "c_") == {
            "c_status": "Running",
            "c_sta_tus": 1,
        }

    def test_the_facts_are_left_alone(self):
        facts = {"admins": [{"email": "{{ x }}"}]}
        before = json.dumps(facts)
        host_variables(facts, "ccc_")["ccc_admins"][0]["email"] = "another"
        assert json.dumps(facts) == before


class TestCacheKey:
    def test_it_is_the_same_for_the_same(self):
        assert cache_key(a=1, b=[None]) == cache_key(b=[None], a=1)

    def test_it_is_another_for_anything_else(self):
        assert len({cache_key(a=1), cache_key(a=2), cache_key(b=1), cache_key()}) == 4

    def test_it_can_name_a_file(self):
        key = cache_key(endpoint="https://x/", text="上海\n")
        assert key.startswith("alicloud.ccc.instances_")
        assert key.replace(".", "").replace("_", "").isalnum()


class TestEachOnce:
    def test_an_id_is_there_once(self):
        first, second, other = ({"instance_id": "a", "x": 1}, {"instance_id": "a", "x": 2}, {"instance_id": "b"})
        instances, warnings = each_once({"one": [first, other], "two": [second]})
        assert instances == [("one", first), ("one", other)]
        assert warnings == ["Call center a is listed twice, in one and in two; the first is taken."]

    def test_those_without_an_id_are_all_there(self):
        instances = [{"instance_id": None}, {"instance_id": ""}, {"instance_id": None}, {"instance_id": ""}]
        assert each_once({"one": instances}) == ([("one", facts) for facts in instances], [])


class TestHostName:
    @pytest.mark.parametrize(
        "name", ["a", "上海客服中心", "Hotline Shanghai", "{{ lookup('pipe', 'id') }}", "a.b", "客　服"]
    )
    def test_it_can_name_a_host(self, name):
        assert is_host_name(name)

    @pytest.mark.parametrize(
        "name",
        [None, 7, True, ["a"], "", " ", " a", "a ", "a\nb", "a\tb", "a\u2028b", "a\u202eb", "a/b", "../a", ".", ".."]
        + ["a" * (LONGEST_HOST_NAME + 1)],
    )
    def test_it_cannot(self, name):
        assert not is_host_name(name)


class TestUniqueNames:
    def test_a_name_that_nobody_else_has_is_the_host_s(self):
        assert unique_names(["x", "y"], ["a", "b"], nothing_is_taken) == (["x", "y"], [])

    @pytest.mark.parametrize("order", [[0, 1, 2], [2, 1, 0], [1, 0, 2]])
    def test_all_that_clash_get_their_ids_in_any_order(self, order):
        wanted, ids = ["x", "x", "y"], ["a", "b", "c"]
        names, warnings = unique_names([wanted[i] for i in order], [ids[i] for i in order], nothing_is_taken)
        assert dict(zip([ids[i] for i in order], names, strict=True)) == {"a": "a", "b": "b", "c": "y"}
        assert len(warnings) == 1
        assert warnings[0].startswith("The host name x is not used, since 2 call centers would have it")

    def test_the_id_of_another_one_is_no_name(self):
        names, warnings = unique_names(["b", "y"], ["a", "b"], nothing_is_taken)
        assert names == ["a", "y"]
        assert warnings == [
            "The host name b is not used, since it belongs to something else; the id is the host's name: a."
        ]

    def test_what_is_taken_is_no_name(self):
        names, _warnings = unique_names(["localhost"], ["a"], lambda name, _instance_id: name == "localhost")
        assert names == ["a"]

    @pytest.mark.parametrize("instance_id", [None, "", "a/b"])
    def test_without_a_name_and_an_id_there_is_no_host(self, instance_id):
        names, warnings = unique_names([None, "y"], [instance_id, "b"], nothing_is_taken)
        assert names == [None, "y"]
        assert warnings == ["Call center %s is left out: it has neither a name nor an id for a host." % instance_id]

    def test_without_an_id_a_name_of_its_own_will_do(self):
        assert unique_names(["x"], [None], nothing_is_taken) == (["x"], [])

    def test_of_many_that_clash_some_are_named(self):
        _names, [warning] = unique_names(["x"] * 8, list("abcdefgh"), nothing_is_taken)
        assert warning.endswith(
            "since 8 call centers would have it; the id is the host's name: a, b, c, d, e, and 3 more."
        )
