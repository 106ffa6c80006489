# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where a key comes from: the first source that is set, whole, and maybe a role that is assumed with it."""

from __future__ import annotations

from typing import Any, Callable, Mapping, Optional, Sequence, Tuple

from ansible_collections.alicloud.ccc.plugins.module_utils._credentials import vendor
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.key import (
    PARTS,
    CredentialsError,
    Fetch,
    Fetched,
    KeySource,
    checked_credentials,
)
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.profile import (
    CONFIG_FILE,
    Profile,
    read_profile,
)

# For each part of a key, its environment names; a family of names is one source. The vendor's own names go first.
ENVIRONMENT = (
    {
        "access_key_id": ("ALIBABA_CLOUD_ACCESS_KEY_ID",),
        "access_key_secret": ("ALIBABA_CLOUD_ACCESS_KEY_SECRET",),
        "security_token": ("ALIBABA_CLOUD_SECURITY_TOKEN",),
    },
    {
        "access_key_id": ("ALICLOUD_ACCESS_KEY", "ALICLOUD_ACCESS_KEY_ID"),
        "access_key_secret": ("ALICLOUD_SECRET_KEY", "ALICLOUD_SECRET_ACCESS_KEY"),
        "security_token": ("ALICLOUD_SECURITY_TOKEN",),
    },
)
PROFILE_ENVIRONMENT = ("ALIBABA_CLOUD_PROFILE", "ALICLOUD_PROFILE")
DEFAULT_CHAIN = "default"

_Parts = Mapping[str, Tuple[str, Optional[str]]]
"""For each of PARTS, what a user calls it and its value."""


def key_source(options: Mapping[str, Any], environ: Mapping[str, str]) -> KeySource:
    """Return the KeySource of the first source in which anything is set, with its first key.

    ``options``: with the names of PARTS, and ecs_role_name, profile, config_file, credentials, assume_role. Raises
    CredentialsError for a source that is set in part, or gives no key: to go on with the next one would run as somebody
    else. Raises EndpointError.
    """
    return with_role(first_source(options, environ), options.get("assume_role"))


def with_role(source: KeySource, role: Mapping[str, Any] | None) -> KeySource:
    """Return ``source`` with its first key, or the KeySource of the role that is assumed with it.

    ``role``: what the option assume_role holds. Raises CredentialsError and EndpointError.
    """
    source.key()
    if role:
        if not role.get("role_arn"):
            raise CredentialsError("assume_role needs a role_arn, such as acs:ram::1234567890123456:role/audit.")
        assumed = KeySource(
            "role %s, assumed with the key of %s" % (role["role_arn"], source.name),
            vendor.assumed_role(source, **role),
            source.region,
        )
        assumed.key()
        assumed.warnings = source.warnings
        source = assumed
    return source


def environment_secrets(environ: Mapping[str, str]) -> list[str]:
    """Return every secret and token that the environment holds under a known name."""
    return [
        environ[name]
        for family in ENVIRONMENT
        for part in ("access_key_secret", "security_token")
        for name in family[part]
        if environ.get(name)
    ]


def first_source(options: Mapping[str, Any], environ: Mapping[str, str]) -> KeySource:
    """Return the KeySource of the first source in which anything is set, without a role, and before it is asked."""
    in_options = {part: (part, options.get(part)) for part in PARTS}
    ecs_role_name = options.get("ecs_role_name")
    if _is_set(in_options):
        if ecs_role_name:
            raise CredentialsError("ecs_role_name and a key are two sources of credentials. Set one of them.")
        return _static_source("the options access_key_id and access_key_secret", in_options)
    if ecs_role_name:
        label = "the RAM role %s of the ECS instance" % ecs_role_name
        return KeySource(label, vendor.ecs_role(label, ecs_role_name))
    for family in ENVIRONMENT:
        in_environment = {part: _first_set(environ, names) for part, names in family.items()}
        if _is_set(in_environment):
            source = _static_source("the environment variable %s" % in_environment["access_key_id"][0], in_environment)
            if options.get("profile"):
                source.warnings.append(
                    "The profile %s is not used: the environment holds a key, which goes first. Unset %s for this task "
                    "to use the profile." % (options["profile"], _names_of_what_is_set(in_environment))
                )
            return source
    profile = options.get("profile") or _first_set(environ, PROFILE_ENVIRONMENT)[1]
    if profile:
        return _profile_source(options.get("config_file") or CONFIG_FILE, profile)
    if options.get("credentials") == DEFAULT_CHAIN:
        return KeySource("the vendor's default chain", vendor.default_chain())
    raise CredentialsError(
        "No credentials were given. Set the options access_key_id and access_key_secret, or the environment variables "
        "ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET (for a temporary key with its security_token, "
        "ALIBABA_CLOUD_SECURITY_TOKEN), or the option profile to the name of a profile of `aliyun configure`."
    )


def _first_set(environ: Mapping[str, str], names: Sequence[str]) -> tuple[str, str | None]:
    return next(((name, environ[name]) for name in names if environ.get(name)), (names[0], None))


