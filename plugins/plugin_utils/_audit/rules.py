# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rules of an audit: built-in ones and one's own, checked and compiled. Pure, but for the Jinja environment."""

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

SEVERITIES = ("info", "low", "medium", "high")
WORST_FIRST = SEVERITIES[::-1]
REQUIRED = ("id", "title", "severity", "scope", "that")
TEXTS = ("title", "message", "why", "fix")
KEYS = (*REQUIRED, "when", "message", "params", "why", "fix", "enabled")
# For each language, texts of built-in rules by id, in place of the English ones.
LANGUAGES = {"en": {}, "zh": TEXTS_ZH}
_ID = re.compile(r"[a-z0-9_]+\Z")
_RAM_ID = re.compile(r"[0-9]{15,20}\Z")

_FIELDS = ("rule", "when", "that", "message", "names", "words", "kinds", "has_guards")
_Rule = collections.namedtuple("_Rule", _FIELDS)
"""A compiled rule.

names: what its expressions have besides the facts. words: those of its conditions. kinds: the lists in a call center,
as ccc_fleet_info calls them, that it needs. has_guards: whether its conditions say what to do without a fact.
"""


class RuleError(ValueError):
    """An invalid rule. The text names the rule and its key."""


# --- Rules ---


def rules_of(environment, rules, overrides, language):
    """Return the rules (list of dict) of an audit: the built-in ones in this language, then ``rules``; enabled ones.

    ``overrides``: mapping of the id of a rule to what replaces keys of it; ``params`` are merged. Raises RuleError.
    """
    if language not in LANGUAGES:
        raise RuleError("The language must be one of %s." % ", ".join(LANGUAGES))
    if not isinstance(rules or [], list):
        raise RuleError("Rules must be a list.")
    if not isinstance(overrides or {}, dict):
        raise RuleError("Overrides must be a mapping of rule ids to keys of the rule.")
    own = [*builtin_rules(language), *(rules or [])]
    left = dict(overrides or {})
    merged = [_overridden(rule, left) for rule in own]
    for rule_id in left:
        raise RuleError("Overrides name an unknown rule: %s." % rule_id)
    return [compiled.rule for compiled in checked_rules(environment, merged, 1 - len(BUILTIN_RULES))]


def builtin_rules(language):
    """Return the rules that come with the collection, with texts in this language: a list of dict."""
    texts = LANGUAGES[language]
    return [{**rule, **texts.get(rule["id"], {})} for rule in BUILTIN_RULES]


def ids_of(rules):
    """Return the ids of ``rules`` (list of dict) and of all built-in ones, whether they are enabled or not."""
    return [rule["id"] for rule in (*BUILTIN_RULES, *rules)]


def _overridden(rule, overrides):
    """Return the rule with what ``overrides`` have for it, which is taken out of them."""
    rule_id = rule.get("id") if isinstance(rule, dict) else None
    if not isinstance(rule_id, str) or rule_id not in overrides:
        return rule
    override = overrides.pop(rule_id)
    if not isinstance(override, dict) or "id" in override:
        raise RuleError("Rule %s: the override must be a mapping of keys of the rule, without id." % rule_id)
    params = override.get("params", {})
    known = rule.get("params") or {}
    if not isinstance(params, dict) or not isinstance(known, dict):
        raise RuleError("Rule %s: params must be a mapping." % rule_id)
    for name in params:
        if name not in known:
            raise RuleError("Rule %s: the override sets params.%s, which the rule does not have." % (rule_id, name))
    return {**rule, **override, "params": {**known, **params}}


def checked_rules(environment, rules, first=1):
    """Return compiled rules (list) for ``rules`` (plain data), less those that are not enabled. Raises RuleError.

    ``first``: the number of the first rule, for errors about a rule that has no id to be called by.
    """
    if not isinstance(rules, list):
        raise RuleError("Rules must be a list.")
    checked, seen = [], set()
    for number, rule in enumerate(rules, first):
        compiled = _checked_rule(environment, rule, number)
        rule_id = compiled.rule["id"]
        if rule_id in seen:
            raise RuleError("Rule %s: another rule has the same id." % rule_id)
        seen.add(rule_id)
        checked.append(compiled)
    return [compiled for compiled in checked if compiled.rule.get("enabled", True)]


def _checked_rule(environment, rule, number):
    if not isinstance(rule, dict):
        raise RuleError("Rule number %d is not a mapping." % number)
    rule_id = rule.get("id")
    if not isinstance(rule_id, str) or not _ID.match(rule_id):
        raise RuleError("Rule number %d: id must consist of lowercase letters, digits and underscores." % number)

    def require(holds, key, what):
        if not holds:
            raise RuleError("Rule %s: %s %s." % (rule_id, key, what))

    _check_keys(rule, require)

    def conditions(key):
        written = rule.get(key, [])
        sources = written if isinstance(written, list) else [written]
        require(all(isinstance(source, str) for source in sources), key, "must be a condition or a list of conditions")
        label = "`%s`" % key if len(sources) == 1 else "condition %%d of `%s`" % key
        labels = [label % position if "%d" in label else label for position in range(1, len(sources) + 1)]
        pairs = zip(sources, labels, strict=True)
        return [compiled(compiled_expression, key, source, label) for source, label in pairs]

    def compiled(compile_it, key, source, label):
        try:
            return compile_it(environment, source, label)
        except ValueError as error:
            raise RuleError("Rule %s: %s: %s." % (rule_id, key, str(error).rstrip("."))) from None

    require(rule["that"] != [], "that", "must hold a condition")
    message = (
        compiled(compiled_message, "message", rule.get("message", ""), "`message`") if rule.get("message") else None
    )
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
    for key in REQUIRED:
        require(key in rule, key, "is missing")
    for key in rule:
        require(key in KEYS, key, "is not a key of a rule; the keys are %s" % ", ".join(KEYS))
    for key in TEXTS:
        require(isinstance(rule.get(key, ""), str), key, "must be a text")
    require(rule["severity"] in SEVERITIES, "severity", "must be one of %s" % ", ".join(SEVERITIES))
    require(rule["scope"] in SCOPES, "scope", "must be one of %s" % ", ".join(SCOPES))
    require(isinstance(rule.get("params", {}), dict), "params", "must be a mapping")
    require(isinstance(rule.get("enabled", True), bool), "enabled", "must be true or false")


def _names_of_params(params):
    """Return the names ``params``, and ``listed``: for each list in it a mapping whose keys are its values, as texts.

    ``ram_ids`` has for each list how many of them can be RAM ids.

    So a long list costs no time, and an id that YAML takes for a number is found.
    """
    lists = {name: [str(item) for item in value] for name, value in params.items() if isinstance(value, list)}
    # The API versions write roles in capitals or not, and conditions compare them in lowercase.
    lists = {name: [text.lower() for text in texts] if name == "roles" else texts for name, texts in lists.items()}
    return {
        "params": params,
        "listed": {name: dict.fromkeys(texts, True) for name, texts in lists.items()},
        "ram_ids": {name: sum(bool(_RAM_ID.match(text)) for text in texts) for name, texts in lists.items()},
    }
