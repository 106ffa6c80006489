# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options of an inventory file; which call centers are hosts, their variables and names; the cache's keys. Pure."""

from __future__ import annotations

import collections
import datetime
import difflib
import functools
import hashlib
import json
import re
import unicodedata

from ansible_collections.alicloud.ccc.plugins.module_utils._http.settings import OptionError
from ansible_collections.alicloud.ccc.plugins.plugin_utils._values import untemplated

# Raise this when cached data changes, so that entries of older versions of this collection are not found.
CACHE_FORMAT = 3
LONGEST_HOST_NAME = 200  # characters; Ansible names files for hosts
MOST_NAMED = 5
# The facts that tell where a call center was found. A place is a tuple of these.
PLACE = ("account", "region", "api_version")
# The trailing underscore keeps fields from forming ansible_* names.
_PREFIX = re.compile(r"(?!ansible_)[A-Za-z_][A-Za-z0-9_]*_\Z|_\Z")
# Categories of characters: controls, line breaks, and what changes the direction of writing or shows nothing.
_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9_]")


def about_unknown_options(written, known):
    """Return a phrase that names each unknown option and the known one that is nearest, if any is; or None.

    ``written``: the keys of the inventory file; ``known``: a list of str.
    """
    unknown = []
    for name in map(str, written):  # YAML reads some keys as numbers or booleans
        if name not in known:
            nearest = difflib.get_close_matches(name.lower(), known, n=1)
            unknown.append("%s (did you mean %s?)" % (name, *nearest) if nearest else name)
    return "The inventory file has unknown options: " + ", ".join(unknown) if unknown else None


def without_dates(value):
    """Return ``value`` with texts for its dates, at any depth: YAML reads an unquoted api_version as a date."""
    if isinstance(value, dict):
        return {key: without_dates(item) for key, item in value.items()}
    if isinstance(value, list):
        return [without_dates(item) for item in value]
    return str(value) if isinstance(value, datetime.date) else value


def is_prefix(text):
    """Tell whether ``text`` can stand before the names of facts."""
    return bool(_PREFIX.match(text))


def host_variables(facts, prefix):
    """Return the variables of a host (dict) for the facts of an instance.

    An undocumented field can have any name. Characters that a variable's name cannot contain become underscores, and
    a fact whose name is then taken is left out.
    """
    variables = {}
    for fact, value in facts.items():
        variables.setdefault(_variable(prefix, fact), untemplated(value))
    return variables


@functools.lru_cache(maxsize=1024)
def _variable(prefix, fact):
    return prefix + _NOT_IN_A_NAME.sub("_", fact)


def place_of(question):
    """Return the place that a Question is about."""
    return question[: len(PLACE)]


def whose_key(account):
    """Return what tells whose key an Account has, without its secret and without asking for it; None if it has none."""
    identity = getattr(account.source, "identity", None)
    return identity and (identity, (account.options["assume_role"] or {}).get("role_arn"))


def check_that_keys_differ(accounts):
    """Raise OptionError if two Accounts have one key. Unlike read_fleet, it knows those of cached accounts, too."""
    names = {}
    for account in accounts:
        whose = whose_key(account)
        other = names.setdefault(whose, account.name) if whose else account.name
        if other != account.name:
            raise OptionError(
                "The accounts %s and %s have the same key, so that all would be read twice. Leave one of them out, or "
                "give it a key of its own." % (other, account.name)
            )


def cache_key(**what):
    """Return the key of the cache for these parameters (JSON data, no secrets). It can be the name of a file."""
    text = json.dumps([CACHE_FORMAT, what], sort_keys=True)
    return "alicloud.ccc.instances_%s" % hashlib.sha256(text.encode()).hexdigest()[:32]


def lost_places(accounts, failed, strict_regions):
    """Return ``(places, accounts)``: the places that no host is made of (a set), and the Accounts that lost all (list).

    ``failed``: the places that could not be read. ``strict_regions``: whether an account with one of these loses all.
    """
    lost, lost_accounts = set(), []
    for account in accounts:
        places = {place_of(question) for question in account.questions}
        here = places & failed
        if here == places or (here and strict_regions):
            here = places
            lost_accounts.append(account)
        lost |= here
    return lost, lost_accounts


def about_failures(fleet):
    """Return a sentence, or a few, about each failure of a Fleet: a list of str."""
    sources = {read["account"]: read["credentials_source"] for read in fleet.reads}
    sentences = []
    for failure in fleet.failures:
        about_key = ["The key is the one of %s." % sources[failure.account]] if failure.error.is_about_the_key else []
        sentences.append(" ".join(filter(None, [failure.sentence(), *about_key, failure.error.hint])))
    return sentences


def each_once(instances):
    """Return ``(instances, warnings)``: the first facts of each call center, and a list of str.

    ``instances``: facts with what PLACE names and also_in, which are the ids that tell a call center.
    """
    chosen, warnings, known = [], [], {}
    for facts in instances:
        here = (facts["account"], facts["region"])
        ids = [facts[name] for name in ("instance_id", "also_in") if facts[name]]
        before = next((known[one] for one in ids if one in known), None)
        if before is None:
            chosen.append(facts)
            known.update(dict.fromkeys(ids[:1], here))
        elif before != here:
            warnings.append(
                "Call center %s is listed twice, %s and %s; the first is taken."
                % (facts["instance_id"], _in_words(before, here), _in_words(here, before))
            )
    return chosen, warnings


def _in_words(place, other):
    """Return where an account and its region are, next to another account and region."""
    (account, region), (other_account, _region) = place, other
    return "in %s" % region if account == other_account else "in %s of account %s" % (region, account)


def is_host_name(value):
    """Tell whether ``value`` can be the name of a host.

    Ansible names files for hosts (host_vars, cached facts), so a name must not lead to another folder.
    """
    return (
        isinstance(value, str)
        and 0 < len(value) <= LONGEST_HOST_NAME
        and value == value.strip()
        and value not in (".", "..")
        and "/" not in value
        and all(unicodedata.category(character) not in _UNSEEN for character in value)
    )


def unique_names(wanted, ids, is_taken):
    """Return ``(names, warnings)``: for each instance the name of its host, or None; list of str.

    ``wanted``: for each instance the name that it should have, or None. ``ids``: for each its id, or None; no id is
    there twice. ``is_taken``: function of a name and an id that tells whether the name belongs to something else.
    All instances that want the same name, or the id of another one, get their ids, so that order does not matter.
    """
    times, known_ids = collections.Counter(wanted), set(ids)
    names, warnings, clashes = [], [], {}
    for name, instance_id in zip(wanted, ids, strict=True):
        is_of_another = name in known_ids and name != instance_id
        if name is not None and (times[name] > 1 or is_of_another or is_taken(name, instance_id)):
            clashes.setdefault(name, []).append(str(instance_id))
            name = None
        if name is None and is_host_name(instance_id) and not is_taken(instance_id, instance_id):
            name = instance_id
        if name is None:
            warnings.append("Call center %s is left out: it has neither a name nor an id for a host." % instance_id)
        names.append(name)
    return names, [_clash(name, clashing) for name, clashing in clashes.items()] + warnings


def _clash(name, ids):
    reason = "%d call centers would have it" % len(ids) if len(ids) > 1 else "it belongs to something else"
    more = ["and %d more" % (len(ids) - MOST_NAMED)] if len(ids) > MOST_NAMED else []
    named = ", ".join([*ids[:MOST_NAMED], *more])
    return "The host name %s is not used, since %s; the id is the host's name: %s." % (name, reason, named)
