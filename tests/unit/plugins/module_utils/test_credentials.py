# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import copy
import itertools

import pytest
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials import (
    Credentials,
    CredentialsError,
    environment_secrets,
    resolve,
)
from hypothesis import given
from hypothesis import strategies as st

OPTIONS = {"access_key_id": "option-id", "access_key_secret": "option-secret", "security_token": "option-token"}
VENDOR = {
    "ALIBABA_CLOUD_ACCESS_KEY_ID": "vendor-id",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "vendor-secret",
    "ALIBABA_CLOUD_SECURITY_TOKEN": "vendor-token",
}
LEGACY = {
    "ALICLOUD_ACCESS_KEY": "legacy-id",
    "ALICLOUD_SECRET_KEY": "legacy-secret",
    "ALICLOUD_SECURITY_TOKEN": "legacy-token",
}
ALTERNATIVE = {"ALICLOUD_ACCESS_KEY_ID": "alternative-id", "ALICLOUD_SECRET_ACCESS_KEY": "alternative-secret"}


def without(mapping, *names):
    return {name: value for name, value in mapping.items() if name not in names}


@pytest.mark.parametrize(
    ("options", "environ", "expected"),
    [
        pytest.param(OPTIONS, {}, ("option-id", "option-secret", "option-token"), id="options"),
        pytest.param({}, VENDOR, ("vendor-id", "vendor-secret", "vendor-token"), id="the vendor's variables"),
        pytest.param({}, LEGACY, ("legacy-id", "legacy-secret", "legacy-token"), id="Terraform's variables"),
        pytest.param({}, ALTERNATIVE, ("alternative-id", "alternative-secret", None), id="their other names"),
        pytest.param(
            OPTIONS, dict(VENDOR, **LEGACY), ("option-id", "option-secret", "option-token"), id="options first"
        ),
        pytest.param(
            {}, dict(LEGACY, **VENDOR), ("vendor-id", "vendor-secret", "vendor-token"), id="then the vendor's"
        ),
        pytest.param(
            {}, dict(ALTERNATIVE, **LEGACY), ("legacy-id", "legacy-secret", "legacy-token"), id="first of two names"
        ),
        pytest.param(
            without(OPTIONS, "security_token"),
            VENDOR,
            ("option-id", "option-secret", None),
            id="no token of the environment for a key of the options",
        ),
        pytest.param(
            {},
            dict(without(VENDOR, "ALIBABA_CLOUD_SECURITY_TOKEN"), **LEGACY),
            ("vendor-id", "vendor-secret", None),
            id="no token of one family for a key of the other",
        ),
        pytest.param(
            dict.fromkeys(OPTIONS), VENDOR, ("vendor-id", "vendor-secret", "vendor-token"), id="options that are null"
        ),
        pytest.param(
            dict.fromkeys(OPTIONS, ""),
            VENDOR,
            ("vendor-id", "vendor-secret", "vendor-token"),
            id="options that are empty",
        ),
        pytest.param(
            {},
            dict(dict.fromkeys(VENDOR, ""), **LEGACY),
            ("legacy-id", "legacy-secret", "legacy-token"),
            id="empty variables",
        ),
        pytest.param(
            {},
            dict(ALTERNATIVE, ALICLOUD_ACCESS_KEY=""),
            ("alternative-id", "alternative-secret", None),
            id="one is empty",
        ),
        pytest.param(
            dict(OPTIONS, security_token=""), {}, ("option-id", "option-secret", None), id="an empty token is none"
        ),
    ],
)
def test_a_key_comes_whole_from_the_first_source_that_is_set(options, environ, expected):
    assert tuple(resolve(options, environ)) == expected


def test_the_options_go_first_in_part_as_well():
    with pytest.raises(CredentialsError, match="access_key_id is set, but access_key_secret is not"):
        resolve({"access_key_id": "id"}, VENDOR)


@pytest.mark.parametrize(
    ("options", "environ", "present", "missing"),
    [
        pytest.param(without(OPTIONS, "access_key_secret"), {}, "access_key_id", "access_key_secret", id="option id"),
        pytest.param(without(OPTIONS, "access_key_id"), {}, "access_key_secret", "access_key_id", id="option secret"),
        pytest.param(
            {"security_token": "t"}, VENDOR, "security_token", "access_key_id and access_key_secret", id="option token"
        ),
        pytest.param(
            {},
            {"ALIBABA_CLOUD_ACCESS_KEY_ID": "i"},
            "ALIBABA_CLOUD_ACCESS_KEY_ID",
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
            id="the vendor's id",
        ),
        pytest.param(
            {},
            dict(LEGACY, ALIBABA_CLOUD_ACCESS_KEY_SECRET="s"),
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
            "ALIBABA_CLOUD_ACCESS_KEY_ID",
            id="the vendor's secret beside Terraform's key",
        ),
        pytest.param(
            {}, {"ALICLOUD_ACCESS_KEY": "i"}, "ALICLOUD_ACCESS_KEY", "ALICLOUD_SECRET_KEY", id="Terraform's id"
        ),
        pytest.param(
            {},
            {"ALICLOUD_SECRET_ACCESS_KEY": "s"},
            "ALICLOUD_SECRET_ACCESS_KEY",
            "ALICLOUD_ACCESS_KEY",
            id="Terraform's secret under its other name",
        ),
        pytest.param(
            {},
            dict(VENDOR, ALIBABA_CLOUD_ACCESS_KEY_SECRET=""),
            "ALIBABA_CLOUD_ACCESS_KEY_ID",
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
            id="an empty variable is a missing one",
        ),
    ],
)
def test_half_a_key_is_an_error_that_names_the_missing_part(options, environ, present, missing):
    with pytest.raises(CredentialsError) as refusal:
        resolve(options, environ)
    message = str(refusal.value)
    assert present in message.partition(" set, but ")[0]
    assert message.partition(" set, but ")[2].startswith(missing)


