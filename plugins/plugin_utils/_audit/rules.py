# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rules of an audit, built-in and custom ones: checked and compiled. Pure, except for the Jinja environment."""

from __future__ import annotations

import collections
import re

from ansible_collections.alicloud.ccc.plugins.module_utils._fleet_read import INSIDE
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.availability import KNOWN
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.builtin_rules import BUILTIN_RULES
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.builtin_rules_zh import TEXTS_ZH
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.conditions import (
    compiled_expression,
    compiled_message,
)
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.names import INDEXES, LISTS, SCOPES
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.nearest import suggestion

SEVERITIES = ("info", "low", "medium", "high")
WORST_FIRST = SEVERITIES[::-1]
REQUIRED = ("id", "title", "severity", "scope", "that")
TEXTS = ("title", "message", "why", "fix")
KEYS = (*REQUIRED, "when", "message", "params", "why", "fix", "enabled")
# For each language, the texts of built-in rules, by rule id, that replace the English ones.
LANGUAGES = {"en": {}, "zh": TEXTS_ZH}
# The role's variables, which errors name.
VARIABLES = ("audit_rules", "audit_rule_overrides")
_BUILTIN = "a built-in rule"
_ID = re.compile(r"[a-z0-9_]+\Z")
_RAM_ID = re.compile(r"[0-9]{15,20}\Z")

_FIELDS = ("rule", "when", "that", "message", "names", "words", "kinds", "has_guards")
_Rule = collections.namedtuple("_Rule", _FIELDS)
"""A compiled rule.

names: the names of its expressions in addition to the facts. words: those of its conditions. kinds: the lists in a call
center, as ccc_fleet_info calls them, that it needs. has_guards: whether its conditions handle a missing fact.
"""
_Entry = collections.namedtuple("_Entry", ("rule", "place", "override_place", "override"), defaults=(None, ()))
"""A rule as it was given, and where, for errors. override: the keys that were overridden, at override_place."""


class RuleError(ValueError):
    """An invalid rule. The text names the variable, the entry and the key."""


# --- Rules ---


def rules_of(environment, rules, overrides, language, variables=VARIABLES):
    """Return the enabled rules (list of dict) of an audit: the built-in ones in this language, then ``rules``.

    ``overrides``: a mapping of rule ids to new values of keys; ``params`` are merged. ``variables``: what errors call
    ``rules`` and ``overrides``. Raises RuleError.
    """
    of_rules, of_overrides = variables
    if language not in LANGUAGES:
        raise RuleError("language must be one of %s%s." % (", ".join(LANGUAGES), _not(language)))
    if not isinstance(rules or [], list):
        raise RuleError("%s must be a list of rules." % of_rules)
    if not isinstance(overrides or {}, dict):
        raise RuleError("%s must be a mapping of rule ids to the keys to change." % of_overrides)
    entries = [_Entry(rule, _BUILTIN) for rule in builtin_rules(language)]
    entries += _entries_of(rules or [], of_rules)
    left = dict(overrides or {})
    merged = [_overridden(entry, left, of_overrides) for entry in entries]
    for rule_id in left:
        ids = [entry.rule["id"] for entry in entries if isinstance(entry.rule, dict) and _has_id(entry.rule)]
        hint = suggestion(rule_id, ids) or " The filter alicloud.ccc.audit_rules returns all rules."
        raise RuleError("%s names an unknown rule: %s.%s" % (of_overrides, rule_id, hint))
    return [compiled.rule for compiled in _compiled_rules(environment, merged, of_overrides)]


def builtin_rules(language):
    """Return the built-in rules (list of dict) with their texts in this language."""
    texts = LANGUAGES[language]
    return [{**rule, **texts.get(rule["id"], {})} for rule in BUILTIN_RULES]


def ids_of(rules):
    """Return the ids of ``rules`` (list of dict) and of all built-in rules, enabled or not."""
    return [rule["id"] for rule in (*BUILTIN_RULES, *rules)]


