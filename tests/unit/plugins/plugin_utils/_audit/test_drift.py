# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import random

import pytest
from ansible_collections.alicloud.ccc.plugins.module_utils import _operations
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit import drift as drift_module
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.baseline import side_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.comparison import sorted_json
from hypothesis import given
from hypothesis import strategies as st

NOTHING = {
    **{"added": [], "removed": [], "changed": []},
    **{"unassigned_numbers": {"added": [], "removed": []}, "not_compared": []},
}

SCALARS = (
    st.none() | st.booleans() | st.integers(-2, 2) | st.floats(allow_nan=True) | st.sampled_from("abc") | st.text()
)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=5)
# Few values, so that some ids are duplicates or null.
IDS = st.none() | st.sampled_from(["", "1", "2", 1, True])


def objects(*ids, **more):
    return st.fixed_dictionaries(
        {}, optional={**dict.fromkeys(ids, IDS), "name": SCALARS, "odd {}": VALUES, "instance_id": IDS, **more}
    )


INSTANCES = st.lists(
    objects(
        "instance_id",
        "account",
        admins=st.lists(objects("ram_id", "user_id")) | VALUES,
        phone_numbers=st.lists(
            objects("phone_number_id", "number", skill_groups=st.lists(objects("skill_group_id"))) | VALUES
        ),
        created_time=SCALARS,
        created_at=SCALARS,
        tags=st.lists(SCALARS),
    ),
    max_size=5,
)


def drift_of(now, then):
    return drift_module.drift_of(side_of(now), side_of(then))


def changes(before, after):
    """Return the changes between two instances with the same id: path, before and after of each."""
    return [{key: each[key] for key in ("path", "before", "after")} for each in whole_changes(before, after)]


def whole_changes(before, after):
    drift = drift_of([{"instance_id": "a", **after}], [{"instance_id": "a", **before}])
    assert drift["added"] == drift["removed"] == []
    return [change for instance in drift["changed"] for change in instance["changes"]]


def change(path, before, after):
    return {"path": path, "before": before, "after": after}


def shuffled(value, order):
    """Return a copy with a different order in every list and dict."""
    if isinstance(value, dict):
        fields = [(key, shuffled(item, order)) for key, item in value.items()]
        order.shuffle(fields)
        return dict(fields)
    if isinstance(value, list):
        elements = [shuffled(item, order) for item in value]
        order.shuffle(elements)
        return elements
    return value


# --- Any values ---


@pytest.mark.parametrize("unread", [{}, {"users": None, "phone_numbers": None}])
def test_a_list_that_was_not_read_is_not_compared(unread):
    users = {"users": [{"user_id": "1"}], "phone_numbers": [], "is_member": True, "account": "x"}
    assert changes(unread, users) == changes(users, unread) == []
    assert changes({"users": []}, users) == [change("users[user_id=1]", None, {"user_id": "1"})]


@given(INSTANCES, st.integers())
def test_a_different_order_is_not_a_change(instances, seed):
    assert drift_of(shuffled(instances, random.Random(seed)), instances) == NOTHING


@given(INSTANCES, INSTANCES, st.integers())
def test_the_drift_is_the_same_in_any_order(one, other, seed):
    order = random.Random(seed)
    assert sorted_json(drift_of(shuffled(one, order), shuffled(other, order))) == sorted_json(drift_of(one, other))


@given(INSTANCES, INSTANCES)
def test_the_reverse_drift_is_a_mirror_image_and_no_instance_is_lost(one, other):
    given_text = json.dumps([one, other])
    there, back = drift_of(one, other), drift_of(other, one)
    assert len(one) - len(there["added"]) == len(other) - len(there["removed"]) >= len(there["changed"])
    assert json.dumps([one, other]) == given_text
    assert sorted_json(there["added"]) == sorted_json(back["removed"])
    assert sorted_json(there["removed"]) == sorted_json(back["added"])

    def seen(drift, before, after):
        return [[(c["path"], c[before], c[after]) for c in instance["changes"]] for instance in drift["changed"]]

    assert sorted_json(seen(there, "before", "after")) == sorted_json(seen(back, "after", "before"))


@given(VALUES, VALUES)
def test_a_different_value_is_a_change(before, after):
    found = changes({"tags": before}, {"tags": after})
    assert bool(found) == (sorted_json(of_both(before, after)) != sorted_json(of_both(after, before)))


def of_both(value, other):
    """Return a value without the fields of objects that the other one lacks (except in lists)."""
    if isinstance(value, dict) and isinstance(other, dict):
        return {key: of_both(item, other[key]) for key, item in value.items() if key in other}
    return value


