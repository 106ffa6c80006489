# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Key sources: the first one that is set provides the whole key, and a role can be assumed with it."""

from __future__ import annotations

from typing import Any, Mapping, Optional, Sequence, Tuple

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
from ansible_collections.alicloud.ccc.plugins.module_utils._credentials.sts import (
    STS_HOST,
    Role,
    assumed_role,
    sts_endpoint,
)
from ansible_collections.alicloud.ccc.plugins.module_utils._http.endpoint import Endpoint, endpoint_of

# The environment variables for each part of a key. Each family is one source; the vendor's own names come first.
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
# All variables that provide a key.
ENVIRONMENT_NAMES = (
    *(name for family in ENVIRONMENT for names in family.values() for name in names),
    *PROFILE_ENVIRONMENT,
)
DEFAULT_CHAIN = "default"

_Parts = Mapping[str, Tuple[str, Optional[str]]]
"""For each of PARTS, its name for the user and its value."""


def key_source(options: Mapping[str, Any], environ: Mapping[str, str]) -> KeySource:
    """Return the first KeySource of which any part is set, and fetch its first key.

    ``options``: PARTS, ecs_role_name, profile, config_file, credentials and assume_role; for a role, also the options
    that control how requests are sent. Raises CredentialsError if that source is incomplete or returns no key, because
    the next source might belong to a different user. Raises EndpointError and OptionError.
    """
    return with_role(first_source(options, environ), options)


def with_role(source: KeySource, options: Mapping[str, Any]) -> KeySource:
    """Return ``source``, or the KeySource of the role to assume with it, after fetching the first key.

    ``options``: as for key_source. Raises CredentialsError, EndpointError and OptionError.
    """
    source.key()
    wanted = dict(options.get("assume_role") or {})
    if not wanted:
        return source
    if not wanted.get("role_arn"):
        raise CredentialsError("assume_role needs a role_arn, such as acs:ram::1234567890123456:role/audit.")
    endpoint = endpoint_of(None, wanted.pop("endpoint", None) or STS_HOST, "assume_role.endpoint")
    role = Role(**wanted)
    assumed = KeySource(
        "role %s, assumed with the key from %s" % (role.role_arn, source.name),
        assumed_role(source, role, endpoint, options),
        source.region,
    )
    assumed.key()
    assumed.warnings = source.warnings
    return assumed


def environment_secrets(environ: Mapping[str, str]) -> list[str]:
    """Return all secrets and tokens in known environment variables."""
    return [
        environ[name]
        for family in ENVIRONMENT
        for part in ("access_key_secret", "security_token")
        for name in family[part]
        if environ.get(name)
    ]


def first_source(options: Mapping[str, Any], environ: Mapping[str, str]) -> KeySource:
    """Return the first KeySource of which any part is set, without assuming a role or fetching a key.

    Variables that are not in ``environ`` are also hidden from the vendor's library.
    """
    in_options = {part: (part, options.get(part)) for part in PARTS}
    ecs_role_name = options.get("ecs_role_name")
    if _is_set(in_options):
        if ecs_role_name:
            raise CredentialsError("ecs_role_name and a key are both set. Set only one of them.")
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
                    "Profile %s is not used because the environment contains a key, which takes precedence. Unset %s "
                    "for this task to use the profile." % (options["profile"], _names_of_what_is_set(in_environment))
                )
            return source
    profile = options.get("profile") or _first_set(environ, PROFILE_ENVIRONMENT)[1]
    if profile:
        return _profile_source(read_profile(options.get("config_file") or CONFIG_FILE, profile), options)
    if options.get("credentials") == DEFAULT_CHAIN:
        return KeySource("the vendor's default chain", vendor.default_chain(set(ENVIRONMENT_NAMES) - environ.keys()))
    raise CredentialsError(
        "No credentials were found. Set the options access_key_id and access_key_secret, or the environment variables "
        "ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET (a temporary key also needs security_token or "
        "ALIBABA_CLOUD_SECURITY_TOKEN), or set the option profile to a profile that `aliyun configure` created."
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
            "The credentials are incomplete: %s is set, but %s is not. All parts must come from one source; options "
            "and environment variables are never combined." % (_names_of_what_is_set(parts), " and ".join(missing))
        )
    fetched = Fetched(checked_credentials(parts))
    return KeySource(name, lambda: fetched, identity=fetched.credentials.access_key_id)


# The fields that determine who a profile's key belongs to. A command or an address could contain a secret.
_OWNER_FIELDS = ("access_key_id", "ram_role_arn", "ram_role_name", "source_profile", "oidc_provider_arn")


def _profile_source(profile: Profile, options: Mapping[str, Any]) -> KeySource:
    name = "%s (%s)" % (profile.label, profile.mode)
    # The profile may change while its name stays the same.
    identity = " ".join([name, *(profile.optional(field) or "" for field in _OWNER_FIELDS)])
    return KeySource(name, _fetch_by_mode(profile, options), profile.optional("region_id"), identity)


def _fetch_by_mode(profile: Profile, options: Mapping[str, Any]) -> Fetch:
    mode = profile.mode.lower()  # The command line accepts any case.
    if mode in ("ak", "ststoken"):
        return lambda: _key_in_file(profile)
    if mode == "ramrolearn":
        return _role(profile, KeySource("the profile's own key", lambda: _key_in_file(profile)), options)
    if mode == "chainableramrolearn":
        return _role(profile, _profile_source(profile.source_profile(), options), options)
    if mode == "ramrolearnwithrolename":
        return _role(profile, KeySource("the ECS instance", _instance(profile)), options)
    if mode == "ecsramrole":
        return _instance(profile)
    if mode == "oidc":
        return _oidc(profile)
    if mode == "credentialsuri":
        return vendor.credentials_uri(profile.label, profile.required("credentials_uri"))
    if mode == "external":
        return vendor.external_program(profile.label, profile.required("process_command"))
    return vendor.vendor_profile(profile.label, profile.name, profile.path)


def _key_in_file(profile: Profile) -> Fetched:
    """Return the key in the file, which is read again because it may contain a new temporary key."""
    now = read_profile(profile.path, profile.name)
    fields = ["access_key_id", "access_key_secret", *(["sts_token"] if now.mode.lower() == "ststoken" else [])]
    parts = {part: ("%s of %s" % (field, now.label), now.required(field)) for part, field in zip(PARTS, fields)}
    return Fetched(checked_credentials(parts))


def _role(profile: Profile, source: KeySource, options: Mapping[str, Any]) -> Fetch:
    role = Role(
        profile.required("ram_role_arn"),
        session_name=profile.optional("ram_session_name"),
        duration_seconds=profile.seconds("expired_seconds"),
        external_id=profile.optional("external_id"),
        policy=profile.optional("policy"),
    )
    return assumed_role(source, role, _sts_of(profile), options)


def _sts_of(profile: Profile) -> Endpoint:
    return sts_endpoint(profile.optional("sts_region"), in_vpc=profile.optional("endpoint_type") == "vpc")


def _instance(profile: Profile) -> Fetch:
    return vendor.ecs_role(profile.label, profile.optional("ram_role_name"))


def _oidc(profile: Profile) -> Fetch:
    return vendor.oidc_role(
        profile.label,
        profile.required("ram_role_arn"),
        profile.required("oidc_provider_arn"),
        profile.required("oidc_token_file"),
        session_name=profile.optional("ram_session_name"),
        duration_seconds=profile.seconds("expired_seconds"),
        policy=profile.optional("policy"),
        sts_host=_sts_of(profile).host,
    )