def checked_rules(environment, rules, variable="rules"):
    """Return the compiled rules (list) of ``rules`` (plain data) that are enabled. Raises RuleError.

    ``variable``: what errors call ``rules``.
    """
    if not isinstance(rules, list):
        raise RuleError("%s must be a list of rules." % variable)
    return _compiled_rules(environment, _entries_of(rules, variable))


def _entries_of(rules, variable):
    return [_Entry(rule, "%s[%d]" % (variable, index)) for index, rule in enumerate(rules)]


def _has_id(rule):
    return isinstance(rule.get("id"), str) and _ID.match(rule["id"]) is not None


def _called(entry):
    """Return how errors call an entry: by its place and its id."""
    return "%s (%s)" % (entry.place, entry.rule["id"]) if _has_id(entry.rule) else entry.place


def _not(value):
    return ", not %s" % value if isinstance(value, str) and value.isprintable() and value.strip() else ""


def _overridden(entry, overrides, variable):
    """Return the _Entry with its override merged in, which is removed from ``overrides``."""
    rule = entry.rule
    rule_id = rule.get("id") if isinstance(rule, dict) else None
    if not isinstance(rule_id, str) or rule_id not in overrides:
        return entry
    override, place = overrides.pop(rule_id), "%s.%s" % (variable, rule_id)
    if not isinstance(override, dict):
        raise RuleError("%s must be a mapping of keys of the rule to their new values." % place)
    if "id" in override:
        raise RuleError("%s: the id of a rule cannot be changed." % place)
    params, known = override.get("params", {}), rule.get("params") or {}
    if not isinstance(params, dict):
        raise RuleError("%s: params must be a mapping." % place)
    if not isinstance(known, dict):
        raise RuleError("%s: params must be a mapping." % _called(entry))
    for name in params:
        if name not in known:
            hint = suggestion(name, known)
            hint += " Its params are %s." % ", ".join(map(str, known)) if known else " It has no params."
            raise RuleError("%s: %s is not a param of this rule.%s" % (place, name, hint))
        if entry.place is _BUILTIN:
            _check_param(known[name], params[name], "%s: params.%s" % (place, name))
    return _Entry({**rule, **override, "params": {**known, **params}}, entry.place, place, tuple(override))


def _check_param(default, value, name):
    """Check the type of a built-in rule's param: that of its default, which is a number, a list, or null for a list."""
    if isinstance(default, int):
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            is_numeric = isinstance(value, str) and value.strip().isdigit()
            raise RuleError("%s must be a number%s." % (name, ", not a string" if is_numeric else _not(value)))
    elif value is not None and not isinstance(value, list):
        raise RuleError("%s must be a list%s." % (name, _not(value)))


def _compiled_rules(environment, entries, of_overrides=None):
    """Return compiled rules (list) for a list of _Entry, without those that are not enabled. Raises RuleError."""
    compiled, first = [], {}
    for entry in entries:
        compiled.append(_compiled_rule(environment, entry))
        other = first.setdefault(entry.rule["id"], entry)
        if other is not entry:
            hint = " To change that rule, use %s." % of_overrides if other.place is _BUILTIN else ""
            raise RuleError("%s: %s has the same id.%s" % (_called(entry), other.place, hint))
    return [one for one in compiled if one.rule.get("enabled", True)]


