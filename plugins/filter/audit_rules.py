# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: audit_rules
short_description: The rules of an audit, built-in ones and your own
version_added: 0.4.0
author:
  - The alicloud.ccc maintainers (!UNKNOWN)
description:
  - Returns the rules that come with the collection, followed by your own, ready for
    P(alicloud.ccc.audit_findings#filter).
  - All of them are checked. An unknown key, an id that is there twice, and an error of syntax in a condition
    are errors, which name the rule.
options:
  _input:
    description:
      - Your own rules, which come after the built-in ones. An empty list for the built-in ones alone.
      - What a rule consists of is described in P(alicloud.ccc.audit_findings#filter).
    type: list
    elements: dict
    required: true
  overrides:
    description:
      - What to change in rules, by their ids. Each key of a rule can be replaced, but O(_input) is the place for rules
        that are new. C(params) are merged; one that the rule does not have is an error.
      - C(enabled=false) switches a rule off.
    type: dict
    default: {}
  language:
    description: The language of the texts of the built-in rules.
    type: str
    choices: [en, zh]
    default: en
seealso:
  - plugin: alicloud.ccc.audit_findings
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Choose rules
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
    """Return the built-in rules and ``rules``, as changed by ``overrides``."""
    try:
        return untemplated(rules_of(environment, to_plain(rules), to_plain(overrides), to_plain(language)))
    except RuleError as error:
        raise AnsibleFilterError("audit_rules: %s" % error) from None


class FilterModule:
    """Filters of this file."""

    def filters(self):
        return {"audit_rules": audit_rules}
