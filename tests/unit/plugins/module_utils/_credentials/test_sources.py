# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The order of key sources, and the modes of profiles.

Requests to STS are tested in test_sts.py, other sources in test_vendor.py.
"""

from __future__ import annotations

import itertools
import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.key import CredentialsError
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.sources import (
    environment_secrets,
    first_source,
    key_source,
)
from ansible_collections.alicloud.ccc.plugins.module_utils._http.endpoint import EndpointError
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


def resolve(options, environ):
    return key_source(options, environ).key()


def without(mapping, *names):
    return {name: value for name, value in mapping.items() if name not in names}


AUDIT = {"name": "audit", "mode": "AK", "access_key_id": "file-id", "access_key_secret": "file-secret"}
ROLE = "acs:ram::1059803544828509:role/audit"
VENDOR_ID, VENDOR_SECRET, _token = VENDOR
TOKENS = {"option": "security_token", "vendor": "ALIBABA_CLOUD_SECURITY_TOKEN", "legacy": "ALICLOUD_SECURITY_TOKEN"}
IN_OPTIONS = "the options access_key_id and access_key_secret"
IN_VARIABLE = "the environment variable "
IN_PROFILE = "profile audit in FILE (AK)"


@pytest.mark.parametrize(
    ("options", "environ", "name", "expected"),
    [
        (OPTIONS, {**VENDOR, **LEGACY}, IN_OPTIONS, "option"),
        ({}, {**LEGACY, **VENDOR, "ALIBABA_CLOUD_PROFILE": "audit"}, IN_VARIABLE + VENDOR_ID, "vendor"),
        ({}, {**ALTERNATIVE, **LEGACY}, IN_VARIABLE + "ALICLOUD_ACCESS_KEY", "legacy"),
        ({}, ALTERNATIVE, IN_VARIABLE + "ALICLOUD_ACCESS_KEY_ID", "alternative"),
        # A token from another source is never used.
        ({**OPTIONS, "security_token": ""}, VENDOR, IN_OPTIONS, "option"),
        ({}, {**VENDOR, "ALIBABA_CLOUD_SECURITY_TOKEN": "", **LEGACY}, IN_VARIABLE + VENDOR_ID, "vendor"),
        # Null and empty values are ignored.
        (dict.fromkeys(OPTIONS), VENDOR, IN_VARIABLE + VENDOR_ID, "vendor"),
        (dict.fromkeys(OPTIONS, ""), VENDOR, IN_VARIABLE + VENDOR_ID, "vendor"),
        ({}, {**dict.fromkeys(VENDOR, ""), **LEGACY}, IN_VARIABLE + "ALICLOUD_ACCESS_KEY", "legacy"),
        ({"profile": "audit"}, {"ALIBABA_CLOUD_PROFILE": "x"}, IN_PROFILE, "file"),
        ({}, {"ALIBABA_CLOUD_PROFILE": "audit", "ALICLOUD_PROFILE": "x"}, IN_PROFILE, "file"),
        ({"credentials": "default"}, {"ALICLOUD_PROFILE": "audit"}, IN_PROFILE, "file"),
    ],
)
def test_the_first_source_that_is_set_provides_the_whole_key(options, environ, name, expected, config_file):
    path = config_file(AUDIT)
    source = key_source({**options, "config_file": path}, environ)
    whole = {**OPTIONS, **VENDOR, **LEGACY, **options, **environ}.get(TOKENS.get(expected)) or None
    assert source.key() == (f"{expected}-id", f"{expected}-secret", whole)
    assert (source.name, source.warnings) == (name.replace("FILE", path), [])


@pytest.mark.parametrize(
    ("options", "environ", "present", "missing"),
    [
        (without(OPTIONS, "access_key_secret"), VENDOR, "access_key_id and security_token", "access_key_secret"),
        ({"security_token": "t"}, VENDOR, "security_token", "access_key_id and access_key_secret"),
        ({"profile": "audit"}, {VENDOR_ID: "i", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": ""}, VENDOR_ID, VENDOR_SECRET),
        ({}, {**LEGACY, VENDOR_SECRET: "s"}, VENDOR_SECRET, VENDOR_ID),
        ({}, {"ALICLOUD_SECRET_ACCESS_KEY": "s"}, "ALICLOUD_SECRET_ACCESS_KEY", "ALICLOUD_ACCESS_KEY"),
    ],
)
def test_an_incomplete_key_is_an_error_that_names_the_missing_part_but_no_value(options, environ, present, missing):
    with pytest.raises(CredentialsError) as refusal:
        resolve(options, environ)
    begin = "The credentials are incomplete: %s is set, but %s is not." % (present, missing)
    assert str(refusal.value).startswith(begin)
    assert "option-" not in str(refusal.value)


def test_a_missing_key_is_an_error_that_lists_the_sources():
    with pytest.raises(CredentialsError, match="access_key_id.*ALIBABA_CLOUD_ACCESS_KEY_ID"):
        resolve({}, {"PATH": "/bin", "ALIBABA_CLOUD_ACCESS_KEY_ID": ""})


@pytest.mark.parametrize("part", list(OPTIONS))
@pytest.mark.parametrize("template", ["{}\n", "{0} {0}", "{}\u00a0", "{}\u200b", "{}密", "{}\x00"], ids=ascii)
def test_invalid_characters_are_refused_without_showing_the_value(part, template):
    with pytest.raises(CredentialsError) as refusal:
        resolve({**OPTIONS, part: template.format(OPTIONS[part])}, VENDOR)
    assert str(refusal.value).startswith(f"{part} contains a space")
    assert OPTIONS[part] not in str(refusal.value)


def test_invalid_characters_in_a_variable_are_reported_with_its_name():
    with pytest.raises(CredentialsError, match="^ALICLOUD_SECRET_ACCESS_KEY contains"):
        resolve({}, dict(ALTERNATIVE, ALICLOUD_SECRET_ACCESS_KEY="a b"))


def test_all_secrets_in_the_environment_are_found_even_if_unused():
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
def test_the_parts_of_a_key_never_come_from_different_sources(options, environ):
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
    # No part of an earlier source is set.
    earlier = itertools.takewhile(lambda source: not parts <= source, sources)
    assert not any(value for source in earlier for value in source)


# --- The order of sources ---------------------------------------------------------------------------------------------


@pytest.fixture
def own_key(emulator):
    """Return the emulator's key as the fields of a profile."""
    return {"access_key_id": emulator.access_key_id, "access_key_secret": emulator.access_key_secret}