# --- Instances ---


def test_instances_are_added_removed_and_changed():
    kept = {"instance_id": "b", "instance_name": "B"}
    old = {"instance_id": "a", "instance_name": "A", "account": "x", "region": "y", "status": "Running"}
    drift = drift_of([{"instance_id": "c"}, {**kept, "instance_name": "now"}], [kept, old])
    unknown = {"account": None, "region": None}
    own = {"kind": None, "name": None, "what": "changed", "fact": "instance_name", "privileged": False}
    changed = {**change("instance_name", "B", "now"), **own}
    assert drift == {
        **NOTHING,
        "added": [{"instance_id": "c", "instance_name": None, **unknown}],
        "removed": [{"instance_id": "a", "instance_name": "A", "account": "x", "region": "y"}],
        "changed": [{"instance_id": "b", "instance_name": "now", **unknown, "changes": [changed]}],
    }
    nameless = [{"instance_id": None, "instance_name": name} for name in "abc"]
    drift = drift_of(nameless[:2], nameless[::-1])
    assert [instance["instance_name"] for instance in drift["removed"]] == ["c"]
    assert drift["added"] == drift["changed"] == []


@pytest.mark.parametrize("key", ["account", "region"])
def test_the_place_where_an_instance_was_read_is_not_compared(key):
    assert changes({key: "a"}, {key: "b"}) == changes({}, {key: "b"}) == []


def test_created_at_is_not_compared_if_created_time_is_present():
    before, after = {"created_time": 1000, "created_at": "1"}, {"created_time": 2000, "created_at": "2"}
    assert changes(before, after) == [change("created_time", 1000, 2000)]
    assert changes({"created_at": "1"}, after) == [change("created_at", "1", "2")]


def test_a_fact_that_one_side_does_not_report_is_not_compared_but_null_is():
    before = {"owner": "1", "admins": [{"ram_id": "1", "email": None}], "unit": {"key": None}}
    after = {"status": "Running", "admins": [{"ram_id": "1", "email": "a", "phone": "2"}], "unit": {"key": 1, "id": 2}}
    found = [change("admins[ram_id=1].email", None, "a"), change("unit.key", None, 1)]
    assert changes(before, after) == found
    assert changes({"owner": None, "storage_bucket": "b"}, {"owner": "1"}) == [change("owner", None, "1")]


def test_an_instance_in_two_accounts_is_compared_in_each():
    def seen_by(account, status="Running"):
        return {"instance_id": "a", "account": account, "status": status}

    drift = drift_of([seen_by("y"), seen_by("x", "Stopped")], [seen_by("x"), seen_by("y")])
    [changed] = drift["changed"]
    assert (changed["account"], changed["changes"][0]["after"]) == ("x", "Stopped")
    drift = drift_of([seen_by("x", "Stopped")], [seen_by("x"), seen_by("y")])
    assert [instance["account"] for instance in drift["removed"] + drift["changed"]] == ["y", "x"]


@pytest.mark.parametrize("key", ["account", "region"])
def test_instances_with_the_same_id_are_matched_by_account_and_region(key):
    def instance(place, status):
        # In a different region each time if they are matched by account.
        return {"instance_id": "a", "account": "x", "region": "r" + status, "status": status, key: place}

    drift = drift_of([instance("2", "C"), instance("3", "A")], [instance("1", "A"), instance("2", "B")])
    [changed] = drift["changed"]
    assert (changed[key], changed["changes"][0]["before"]) == ("2", "B")
    assert drift["added"] == drift["removed"] == []


# --- Fields ---


def test_a_different_type_is_a_change_also_in_an_object():
    before = {"status": "Running", "storage_max_days": 1, "unit": {"id": 1, "key": "k"}}
    after = {"status": None, "storage_max_days": "1", "unit": {"id": 2, "key": "k"}}
    assert changes(before, after) == [
        change("status", "Running", None),
        change("storage_max_days", 1, "1"),
        change("unit.id", 1, 2),
    ]


@pytest.mark.parametrize(("before", "after"), [(True, 1), (False, 0), ([True], [1]), ("1", 1), (None, ""), ([], None)])
def test_values_that_are_equal_only_in_python_are_a_change(before, after):
    assert changes({"odd": before}, {"odd": after}) == [change("odd", before, after)]


@pytest.mark.parametrize(
    ("name", "path"), [("a.b", '"a.b"'), ("{{ x }}", '"{{ x }}"'), ('"', '"\\""'), ("", '""'), ("张", '"张"')]
)
def test_a_path_is_unambiguous_for_any_field_name(name, path):
    assert changes({name: 1}, {name: 2}) == [change(path, 1, 2)]
    assert changes({"odd": {name: 1}}, {"odd": {name: 2}}) == [change("odd." + path, 1, 2)]


