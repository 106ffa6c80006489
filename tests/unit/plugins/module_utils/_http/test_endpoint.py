# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

import pytest
from ansible_collections.alicloud.ccc.plugins.module_utils._http.endpoint import Endpoint, EndpointError, endpoint_of
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("region", "url"),
    [
        (None, "https://ccc.cn-shanghai.aliyuncs.com/"),
        ("", "https://ccc.cn-shanghai.aliyuncs.com/"),
        ("cn-shanghai", "https://ccc.cn-shanghai.aliyuncs.com/"),
        ("ap-southeast-1", "https://ccc.ap-southeast-1.aliyuncs.com/"),
        ("a", "https://ccc.a.aliyuncs.com/"),
        ("a" * 63, f"https://ccc.{'a' * 63}.aliyuncs.com/"),
    ],
)
@pytest.mark.parametrize("endpoint", [None, ""])
def test_the_region_names_the_endpoint(region, endpoint, url):
    result = endpoint_of(region, endpoint)
    assert (result.url, result.is_loopback) == (url, False)


@pytest.mark.parametrize(
    "region",
    [
        " ",
        "cn shanghai",
        "cn-shanghai ",
        "cn-shanghai\n",
        "CN-SHANGHAI",
        "-cn",
        "cn-",
        "a" * 64,
        "cn.shanghai",
        "cn_shanghai",
    ]
    + ["evil.com/", "evil.com#", "x@evil.com", "x:1", "区域", "ｃｎ", "%63n", "..", "\x00"],
)
def test_what_is_no_region_is_refused(region):
    with pytest.raises(EndpointError, match="region .* is no region id"):
        endpoint_of(region, None)


def test_an_endpoint_goes_before_the_region_and_needs_none():
    assert endpoint_of("no region!", "ccc.example.com").host == "ccc.example.com"


@pytest.mark.parametrize(
    ("endpoint", "url", "is_loopback"),
    [
        pytest.param("ccc.aliyuncs.com", "https://ccc.aliyuncs.com/", False, id="bare host"),
        pytest.param("ccc.aliyuncs.com:8443", "https://ccc.aliyuncs.com:8443/", False, id="bare host with a port"),
        pytest.param("https://ccc.aliyuncs.com", "https://ccc.aliyuncs.com/", False, id="https"),
        pytest.param("https://ccc.aliyuncs.com/", "https://ccc.aliyuncs.com/", False, id="slash at the end"),
        pytest.param("HTTPS://CCC.Aliyuncs.COM", "https://ccc.aliyuncs.com/", False, id="capital letters"),
        pytest.param("https://ccc.aliyuncs.com:443", "https://ccc.aliyuncs.com/", False, id="port of the scheme"),
        pytest.param("https://ccc.aliyuncs.com:", "https://ccc.aliyuncs.com/", False, id="colon without a port"),
        pytest.param("https://gateway", "https://gateway/", False, id="host of one label"),
        pytest.param("https://ccc_gateway.corp", "https://ccc_gateway.corp/", False, id="underscore"),
        pytest.param("https://xn--fiq228c.com", "https://xn--fiq228c.com/", False, id="international name in ASCII"),
        pytest.param(f"https://{'a' * 63}.com", f"https://{'a' * 63}.com/", False, id="longest label"),
        pytest.param("https://10.0.0.1", "https://10.0.0.1/", False, id="IPv4"),
        pytest.param("https://[2001:DB8::1]:8443", "https://[2001:db8::1]:8443/", False, id="IPv6"),
        pytest.param("https://localhost", "https://localhost/", True, id="https to loopback"),
        pytest.param("http://localhost", "http://localhost/", True, id="http to localhost"),
        pytest.param("http://LOCALHOST:80", "http://localhost/", True, id="http port of the scheme"),
        pytest.param("http://127.0.0.1:8080/", "http://127.0.0.1:8080/", True, id="http to 127.0.0.1"),
        pytest.param("http://127.9.9.9", "http://127.9.9.9/", True, id="http to another loopback address"),
        pytest.param("http://[::1]", "http://[::1]/", True, id="http to IPv6 loopback"),
        pytest.param("http://[0:0::0:1]:8080", "http://[0:0::0:1]:8080/", True, id="IPv6 loopback in another form"),
        pytest.param("http://localhost:443", "http://localhost:443/", True, id="port of the other scheme"),
    ],
)
def test_these_endpoints_are_taken(endpoint, url, is_loopback):
    result = endpoint_of(None, endpoint)
    assert (result.url, result.is_loopback) == (url, is_loopback)
    assert result.host == urlsplit(url).netloc
    assert str(result) == url[:-1]


