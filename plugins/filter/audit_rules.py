# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: audit_rules
short_description: Return the built-in rules of an audit and your custom rules
version_added: 0.4.0
author:
  - The alicloud.ccc maintainers (!UNKNOWN)
description:
  - Returns the rules that come with the collection, followed by your custom rules, for
    P(alicloud.ccc.audit_findings#filter).
  - All rules are checked. An unknown key, a duplicate id, or a syntax error in a condition is an error that names the
    rule.
options:
  _input:
    description:
      - Your custom rules. Use an empty list if you want the built-in rules only.
      - P(alicloud.ccc.audit_findings#filter) describes the keys of a rule.
    type: list
    elements: dict
    required: true
  overrides:
    description:
      - Changes to rules, by rule id. You can replace any key of a rule. To add a rule, use O(_input) instead. C(params)
        are merged. A param that the rule does not have is an error, and so is one of the wrong type in a built-in rule.
      - C(enabled=false) disables a rule.
    type: dict
    default: {}
  language:
    description: The language of the built-in rules.
    type: str
    choices: [en, zh]
    default: en
seealso:
  - plugin: alicloud.ccc.audit_findings
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Require a retention of 180 days, and disable a rule
  ansible.builtin.set_fact:
    chosen_rules: "{{ [] | alicloud.ccc.audit_rules(overrides) }}"
  vars:
    overrides:
      recording_retention_short:
        severity: high
        params:
          min_days: 180
      no_phone_number:
        enabled: false
"""

RETURN = r"""
_value:
  description: The rules that are enabled.
  type: list
  elements: dict
"""

from ansible.errors import AnsibleFilterError
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.rules import RuleError, rules_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._values import to_plain, untemplated
from jinja2 import pass_environment


@pass_environment
def audit_rules(environment, rules, overrides=None, language="en"):
    """Return the built-in rules and ``rules``, changed by ``overrides``."""
    try:
        given = to_plain(rules), to_plain(overrides), to_plain(language)
        return untemplated(rules_of(environment, *given, variables=("rules", "overrides")))
    except RuleError as error:
        raise AnsibleFilterError("audit_rules: %s" % error) from None


class FilterModule:
    """The filter audit_rules."""

    def filters(self):
        return {"audit_rules": audit_rules}