# --- Lists ---


def lists_of(name, shape):
    """Yield the list and the lists of objects in it: the name, and the facts of an element."""
    yield name, {fact for fact, _type in shape.fields.values()}
    inner = [(fact, shape) for fact, _element, shape in shape.lists.values()]
    for fact, element in [*inner, *shape.gathered.items()]:
        yield from lists_of(fact, element)


def test_the_elements_of_every_list_of_a_module_have_an_id():
    operations = [value for value in vars(_operations).values() if isinstance(value, _operations.Operation)]
    assert operations
    ids = {**drift_module.IDS, "instances": ("instance_id",)}
    for operation in operations:
        for version, where in operation.versions.items():
            for name, facts in lists_of(operation.result, where.shape):
                assert facts & set(ids[name]), (operation.action, version, name)


def test_an_element_is_matched_by_its_id():
    one = {"ram_id": "1", "email": "a"}
    before = {"admins": [one, {"ram_id": "2", "email": "b"}, {"ram_id": "4"}]}
    assert changes(before, {"admins": [{"ram_id": "3"}, {"ram_id": "2", "email": "c"}, one]}) == [
        change("admins[ram_id=3]", None, {"ram_id": "3"}),
        change("admins[ram_id=2].email", "b", "c"),
        change("admins[ram_id=4]", {"ram_id": "4"}, None),
    ]


@pytest.mark.parametrize(
    ("name", "first", "second"), [("admins", "ram_id", "user_id"), ("phone_numbers", "phone_number_id", "number")]
)
def test_an_element_is_matched_by_its_second_id_if_the_first_is_missing(name, first, second):
    before = {name: [{first: "1", second: "x", "usage": "a"}, {first: None, second: "y", "usage": "a"}]}
    after = {name: [{second: "y", "usage": "b"}, {first: None, second: "x", "usage": "a"}]}
    assert changes(before, after) == [
        change("%s[%s=x].%s" % (name, second, first), "1", None),
        change("%s[%s=y].usage" % (name, second), "a", "b"),
    ]


def test_elements_of_lists_in_lists_are_matched():
    def number(*groups):
        return {"phone_numbers": [{"number": "1", "skill_groups": [dict(skill_group_id=i, name=n) for i, n in groups]}]}

    assert changes(number(("a", "A"), ("b", "B")), number(("b", "C"), ("a", "A"))) == [
        change("phone_numbers[number=1].skill_groups[skill_group_id=b].name", "B", "C")
    ]


def test_elements_with_the_same_id_or_without_an_id_are_not_lost():
    a, b, c = [{"ram_id": "1", "email": email} for email in "abc"]
    assert changes({"admins": [a, b]}, {"admins": [a]}) == [change("admins[ram_id=1]", b, None)]
    assert changes({"admins": [a, b]}, {"admins": [b, c]}) == [change("admins[ram_id=1].email", "a", "c")]
    unknown = [{"email": "a"}, {"email": "a"}, {"email": "b"}]
    assert changes({"admins": unknown}, {"admins": unknown[1:]}) == [change("admins[]", unknown[0], None)]
    assert changes({"admins": []}, {"admins": unknown[:1]}) == [change("admins[]", None, unknown[0])]


def test_an_empty_element_can_be_added_and_removed():
    assert changes({"admins": []}, {"admins": [{}]}) == [change("admins[]", None, {})]
    assert changes({"admins": [{}]}, {"admins": []}) == [change("admins[]", {}, None)]


def test_a_list_of_other_values_is_compared_as_one_value():
    assert changes({"admins": [None]}, {"admins": []}) == [change("admins", [None], [])]
    assert changes({"admins": None}, {"admins": [{"ram_id": "1"}]}) == [change("admins", None, [{"ram_id": "1"}])]


# --- The content of a change ---


def summaries(before, after):
    """Return the changes: kind, name, what, fact and whether it gives a privileged role."""
    keys = ("kind", "name", "what", "fact", "privileged")
    return [tuple(each[key] for key in keys) for each in whole_changes(before, after)]


def user(number, *roles, **facts):
    named = {"user_id": number, "display_name": "User " + number, "login_name": "u" + number}
    return {**named, "roles": [{"role_id": role + "@a", "role_name": role} for role in roles], **facts}