NO_HOST, ONLY_HOST, NO_HTTP = "no host name", "only scheme, host and port", "http is refused"
BAD_SCHEME, BAD_CHARACTER, CREDENTIALS = "the scheme must be https", "holds a blank", "must not hold credentials"


@pytest.mark.parametrize(
    ("endpoint", "message"),
    [
        pytest.param("https://", NO_HOST, id="no host"),
        pytest.param("https:///", NO_HOST, id="slashes only"),
        pytest.param("https://:443", NO_HOST, id="port only"),
        pytest.param("https://.", NO_HOST, id="dot"),
        pytest.param("https://..", NO_HOST, id="dots"),
        pytest.param("https://ccc..aliyuncs.com", NO_HOST, id="empty label"),
        pytest.param("https://.aliyuncs.com", NO_HOST, id="dot at the beginning"),
        pytest.param("https://-ccc.com", NO_HOST, id="hyphen at the beginning of a label"),
        pytest.param("https://ccc-.com", NO_HOST, id="hyphen at the end of a label"),
        pytest.param(f"https://{'a' * 64}.com", NO_HOST, id="label too long"),
        pytest.param("https://" + "a." * 127 + "com", NO_HOST, id="name too long"),
        pytest.param("https://ccc%2ealiyuncs.com", NO_HOST, id="percent-encoded dot"),
        pytest.param("https://ccc\\.evil.com", NO_HOST, id="backslash"),
        pytest.param("https://ccc,evil.com", NO_HOST, id="comma"),
        pytest.param("https://[::1]evil.com", NO_HOST, id="name after an address"),
        pytest.param("https://evil.com[::1]", "no host name|no address", id="name before an address"),
        pytest.param("http://[::1%25lo]", "no host name|no address", id="zone of an address"),
        pytest.param("http://[::1%evil.com]", "no host name|no address", id="name as a zone"),
        pytest.param("https://[v1.evil]", "no host name|no address", id="address of the future"),
        pytest.param("https://[::1", "no address", id="bracket left open"),
        pytest.param("https://ccc.com:port", "no address", id="port that is no number"),
        pytest.param("https://ccc.com:65536", "no address", id="port too high"),
        pytest.param("https://ccc.com:-1", "no address", id="port below zero"),
        pytest.param("https://ccc.com:+443", "no host name|no address", id="port with a sign"),
        pytest.param("https://ccc.com:4_43", "no host name|no address", id="port with an underscore"),
        pytest.param("https://ccc.com:1:2", "no host name|no address", id="two ports"),
        pytest.param("https://ccc.com/api", ONLY_HOST, id="path"),
        pytest.param("https://ccc.com//", ONLY_HOST, id="two slashes"),
        pytest.param("https://ccc.com/%0a", ONLY_HOST, id="percent-encoded line break in a path"),
        pytest.param("ccc.com/api", ONLY_HOST, id="path without a scheme"),
        pytest.param("https://ccc.com?x=1", ONLY_HOST, id="query"),
        pytest.param("https://ccc.com/?", ONLY_HOST, id="empty query"),
        pytest.param("https://ccc.com#x", ONLY_HOST, id="fragment"),
        pytest.param("https://ccc.com/#", ONLY_HOST, id="empty fragment"),
        pytest.param("ftp://ccc.com", BAD_SCHEME, id="ftp"),
        pytest.param("file:///etc/passwd", BAD_SCHEME, id="file"),
        pytest.param("httpss://ccc.com", BAD_SCHEME, id="misspelt scheme"),
        pytest.param("http+unix://ccc.com", BAD_SCHEME, id="compound scheme"),
        pytest.param("://ccc.com", BAD_SCHEME, id="empty scheme"),
        pytest.param("javascript:alert(1)//://x", BAD_SCHEME, id="script"),
        pytest.param("http://ccc.cn-shanghai.aliyuncs.com", NO_HTTP, id="http"),
        pytest.param("HTTP://ccc.cn-shanghai.aliyuncs.com", NO_HTTP, id="http in capital letters"),
        pytest.param("http://127.0.0.1.evil.com", NO_HTTP, id="http to a name that begins like loopback"),
        pytest.param("http://localhost.evil.com", NO_HTTP, id="http to a name that begins like localhost"),
        pytest.param("http://evil-localhost", NO_HTTP, id="http to a name that ends like localhost"),
        pytest.param("http://0x7f.1", NO_HTTP, id="http to loopback in hexadecimal"),
        pytest.param("http://127.1", NO_HTTP, id="http to loopback cut short"),
        pytest.param("http://2130706433", NO_HTTP, id="http to loopback as one number"),
        pytest.param("http://0177.0.0.1", NO_HTTP, id="http to loopback in octal"),
        pytest.param("http://0.0.0.0", NO_HTTP, id="http to no address"),
        pytest.param("http://10.0.0.1", NO_HTTP, id="http to a private address"),
        pytest.param("http://[::]", NO_HTTP, id="http to no IPv6 address"),
        pytest.param("http://[fe80::1]", NO_HTTP, id="http to a link-local address"),
        pytest.param(" https://ccc.com", BAD_CHARACTER, id="blank before"),
        pytest.param("https://ccc.com ", BAD_CHARACTER, id="blank after"),
        pytest.param("https://ccc .com", BAD_CHARACTER, id="blank within"),
        pytest.param(" ", BAD_CHARACTER, id="blank alone"),
        pytest.param("https://ccc.com\n", BAD_CHARACTER, id="line break after"),
        pytest.param("https://ccc\n.com", BAD_CHARACTER, id="line break within"),
        pytest.param("https://ccc.com\r\nX-Evil: 1", BAD_CHARACTER, id="header"),
        pytest.param("https://ccc.com\t", BAD_CHARACTER, id="tab"),
        pytest.param("https://ccc.com\x00", BAD_CHARACTER, id="NUL"),
        pytest.param("https://测试.com", BAD_CHARACTER, id="Chinese name"),
        pytest.param("https://сcc.com", BAD_CHARACTER, id="Cyrillic letter"),
        pytest.param("https://ccc．com", BAD_CHARACTER, id="full-width dot"),
        pytest.param("http://１２７.0.0.1", BAD_CHARACTER, id="full-width digits"),
        pytest.param("https://ccc.com\udc80", BAD_CHARACTER, id="lone surrogate"),
    ],
)
def test_these_endpoints_are_refused(endpoint, message):
    with pytest.raises(EndpointError, match=message):
        endpoint_of("cn-shanghai", endpoint)


