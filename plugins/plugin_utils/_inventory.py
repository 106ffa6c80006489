# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Pure functions of the inventory plugin: options of its file, choice, names and variables of hosts, cache keys."""

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

# Increase this when cached data changes, so that entries of older versions of this collection are not found.
CACHE_FORMAT = 3
LONGEST_HOST_NAME = 200  # characters; Ansible names files after hosts
MOST_NAMED = 5
# The facts that say where a call center was found. A place is a tuple of these.
PLACE = ("account", "region", "api_version")
# The trailing underscore keeps a prefix and a fact from forming an ansible_* name.
_PREFIX = re.compile(r"(?!ansible_)[A-Za-z_][A-Za-z0-9_]*_\Z|_\Z")
# Unicode categories of characters that are invisible, break the line, or change the direction of writing.
_INVISIBLE = ("Cc", "Cf", "Cs", "Zl", "Zp")
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9_]")


def about_unknown_options(written, known, parent=""):
    """Return a phrase that names each unknown option with the known option closest to it, or None.

    ``written``: the keys in the inventory file. ``known``: a list of str. ``parent``: the path of the keys.
    """
    unknown = []
    for name in map(str, written):  # YAML reads some keys as numbers or booleans
        if name not in known:
            nearest = difflib.get_close_matches(name.lower(), known, n=1)
            unknown.append(parent + ("%s (did you mean %s?)" % (name, *nearest) if nearest else name))
    return "The inventory file has unknown options: " + ", ".join(unknown) if unknown else None


def without_dates(value):
    """Return ``value`` with its dates as text, at any depth. YAML reads an unquoted api_version as a date."""
    if isinstance(value, dict):
        return {key: without_dates(item) for key, item in value.items()}
    if isinstance(value, list):
        return [without_dates(item) for item in value]
    return str(value) if isinstance(value, datetime.date) else value


def is_prefix(text):
    """Return whether ``text`` can be the prefix of host variables."""
    return bool(_PREFIX.match(text))


def host_variables(facts, prefix):
    """Return the variables of a host (dict) for the facts of an instance.

    An undocumented field can have any name. Characters that are invalid in a variable's name are replaced by
    underscores. A fact whose name is then already in use is left out.
    """
    variables = {}
    for fact, value in facts.items():
        variables.setdefault(_variable(prefix, fact), untemplated(value))
    return variables


@functools.lru_cache(maxsize=1024)
def _variable(prefix, fact):
    return prefix + _NOT_IN_A_NAME.sub("_", fact)


def place_of(question):
    """Return the place of a Question."""
    return question[: len(PLACE)]


def identity_of_key(account):
    """Return what identifies the key of an Account without reading it or its secret, or None if it has no key."""
    identity = getattr(account.source, "identity", None)
    return identity and (identity, (account.options["assume_role"] or {}).get("role_arn"))


def check_that_keys_differ(accounts):
    """Raise OptionError if two Accounts have the same key. Unlike read_fleet, this includes cached accounts."""
    names = {}
    for account in accounts:
        identity = identity_of_key(account)
        other = names.setdefault(identity, account.name) if identity else account.name
        if other != account.name:
            raise OptionError(
                "Accounts %s and %s have the same key, so everything would be read twice. Remove one of them, or "
                "give it a different key." % (other, account.name)
            )


def cache_key(**what):
    """Return the cache key of these parameters (JSON data without secrets). It can be the name of a file."""
    text = json.dumps([CACHE_FORMAT, what], sort_keys=True)
    return "alicloud.ccc.instances_%s" % hashlib.sha256(text.encode()).hexdigest()[:32]


def lost_places(accounts, failed, strict_regions):
    """Return ``(places, accounts)``: the places that get no hosts (set), and the Accounts that get none at all (list).

    ``failed``: the places that could not be read. ``strict_regions``: whether one of them fails its whole account.
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
    """Return what happened and what to do, for each failure of a Fleet: a list of str."""
    sources = {read["account"]: read["credentials_source"] for read in fleet.reads}
    sentences = []
    for failure in fleet.failures:
        about_key = ["The key comes from %s." % sources[failure.account]] if failure.error.is_about_the_key else []
        sentences.append(" ".join(filter(None, [failure.sentence(), *about_key, failure.error.hint])))
    return sentences


def each_once(instances):
    """Return ``(instances, warnings)``: the first facts of each call center, and a list of str.

    ``instances``: facts with PLACE and also_in. A call center is identified by its instance_id and also_in.
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
                "Call center %s is listed twice, %s and %s; the facts of the first are used."
                % (facts["instance_id"], _in_words(before, here), _in_words(here, before))
            )
    return chosen, warnings


def _in_words(place, other):
    """Return a place, an account and a region, in words. The account is named only if it differs from the other's."""
    (account, region), (other_account, _region) = place, other
    return "in %s" % region if account == other_account else "in %s of account %s" % (region, account)


def is_host_name(value):
    """Return whether ``value`` can be the name of a host.

    Ansible names files after hosts (host_vars, cached facts), so a name must not lead to another folder.
    """
    return (
        isinstance(value, str)
        and 0 < len(value) <= LONGEST_HOST_NAME
        and value == value.strip()
        and value not in (".", "..")
        and "/" not in value
        and all(unicodedata.category(character) not in _INVISIBLE for character in value)
    )


def unique_names(wanted, ids, is_taken):
    """Return ``(names, warnings)``: the host name of each instance, or None; and a list of str.

    ``wanted``: the preferred name of each instance, or None. ``ids``: the id of each, or None; no id occurs twice.
    ``is_taken``: a function of a name and an id that returns whether the name belongs to something else.
    All instances whose preferred name is also that of another, or another's id, are named by their ids, so that the
    order does not matter.
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
            text = "Call center %s is left out: neither its name nor its id is a valid host name."
            warnings.append(text % instance_id)
        names.append(name)
    return names, [_clash(name, clashing) for name, clashing in clashes.items()] + warnings


def _clash(name, ids):
    if len(ids) == 1:
        return "The host name %s is already in use, so the host of call center %s is named by its id." % (name, *ids)
    more = ["and %d more" % (len(ids) - MOST_NAMED)] if len(ids) > MOST_NAMED else []
    named = ", ".join([*ids[:MOST_NAMED], *more])
    text = "%d call centers would get the host name %s, so their hosts are named by their ids: %s."
    return text % (len(ids), name, named)
