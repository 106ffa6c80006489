# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The baseline of an audit, and which parts of the two can be compared. Pure.

A *side* is a dict with KEYS: the content of a facts.json, or of a bare list of facts, whose other keys are null.
"""

from __future__ import annotations

import json

from ansible_collections.alicloud.ccc.plugins.module_utils._operations import API_VERSIONS, NEW_VERSION
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.both_versions import call_centers_of, versions_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.outcomes import NOT_ASKED, NOT_EVALUATED
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.personal_data import masked

# The schema of facts.json. In version 1, facts that an API version does not report are null, and there are no reads.
FACTS_VERSION = 2
KEYS = ("schema_version", "generated_at", "personal_data", "reads", "rules", "not_judged", "findings")

_FINDING_KEYS = ("rule_id", "title", "scope", "kind", "account", "region", "instance_id", "subject", "reason")
_LINE_KEYS = ("rule_id", "outcome", "account", "kinds", "facts", "instance_id")


class BaselineError(ValueError):
    """An unusable baseline. The text is the rest of a sentence that says why, and contains no facts."""


# --- A side ---


def baseline_of(text):
    """Return the side for the text of a facts.json. Raises BaselineError."""
    try:
        document = json.loads(text)
    except ValueError:
        raise BaselineError("it is not JSON.") from None
    if not isinstance(document, dict):
        raise BaselineError("it has no schema_version, so it is not a facts.json of an audit.")
    return side_of(document)


def side_of(given):
    """Return the side for the content of a facts.json (dict), or for facts (list of dict). Raises BaselineError."""
    if isinstance(given, list):
        instances = _objects(given, "instances")
        if any(facts.get("also_in") for facts in instances):
            instances = call_centers_of(instances)
        return {**dict.fromkeys(KEYS), "unassigned_numbers": None, "instances": instances}
    version = given.get("schema_version")
    if not isinstance(version, int):
        raise BaselineError("it has no schema_version, so it is not a facts.json of an audit.")
    if version not in (1, FACTS_VERSION):
        raise BaselineError(
            "its schema_version is %d, but this version of the collection reads 1 and %d." % (version, FACTS_VERSION)
        )
    instances = _objects(given.get("instances"), "instances")
    numbers = given.get("unassigned_numbers")
    side = {
        **{key: given.get(key) for key in KEYS},
        "unassigned_numbers": None if numbers is None else _objects(numbers, "unassigned_numbers"),
        "instances": instances,
    }
    if version == 1:
        instances = call_centers_of(instances)
        reads = _reads_of_schema_1(instances, _objects(given.get("not_read", []), "not_read"))
        return {**side, "instances": instances, "reads": reads, "rules": None, "findings": None}
    _objects(given.get("reads"), "reads", ("account", "region", "api_version", "error"))
    _objects(given.get("findings"), "findings", _FINDING_KEYS)
    _objects(given.get("not_judged", []), "not_judged", _LINE_KEYS)
    if not isinstance(given.get("rules"), dict):
        raise BaselineError("its rules must be a mapping.")
    return side


def _objects(value, key, needed=()):
    if isinstance(value, list) and all(isinstance(item, dict) and item.keys() >= {*needed} for item in value):
        return value
    elements = "facts" if key == "instances" else "mappings"
    keys = " with " + ", ".join(needed) if needed else ""
    raise BaselineError("its %s must be a list of %s%s." % (key, elements, keys))


def _reads_of_schema_1(instances, not_read):
    """Return reads as in schema 2. It is unknown whether accounts without call centers were read."""
    read = {tuple(facts.get(key) for key in ("account", "region", "api_version")): None for facts in instances}
    failed = [(place.get("account"), place.get("region"), None, "It could not be read.") for place in not_read]
    reads = [*((*place, None) for place in read), *failed]
    return [dict(zip(("account", "region", "api_version", "error"), values, strict=True)) for values in reads]


def alike(now, then, now_is_masked=False):
    """Return both sides, both masked if one of them is.

    Earlier releases masked less, so a masked side is masked again, unless this release masked it (``now_is_masked``).
    """
    if "mask" not in (now["personal_data"], then["personal_data"]):
        return now, then
    return now if now_is_masked else _masked(now), _masked(then)


def _masked(side):
    stay = side["personal_data"] == "mask"
    numbers = side["unassigned_numbers"]
    return {
        **side,
        "personal_data": "mask",
        "instances": masked(side["instances"], masks_stay=stay),
        "unassigned_numbers": numbers and masked(numbers, kind="unassigned number", masks_stay=stay),
    }


def kept_lines(not_judged):
    """Return the part of a report's ``not_judged`` that facts.json keeps: rules that could have been evaluated.

    ``instance_id`` is null if a line is about several call centers or none.
    """
    return [
        {
            **{key: line[key] for key in _LINE_KEYS[:-1]},
            "instance_id": line["first"]["instance_id"] if line["first"] and line["instances"] == 1 else None,
        }
        for line in not_judged
        if line["outcome"] in (NOT_EVALUATED, NOT_ASKED)
    ]


def own_ids_of(*lists):
    """Return a mapping of account and id in the newer API version to the id that the facts of a call center have.

    ``lists``: of facts. If one API version failed on a side, that side can know a call center by its other id.
    """
    return {
        (facts.get("account"), facts["also_in"]): facts.get("instance_id")
        for instances in lists
        for facts in instances
        if facts.get("also_in") and facts.get("api_version") != NEW_VERSION
    }


def differ(versions, others):
    """Return whether two sets of API versions are known to differ."""
    return bool(versions and others) and versions != others


# --- What can be compared ---


class _Reads:
    """What a side says it read. accounts: a mapping of account to its API versions (set)."""

    def __init__(self, side):
        self.is_list = side["reads"] is None
        self.accounts, self.regions, self.failed = {}, {}, set()
        for read in side["reads"] or ():
            account, region, version = (read.get(key) for key in ("account", "region", "api_version"))
            self.accounts.setdefault(account, set()).update([version] if version else [])
            self.regions.setdefault(account, set()).add(region)
            if read.get("error"):
                self.failed.add((account, region))
        # If reads do not contain the version, the call centers do.
        silent = {account for account, versions in self.accounts.items() if not versions}
        for facts in side["instances"]:
            if self.is_list or facts.get("account") in silent:
                self.accounts.setdefault(facts.get("account"), set()).update(versions_of(facts))
        # Accounts that listed all of their call centers, including those that the key's user is not a member of.
        self.lists_all = {facts.get("account") for facts in side["instances"] if facts.get("is_member") is not None}

    def join(self):
        """Treat all accounts as one, because the other side does not name its accounts."""
        self.accounts = {None: set().union(*self.accounts.values())}
        self.regions = {None: {None}}
        self.failed = {(None, None)} if self.failed else set()
        self.lists_all = {None} if self.lists_all else set()

    def has(self, account):
        return self.is_list or account in self.accounts

    def without(self, account, regions):
        """Return those of ``regions`` that are not known to have been read. A null region can be any region."""
        own = self.regions.get(account, ())
        return set() if self.is_list or None in own or None in regions else regions - set(own)

    def is_whole(self, account, region):
        """Return whether all of a region was read without a failure."""
        failed = {failed_region for name, failed_region in self.failed if name == account}
        is_failed = failed and (region is None or None in failed or region in failed)
        return self.has(account) and not is_failed and not self.without(account, {region})


class Comparable:
    """Which parts of two sides can be compared. Its functions take accounts and regions as in the facts."""

    def __init__(self, now, then):
        self.now, self.then = _Reads(now), _Reads(then)
        # A bare list may call the account of the same call center something else.
        self.by_id_only = self.now.is_list or self.then.is_list
        self._is_one = None in self.now.accounts or None in self.then.accounts
        if self._is_one:
            self.now.join()
            self.then.join()
        self._reasons = {}
        accounts = sorted({*self.now.accounts, *self.then.accounts}, key=str)
        self._compared = {account for account in accounts if self._explained(account)}

    def has(self, account):
        """Return whether an account is compared."""
        account = self._known(account)
        return account in self._compared

    def is_whole(self, side):
        """Return whether a side, ``now`` or ``then``, read all accounts of the other one without a failure."""
        other = self.now if side is self.then else self.then
        return not side.failed and (side.is_list or side.accounts.keys() >= other.accounts.keys())

    def is_new(self, entry):
        """Return whether something that only ``now`` contains is new: ``then`` would have contained it."""
        return self._would_be_in(self.then, entry)

    def is_removed(self, entry):
        """Return whether something that only ``then`` contains was removed: ``now`` would contain it."""
        return self._would_be_in(self.now, entry)

    def compares_inside(self, before, after):
        """Return whether the lists inside a call center, then and now, can be compared.

        If one of two API versions failed, a list is that of the other version, which has other ids.
        """
        return self._has_all_of(self.then, before) and self._has_all_of(self.now, after)

    def _has_all_of(self, side, instance):
        place = self._known(instance.get("account")), instance.get("region")
        return len(versions_of(instance)) < len(API_VERSIONS) or side.is_whole(*place)

    def add_reason(self, account, reason):
        """Record a sentence that says what is not compared. ``account``: None for all accounts."""
        self._reasons.setdefault(self._known(account), []).append(reason)

    def not_compared(self):
        """Return what is not compared, and why: a list of ``{account, reason}``."""
        return [
            {"account": account, "reason": reason}
            for account in sorted(self._reasons, key=lambda name: (name is not None, str(name)))
            for reason in dict.fromkeys(self._reasons[account])
        ]

    def _known(self, account):
        return None if self._is_one else account

    def _would_be_in(self, side, entry):
        account = self._known(entry.get("account"))
        if entry.get("is_member") is False and account in side.accounts and account not in side.lists_all:
            return False
        return account in self._compared and side.is_whole(account, entry.get("region"))

    def _explained(self, account):
        """Return whether an account is compared. Record the reasons if it is not, or only in part."""
        for side, sentence in (
            (self.then, "The baseline does not contain this account."),
            (self.now, "This audit did not read this account."),
        ):
            if not side.has(account):
                self.add_reason(account, sentence)
                return False
        versions = [side.accounts.get(account, set()) for side in (self.then, self.now)]
        if differ(*versions):
            read = [enumerated(sorted(some)) + (" only" if len(some) == 1 else "") for some in versions]
            self.add_reason(account, "The baseline was read with %s, this audit with %s." % tuple(read))
            return False
        for side, other, who, state in (
            (self.then, self.now, "The baseline", "new"),
            (self.now, self.then, "This audit", "removed"),
        ):
            if any(name == account for name, _region in side.failed):
                sentence = "%s could not read all of this account, so what is missing from it does not count as %s"
                if any(len(some) > 1 for some in versions):
                    sentence += ", and lists inside call centers that both API versions show are not compared"
                self.add_reason(account, sentence % (who, state) + ".")
            missing = side.without(account, other.regions.get(account, set()))
            if missing:
                self.add_reason(account, "%s did not read %s." % (who, enumerated(sorted(missing))))
        return True


def enumerated(words):
    """Return words (list) as an enumeration in a sentence: a, b and c."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