@pytest.mark.parametrize(
    ("endpoint", "message"),
    [
        ("https://user:hunter2@ccc.com", CREDENTIALS),
        ("user:hunter2@ccc.com", CREDENTIALS),
        ("https://hunter2@ccc.com", CREDENTIALS),
        ("https://:hunter2@ccc.com", CREDENTIALS),
        ("https://@ccc.com", CREDENTIALS),
        ("https://user:hunter2@ccc.com:port", CREDENTIALS),
        ("https://user:hunter2@", CREDENTIALS),
        ("ftp://user:hunter2@ccc.com", CREDENTIALS),
        ("http://user:hunter2@evil.com", CREDENTIALS),
        ("http://127.0.0.1:80@evil.com", CREDENTIALS),
        ("http://evil.com\\@127.0.0.1", CREDENTIALS),
        ("http://evil.com#@127.0.0.1", CREDENTIALS),
        ("http://evil.com/@127.0.0.1", CREDENTIALS),
        ("https://user:12/hunter2@ccc.com", CREDENTIALS),
        ("https://user:hunter2/x@ccc.com", CREDENTIALS),
        ("https://user:hunter2#x@ccc.com", CREDENTIALS),
        ("https://user:hunter2?x@ccc.com", CREDENTIALS),
        ("https://user:hunter2@ho℀st", CREDENTIALS),
        ("https://user:hunter2\n@ccc.com", CREDENTIALS),
        ("https://[user:hunter2@ccc.com", CREDENTIALS),
        ("https://user:hunter2＠ccc.com", BAD_CHARACTER),
    ],
)
def test_credentials_are_refused_and_not_repeated(endpoint, message):
    with pytest.raises(EndpointError, match=message) as refusal:
        endpoint_of(None, endpoint)
    assert "hunter2" not in str(refusal.value)
    assert refusal.value.__cause__ is None


