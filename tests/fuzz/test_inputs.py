# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What `make fuzz` begins with, what it has found, and bytes at random: facts or a CccError. Without atheris."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from answers import INSTANCE_ID, OPERATIONS, SECRET, STATUSES, TOKEN, VERSIONS, check, decode_case, encode_case
from hypothesis import example, given, settings
from hypothesis import strategies as st
from seeds import bad_seeds, good_seeds

INPUTS = sorted((Path(__file__).parent / "inputs").iterdir())


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.name)
def test_what_was_found_once_is_not_found_again(path):
    check(path.read_bytes())


def test_a_good_answer_gives_facts_and_nothing_else():
    for name, case in good_seeds().items():
        batch = check(case)
        assert (batch.errors, batch.not_asked) == ([], 0), name
        assert INSTANCE_ID in [facts["instance_id"] for facts in batch.elements], name


def test_a_bad_answer_gives_an_error_and_nothing_else():
    for name, case in bad_seeds().items():
        batch = check(case)
        assert len(batch.errors) == 1, name
        assert batch.elements == [], name


def test_every_case_is_reached():
    for version in VERSIONS:
        for operation in OPERATIONS:
            assert decode_case(encode_case(version, operation, b"x", None)) == (version, operation, b"x")
            for status in STATUSES:
                case = decode_case(encode_case(version, operation, b"x", status))
                assert case[:2] == (version, operation)
                assert case.answer.startswith(b"HTTP/1.1 %d " % status)
                assert case.answer.endswith(b"\r\n\r\nx")


# --- Properties ---

# As in tests/unit: the same examples in every run, and none is judged by the clock.
STEADY = settings(max_examples=100, deadline=None, derandomize=True)

operations = st.sampled_from(sorted(OPERATIONS))
versions = st.sampled_from(VERSIONS)
FIELDS = ["Code", "Message", "RequestId", "Recommend", "Success", "HttpStatusCode", "Instance", "Instances", "Data"]
FIELDS += ["CallCenterInstance", "List", "TotalCount", "PageSize", "Id", "InstanceId", "Admin", "User", "Detail"]
FIELDS += ["PhoneNumbers", "PhoneNumber", "AdminList", "NumberList", "SkillGroups", "ChatbotBusinessUnit"]
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.sampled_from(["OK", "true", "false", "200", "500", "", " ", "Throttling.User", "\ud800", SECRET, TOKEN]),
    st.sampled_from([math.inf, 10**400, "9" * 5000, -1, 0, 1, 10**9]),
    st.text(max_size=6),
)
values = st.recursive(
    scalars,
    lambda children: st.one_of(
        st.lists(children, max_size=3),
        st.dictionaries(st.one_of(st.sampled_from(FIELDS), st.text(max_size=3)), children, max_size=6),
    ),
    max_leaves=20,
)
bodies = st.one_of(
    st.binary(max_size=60),
    values.map(lambda value: json.dumps(value).encode()),
    st.dictionaries(st.sampled_from(FIELDS), values).map(lambda value: json.dumps(value).encode()),
)
LINES = (
    b"HTTP/1.1 200 OK|HTTP/1.1 302 Found|HTTP/1.0 500|Location: http://[|Location: \xff|Location: //|Location:|5|0|| |"
    b"Content-Length: 5|Content-Length: -1|Content-Length: x|Transfer-Encoding: chunked|Content-Encoding: gzip|"
    b"Set-Cookie: a=b|Set-Cookie: =;;expires=x|x-acs-retry-after: 5|Connection: close|: x|x"
).split(b"|")
heads = st.one_of(st.binary(max_size=60), st.lists(st.sampled_from(LINES), max_size=6).map(b"\r\n".join))


@settings(STEADY)
@given(versions, operations, st.sampled_from(STATUSES), bodies)
@example(VERSIONS[1], "ListInstancesOfUser", 200, b'{"Data": {"TotalCount": 1e308, "List": [{}]}}')
def test_any_body_gives_facts_or_an_error(version, operation, status, body):
    batch = check(encode_case(version, operation, body, status))
    assert batch.elements or batch.errors or operation != "GetInstance"


@settings(STEADY)
@given(versions, operations, heads, bodies)
def test_whatever_comes_over_the_connection_gives_facts_or_an_error(version, operation, head, body):
    check(encode_case(version, operation, head + body, None))
    check(encode_case(version, operation, b"HTTP/1.1 200 OK\r\n" + head + b"\r\n" + body, None))