@pytest.fixture
def source_of(config_file, connection):
    """Return the KeySource of the first of these profiles."""
    return lambda *profiles: key_source(
        {"profile": profiles[0]["name"], "config_file": config_file(*profiles), **connection}, {}
    )


def test_a_named_profile_that_is_not_used_is_a_warning(config_file):
    options = {"profile": "audit", "config_file": config_file(AUDIT)}
    source = key_source(options, without(VENDOR, "ALIBABA_CLOUD_SECURITY_TOKEN"))
    assert source.key().access_key_id == "vendor-id"
    assert source.warnings == [
        "Profile audit is not used because the environment contains a key, which takes precedence. Unset "
        "ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET for this task to use the profile."
    ]


def test_the_default_chain_is_used_only_if_the_task_sets_it(monkeypatch, tmp_path, config_file):
    (tmp_path / ".aliyun").mkdir()
    Path(config_file({**AUDIT, "name": "default"})).rename(tmp_path / ".aliyun" / "config.json")
    # The library read its home directory on import.
    monkeypatch.setattr("alibabacloud_credentials.utils.auth_constant.HOME", str(tmp_path))
    source = key_source({"credentials": "default"}, {})
    assert source.key().access_key_id == "file-id"
    assert source.name == "the vendor's default chain (cli_profile/static_ak)"
    with pytest.raises(CredentialsError, match="No credentials were found"):
        key_source({}, {})


def test_the_vendors_library_is_not_imported_for_a_key_or_a_role(config_file, connection, emulator, own_key):
    path = config_file({**AUDIT, "name": "token", "mode": "StsToken", "sts_token": "t"}, AUDIT)
    script = (
        "import sys\n"
        "from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.sources import key_source\n"
        "for options in %r: key_source(options, {})\n"
        "print([name for name in sys.modules if name.startswith(('alibabacloud', 'Tea', 'aiohttp'))])\n"
    )
    role = {"role_arn": ROLE, "endpoint": emulator.endpoint}
    options = [{"profile": name, "config_file": path} for name in ("audit", "token")]
    options += [{**own_key, **connection, "assume_role": role}]
    done = subprocess.run([sys.executable, "-c", script % options], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


# --- Profiles, mode by mode ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "token"),
    [
        ({"mode": "AK", "sts_token": "of an earlier mode"}, None),
        ({"mode": "ak"}, None),
        ({"mode": "StsToken", "sts_token": "file-token"}, "file-token"),
    ],
)
def test_a_profile_provides_a_key_and_a_region(source_of, fields, token):
    source = source_of({**AUDIT, "region_id": "cn-hangzhou", **fields})
    assert source.key() == ("file-id", "file-secret", token)
    assert source.region == "cn-hangzhou"


def test_a_key_of_a_profile_with_invalid_characters_is_refused(source_of):
    with pytest.raises(CredentialsError, match="^access_key_secret of profile audit in .* contains a space"):
        source_of({**AUDIT, "access_key_secret": "file-secret\n"})