PIECES = [
    "http",
    "https",
    "HTTP",
    "://",
    ":",
    "/",
    "//",
    ".",
    "..",
    "@",
    "?",
    "#",
    "[",
    "]",
    "::1",
    "%",
    "\\",
    " ",
    "\n",
    "-",
]
PIECES += [
    "127.0.0.1",
    "localhost",
    "ccc.aliyuncs.com",
    "evil.com",
    "10.0.0.1",
    "443",
    "80",
    "65536",
    "0",
    "a" * 64,
    "测试",
]
PIECES += ["．", "＠", "℀", "ß", "\x00", "%25", "%40", "user:pass@"]
assembled = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)


@settings(max_examples=300)
@given(
    st.one_of(
        st.text(max_size=20),
        assembled,
        assembled.map("https://{}".format),
        assembled.map("http://localhost{}".format),
        assembled.map("http://127.0.0.1{}".format),
    )
)
def test_any_text_gives_a_safe_endpoint_or_an_endpoint_error(text):
    try:
        endpoint = endpoint_of(None, text)
    except EndpointError as error:
        assert "pass" not in str(error)
        return
    assert isinstance(endpoint, Endpoint)
    parts = urlsplit(endpoint.url)
    assert endpoint.url == f"{parts.scheme}://{endpoint.host}/"
    assert endpoint.url.isascii()
    assert endpoint.url.isprintable()
    assert not set(endpoint.host) & set(" @/?#\\%")
    if parts.scheme == "http":
        assert endpoint.is_loopback
    else:
        assert parts.scheme == "https"
    if endpoint.is_loopback:
        assert parts.hostname == "localhost" or ipaddress.ip_address(parts.hostname).is_loopback


@given(st.text(max_size=12))
def test_any_text_gives_a_region_within_aliyuncs_or_an_endpoint_error(region):
    try:
        endpoint = endpoint_of(region, None)
    except EndpointError:
        return
    assert endpoint.host == f"ccc.{region or 'cn-shanghai'}.aliyuncs.com"
    assert urlsplit(endpoint.url).hostname == endpoint.host


class TestPlaceholder:
    def test_it_stands_for_the_region(self):
        endpoint = endpoint_of("ap-southeast-1", "ccc-vpc.<region>.aliyuncs.com")
        assert endpoint.url == "https://ccc-vpc.ap-southeast-1.aliyuncs.com/"

    def test_without_a_region_it_is_the_default_one(self):
        assert endpoint_of(None, "ccc-vpc.<region>.aliyuncs.com").host == "ccc-vpc.cn-shanghai.aliyuncs.com"

    def test_a_region_that_is_none_does_not_get_into_it(self):
        with pytest.raises(EndpointError, match="region 'x.example.com/' is no region id"):
            endpoint_of("x.example.com/", "ccc.<region>.aliyuncs.com")
