# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

import pytest
from ansible_collections.alicloud.ccc.plugins.module_utils._http.endpoint import EndpointError, endpoint_of
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.mark.parametrize("region", [None, "", "cn-shanghai", "ap-southeast-1", "a", "a" * 63])
@pytest.mark.parametrize("endpoint", [None, "", "ccc.<region>.aliyuncs.com"])
def test_the_region_selects_the_endpoint(region, endpoint):
    result = endpoint_of(region, endpoint)
    assert (result.url, result.is_loopback) == ("https://ccc.%s.aliyuncs.com/" % (region or "cn-shanghai"), False)


REGIONS = [" ", "cn shanghai", "cn-shanghai\n", "CN-SHANGHAI", "-cn", "cn-", "a" * 64, "cn.shanghai", "cn_shanghai"]
REGIONS += ["evil.com/", "evil.com#", "x@evil.com", "x:1", "区域", "ｃｎ", "%63n", "..", "\x00"]


@pytest.mark.parametrize("region", REGIONS)
def test_an_invalid_region_is_refused(region):
    with pytest.raises(EndpointError, match="region .* is not a valid region id"):
        endpoint_of(region, None)


def test_an_endpoint_without_a_placeholder_needs_no_region():
    assert endpoint_of("not a region!", "ccc.example.com").host == "ccc.example.com"


@pytest.mark.parametrize(
    ("endpoint", "url", "is_loopback"),
    [
        ("ccc.aliyuncs.com", "https://ccc.aliyuncs.com/", False),
        ("ccc.aliyuncs.com:8443", "https://ccc.aliyuncs.com:8443/", False),
        ("https://ccc.aliyuncs.com/", "https://ccc.aliyuncs.com/", False),
        ("HTTPS://CCC.Aliyuncs.COM", "https://ccc.aliyuncs.com/", False),
        ("https://ccc.aliyuncs.com:443", "https://ccc.aliyuncs.com/", False),
        ("https://ccc.aliyuncs.com:", "https://ccc.aliyuncs.com/", False),
        ("https://gateway", "https://gateway/", False),
        ("https://ccc_gateway.corp", "https://ccc_gateway.corp/", False),
        ("https://xn--fiq228c.com", "https://xn--fiq228c.com/", False),
        (f"https://{'a' * 63}.com", f"https://{'a' * 63}.com/", False),
        ("https://10.0.0.1", "https://10.0.0.1/", False),
        ("https://[2001:DB8::1]:8443", "https://[2001:db8::1]:8443/", False),
        ("https://localhost", "https://localhost/", True),
        ("http://LOCALHOST:80", "http://localhost/", True),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080/", True),
        ("http://127.9.9.9", "http://127.9.9.9/", True),
        ("http://[0:0::0:1]:8080", "http://[0:0::0:1]:8080/", True),
        ("http://localhost:443", "http://localhost:443/", True),
    ],
)
def test_a_valid_endpoint_is_accepted(endpoint, url, is_loopback):
    result = endpoint_of(None, endpoint)
    assert (result.url, result.is_loopback) == (url, is_loopback)
    assert result.host == urlsplit(url).netloc
    assert str(result) == url[:-1]