def _compiled_rule(environment, entry):
    rule = entry.rule
    if not isinstance(rule, dict):
        raise RuleError("%s must be a mapping." % entry.place)

    def error_of(key, problem, what=None):
        place = entry.override_place if key in entry.override else _called(entry)
        end = "" if problem.endswith(("?", ".")) else "."
        return RuleError("%s: %s %s%s" % (place, what or key, problem, end))

    def require(holds, key, problem):
        if not holds:
            raise error_of(key, problem)

    _check_keys(rule, require)

    def conditions(key):
        given = rule.get(key, [])
        sources = given if isinstance(given, list) else [given]
        require(all(isinstance(source, str) for source in sources), key, "must be a condition or a list of conditions")
        if len(sources) == 1:
            return [compiled(compiled_expression, key, sources[0], "`%s`" % key)]
        label = "condition %%d of `%s`" % key
        return [
            compiled(compiled_expression, key, source, label % (index + 1), "[%d]" % index)
            for index, source in enumerate(sources)
        ]

    def compiled(compile_it, key, source, label, index=""):
        try:
            return compile_it(environment, source, label)
        except ValueError as error:
            what = None if key == "message" else "the condition `%s%s`" % (key, index)
            raise error_of(key, str(error), what) from None

    require(rule["that"] != [], "that", "must contain a condition")
    message = compiled(compiled_message, "message", rule["message"], "`message`") if rule.get("message") else None
    when, that = conditions("when"), conditions("that")
    words = frozenset().union(*(condition.words - condition.guarded for condition in (*when, *that)))
    names = _names_of_params(rule.get("params", {}))
    paths = {path for condition in (*when, *that) for path in condition.paths}
    has_guards = any(condition.guarded for condition in (*when, *that))
    return _Rule(rule, when, that, message, names, words, _kinds_of(rule["scope"], words, paths), has_guards)


def _kinds_of(scope, words, paths):
    """Return the lists in a call center that a rule needs, by its scope, and the words and paths of its conditions."""
    own = LISTS[scope][0] if scope in LISTS else None
    # A number has a fact skill_groups as well, and a flow has phone_numbers.
    named = {word for word in words if word not in KNOWN.get(own, ()) or ("instance", word) in paths}
    named |= {INDEXES[word][0] for word in words if word in INDEXES}
    return frozenset(kind for kind in INSIDE if kind in named or kind == own)


def _check_keys(rule, require):
    require("id" in rule, "id", "is missing")
    require(_has_id(rule), "id", "must consist of lowercase letters, digits and underscores%s" % _not(rule["id"]))
    # First, since a misspelled key makes a required one missing. (Suggestions are slow.)
    for key in [key for key in rule if key not in KEYS]:
        require(False, key, "is not a key of a rule.%s The keys are %s" % (suggestion(key, KEYS), ", ".join(KEYS)))
    for key in REQUIRED:
        require(key in rule, key, "is missing")
    for key in TEXTS:
        require(isinstance(rule.get(key, ""), str), key, "must be a string")
    for key, choices in (("severity", SEVERITIES), ("scope", SCOPES)):
        if rule[key] not in choices:
            allowed = "%s or %s%s" % (", ".join(choices[:-1]), choices[-1], _not(rule[key]))
            require(False, key, "must be %s.%s" % (allowed, suggestion(rule[key], choices)))
    require(isinstance(rule.get("params", {}), dict), "params", "must be a mapping")
    require(isinstance(rule.get("enabled", True), bool), "enabled", "must be true or false")


def _names_of_params(params):
    """Return the names that conditions have for ``params``: ``params``, ``listed`` and ``ram_ids``.

    ``listed``: for each list in ``params``, a mapping whose keys are its values, as strings, so that a long list costs
    no time and an id that YAML takes for a number is found. ``ram_ids``: how many values of each list can be RAM ids.
    """
    lists = {name: [str(item) for item in value] for name, value in params.items() if isinstance(value, list)}
    # One API version writes roles in capitals, the other does not, and conditions compare them in lowercase.
    lists = {name: [text.lower() for text in texts] if name == "roles" else texts for name, texts in lists.items()}
    return {
        "params": params,
        "listed": {name: dict.fromkeys(texts, True) for name, texts in lists.items()},
        "ram_ids": {name: sum(bool(_RAM_ID.match(text)) for text in texts) for name, texts in lists.items()},
    }