def test_a_temporary_key_is_renewed_from_the_file(source_of, config_file):
    profile = {**AUDIT, "mode": "StsToken", "sts_token": "first"}
    source = source_of(profile)
    config_file({**profile, "sts_token": "second"})
    assert source.renew(source.key()) is True
    assert source.key().security_token == "second"


def test_the_role_of_a_profile_is_assumed_with_its_key(source_of, rerouted, own_key):
    profile = {"name": "audit", "mode": "RamRoleArn", "ram_role_arn": ROLE, "ram_session_name": "nightly", **own_key}
    profile.update(expired_seconds=900, external_id="an-id", sts_region="cn-hangzhou", policy='{"Version": "1"}')
    source = source_of({**profile, "region_id": "cn-shanghai"})
    assert source.key().access_key_id.startswith("STS.")
    assert source.name.endswith("config.json (RamRoleArn)")
    assert source.region == "cn-shanghai"
    (request,) = rerouted
    assert request.address == "https://sts.cn-hangzhou.aliyuncs.com"
    assert request.parameters.items() >= {
        ("AccessKeyId", own_key["access_key_id"]),
        ("RoleArn", ROLE),
        ("RoleSessionName", "nightly"),
        ("DurationSeconds", "900"),
        ("ExternalId", "an-id"),
        ("Policy", '{"Version": "1"}'),
    }


def test_a_role_is_assumed_with_the_role_of_another_profile(source_of, rerouted, own_key):
    chained = {"mode": "ChainableRamRoleArn", "endpoint_type": "vpc", "sts_region": "cn-hangzhou"}
    source = source_of(
        {"name": "last", "source_profile": "second", "ram_role_arn": ROLE + "-3", **chained},
        {"name": "second", "source_profile": "first", "ram_role_arn": ROLE + "-2", **chained},
        {"name": "first", "mode": "AK", **own_key},
    )
    assert source.key().access_key_id.startswith("STS.")
    assert [request.parameters["RoleArn"] for request in rerouted] == [ROLE + "-2", ROLE + "-3"]
    assert rerouted[0].parameters["AccessKeyId"] == own_key["access_key_id"]
    assert rerouted[1].parameters["AccessKeyId"].startswith("STS.")
    assert {request.address for request in rerouted} == {"https://sts-vpc.cn-hangzhou.aliyuncs.com"}


def test_profiles_that_refer_to_each_other_are_an_error(source_of):
    with pytest.raises(CredentialsError, match="config.json, source_profile leads back to the same profile: a, b, a.$"):
        source_of(
            {"name": "a", "mode": "ChainableRamRoleArn", "source_profile": "b", "ram_role_arn": ROLE},
            {"name": "b", "mode": "ChainableRamRoleArn", "source_profile": "a", "ram_role_arn": ROLE},
        )


def test_a_role_is_assumed_with_the_role_of_an_ecs_instance(source_of, rerouted):
    profile = {"name": "x", "mode": "RamRoleArnWithRoleName", "ram_role_name": "emulator-role", "ram_role_arn": ROLE}
    assert source_of(profile).key().access_key_id.startswith("STS.")
    assert rerouted[-1].parameters["AccessKeyId"].startswith("STS.")
    assert rerouted[-1].parameters["RoleArn"] == ROLE


def test_a_role_is_assumed_with_the_token_of_an_oidc_provider(source_of, rerouted, tmp_path):
    (tmp_path / "token").write_text("a-token")
    provider = {"oidc_provider_arn": "acs:ram::1:oidc-provider/k8s", "oidc_token_file": str(tmp_path / "token")}
    session = {"ram_session_name": "pod-1", "expired_seconds": 900, "policy": '{"Version":"1"}'}
    source = source_of(
        {"name": "rrsa", "mode": "OIDC", "ram_role_arn": ROLE, "sts_region": "cn-hangzhou", **session, **provider}
    )
    assert source.key().access_key_id.startswith("STS.")
    assert rerouted[0].address == "https://sts.cn-hangzhou.aliyuncs.com"
    assert rerouted[0].parameters.items() >= {
        ("RoleArn", ROLE),
        ("RoleSessionName", "pod-1"),
        ("DurationSeconds", "900"),
        ("Policy", '{"Version":"1"}'),
        ("OIDCProviderArn", "acs:ram::1:oidc-provider/k8s"),
        ("OIDCToken", "a-token"),
    }


def test_a_profile_with_credentials_uri_gets_its_key_from_a_server(source_of, emulator):
    uri = emulator.endpoint + "/latest/meta-data/ram/security-credentials/emulator-role"
    assert source_of({"name": "uri", "mode": "CredentialsURI", "credentials_uri": uri}).key().security_token


