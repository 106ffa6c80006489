# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Properties beside those in tests/unit (signing, decoding, facts, paging, redaction) and tests/fuzz (all of it)."""

from __future__ import annotations

import json

import pytest
from ansible_collections.alicloud.ccc.plugins.module_utils._facts import facts_of, snake_case
from ansible_collections.alicloud.ccc.plugins.module_utils._http.errors import CccError, redact
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import API_VERSIONS, GET_INSTANCE
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


@pytest.mark.parametrize("version", API_VERSIONS)
@settings(STEADY)
@given(st.dictionaries(texts, anything, max_size=6))
def test_fields_that_no_table_names_are_kept_as_they_came(version, unknown):
    shape = GET_INSTANCE.versions[version].shape
    known, _warnings = facts_of({}, shape, "x")
    names = {snake_case(field) for field in unknown}
    facts, _warnings = facts_of(unknown, shape, "x")
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
