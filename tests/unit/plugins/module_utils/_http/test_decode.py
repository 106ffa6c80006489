# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json

import pytest
from ansible_collections.alicloud.ccc.plugins.module_utils._http.decode import DEEPEST, LONGEST_INTEGER, decode
from hypothesis import given
from hypothesis import strategies as st

BILLION_LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]>
<Error><Message>&lol2;</Message></Error>"""
EXTERNAL_ENTITY = b"""<?xml version="1.0"?>
<!DOCTYPE Error [<!ENTITY x SYSTEM "file:///etc/passwd">]><Error><Message>&x;</Message></Error>"""


def nested_json(depth):
    return b'{"a":' * depth + b"1" + b"}" * depth


def nested_xml(depth):
    return b"<a>" * depth + b"1" + b"</a>" * depth


def assert_can_be_a_result(data):
    """Assert that Ansible can return the data, and that a terminal or a file can encode it."""
    assert isinstance(data, dict)
    json.dumps(data, allow_nan=False)
    json.dumps(data, allow_nan=False, ensure_ascii=False).encode("utf-8")


@pytest.mark.parametrize(
    ("body", "data"),
    [
        (b'{"A": "b"}', {"A": "b"}),
        (b"{}", {}),
        (b' \r\n\t{"A": 1} \n', {"A": 1}),
        (b'\xef\xbb\xbf{"A": 1}', {"A": 1}),
        (b'{"A": "x\ny\tz\x00"}', {"A": "x\ny\tz\x00"}),
        (b'{"A": "\\ud83d\\ude00"}', {"A": "😀"}),
        (b'{"A": "x\\ud83dy"}', {"A": "x\ufffdy"}),
        (b'{"A": ["\\udc00"]}', {"A": ["\ufffd"]}),
        (b'{"\\uD83D": {"B": "\\ud83d"}}', {"\ufffd": {"B": "\ufffd"}}),
        (b'{"A": "\\ude00\\ud83d"}', {"A": "\ufffd\ufffd"}),
        (b'{"A": "\\ufeff\\ud83d"}', {"A": "\ufeff\ufffd"}),
        (b'{"A": NaN}', {"A": "NaN"}),
        (b'{"A": [Infinity, -Infinity]}', {"A": ["Infinity", "-Infinity"]}),
        (b'{"A": 1e999, "B": -1e999}', {"A": "1e999", "B": "-1e999"}),
        (b'{"A": 1.5, "B": 1e3}', {"A": 1.5, "B": 1000.0}),
        (b'{"A": 59803544828509123456789}', {"A": 59803544828509123456789}),
        (b'{"A": %s}' % (b"9" * 5000), {"A": "9" * 5000}),
        (b'{"A": %s}' % (b"9" * LONGEST_INTEGER), {"A": int("9" * LONGEST_INTEGER)}),
        (b'{"A": 1, "A": 2}', {"A": 2}),
    ],
)
def test_json_is_decoded(body, data):
    assert decode(body) == data
    assert_can_be_a_result(decode(body))


@pytest.mark.parametrize(
    ("body", "data"),
    [
        (b"<A>1</A><B>x</B>", {"A": "1", "B": "x"}),
        (b"<GetInstanceResponse><A>1</A></GetInstanceResponse>", {"A": "1"}),
        (b"<Error><Code>X</Code></Error>", {"Code": "X"}),
        (b'<?xml version="1.0"?><Error><Code>X</Code></Error>', {"Code": "X"}),
        pytest.param(
            b"\xef\xbb\xbf\n <?xml version='1.0' encoding='UTF-8' ?>\n<Error><Code>X</Code></Error>\n",
            {"Code": "X"},
            id="byte order mark and blanks before the declaration",
        ),
        pytest.param(
            '<?xml version="1.0" encoding="GBK"?><Error><Message>无</Message></Error>'.encode(),
            {"Message": "无"},
            id="declaration that names another encoding",
        ),
        (b"<A><B>1</B><B>2</B></A>", {"A": {"B": ["1", "2"]}}),
        (b"<A><B>1</B></A>", {"A": {"B": "1"}}),
        (b"<A><B/><C></C></A>", {"A": {"B": "", "C": ""}}),
        (b"<A>a &amp; b &lt;c&gt; &#27979;</A>", {"A": "a & b <c> 测"}),
        (b"<A> x </A>", {"A": " x "}),
        (b"<A><![CDATA[<b>&]]></A>", {"A": "<b>&"}),
        pytest.param(
            b"<A><![CDATA[a <?xml version='1.0'?> b]]></A>",
            {"A": "a <?xml version='1.0'?> b"},
            id="what looks like a declaration within a text",
        ),
        (b'<A xmlns="urn:x" type="y">1</A>', {"A": "1"}),
        (b"<A>x<!-- y --></A>", {"A": "x"}),
        (b"<Error><A>1</A></Error><B>2</B>", {"Error": {"A": "1"}, "B": "2"}),
    ],
)
def test_xml_is_decoded_into_the_shape_of_json(body, data):
    assert decode(body) == data
    assert_can_be_a_result(decode(body))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b'{"A": 1',
        b'{"A": 1} {"B": 2}',
        b'{"A": 01}',
        b'{"A": "\xff"}',
        '{"A": 1}'.encode("utf-16"),
        b'{"A": "\xed\xa0\xbd"}',
        b"<A></B>",
        b"<A>\x00</A>",
        b"<A>&#xD83D;</A>",
        b"<Error>text</Error>",
        b"<A/></Response><Response>",
        b"<!-- nothing -->",
        b"<!DOCTYPE html><html><body><p>502</p></body></html>",
        b"<html><head><meta charset=utf-8><title>x</title></html>",
        BILLION_LAUGHS,
        EXTERNAL_ENTITY,
        b"<A>&lol;</A>",
        b"\x1f\x8b\x08\x00",
    ],
)
def test_bytes_that_are_not_an_object_are_refused(body):
    with pytest.raises(ValueError, match="."):
        decode(body)


@pytest.mark.parametrize("nested", [nested_json, nested_xml])
def test_deeply_nested_responses_are_refused(nested):
    assert_can_be_a_result(decode(nested(DEEPEST - 1)))
    for depth in (DEEPEST + 1, 1000, 200000):
        with pytest.raises(ValueError, match="nested too deeply"):
            decode(nested(depth))


def test_deeply_nested_lists_are_refused():
    with pytest.raises(ValueError, match="nested too deeply"):
        decode(b'{"a":' + b"[" * 200000)


def test_an_error_does_not_quote_the_body():
    for body in (b"secret-in-a-body", b"<secret-in-a-body>", b'{"a": secret-in-a-body}', b"\xffsecret-in-a-body"):
        with pytest.raises(ValueError, match=".") as refusal:
            decode(body)
        assert "secret-in-a-body" not in str(refusal.value)


def test_long_whitespace_is_decoded_in_linear_time():
    # A regular expression that searches for the declaration at each position would take an hour.
    assert len(decode(b"<A>" + b" " * 2**20 + b"</A>")["A"]) == 2**20


plain_json = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=9)
    ),
    lambda children: st.one_of(
        st.lists(children, max_size=4), st.dictionaries(st.text(max_size=9), children, max_size=4)
    ),
    max_leaves=10,
)


@given(st.dictionaries(st.text(max_size=9), plain_json, max_size=5), st.booleans())
def test_any_json_object_is_decoded_unchanged(data, ensure_ascii):
    assert decode(json.dumps(data, ensure_ascii=ensure_ascii).encode()) == data


@given(st.text(st.one_of(st.characters(), st.sampled_from("\ud83d\ude00\ufeff😀")), max_size=9))
def test_only_lone_surrogates_are_replaced(text):
    replaced = decode(json.dumps({"A": text}).encode())["A"]
    # Two adjacent escapes of a surrogate pair are one character.
    expected = json.loads(json.dumps(text))
    assert replaced == "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in expected)
