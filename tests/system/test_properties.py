# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Properties beside those in tests/unit (signing, decoding, facts, paging, redaction) and tests/fuzz (all of it)."""

from __future__ import annotations

import itertools
import json

import pytest
from ansible_collections.alicloud.ccc.plugins.module_utils._client import GENERATIONS
from ansible_collections.alicloud.ccc.plugins.module_utils._facts import instance_facts, snake_case
from ansible_collections.alicloud.ccc.plugins.module_utils._http.errors import CccError, redact
from ansible_collections.alicloud.ccc.plugins.module_utils._paging import Element, Page, read_list
from hypothesis import given, settings
from hypothesis import strategies as st

# As in tests/unit: the same examples in every run, and none is judged by the clock.
STEADY = settings(max_examples=100, deadline=None, derandomize=True)

texts = st.text(max_size=8)
anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), texts),
    lambda children: st.one_of(st.lists(children, max_size=3), st.dictionaries(texts, children, max_size=3)),
    max_leaves=8,
)


@pytest.mark.parametrize("version", GENERATIONS)
@settings(STEADY)
@given(st.dictionaries(texts, anything, max_size=6))
def test_fields_that_no_table_names_are_kept_as_they_came(version, unknown):
    table = GENERATIONS[version].instance_table
    known, _warnings = instance_facts({}, table, "x")
    names = {snake_case(field) for field in unknown}
    facts, _warnings = instance_facts(unknown, table, "x")
    assert set(facts) == {*known, *names}
    for field, value in unknown.items():
        alike = [other for other in unknown if snake_case(other) == snake_case(field)]
        if alike == [field] and snake_case(field) not in known:
            assert facts[snake_case(field)] is value


@settings(STEADY)
@given(texts, texts, st.one_of(st.none(), st.integers(100, 599)), st.one_of(st.none(), texts))
def test_any_failure_can_be_told(code, message, status, recommend):
    error = CccError(code, message, status, recommend=recommend)
    assert json.loads(json.dumps(error.as_dict()))["message"] == message
    assert f"(code {code}" in str(error)
    assert not (error.fatal and error.retryable)


@settings(STEADY)
@given(
    st.lists(st.sampled_from(["Signature=", "string to sign", "%", "%25", "%2B", "+", "a", "\n", "测"]), max_size=12),
    st.lists(st.text("+/=aZ9%", min_size=1, max_size=6), max_size=2),
)
def test_redaction_takes_any_text_and_is_done_once(pieces, secrets):
    cleaned = redact("".join(pieces), secrets)
    # A secret of one letter is in the mark itself; a real one is not.
    if all(len(secret) > 2 for secret in secrets):
        assert redact(cleaned, secrets) == cleaned
        assert not [secret for secret in secrets if secret in cleaned]


pages = st.one_of(
    st.none(),
    st.just(Page([], None, None, "R", CccError("InternalError", ""))),
    st.builds(
        lambda names, total, size: Page([Element(name, name, []) for name in names], total, size, "R", None),
        st.lists(st.one_of(st.none(), st.sampled_from("abcdefgh")), max_size=4),
        st.one_of(st.integers(0, 20), st.just(10**300)),
        st.integers(1, 4),
    ),
)


@settings(STEADY)
@given(st.lists(pages, min_size=1, max_size=8), st.integers(1, 4))
def test_whatever_the_pages_say_all_that_stood_on_them_is_there_once(answers, concurrency):
    waiting = itertools.cycle(answers)
    read = []

    def read_page(_number):
        read.append(next(waiting))
        return read[-1]

    listing = read_list(read_page, map, concurrency)
    names = [element.identity for element in listing.elements if element.identity]
    assert sorted(names) == sorted({e.identity for page in read if page for e in page.elements if e.identity})
    assert listing.pages == [page for page in read if page]
    assert listing.not_asked >= 0
    if not listing.doubt and all(page and not page.error for page in read):
        assert len(listing.elements) == read[-1].total
