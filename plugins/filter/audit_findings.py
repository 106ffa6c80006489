# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: audit_findings
short_description: Evaluate rules on the facts of call centers
version_added: 0.4.0
author:
  - The alicloud.ccc maintainers (!UNKNOWN)
description:
  - Evaluates rules on the facts of call centers, and returns a finding for each violation of a rule.
  - If a rule cannot be evaluated, for example because a fact is null, a name is misspelled, or a filter fails, there is
    a finding of the kind V(not_evaluated) for each reason. A rule never passes without being evaluated.
  - A fact that the API version does not report is undefined in conditions. A custom rule that needs such a fact returns
    a finding of the kind V(not_reported), and a custom rule that needs a list that is not in the facts returns one of
    the kind V(not_asked). Built-in rules return no such findings, because nothing is wrong. The API version is
    C(api_version) of an instance, if it has this key. Otherwise, it is derived from the facts.
  - A call center of M(alicloud.ccc.ccc_fleet_info) that both API versions list (C(also_in)) is evaluated once, with
    each fact from the version that reports it.
  - Conditions are evaluated, because they are part of a rule. Facts are data and are never evaluated.
options:
  _input:
    description: The facts of call centers, such as C(instances) of M(alicloud.ccc.ccc_user_instances_info).
    type: list
    elements: dict
    required: true
  rules:
    description:
      - The rules. P(alicloud.ccc.audit_rules#filter) returns the built-in ones.
    type: list
    elements: dict
    required: true
    suboptions:
      id:
        description: The id of the rule. It consists of lowercase letters, digits and underscores.
        type: str
        required: true
      title:
        description: What is wrong if the rule is violated.
        type: str
        required: true
      severity:
        description: The severity of a violation.
        type: str
        choices: [info, low, medium, high]
        required: true
      scope:
        description:
          - The kind of object that the rule is evaluated on, one object at a time.
          - Conditions can use the facts of the object as variables. The object itself is available under the name of
            the scope, and its call center as C(instance).
          - V(user), V(skill_group), V(contact_flow) and V(config_item) need the lists that
            M(alicloud.ccc.ccc_fleet_info) adds to the facts. V(unassigned_number) is for P(alicloud.ccc.audit#role).
          - With V(fleet), the rule is evaluated once for all call centers.
          - Conditions of every scope can also use C(params), C(fleet) and C(now) (milliseconds since 1970).
            C(fleet.instances) is the list of all call centers. C(fleet.by_id), C(fleet.by_name) and C(fleet.by_number)
            contain lists of instance ids.
        type: str
        choices: [instance, admin, phone_number, user, skill_group, contact_flow, config_item, unassigned_number, fleet]
        required: true
      when:
        description: Jinja conditions. The rule is evaluated only if all of them are true.
        type: list
        elements: str
      that:
        description: Jinja conditions. The rule is violated if one of them is false.
        type: list
        elements: str
        required: true
      message:
        description:
          - The message of a finding. An expression in single braces is replaced by its value, as in
            C({instance_name} has no bucket).
          - A text with double braces is a Jinja template. Mark it C(!unsafe), or Ansible renders it too early.
          - By default, the message is the title.
        type: str
      params:
        description: Limits and lists, which conditions can use as C(params).
        type: dict
      why:
        description: Why a violation matters. Reports show it.
        type: str
      fix:
        description: How to fix a violation. Reports show it.
        type: str
      enabled:
        description: Whether the rule is evaluated.
        type: bool
        default: true
  personal_data:
    description:
      - With V(mask), messages and subjects contain masked facts; see P(alicloud.ccc.mask_personal_data#filter).
        Conditions use the original facts.
    type: str
    choices: [keep, mask]
    default: keep
seealso:
  - plugin: alicloud.ccc.audit_rules
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Read all call centers
  alicloud.ccc.ccc_user_instances_info:
  register: all_call_centers

- name: Evaluate the built-in rules and a custom rule on them
  ansible.builtin.set_fact:
    findings: "{{ all_call_centers.instances | alicloud.ccc.audit_findings(our_rules | alicloud.ccc.audit_rules) }}"
  vars:
    our_rules:
      - id: domain_without_region
        title: The domain does not begin with the region
        severity: low
        scope: instance
        params:
          beginnings: [sh-, bj-]
        that: domain_name[:3] in params.beginnings
        message: "{instance_name} has the domain {domain_name}."
"""

RETURN = r"""
_value:
  description: The findings, sorted by rule, and for each rule in the order of the instances.
  type: list
  elements: dict
  contains:
    rule_id:
      description: The id of the rule.
      type: str
    title:
      description: The title of the rule.
      type: str
    severity:
      description: The severity of the rule. V(null) if the finding is not a violation.
      type: str
    scope:
      description: The scope of the rule.
      type: str
    kind:
      description: The kind of the finding, V(violation), V(not_evaluated), V(not_reported) or V(not_asked).
      type: str
    account:
      description: C(account) of the instance, or V(null).
      type: str
    region:
      description: C(region) of the instance, or V(null).
      type: str
    instance_id:
      description: The id of the call center. V(null) for a rule of the scope V(fleet).
      type: str
    instance_name:
      description: The name of the call center.
      type: str
    subject:
      description: >-
        What the finding is about. The RAM id or user id of an administrator or a user, the id of a phone number or the
        number itself, the id of a skill group or a contact flow, the name of a setting, or V(null).
      type: str
    subject_name:
      description: The name of the subject, or V(null).
      type: str
      version_added: 1.0.0
    message:
      description: The message of the rule, or its title.
      type: str
    reason:
      description: Why the rule or its message could not be evaluated. V(null) otherwise.
      type: str
    accepted:
      description: Always V(null). The role P(alicloud.ccc.audit#role) sets it.
      type: dict
    places:
      description: For how many objects the rule could not be evaluated. It is V(1) for a violation.
      type: int
      version_added: 1.0.0
"""

import time

from ansible.errors import AnsibleFilterError
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit import personal_data as _personal_data
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.judge import findings_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.rules import RuleError
from ansible_collections.alicloud.ccc.plugins.plugin_utils._values import instances_to_plain, to_plain, untemplated
from jinja2 import pass_environment


@pass_environment
def audit_findings(environment, instances, rules, personal_data="keep"):
    """Return the findings of ``rules`` in ``instances``."""
    if personal_data not in ("keep", "mask"):
        raise AnsibleFilterError("audit_findings: personal_data must be keep or mask.")
    facts = instances_to_plain(instances, "alicloud.ccc.audit_findings: the call centers")
    mask = _personal_data.masked if personal_data == "mask" else None
    try:
        return untemplated(findings_of(environment, facts, to_plain(rules), int(time.time() * 1000), mask))
    except RuleError as error:
        raise AnsibleFilterError("audit_findings: %s" % error) from None


class FilterModule:
    """The filter audit_findings."""

    def filters(self):
        return {"audit_findings": audit_findings}