def _is_set(parts: _Parts) -> bool:
    return any(value for _name, value in parts.values())


def _names_of_what_is_set(parts: _Parts) -> str:
    return " and ".join(name for name, value in parts.values() if value)


def _static_source(name: str, parts: _Parts) -> KeySource:
    missing = [name for name, value in (parts["access_key_id"], parts["access_key_secret"]) if not value]
    if missing:
        raise CredentialsError(
            "The credentials are incomplete: %s is set, but %s is not. They are taken from one source only, never from "
            "options and environment together." % (_names_of_what_is_set(parts), " and ".join(missing))
        )
    fetched = Fetched(checked_credentials(parts))
    return KeySource(name, lambda: fetched, identity=fetched.credentials.access_key_id)


# The fields of a profile that tell whose key it gives; a command or an address could have a secret in it.
_WHOSE = ("access_key_id", "ram_role_arn", "ram_role_name", "source_profile", "oidc_provider_arn")

# --- Profiles: how the key of each mode is fetched -------------------------------------------------------------------

_OnTheWay = Tuple[str, ...]
"""The names of the profiles that led to one as their source_profile."""


def _profile_source(path: str, name: str, on_the_way: _OnTheWay = ()) -> KeySource:
    if name in on_the_way:
        raise CredentialsError(
            "The profiles in %s name each other as source_profile: %s." % (path, ", ".join([*on_the_way, name]))
        )
    profile = read_profile(path, name)
    make_fetch = _MODES.get(profile.mode.lower(), _by_the_library)
    name = "%s (%s)" % (profile.label, profile.mode)
    # What the file says may change under the same name.
    identity = " ".join([name, *(profile.text(field) or "" for field in _WHOSE)])
    return KeySource(name, make_fetch(profile, on_the_way), profile.text("region_id"), identity)


def _key_in_file(profile: Profile, _on_the_way: _OnTheWay = ()) -> Fetch:
    """Read the file anew each time: somebody may have written another temporary key into it."""

    def fetch() -> Fetched:
        now = read_profile(profile.path, profile.name)
        fields = ["access_key_id", "access_key_secret", *(["sts_token"] if now.mode.lower() == "ststoken" else [])]
        parts = {part: ("%s of %s" % (field, now.label), now.required(field)) for part, field in zip(PARTS, fields)}
        return Fetched(checked_credentials(parts))

    return fetch


def _role_of_key(profile: Profile, _on_the_way: _OnTheWay) -> Fetch:
    return _role(profile, KeySource("the profile's own key", _key_in_file(profile)))


def _role_of_profile(profile: Profile, on_the_way: _OnTheWay) -> Fetch:
    source_profile = profile.required("source_profile")
    return _role(profile, _profile_source(profile.path, source_profile, (*on_the_way, profile.name)))


def _role_of_instance(profile: Profile, _on_the_way: _OnTheWay) -> Fetch:
    return _role(profile, KeySource("the ECS instance", _instance(profile, ())))


def _role(profile: Profile, source: KeySource) -> Fetch:
    return vendor.assumed_role(
        source,
        profile.required("ram_role_arn"),
        external_id=profile.text("external_id"),
        **_session_of(profile),
    )


def _session_of(profile: Profile) -> dict[str, Any]:
    return {
        "session_name": profile.text("ram_session_name"),
        "duration_seconds": profile.seconds("expired_seconds"),
        "policy": profile.text("policy"),
        "sts_region": profile.text("sts_region"),
        "enable_vpc": True if profile.text("endpoint_type") == "vpc" else None,
    }


def _instance(profile: Profile, _on_the_way: _OnTheWay) -> Fetch:
    return vendor.ecs_role(profile.label, profile.text("ram_role_name"))


def _oidc(profile: Profile, _on_the_way: _OnTheWay) -> Fetch:
    required = [profile.required(field) for field in ("ram_role_arn", "oidc_provider_arn", "oidc_token_file")]
    return vendor.oidc_role(profile.label, *required, **_session_of(profile))


def _server(profile: Profile, _on_the_way: _OnTheWay) -> Fetch:
    return vendor.credentials_uri(profile.label, profile.required("credentials_uri"))


def _program(profile: Profile, _on_the_way: _OnTheWay) -> Fetch:
    return vendor.external_program(profile.label, profile.required("process_command"))


def _by_the_library(profile: Profile, _on_the_way: _OnTheWay) -> Fetch:
    return vendor.vendor_profile(profile.label, profile.name, profile.path)


# The names of the modes, in lower case: the command line takes them in any.
_MODES: dict[str, Callable[[Profile, _OnTheWay], Fetch]] = {
    "ak": _key_in_file,
    "ststoken": _key_in_file,
    "ramrolearn": _role_of_key,
    "chainableramrolearn": _role_of_profile,
    "ramrolearnwithrolename": _role_of_instance,
    "ecsramrole": _instance,
    "oidc": _oidc,
    "credentialsuri": _server,
    "external": _program,
}
