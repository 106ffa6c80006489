# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import pathlib

import pytest
from ansible_collections.alicloud.ccc.plugins.module_utils._http.decode import DEEPEST, LONGEST_INTEGER, decode
from hypothesis import given, settings
from hypothesis import strategies as st

FIXTURES = pathlib.Path(__file__).parents[3] / "fixtures"

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
    """What Ansible does to a result, and what a terminal or a file asks of it."""
    assert isinstance(data, dict)
    json.dumps(data, allow_nan=False)
    json.dumps(data, allow_nan=False, ensure_ascii=False).encode("utf-8")


@pytest.mark.parametrize("name", ["get_instance.json", "list_instances_of_user.json"])
def test_json_comes_out_as_it_is(name):
    body = (FIXTURES / name).read_bytes()
    assert decode(body) == json.loads(body.decode("utf-8"))


@pytest.mark.parametrize(
    ("body", "data"),
    [
        pytest.param(b'{"A": "b"}', {"A": "b"}, id="object"),
        pytest.param(b"{}", {}, id="empty object"),
        pytest.param(b' \r\n\t{"A": 1} \n', {"A": 1}, id="blanks around"),
        pytest.param(b'\xef\xbb\xbf{"A": 1}', {"A": 1}, id="byte order mark"),
        pytest.param(b'{"A": "x\ny\tz\x00"}', {"A": "x\ny\tz\x00"}, id="raw control characters in a string"),
        pytest.param(b'{"A": "\\ud83d\\ude00"}', {"A": "😀"}, id="escaped surrogate pair"),
        pytest.param(b'{"A": "x\\ud83dy"}', {"A": "x\ufffdy"}, id="lone high surrogate"),
        pytest.param(b'{"A": ["\\udc00"]}', {"A": ["\ufffd"]}, id="lone low surrogate in a list"),
        pytest.param(b'{"\\uD83D": {"B": "\\ud83d"}}', {"\ufffd": {"B": "\ufffd"}}, id="lone surrogate in a key"),
        pytest.param(b'{"A": "\\ude00\\ud83d"}', {"A": "\ufffd\ufffd"}, id="pair of surrogates the wrong way round"),
        pytest.param(b'{"A": "\\ufeff\\ud83d"}', {"A": "\ufeff\ufffd"}, id="byte order mark beside a surrogate"),
        pytest.param(b'{"A": NaN}', {"A": "NaN"}, id="NaN"),
        pytest.param(b'{"A": [Infinity, -Infinity]}', {"A": ["Infinity", "-Infinity"]}, id="Infinity"),
        pytest.param(b'{"A": 1e999, "B": -1e999}', {"A": "1e999", "B": "-1e999"}, id="number beyond a float"),
        pytest.param(b'{"A": 1.5, "B": 1e3}', {"A": 1.5, "B": 1000.0}, id="floats"),
        pytest.param(b'{"A": 59803544828509123456789}', {"A": 59803544828509123456789}, id="more than 64 bits"),
        pytest.param(b'{"A": %s}' % (b"9" * 5000), {"A": "9" * 5000}, id="integer that Python does not convert"),
        pytest.param(b'{"A": %s}' % (b"9" * LONGEST_INTEGER), {"A": int("9" * LONGEST_INTEGER)}, id="longest integer"),
        pytest.param(b'{"A": 1, "A": 2}', {"A": 2}, id="key given twice"),
    ],
)
def test_json_is_decoded(body, data):
    assert decode(body) == data
    assert_can_be_a_result(decode(body))