def test_a_change_contains_what_changed_and_how():
    before = {
        "users": [user("1", "Agent", extension="8001"), user("2", skill_levels=[{"skill_group_id": "s"}])],
        "phone_numbers": [{"number": "021", "contact_flow_id": "f"}],
        "skill_groups": [{"skill_group_id": "s", "skill_group_name": "Sales"}],
        "contact_flows": [{"contact_flow_id": "f", "contact_flow_name": "Main", "published": False}],
        "config_items": [{"name": "AllowHangup", "value": "0"}],
        "unit": {"key": 1},
    }
    after = {
        "users": [user("1", "Agent", extension="8002"), user("2", skill_levels=[]), user("3", display_name="")],
        "phone_numbers": [{"number": "021", "contact_flow_id": "g"}],
        "skill_groups": [],
        "contact_flows": [{"contact_flow_id": "f", "contact_flow_name": "Main", "published": True}],
        "config_items": [{"name": "AllowHangup", "value": "1"}],
        "unit": {"key": 2},
    }
    assert summaries(before, after) == [
        ("config_items", "AllowHangup", "changed", "value", False),
        ("contact_flows", "Main", "changed", "published", False),
        ("phone_numbers", "021", "changed", "contact_flow_id", False),
        ("skill_groups", "Sales", "removed", None, False),
        (None, None, "changed", "key", False),
        ("users", "User 1", "changed", "extension", False),
        ("users", "User 2", "removed", None, False),
        ("users", "u3", "added", None, False),
    ]


def test_a_new_flow_of_a_number_is_reported_once():
    flows = [{"contact_flow_id": i, "contact_flow_name": i.upper(), "numbers": []} for i in "ab"]
    kinds = {"a": "MAIN_FLOW", "b": "SURVEY_FLOW"}

    def center(flow, usage):
        number = {"number": "021", "usage": usage, "contact_flow_id": flow, "contact_flow_type": kinds[flow]}
        there = [
            {**one, "numbers": ["021"], "phone_numbers": [number]} if one["contact_flow_id"] == flow else one
            for one in flows
        ]
        groups = [{"skill_group_id": "s", "outbound_phone_numbers": [number]}]
        return {"phone_numbers": [number], "contact_flows": there, "skill_groups": groups}

    of_flows = [("contact_flows", name, "changed", "numbers", False) for name in "AB"]
    of_number = [("phone_numbers", "021", "changed", fact, False) for fact in ("contact_flow_id", "usage")]
    assert summaries(center("a", "Inbound"), center("b", "Outbound")) == of_flows + of_number
    # Without the list of numbers, its copies are compared.
    one, other = ({**center("a", usage), "phone_numbers": None} for usage in ("Inbound", "Outbound"))
    assert summaries(one, other) == [("skill_groups", "s", "changed", "usage", False)]


@pytest.mark.parametrize(
    ("before", "after", "privileged"),
    [
        ([], [user("1", "ADMIN")], [True]),
        ([], [user("1", "Agent")], [False]),
        ([user("1", "Admin")], [], [False]),
        # The single role of 2020-07-01.
        ([user("1", "Agent")], [user("1", "Manager")], [True, False]),
        ([user("1", "Admin")], [user("1", "Agent")], [False, False]),
        # A different id, but the same role.
        ([user("1", roles=[{"role_id": "x", "role_name": "ADMIN"}])], [user("1", "Admin")], [False, False]),
        ([user("1", roles=None)], [user("1", "Admin")], [True]),
        ([user("1", "Manager")], [user("1", "Manager", "Admin")], [True]),
    ],
)
def test_a_new_privileged_role_is_marked_and_comes_first(before, after, privileged):
    assert [each["privileged"] for each in whole_changes({"users": before}, {"users": after})] == privileged


def test_a_new_administrator_and_a_renamed_role_are_privileged():
    assert summaries({"admins": []}, {"admins": [{"ram_id": "1"}]}) == [("admins", "1", "added", None, True)]
    one, other = ({"admins": [{"user_id": "1", "role_name": role}]} for role in ("Agent", "Admin"))
    assert summaries(one, other) == [("admins", "1", "changed", "role_name", True)]
    assert summaries(other, one) == [("admins", "1", "changed", "role_name", False)]


def test_call_centers_with_new_privileged_roles_come_first():
    then = [{"instance_id": i, "status": "Running", "users": []} for i in "ab"]
    now = [{**then[0], "status": "Stopped"}, {**then[1], "status": "Stopped", "users": [user("1", "Admin")]}]
    assert [
        (entry["instance_id"], [each["path"] for each in entry["changes"]]) for entry in drift_of(now, then)["changed"]
    ] == [("b", ["users[user_id=1]", "status"]), ("a", ["status"])]