def test_half_a_key_is_an_error_that_shows_no_value():
    with pytest.raises(CredentialsError) as refusal:
        resolve(without(OPTIONS, "access_key_id"), VENDOR)
    assert "option-secret" not in str(refusal.value)
    assert "option-token" not in str(refusal.value)


def test_no_key_at_all_is_an_error_that_says_where_one_can_be_given():
    with pytest.raises(CredentialsError, match="access_key_id.*ALIBABA_CLOUD_ACCESS_KEY_ID"):
        resolve({}, {"PATH": "/bin", "ALIBABA_CLOUD_ACCESS_KEY_ID": ""})


@pytest.mark.parametrize("part", list(OPTIONS))
@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param("{}\n".format, id="line break at the end"),
        pytest.param("{}\r".format, id="carriage return at the end"),
        pytest.param(" {}".format, id="blank at the beginning"),
        pytest.param("{0} {0}".format, id="blank within"),
        pytest.param("{}\u00a0".format, id="no-break space"),
        pytest.param("{}\u200b".format, id="zero-width space"),
        pytest.param("{}密".format, id="beyond ASCII"),
        pytest.param("{}\x00".format, id="NUL"),
        pytest.param(lambda _value: "   ", id="nothing but blanks"),
    ],
)
def test_what_no_key_holds_is_refused_without_showing_it(part, spoil):
    with pytest.raises(CredentialsError) as refusal:
        resolve(dict(OPTIONS, **{part: spoil(OPTIONS[part])}), VENDOR)
    assert str(refusal.value).startswith(f"{part} holds a blank")
    assert OPTIONS[part] not in str(refusal.value)


def test_a_variable_that_no_key_holds_is_named_by_its_own_name():
    with pytest.raises(CredentialsError, match="^ALICLOUD_SECRET_ACCESS_KEY holds"):
        resolve({}, dict(ALTERNATIVE, ALICLOUD_SECRET_ACCESS_KEY="a b"))


def test_every_printable_ascii_character_is_taken():
    printable = "".join(map(chr, range(0x21, 0x7F)))
    assert resolve(dict.fromkeys(OPTIONS, printable), {}) == (printable,) * 3


@pytest.mark.parametrize(
    "show",
    [
        pytest.param(repr, id="repr"),
        pytest.param(str, id="str"),
        pytest.param("{}".format, id="format"),
        pytest.param("{!r}".format, id="format of repr"),
        pytest.param(lambda key: f"{key}", id="f-string"),
        pytest.param(lambda key: "%s" % (key,), id="percent"),
        pytest.param(lambda key: repr([key, {"key": key}]), id="within a list and a dict"),
        pytest.param(lambda key: repr(copy.deepcopy(key)), id="copy"),
        pytest.param(lambda key: repr(key._replace(access_key_id="option-id")), id="replaced"),
    ],
)
def test_a_key_does_not_show_its_secret(show):
    shown = show(Credentials(**OPTIONS))
    assert "option-id" in shown
    assert "option-secret" not in shown
    assert "option-token" not in shown


def test_a_key_knows_its_secrets():
    assert Credentials(**OPTIONS).secrets == ["option-secret", "option-token"]
    assert Credentials("id", "secret", None).secrets == ["secret"]


def test_all_secrets_of_the_environment_are_known_whether_used_or_not():
    environ = dict(ALTERNATIVE, **VENDOR, **LEGACY, PATH="/bin")
    secrets = {value for value in environ.values() if value.endswith(("-secret", "-token"))}
    assert len(secrets) == 5
    assert set(environment_secrets(environ)) == secrets
    assert environment_secrets(dict.fromkeys(environ, "")) == []


values = st.one_of(st.none(), st.just(""), st.text("ab \n", max_size=3))


@given(
    st.fixed_dictionaries(dict.fromkeys(OPTIONS, values)),
    st.dictionaries(
        st.sampled_from([*VENDOR, *LEGACY, *ALTERNATIVE]), st.one_of(st.just(""), st.text("cd ", max_size=3))
    ),
)
def test_a_key_is_whole_or_an_error_and_never_mixed(options, environ):
    try:
        key = resolve(options, environ)
    except CredentialsError:
        return
    assert key.access_key_id
    assert key.access_key_secret
    sources = [set(options.values())]
    sources += [{environ.get(name) for name in family} for family in (VENDOR, {**LEGACY, **ALTERNATIVE})]
    parts = {part for part in key if part}
    assert any(parts <= source for source in sources)
    # What comes earlier is wholly unset.
    earlier = itertools.takewhile(lambda source: not parts <= source, sources)
    assert not any(value for source in earlier for value in source)
