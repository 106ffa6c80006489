# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which source gives the key, and that each mode of a profile is read as it is meant.

What the sources do that have to be asked is in test_vendor.py.
"""

from __future__ import annotations

import itertools
import json
import shlex
import subprocess
import sys
import types
from pathlib import Path

import pytest
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.key import CredentialsError
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.sources import (
    environment_secrets,
    first_source,
    key_source,
)
from hypothesis import given
from hypothesis import strategies as st
from Tea.core import TeaCore

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


def resolve(options, environ):
    return key_source(options, environ).key()


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


# --- Which source ----------------------------------------------------------------------------------------------------

PROFILES = {
    "profiles": [{"name": "audit", "mode": "AK", "access_key_id": "file-id", "access_key_secret": "file-secret"}]
}
ROLE = "acs:ram::1059803544828509:role/audit"


@pytest.fixture
def config_file(tmp_path):
    """Write profiles into a config.json and return its path."""

    def write(*profiles):
        path = tmp_path / "config.json"
        path.write_text(json.dumps({"current": "default", "profiles": list(profiles)}))
        return str(path)

    return write


@pytest.fixture
def own_key(emulator):
    """Return the emulator's key as the fields of a profile."""
    return {"access_key_id": emulator.access_key_id, "access_key_secret": emulator.access_key_secret}


@pytest.mark.parametrize(
    ("options", "environ", "name"),
    [
        pytest.param(OPTIONS, VENDOR, "the options access_key_id and access_key_secret", id="options"),
        pytest.param({}, VENDOR, "the environment variable ALIBABA_CLOUD_ACCESS_KEY_ID", id="the vendor's variables"),
        pytest.param({}, LEGACY, "the environment variable ALICLOUD_ACCESS_KEY", id="Terraform's variables"),
        pytest.param({}, ALTERNATIVE, "the environment variable ALICLOUD_ACCESS_KEY_ID", id="their other names"),
        pytest.param({"profile": "audit"}, {}, "profile audit in FILE (AK)", id="profile"),
        pytest.param({}, {"ALIBABA_CLOUD_PROFILE": "audit"}, "profile audit in FILE (AK)", id="the vendor's profile"),
        pytest.param({}, {"ALICLOUD_PROFILE": "audit"}, "profile audit in FILE (AK)", id="Terraform's profile"),
        pytest.param(
            {"profile": "audit"},
            {"ALIBABA_CLOUD_PROFILE": "x"},
            "profile audit in FILE (AK)",
            id="task's profile first",
        ),
        pytest.param(
            {},
            {"ALIBABA_CLOUD_PROFILE": "audit", "ALICLOUD_PROFILE": "x"},
            "profile audit in FILE (AK)",
            id="the vendor's profile first",
        ),
        pytest.param(
            {},
            dict(VENDOR, ALIBABA_CLOUD_PROFILE="audit"),
            "the environment variable ALIBABA_CLOUD_ACCESS_KEY_ID",
            id="a key of the environment before a profile of the environment",
        ),
        pytest.param(
            {"credentials": "default", "profile": "audit"},
            {},
            "profile audit in FILE (AK)",
            id="profile before the chain",
        ),
    ],
)
def test_the_source_has_a_name_without_a_key(options, environ, name, config_file):
    path = config_file(*PROFILES["profiles"])
    source = key_source({**options, "config_file": path}, environ)
    assert source.name == name.replace("FILE", path)
    assert source.warnings == []


def test_a_profile_that_the_task_names_and_does_not_get_is_a_warning(config_file):
    options = {"profile": "audit", "config_file": config_file(*PROFILES["profiles"])}
    source = key_source(options, without(VENDOR, "ALIBABA_CLOUD_SECURITY_TOKEN"))
    assert source.key().access_key_id == "vendor-id"
    assert source.warnings == [
        "The profile audit is not used: the environment holds a key, which goes first. Unset "
        "ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET for this task to use the profile."
    ]


def test_half_a_key_in_the_environment_is_not_made_up_for_by_a_profile(config_file):
    options = {"profile": "audit", "config_file": config_file(*PROFILES["profiles"])}
    with pytest.raises(CredentialsError, match="ALIBABA_CLOUD_ACCESS_KEY_SECRET is not"):
        key_source(options, {"ALIBABA_CLOUD_ACCESS_KEY_ID": "vendor-id"})