# Addresses that some parsers misread as a host, a port or a loopback address.
REFUSED = {
    "not contain a valid host name": ["https://", "https:///", "https://:443", "https://.", "https://ccc..aliyuncs.com"]
    + ["https://.aliyuncs.com", "https://-ccc.com", "https://ccc-.com", f"https://{'a' * 64}.com"]
    + ["https://" + "a." * 127 + "com", "https://ccc%2ealiyuncs.com", "https://ccc\\.evil.com", "https://ccc,evil.com"]
    + ["https://[::1]evil.com"],
    "not contain a valid host name|not a valid address": [
        "https://evil.com[::1]",
        "http://[::1%25lo]",
        "http://[::1%evil.com]",
    ]
    + ["https://[v1.evil]", "https://[::1", "https://ccc.com:port", "https://ccc.com:65536", "https://ccc.com:-1"]
    + ["https://ccc.com:+443", "https://ccc.com:4_43", "https://ccc.com:1:2"],
    "must contain only a scheme, a host and a port": [
        "https://ccc.com/api",
        "https://ccc.com//",
        "https://ccc.com/%0a",
        "ccc.com/api",
    ]
    + ["https://ccc.com?x=1", "https://ccc.com/?", "https://ccc.com#x", "https://ccc.com/#"],
    "must begin with https://": ["ftp://ccc.com", "file:///etc/passwd", "httpss://ccc.com", "http+unix://ccc.com"]
    + ["://ccc.com", "javascript:alert(1)//://x"],
    "uses http": ["HTTP://ccc.cn-shanghai.aliyuncs.com", "http://127.0.0.1.evil.com", "http://localhost.evil.com"]
    + ["http://evil-localhost", "http://0x7f.1", "http://127.1", "http://2130706433", "http://0177.0.0.1"]
    + ["http://0.0.0.0", "http://10.0.0.1", "http://[::]", "http://[fe80::1]"],
    "contains a space": [" https://ccc.com", "https://ccc.com ", "https://ccc .com", " ", "https://ccc.com\n"]
    + ["https://ccc\n.com", "https://ccc.com\r\nX-Evil: 1", "https://ccc.com\t", "https://ccc.com\x00"]
    + ["https://测试.com", "https://сcc.com", "https://ccc．com", "http://１２７.0.0.1", "https://ccc.com\udc80"],
    "must not contain credentials|contains a space": ["https://user:hunter2@ccc.com", "user:hunter2@ccc.com"]
    + ["https://hunter2@ccc.com", "https://@ccc.com", "https://user:hunter2@ccc.com:port", "https://user:hunter2@"]
    + ["ftp://user:hunter2@ccc.com", "http://127.0.0.1:80@evil.com", "http://evil.com\\@127.0.0.1"]
    + ["http://evil.com#@127.0.0.1", "http://evil.com/@127.0.0.1", "https://user:12/hunter2@ccc.com"]
    + ["https://user:hunter2#x@ccc.com", "https://user:hunter2?x@ccc.com", "https://user:hunter2@ho℀st"]
    + ["https://user:hunter2\n@ccc.com", "https://[user:hunter2@ccc.com", "https://user:hunter2＠ccc.com"],
}


@pytest.mark.parametrize(
    ("endpoint", "message"), [(endpoint, message) for message, endpoints in REFUSED.items() for endpoint in endpoints]
)
def test_an_invalid_endpoint_is_refused_without_showing_a_password(endpoint, message):
    with pytest.raises(EndpointError, match=message) as refusal:
        endpoint_of("cn-shanghai", endpoint)
    assert "hunter2" not in str(refusal.value)
    assert refusal.value.__cause__ is None


def test_the_error_for_an_invalid_endpoint_names_the_option():
    with pytest.raises(EndpointError, match="^assume_role.endpoint http://sts.example.com uses http"):
        endpoint_of(None, "http://sts.example.com", "assume_role.endpoint")


PIECES = ["http", "https", "HTTP", "://", ":", "/", "//", ".", "..", "@", "?", "#", "[", "]", "::1", "%", "\\", "-"]
PIECES += ["127.0.0.1", "localhost", "ccc.aliyuncs.com", "evil.com", "10.0.0.1", "443", "80", "65536", "0", "a" * 64]
PIECES += ["测试", "．", "＠", "℀", "ß", " ", "\n", "\x00", "%25", "%40", "user:pass@"]
assembled = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)


@settings(max_examples=300)
@given(
    st.one_of(
        st.text(max_size=20),
        *(assembled.map(begin.format) for begin in ("{}", "https://{}", "http://localhost{}", "http://127.0.0.1{}")),
    )
)
def test_any_text_becomes_a_safe_endpoint_or_an_endpoint_error(text):
    try:
        endpoint = endpoint_of(None, text)
    except EndpointError as error:
        assert "pass" not in str(error)
        return
    parts = urlsplit(endpoint.url)
    assert endpoint.url == f"{parts.scheme}://{endpoint.host}/"
    assert endpoint.url.isascii() and endpoint.url.isprintable()
    assert not set(endpoint.host) & set(" @/?#\\%")
    assert parts.scheme == "https" or (parts.scheme == "http" and endpoint.is_loopback)
    if endpoint.is_loopback:
        assert parts.hostname == "localhost" or ipaddress.ip_address(parts.hostname).is_loopback


@given(st.text(max_size=12))
def test_any_region_becomes_a_host_in_aliyuncs_or_an_endpoint_error(region):
    try:
        endpoint = endpoint_of(region, None)
    except EndpointError:
        return
    assert endpoint.host == f"ccc.{region or 'cn-shanghai'}.aliyuncs.com"
    assert urlsplit(endpoint.url).hostname == endpoint.host