@pytest.mark.parametrize(
    ("body", "data"),
    [
        pytest.param(b"<A>1</A><B>x</B>", {"A": "1", "B": "x"}, id="no root, as in the documents"),
        pytest.param(b"<GetInstanceResponse><A>1</A></GetInstanceResponse>", {"A": "1"}, id="root of a response"),
        pytest.param(b"<Error><Code>X</Code></Error>", {"Code": "X"}, id="root of an error"),
        pytest.param(b'<?xml version="1.0"?><Error><Code>X</Code></Error>', {"Code": "X"}, id="declaration"),
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
        pytest.param(b"<A><B>1</B><B>2</B></A>", {"A": {"B": ["1", "2"]}}, id="repeated element"),
        pytest.param(b"<A><B>1</B></A>", {"A": {"B": "1"}}, id="single element"),
        pytest.param(b"<A><B/><C></C></A>", {"A": {"B": "", "C": ""}}, id="empty elements"),
        pytest.param(b"<A>a &amp; b &lt;c&gt; &#27979;</A>", {"A": "a & b <c> 测"}, id="predefined entities"),
        pytest.param(b"<A> x </A>", {"A": " x "}, id="blanks in a text stay"),
        pytest.param(b"<A><![CDATA[<b>&]]></A>", {"A": "<b>&"}, id="CDATA"),
        pytest.param(
            b"<A><![CDATA[a <?xml version='1.0'?> b]]></A>",
            {"A": "a <?xml version='1.0'?> b"},
            id="what looks like a declaration within a text",
        ),
        pytest.param(b'<A xmlns="urn:x" type="y">1</A>', {"A": "1"}, id="attributes are left out"),
        pytest.param(b"<A>x<!-- y --></A>", {"A": "x"}, id="comment"),
        pytest.param(b"<Error><A>1</A></Error><B>2</B>", {"Error": {"A": "1"}, "B": "2"}, id="more than an error"),
    ],
)
def test_xml_is_decoded_into_the_shape_of_json(body, data):
    assert decode(body) == data
    assert_can_be_a_result(decode(body))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b" \r\n", id="blank"),
        pytest.param(b"[]", id="list"),
        pytest.param(b'"text"', id="string"),
        pytest.param(b"1", id="number"),
        pytest.param(b"null", id="null"),
        pytest.param(b'{"A": 1', id="broken off"),
        pytest.param(b'{"A": 1} {"B": 2}', id="more after the object"),
        pytest.param(b'{"A": 01}', id="number with a leading zero"),
        pytest.param(b'{"A": "\xff"}', id="not UTF-8"),
        pytest.param('{"A": 1}'.encode("utf-16"), id="UTF-16"),
        pytest.param(b'{"A": "\xed\xa0\xbd"}', id="surrogate in UTF-8"),
        pytest.param(b"<A>", id="XML broken off"),
        pytest.param(b"<A></B>", id="XML closed by another name"),
        pytest.param(b"<A>\x00</A>", id="NUL in XML"),
        pytest.param(b"<A>&#xD83D;</A>", id="surrogate in XML"),
        pytest.param(b"<Error>text</Error>", id="error that is text"),
        pytest.param(b"<XResponse/><XResponse/>", id="two roots"),
        pytest.param(b"<A/></Answer><Answer>", id="closes an element that it did not open"),
        pytest.param(b"<!-- nothing -->", id="comment alone"),
        pytest.param(b"<!DOCTYPE html><html><body><p>502</p></body></html>", id="HTML"),
        pytest.param(b"<html><head><meta charset=utf-8><title>x</title></html>", id="HTML without a type"),
        pytest.param(BILLION_LAUGHS, id="billion laughs"),
        pytest.param(EXTERNAL_ENTITY, id="external entity"),
        pytest.param(b"<A>&lol;</A>", id="undeclared entity"),
        pytest.param(b"\x1f\x8b\x08\x00", id="gzip"),
    ],
)
def test_what_is_no_answer_is_refused(body):
    with pytest.raises(ValueError, match="."):
        decode(body)


@pytest.mark.parametrize("nested", [nested_json, nested_xml])
def test_a_depth_that_no_answer_has_is_refused(nested):
    assert_can_be_a_result(decode(nested(DEEPEST - 1)))
    for depth in (DEEPEST + 1, 1000, 200000):
        with pytest.raises(ValueError, match="nested too deeply"):
            decode(nested(depth))


def test_deep_lists_are_refused():
    with pytest.raises(ValueError, match="nested too deeply"):
        decode(b'{"a":' + b"[" * 200000)


def test_a_refusal_does_not_repeat_the_body():
    for body in (b"secret-in-a-body", b"<secret-in-a-body>", b'{"a": secret-in-a-body}', b"\xffsecret-in-a-body"):
        with pytest.raises(ValueError, match=".") as refusal:
            decode(body)
        assert "secret-in-a-body" not in str(refusal.value)


def test_long_blanks_are_read_in_one_pass():
    # A regular expression that looks for the declaration at every one of them needs an hour.
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
def test_every_json_object_comes_out_unaltered(data, ensure_ascii):
    assert decode(json.dumps(data, ensure_ascii=ensure_ascii).encode()) == data


@given(st.text(st.one_of(st.characters(), st.sampled_from("\ud83d\ude00\ufeff😀")), max_size=9))
def test_only_half_characters_are_replaced(text):
    replaced = decode(json.dumps({"A": text}).encode())["A"]
    # The escapes of a pair are one character, however they came to stand beside each other.
    expected = json.loads(json.dumps(text))
    assert replaced == "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in expected)


# Bytes that come near to an answer, since bytes at random are refused at the first one.
FRAGMENTS = (
    b'{ } [ ] " : , \\ \\ud83d \\ude00 \\u12 1 -1 1e999 NaN -Infinity true null "A" "A":1 {"A": \xef\xbb\xbf \xff '
    b"\xe6\xb5\x8b <A> </A> <A/> <B> </B> <Error> </Error> <AResponse> </AResponse> <?xml?> <!DOCTYPE <![CDATA[ ]]> "
    b"&amp; &lol; &#0; <!-- --> \x00 \x7f text </Answer> <Answer>"
).split(b" ")
fragments = st.lists(st.sampled_from(FRAGMENTS), max_size=12).map(b"".join)


@settings(max_examples=300)
@given(
    st.one_of(
        st.binary(max_size=40),
        fragments,
        fragments.map(lambda body: b'{"A":[' + body + b"]}"),
        fragments.map(lambda body: b'{"A":"' + body + b'"}'),
        fragments.map(lambda body: b"<A>" + body + b"</A>"),
    )
)
def test_any_bytes_give_an_object_that_can_be_printed_or_a_value_error(body):
    try:
        data = decode(body)
    except ValueError:
        return
    assert_can_be_a_result(data)