def test_the_default_chain_is_asked_only_where_it_is_asked_for(monkeypatch, tmp_path):
    (tmp_path / ".aliyun").mkdir()
    (tmp_path / ".aliyun" / "config.json").write_text(json.dumps({"current": "audit", **PROFILES}))
    monkeypatch.setattr("alibabacloud_credentials.utils.auth_constant.HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    source = key_source({"credentials": "default"}, {})
    assert source.key().access_key_id == "file-id"
    assert source.name == "the vendor's default chain (cli_profile/static_ak)"
    with pytest.raises(CredentialsError, match="No credentials were given"):
        key_source({}, {})


def test_nothing_of_the_vendors_library_is_imported_for_a_key_that_is_there(config_file):
    path = config_file(
        {**PROFILES["profiles"][0], "name": "token", "mode": "StsToken", "sts_token": "t"}, *PROFILES["profiles"]
    )
    script = (
        "import sys\n"
        "from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.sources import key_source\n"
        "for options in %r: key_source(options, {})\n"
        "print([name for name in sys.modules if name.startswith(('alibabacloud', 'Tea', 'aiohttp'))])\n"
    )
    options = [{"access_key_id": "i", "access_key_secret": "s"}]
    options += [{"profile": name, "config_file": path} for name in ("audit", "token")]
    done = subprocess.run([sys.executable, "-c", script % options], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


# --- Profiles, mode by mode ------------------------------------------------------------------------------------------


def test_a_key_without_a_token(config_file):
    path = config_file({**PROFILES["profiles"][0], "sts_token": "of an earlier mode", "region_id": "cn-hangzhou"})
    source = key_source({"profile": "audit", "config_file": path}, {})
    assert source.key() == ("file-id", "file-secret", None)
    assert source.region == "cn-hangzhou"


def test_the_token_of_a_temporary_key_is_used(config_file):
    path = config_file({**PROFILES["profiles"][0], "mode": "StsToken", "sts_token": "file-token"})
    source = key_source({"profile": "audit", "config_file": path}, {})
    assert source.key() == ("file-id", "file-secret", "file-token")
    assert source.region is None


def test_a_temporary_key_without_its_token_is_half_a_key(config_file):
    path = config_file({**PROFILES["profiles"][0], "mode": "StsToken"})
    with pytest.raises(CredentialsError, match="The field sts_token of profile audit in .* is not set"):
        key_source({"profile": "audit", "config_file": path}, {})


def test_a_key_that_could_not_be_sent_is_refused(config_file):
    path = config_file({**PROFILES["profiles"][0], "access_key_secret": "file-secret\n"})
    with pytest.raises(CredentialsError, match="^access_key_secret of profile audit in .* holds a blank"):
        key_source({"profile": "audit", "config_file": path}, {})


def test_a_temporary_key_that_somebody_has_replaced_in_the_file_is_read_anew(config_file):
    profile = {**PROFILES["profiles"][0], "mode": "StsToken", "sts_token": "first"}
    source = key_source({"profile": "audit", "config_file": config_file(profile)}, {})
    config_file({**profile, "sts_token": "second"})
    assert source.renew(source.key()) is True
    assert source.key().security_token == "second"


def test_the_role_of_a_key(config_file, rerouted, own_key):
    profile = {"name": "audit", "mode": "RamRoleArn", "ram_role_arn": ROLE, "ram_session_name": "nightly", **own_key}
    profile.update(expired_seconds=900, external_id="an-id", sts_region="cn-hangzhou", region_id="cn-shanghai")
    source = key_source({"profile": "audit", "config_file": config_file(profile)}, {})
    assert source.key().access_key_id.startswith("STS.")
    assert source.name.endswith("config.json (RamRoleArn)")
    assert source.region == "cn-shanghai"
    (asked,) = rerouted
    assert asked.address == "https://sts.cn-hangzhou.aliyuncs.com"
    assert asked.query.items() >= {
        ("AccessKeyId", own_key["access_key_id"]),
        ("RoleArn", ROLE),
        ("RoleSessionName", "nightly"),
        ("DurationSeconds", "900"),
        ("ExternalId", "an-id"),
    }


def test_the_role_of_another_profile_and_so_on(config_file, rerouted, own_key):
    path = config_file(
        {"name": "last", "mode": "ChainableRamRoleArn", "source_profile": "second", "ram_role_arn": ROLE + "-3"},
        {"name": "second", "mode": "ChainableRamRoleArn", "source_profile": "first", "ram_role_arn": ROLE + "-2"},
        {"name": "first", "mode": "AK", **own_key},
    )
    source = key_source({"profile": "last", "config_file": path}, {})
    assert source.key().access_key_id.startswith("STS.")
    assert [asked.query["RoleArn"] for asked in rerouted] == [ROLE + "-2", ROLE + "-3"]
    assert rerouted[0].query["AccessKeyId"] == own_key["access_key_id"]
    assert rerouted[1].query["AccessKeyId"].startswith("STS.")


def test_profiles_that_name_each_other_are_an_error_and_no_loop(config_file):
    path = config_file(
        {"name": "a", "mode": "ChainableRamRoleArn", "source_profile": "b", "ram_role_arn": ROLE},
        {"name": "b", "mode": "ChainableRamRoleArn", "source_profile": "a", "ram_role_arn": ROLE},
    )
    with pytest.raises(CredentialsError) as caught:
        key_source({"profile": "a", "config_file": path}, {})
    assert str(caught.value) == "The profiles in %s name each other as source_profile: a, b, a." % path


@pytest.mark.parametrize("names_role", [True, False])
def test_the_role_of_an_ecs_instance(config_file, rerouted, names_role):
    role = {"ram_role_name": "emulator-role"} if names_role else {}
    source = key_source(
        {"profile": "ecs", "config_file": config_file({"name": "ecs", "mode": "EcsRamRole", **role})}, {}
    )
    assert source.key().access_key_id.startswith("STS.")
    assert rerouted[-1][:2] == ("http://100.100.100.200", "/latest/meta-data/ram/security-credentials/emulator-role")


def test_a_role_assumed_with_that_of_an_ecs_instance(config_file, rerouted):
    profile = {"name": "x", "mode": "RamRoleArnWithRoleName", "ram_role_name": "emulator-role", "ram_role_arn": ROLE}
    source = key_source({"profile": "x", "config_file": config_file(profile)}, {})
    assert source.key().access_key_id.startswith("STS.")
    assert rerouted[-1].query["AccessKeyId"].startswith("STS.")
    assert rerouted[-1].query["RoleArn"] == ROLE


def test_a_role_for_the_token_of_an_oidc_provider(config_file, rerouted, tmp_path):
    (tmp_path / "token").write_text("a-token")
    provider = {"oidc_provider_arn": "acs:ram::1:oidc-provider/k8s", "oidc_token_file": str(tmp_path / "token")}
    profile = {"name": "rrsa", "mode": "OIDC", "ram_role_arn": ROLE, "ram_session_name": "pod-1", **provider}
    source = key_source({"profile": "rrsa", "config_file": config_file(profile)}, {})
    assert source.key().access_key_id.startswith("STS.")
    assert rerouted[0].query.items() >= {
        ("RoleArn", ROLE),
        ("RoleSessionName", "pod-1"),
        ("OIDCProviderArn", "acs:ram::1:oidc-provider/k8s"),
        ("OIDCToken", "a-token"),
    }


def test_a_server_that_gives_a_key(config_file, emulator):
    uri = emulator.endpoint + "/latest/meta-data/ram/security-credentials/emulator-role"
    profile = {"name": "uri", "mode": "CredentialsURI", "credentials_uri": uri}
    source = key_source({"profile": "uri", "config_file": config_file(profile)}, {})
    assert source.key().access_key_id.startswith("STS.")


def test_a_program_that_gives_a_key_and_the_file_stays_as_it_is(config_file):
    printed = {"mode": "StsToken", "access_key_id": "i", "access_key_secret": "s", "sts_token": "t"}
    command = shlex.join([sys.executable, "-c", "print(%r)" % json.dumps(printed)])
    path = config_file({"name": "external", "mode": "External", "process_command": command})
    before = Path(path).read_bytes()
    assert key_source({"profile": "external", "config_file": path}, {}).key() == ("i", "s", "t")
    assert Path(path).read_bytes() == before


def test_cloud_sso_is_left_to_the_library(config_file, monkeypatch):
    # A mock: the library would ask over https only.
    def answer(request, _options=None):
        assert (request.protocol, request.headers["host"]) == ("https", "signin.example.com")
        key = {"AccessKeyId": "i", "AccessKeySecret": "s", "SecurityToken": "t", "Expiration": "2100-01-01T00:00:00Z"}
        return types.SimpleNamespace(status_code=200, body=json.dumps({"CloudCredential": key}).encode())

    monkeypatch.setattr(TeaCore, "do_action", staticmethod(answer))
    profile = {
        "name": "sso",
        "mode": "CloudSSO",
        "cloud_sso_sign_in_url": "https://signin.example.com/start",
        "cloud_sso_account_id": "1",
        "cloud_sso_access_config": "ac-1",
        "access_token": "a-token",
        "cloud_sso_access_token_expire": 4102444800,
    }
    assert key_source({"profile": "sso", "config_file": config_file(profile)}, {}).key() == ("i", "s", "t")


def test_a_mode_that_nobody_knows(config_file):
    path = config_file({"name": "odd", "mode": "Anonymous"})
    with pytest.raises(CredentialsError) as caught:
        key_source({"profile": "odd", "config_file": path}, {})
    assert "gave no key for profile odd in %s: unsupported profile mode 'Anonymous'" % path in str(caught.value)


@pytest.mark.parametrize("mode", ["ak", "AK", "Ak"])
def test_modes_are_taken_in_any_case(config_file, mode):
    path = config_file({**PROFILES["profiles"][0], "mode": mode})
    assert key_source({"profile": "audit", "config_file": path}, {}).key().access_key_id == "file-id"


@pytest.mark.parametrize(
    ("mode", "field"),
    [
        ("AK", "access_key_id"),
        ("RamRoleArn", "ram_role_arn"),
        ("ChainableRamRoleArn", "source_profile"),
        ("OIDC", "ram_role_arn"),
        ("CredentialsURI", "credentials_uri"),
        ("External", "process_command"),
    ],
)
def test_what_a_mode_cannot_do_without(config_file, mode, field, monkeypatch):
    # The library would take a missing key from the environment, and run as somebody else.
    monkeypatch.setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", "another")
    path = config_file({"name": "bare", "mode": mode})
    with pytest.raises(CredentialsError) as caught:
        key_source({"profile": "bare", "config_file": path}, {})
    assert str(caught.value).startswith("The field %s of profile bare in %s is not set." % (field, path))


# --- Roles -----------------------------------------------------------------------------------------------------------


def test_a_role_is_assumed_with_the_key_of_whichever_source(emulator, own_key, config_file):
    role = {"role_arn": ROLE, "endpoint": emulator.endpoint}
    path = config_file({"name": "audit", "mode": "AK", "region_id": "cn-hangzhou", **own_key})
    for options, environ, name in (
        (own_key, {}, "the options access_key_id and access_key_secret"),
        ({}, {"ALIBABA_CLOUD_" + part.upper(): value for part, value in own_key.items()}, "the environment variable "),
        ({"profile": "audit", "config_file": path}, {}, "profile audit in "),
    ):
        source = key_source({**options, "assume_role": role}, environ)
        assert source.key().access_key_id.startswith("STS.")
        assert source.name.startswith("role %s, assumed with the key of %s" % (ROLE, name))
    assert source.region == "cn-hangzhou"


def test_the_warnings_of_the_source_are_kept(emulator, own_key, config_file):
    environ = {"ALIBABA_CLOUD_" + part.upper(): value for part, value in own_key.items()}
    role = {"role_arn": ROLE, "endpoint": emulator.endpoint}
    assert len(key_source({"profile": "audit", "assume_role": role}, environ).warnings) == 1


def test_the_role_of_the_ecs_instance_goes_before_the_environment(rerouted):
    source = key_source({"ecs_role_name": "emulator-role"}, VENDOR)
    assert source.key().access_key_id.startswith("STS.")
    assert source.name == "the RAM role emulator-role of the ECS instance"


def test_a_key_and_a_role_of_the_instance_are_two_sources():
    with pytest.raises(CredentialsError, match="ecs_role_name and a key are two sources"):
        key_source({**OPTIONS, "ecs_role_name": "emulator-role"}, {})


def test_a_role_has_an_arn():
    with pytest.raises(CredentialsError, match="assume_role needs a role_arn"):
        key_source({**OPTIONS, "assume_role": {"session_name": "x"}}, {})


class TestIdentity:
    """What tells a source from others, without asking it for a key."""

    def test_that_of_a_key_is_its_id_wherever_it_stands(self):
        from_options = first_source({"access_key_id": "an-id", "access_key_secret": "a-secret"}, {})
        in_environment = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "an-id", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "a-secret"}
        assert from_options.identity == first_source({}, in_environment).identity == "an-id"

    def test_that_of_a_profile_changes_with_what_the_file_says(self, tmp_path):
        identities = set()
        for fields in (
            {"mode": "AK", "access_key_id": "an-id", "access_key_secret": "a-secret"},
            {"mode": "AK", "access_key_id": "another-id", "access_key_secret": "a-secret"},
            {"mode": "EcsRamRole", "ram_role_name": "audit"},
            {"mode": "EcsRamRole", "ram_role_name": "other"},
            {"mode": "ChainableRamRoleArn", "source_profile": "a", "ram_role_arn": "acs:ram::1:role/x"},
            {"mode": "ChainableRamRoleArn", "source_profile": "b", "ram_role_arn": "acs:ram::1:role/x"},
        ):
            path = tmp_path / "config.json"
            others = [{"name": name, "mode": "EcsRamRole"} for name in ("a", "b")]
            path.write_text(json.dumps({"profiles": [{"name": "audit", **fields}, *others]}))
            identities.add(first_source({"profile": "audit", "config_file": str(path)}, {}).identity)
        assert len(identities) == 6
        assert not any("a-secret" in identity for identity in identities)

    def test_nobody_is_asked(self):
        assert first_source({"ecs_role_name": "audit"}, {}).identity == "the RAM role audit of the ECS instance"
