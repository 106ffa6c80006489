# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: audit_findings
short_description: What rules find in the facts of call centers
version_added: 0.4.0
author:
  - The alicloud.ccc maintainers (!UNKNOWN)
description:
  - Judges the facts of call centers by rules, and returns a finding for each thing that is not as a rule says.
  - If a rule cannot be judged, since a fact is null, a name is misspelled, or a filter fails, there is a finding as
    well, of the kind V(not_evaluated), one for each reason. A rule never passes unseen.
  - A fact that the API version does not report is not defined in conditions. A rule of your own that asks for one makes
    a finding of the kind V(not_reported), and one that needs a list that the facts do not have, V(not_asked). Of a
    built-in rule they are no findings, since nothing is wrong. The version is C(api_version) of an instance, if there
    is such a key; else its facts tell.
  - A call center of M(alicloud.ccc.ccc_fleet_info) that both API versions show (C(also_in)) is judged once, with each
    fact from the version that reports it.
  - A condition is the text of a rule and is evaluated. A fact is data and never is.
options:
  _input:
    description: Facts of call centers, as C(instances) of M(alicloud.ccc.ccc_user_instances_info).
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
        description: Lowercase letters, digits and underscores.
        type: str
        required: true
      title:
        description: What is wrong if the rule finds something.
        type: str
        required: true
      severity:
        description: How bad that is.
        type: str
        choices: [info, low, medium, high]
        required: true
      scope:
        description:
          - What is judged, one by one.
          - Its facts are names in conditions; so are the object itself, by the name of the scope, and C(instance).
          - V(user), V(skill_group), V(contact_flow) and V(config_item) need the lists of
            M(alicloud.ccc.ccc_fleet_info) in the facts. V(unassigned_number) is for P(alicloud.ccc.audit#role).
          - With V(fleet), all call centers are judged at once.
          - In each scope, C(params), C(fleet) and C(now) (milliseconds since 1970) are names. C(fleet.instances) is the
            list of all; C(fleet.by_id), C(fleet.by_name) and C(fleet.by_number) give lists of instance ids.
        type: str
        choices: [instance, admin, phone_number, user, skill_group, contact_flow, config_item, unassigned_number, fleet]
        required: true
      when:
        description: Jinja conditions, all of which must be true for the rule to be asked.
        type: list
        elements: str
      that:
        description: Jinja conditions, all of which must be true. A finding is made if one is false.
        type: list
        elements: str
        required: true
      message:
        description:
          - What the finding says. An expression in single braces is replaced by its value, as in
            C({instance_name} has no bucket).
          - A text with double braces is a Jinja template. Mark it C(!unsafe), or Ansible renders it too early.
          - If it is missing, the title stands for it.
        type: str
      params:
        description: Limits and lists that conditions use as C(params).
        type: dict
      why:
        description: Why it matters. For reports.
        type: str
      fix:
        description: What to do about it. For reports.
        type: str
      enabled:
        description: Whether the rule is asked.
        type: bool
        default: true
  personal_data:
    description:
      - With V(mask), messages and subjects are made of masked facts; see P(alicloud.ccc.mask_personal_data#filter).
        Conditions see the true ones.
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

- name: Judge them by the built-in rules and by one of our own
  ansible.builtin.set_fact:
    findings: "{{ all_call_centers.instances | alicloud.ccc.audit_findings(our_rules | alicloud.ccc.audit_rules) }}"
  vars:
    our_rules:
      - id: domain_of_ours
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
  description: The findings, by rule, and for each rule in the order of the instances.
  type: list
  elements: dict
  contains:
    rule_id:
      description: The rule.
      type: str
    title:
      description: Its title.
      type: str
    severity:
      description: Its severity. V(null) if nothing is violated.
      type: str
    scope:
      description: Its scope.
      type: str
    kind:
      description: V(violation), V(not_evaluated), V(not_reported) or V(not_asked).
      type: str
    account:
      description: C(account) of the instance, or V(null).
      type: str
    region:
      description: C(region) of the instance, or V(null).
      type: str
    instance_id:
      description: The call center; V(null) for a rule of the scope V(fleet).
      type: str
    instance_name:
      description: Its name.
      type: str
    subject:
      description: >-
        The RAM id or user id of an admin or a user, the id of a phone number or the number, the id of a skill group or
        a contact flow, the name of a setting, or V(null).
      type: str
    subject_name:
      description: The name of what it is about, or V(null).
      type: str
    message:
      description: The rule's message, or its title.
      type: str
    reason:
      description: Why the rule could not be judged, or its message not be evaluated. V(null) otherwise.
      type: str
    accepted:
      description: V(null). The role P(alicloud.ccc.audit#role) fills it in.
      type: dict
    places:
      description: For how many objects the rule could not be judged. It is V(1) for a violation.
      type: int
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
    """Filters of this file."""

    def filters(self):
        return {"audit_findings": audit_findings}