def test_a_program_provides_the_key_of_a_profile_and_the_file_is_not_changed(source_of, tmp_path):
    printed = {"mode": "StsToken", "access_key_id": "i", "access_key_secret": "s", "sts_token": "t"}
    command = shlex.join([sys.executable, "-c", "print(%r)" % json.dumps(printed)])
    profile = {"name": "external", "mode": "External", "process_command": command}
    assert source_of(profile).key() == ("i", "s", "t")
    assert json.loads((tmp_path / "config.json").read_text())["profiles"] == [profile]


def test_an_unknown_mode_is_left_to_the_library(source_of):
    with pytest.raises(
        CredentialsError, match="returned no key for profile odd in .*: unsupported profile mode 'Anonym"
    ):
        source_of({"name": "odd", "mode": "Anonymous"})


@pytest.mark.parametrize(
    ("mode", "field"),
    [
        ("AK", "access_key_id"),
        ("StsToken", "access_key_id"),
        ("RamRoleArn", "ram_role_arn"),
        ("ChainableRamRoleArn", "source_profile"),
        ("OIDC", "ram_role_arn"),
        ("CredentialsURI", "credentials_uri"),
        ("External", "process_command"),
    ],
)
def test_a_missing_field_of_a_profile_is_never_taken_from_another_source(source_of, mode, field, monkeypatch):
    # The library would take a missing key from the environment, which may belong to a different user.
    monkeypatch.setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", "another")
    with pytest.raises(CredentialsError, match="^The field %s of profile bare in .*config.json is not set." % field):
        source_of({"name": "bare", "mode": mode})


# --- Roles -----------------------------------------------------------------------------------------------------------


def test_a_role_is_assumed_with_the_key_of_any_source(emulator, own_key, config_file, connection):
    role = {"role_arn": ROLE, "endpoint": emulator.endpoint}
    path = config_file({"name": "audit", "mode": "AK", "region_id": "cn-hangzhou", **own_key})
    environ = {"ALIBABA_CLOUD_" + part.upper(): value for part, value in own_key.items()}
    profile = {"profile": "audit", "config_file": path}
    for options, variables, name, region, warnings in (
        (own_key, {}, "the options access_key_id and access_key_secret", None, 0),
        (profile, environ, "the environment variable ALIBABA_CLOUD_ACCESS_KEY_ID", None, 1),
        (profile, {}, "profile audit in %s (AK)" % path, "cn-hangzhou", 0),
    ):
        source = key_source({**options, **connection, "assume_role": role}, variables)
        assert source.key().access_key_id.startswith("STS.")
        assert source.name == "role %s, assumed with the key from %s" % (ROLE, name)
        assert (source.region, len(source.warnings)) == (region, warnings)


@pytest.mark.parametrize(
    ("role", "error", "message"),
    [
        ({"session_name": "x"}, CredentialsError, "assume_role needs a role_arn"),
        (
            {"role_arn": ROLE, "endpoint": "http://sts.example.com"},
            EndpointError,
            "assume_role.endpoint http://sts.example.com uses http",
        ),
    ],
)
def test_an_invalid_assume_role_is_refused(connection, role, error, message):
    with pytest.raises(error, match=message):
        key_source({**OPTIONS, **connection, "assume_role": role}, {})


def test_a_key_and_the_role_of_the_instance_together_are_refused():
    with pytest.raises(CredentialsError, match="ecs_role_name and a key are both set"):
        key_source({**OPTIONS, "ecs_role_name": "emulator-role"}, {})


class TestIdentity:
    """The identity of a source before its key is fetched."""

    def test_the_identity_of_a_key_is_its_id_in_options_and_environment(self):
        from_options = first_source({"access_key_id": "vendor-id", "access_key_secret": "a-secret"}, {})
        assert from_options.identity == first_source({}, VENDOR).identity == "vendor-id"

    def test_the_identity_of_a_profile_changes_with_its_fields_and_shows_no_secret(self, config_file, connection):
        identities = set()
        for fields in (
            {},
            {"access_key_id": "another-id"},
            {"mode": "EcsRamRole", "ram_role_name": "audit"},
            {"mode": "EcsRamRole", "ram_role_name": "other"},
            {"mode": "ChainableRamRoleArn", "source_profile": "a", "ram_role_arn": ROLE},
            {"mode": "ChainableRamRoleArn", "source_profile": "b", "ram_role_arn": ROLE},
        ):
            others = [{"name": name, "mode": "EcsRamRole"} for name in ("a", "b")]
            path = config_file({**AUDIT, **fields}, *others)
            identities.add(first_source({"profile": "audit", "config_file": path, **connection}, {}).identity)
        assert len(identities) == 6
        assert not any("file-secret" in identity for identity in identities)

    def test_the_identity_of_an_instances_role_is_known_without_fetching_a_key(self):
        source = first_source({"ecs_role_name": "audit"}, VENDOR)
        assert source.identity == source.name == "the RAM role audit of the ECS instance"
