# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options of an inventory file; from facts to hosts: variables, names, the key under which facts are cached. Pure."""

from __future__ import annotations

import collections
import difflib
import hashlib
import json
import re
import unicodedata

from ansible_collections.alicloud.ccc.plugins.plugin_utils._values import untemplated

# Raise this when cached data changes, so that entries of older versions of this collection are not found.
CACHE_FORMAT = 2
LONGEST_HOST_NAME = 200  # characters; Ansible names files for hosts
MOST_NAMED = 5
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
        variables.setdefault(prefix + _NOT_IN_A_NAME.sub("_", fact), untemplated(value))
    return variables


def cache_key(**what):
    """Return the key of the cache for these parameters (JSON data, no secrets). It can be the name of a file."""
    text = json.dumps([CACHE_FORMAT, what], sort_keys=True)
    return "alicloud.ccc.instances_%s" % hashlib.sha256(text.encode()).hexdigest()[:32]


def each_once(instances_by_region):
    """Return ``(instances, warnings)``: pairs of region and facts, each id once, and a list of str.

    ``instances_by_region``: mapping of region to list of facts.
    """
    instances, warnings, regions = [], [], {}
    for region, found in instances_by_region.items():
        for facts in found:
            instance_id = facts["instance_id"]
            if instance_id and instance_id in regions:
                warnings.append(
                    "Call center %s is listed twice, in %s and in %s; the first is taken."
                    % (instance_id, regions[instance_id], region)
                )
                continue
            regions[instance_id] = region
            instances.append((region, facts))
    return instances, warnings


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
