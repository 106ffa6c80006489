# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Documentation only: the code runs on the controller and is in plugins/action/audit_report.py.

from __future__ import annotations

DOCUMENTATION = r"""
module: audit_report
short_description: Audit the facts of call centers and write a report
version_added: 0.4.0
author:
  - The alicloud.ccc maintainers (!UNKNOWN)
description:
  - Evaluates rules on the facts that M(alicloud.ccc.ccc_fleet_info) returned, compares them with an earlier run, and
    writes a report as HTML, JSON, CSV, JUnit XML and OCSF, and the facts for a later comparison.
  - The module runs on the controller, and reads and writes its files there. Relative paths are relative to the folder
    in which C(ansible-playbook) was started.
  - The files can contain everything that the facts contain. Only the user who runs Ansible can read them (mode
    C(0600)), and if the module creates O(dest), only that user can enter it (C(0700)). A file is never written in
    part. It is either the earlier or the complete new one.
  - Neither the result nor the output of the task contains facts.
options:
  dest:
    description: The folder of the report. It is created if missing. Files of an earlier report are replaced.
    type: path
    required: true
  reads:
    description:
      - What was read, as a list, or the name of a variable that contains it (V(found) or V(found.reads), without
        braces). Use the name if there are many call centers. It takes a fraction of the time.
      - It can be the result of M(alicloud.ccc.ccc_fleet_info), even if that task failed. Or it can be a custom list, as
        follows.
      - C(account) and C(instances) are required. C(account) is a name of your choice, and C(instances) are the facts
        that the module returned, or the name of a variable that contains them.
      - C(region) is the region, C(api_version) the API version, and C(seconds) how long the read took.
      - C(error) is the C(msg) of the module if it failed. It adds a finding with the id V(account_not_read), which has
        no severity, and makes the audit incomplete. The facts that were read are audited anyway.
      - If no call center was read at all, there is a finding with the id V(nothing_read), and the audit is incomplete.
      - A call center that an account lists in two regions counts once, for the first region. A call center that both
        API versions list (C(also_in)) is one call center, and each of its facts comes from the version that reports it.
      - If unset, the other options are checked, but no rule is evaluated and no report is written.
    type: raw
  rules:
    description:
      - The rules, as a list that P(alicloud.ccc.audit_rules#filter) returns, or the name of a variable that contains
        it.
      - P(alicloud.ccc.audit_findings#filter) describes the keys of a rule.
    type: raw
    required: true
  overrides:
    description:
      - Changes to rules, by rule id, as for P(alicloud.ccc.audit_rules#filter), or the name of a variable that contains
        them.
      - If this is set, even if it is empty, O(rules) are custom rules. They are added to the built-in rules, which are
        in the O(language) of the report.
    type: raw
    version_added: 1.0.0
  exceptions:
    description:
      - Findings that you accept, as a list, or the name of a variable that contains it. They are in the report, but do
        not count for O(fail_on).
      - Use the name of a variable if a date is not in quotes. Before 2.19, ansible-core converts C({{ the_list }}) to
        text in that case.
      - Each exception has C(rule_id), C(until) (a date such as V(2026-12-31), inclusive, in UTC) and C(reason). An
        unknown rule id is an error.
      - C(account), C(instance_id) and C(subject) (the object of a finding) restrict the exception to some findings of
        the rule. If one is unset, any value matches. If the report masks a subject, you can write either the mask or
        the real value.
      - For a rule that could not be evaluated, set C(rule_id), and optionally C(account).
      - After C(until), the findings count again, and there is a finding C(exception_expired). An exception that matches
        no finding adds a finding C(exception_unused). Both have the severity V(info).
    type: raw
    default: []
  baseline:
    description:
      - The C(facts.json) of an earlier report. The report shows what changed since then. If this is empty, the report
        shows no changes.
      - Call centers that were not read in one of the two runs are neither added nor removed. An account that was read
        with different API versions is not compared, and the report says so.
      - If the facts of only one run are masked, the others are masked for the comparison.
    type: path
  history_dir:
    description:
      - A folder that keeps the facts and findings of each run, readable only by its owner. Without O(baseline), the
        newest run that was read completely is the baseline, or else the newest run.
      - The report shows a row of figures for each run.
      - Other files in the folder are left alone. Without this option, no runs are kept.
    type: path
    version_added: 1.0.0
  history_keep:
    description: The number of runs that O(history_dir) keeps. The oldest runs are deleted.
    type: int
    default: 90
    version_added: 1.0.0
  fail_on:
    description:
      - The lowest severity at which a violation that is not accepted makes the verdict V(failed), and at which a rule
        that could not be evaluated makes it V(incomplete).
      - The task itself does not fail. Check RV(verdict).
    type: str
    choices: [none, low, medium, high]
    default: none
  fail_on_new:
    description:
      - Whether only findings that are new since the O(baseline) make the verdict V(failed).
      - Without an earlier run, no finding is known to be new, so the verdict is not V(failed).
    type: bool
    default: false
    version_added: 1.0.0
  language:
    description: The language of the report. For the language of rules, see P(alicloud.ccc.audit_rules#filter).
    type: str
    choices: [en, zh]
    default: en
  personal_data:
    description:
      - How personal data is handled. V(keep) leaves it unchanged. V(mask) replaces it by masks, as
        P(alicloud.ccc.mask_personal_data#filter) does without a key.
      - Rules are evaluated on the original facts. Their messages and the subjects of findings are masked.
    type: str
    choices: [mask, keep]
    default: mask
  accounts:
    description:
      - The name of a variable with accounts for M(alicloud.ccc.ccc_fleet_info), to check before anything is read. The
        check needs neither the network nor a key.
    type: raw
    version_added: 1.0.0
  include:
    description:
      - The name of a variable with a value for O(alicloud.ccc.ccc_fleet_info#module:include), to check as well.
    type: raw
    version_added: 1.0.0
  settings:
    description:
      - The names of known variables, which all begin with C(audit_). A variable of the host whose name is close to one
        of them is an error. Any other variable that begins with C(audit_) is a warning, unless a task registered it.
      - If set, errors name the variables of the role P(alicloud.ccc.audit#role) instead of the options of this module.
    type: list
    elements: str
    version_added: 1.0.0
attributes:
  action:
    description: Has an action plugin, which runs on the controller.
    support: full
  check_mode:
    description: Can run in C(check_mode) and return changed status prediction without modifying target.
    support: full
    details:
      - The rules are evaluated, but no files are written.
  diff_mode:
    description: Will return details on what has changed, or would in C(check_mode), when in diff mode.
    support: none
    details:
      - A diff would show facts.
notes:
  - The report contains the time at which it was made, so RV(ignore:changed) is always true.
seealso:
  - module: alicloud.ccc.ccc_fleet_info
  - plugin: alicloud.ccc.audit_rules
    plugin_type: filter
  - plugin: alicloud.ccc.audit_findings
    plugin_type: filter
  - plugin: alicloud.ccc.drift
    plugin_type: filter
  - plugin: alicloud.ccc.mask_personal_data
    plugin_type: filter

"""

EXAMPLES = r"""
- name: Read all call centers
  alicloud.ccc.ccc_fleet_info:
    identify: false
  register: fleet
  ignore_errors: true

- name: Evaluate the built-in rules, and write a report
  alicloud.ccc.audit_report:
    dest: report
    reads: fleet
    rules: []
    overrides: {}

- name: Show changes since an earlier report, accept a finding, and fail on the severity medium or higher
  alicloud.ccc.audit_report:
    dest: report
    reads: fleet
    rules: "{{ [] | alicloud.ccc.audit_rules }}"
    exceptions: accepted
    baseline: report/facts.json
    fail_on: medium
  vars:
    accepted:
      - rule_id: no_phone_number
        instance_id: ef1e71e9-ae9d-487c-96ad-9181d85cf802
        until: "2099-12-31"
        reason: It takes calls over the web only.
  register: audit

- name: Show the verdict and where the report is
  ansible.builtin.debug:
    msg: "{{ audit.verdict }}, see {{ audit.files.html }}"
"""

RETURN = r"""
verdict:
  description:
    - V(failed) if there is an open violation of the severity O(fail_on) or higher.
    - Otherwise V(incomplete) if something was not read, if no call center was read at all, or if a rule of the severity
      O(fail_on) or higher could not be evaluated.
    - Otherwise V(passed).
  returned: success, with O(reads)
  type: str
  sample: passed
msg:
  description: The verdict as a sentence, with the reason and the path of the report.
  returned: success, with O(reads)
  type: str
  version_added: 1.0.0
  sample: The audit passed. See /home/auditor/report/report.html.
summary:
  description: The figures of the audit.
  returned: success, with O(reads)
  type: dict
  contains:
    accounts:
      description: How many accounts there are.
      returned: always
      type: int
      sample: 2
    accounts_failed:
      description: How many accounts could not be read, or only in part.
      returned: always
      type: int
      sample: 0
    instances:
      description: How many call centers were audited.
      returned: always
      type: int
      sample: 100
    users:
      description: How many users these call centers have. V(null) if no users were read.
      returned: always
      type: int
      version_added: 1.0.0
      sample: 1200
    findings:
      description: How many open findings there are by severity. Open findings are violations that are not accepted.
      returned: always
      type: dict
      sample: {"high": 0, "medium": 2, "low": 5, "info": 0}
    rules:
      description:
        - How many rules there are by outcome.
        - V(violated), V(holds), V(not_reported) (the API version does not have the fact), V(not_evaluated) (the rule
          should have been evaluated, but could not) and V(not_asked) (a list or a kind that the rule needs is missing).
          If the outcome differs between accounts, the first of these that applies to an account counts.
      returned: always
      type: dict
      version_added: 1.0.0
      sample: {"violated": 3, "holds": 20, "not_reported": 2, "not_evaluated": 0, "not_asked": 9}
    new:
      description: How many open findings the last run did not have. V(null) if this is not known.
      returned: always
      type: int
      version_added: 1.0.0
      sample: 2
    fixed:
      description: How many findings of the last run are fixed. V(null) if this is not known.
      returned: always
      type: int
      version_added: 1.0.0
      sample: 1
    accepted:
      description: How many findings are accepted by exceptions.
      returned: always
      type: int
      sample: 1
    drift:
      description: How many call centers were C(added), C(removed) and C(changed). V(null) without O(baseline).
      returned: always
      type: dict
      sample: {"added": 1, "removed": 0, "changed": 3}
accounts:
  description: What was read, one element for each account and region.
  returned: success, with O(reads)
  type: list
  elements: dict
  contains:
    account:
      description: The account.
      returned: always
      type: str
      sample: production
    region:
      description: The region.
      returned: always
      type: str
      sample: cn-shanghai
    api_versions:
      description: The API versions that were read.
      returned: always
      type: list
      elements: str
      version_added: 1.0.0
      sample: ["2017-07-05", "2020-07-01"]
    identity:
      description: The ARN of the key's user, as reported by STS. V(null) if STS was not queried.
      returned: always
      type: str
      version_added: 1.0.0
      sample: acs:ram::1059803544828509:user/auditor
    instances:
      description: How many call centers were audited.
      returned: always
      type: int
      sample: 50
    findings:
      description: How many open findings there are about these call centers and about numbers of the account.
      returned: always
      type: int
      sample: 7
    seconds:
      description: How long the longest read took.
      returned: always
      type: float
      sample: 1.5
    error:
      description: Why it could not be read. V(null) if it could.
      returned: always
      type: str
      sample: null
    remarks:
      description: The remarks of M(alicloud.ccc.ccc_fleet_info) about this read.
      returned: always
      type: list
      elements: str
      version_added: 1.0.0
      sample: []
lines:
  description:
    - The lines to show to a user. One for each account and region (if there are more than 20, only for those that
      failed), followed by the figures of RV(summary) and by RV(msg).
  returned: success, with O(reads)
  type: list
  elements: str
  version_added: 1.0.0
  sample:
    - "production, cn-shanghai, 2017-07-05 and 2020-07-01: 50 call centers, 7 open findings, 1.50 s"
report_dir:
  description: The folder of the report.
  returned: success, with O(reads)
  type: str
  sample: /home/auditor/report
files:
  description: The files of the report. In check mode, the files that would be written.
  returned: success, with O(reads)
  type: dict
  contains:
    html:
      description: The report for people.
      returned: always
      type: str
      sample: /home/auditor/report/report.html
    json:
      description: The report for programs.
      returned: always
      type: str
      sample: /home/auditor/report/report.json
    csv:
      description: The findings for a spreadsheet.
      returned: always
      type: str
      sample: /home/auditor/report/findings.csv
    junit:
      description: The findings for a CI system.
      returned: always
      type: str
      sample: /home/auditor/report/junit.xml
    ocsf:
      description: The findings for a SIEM, as OCSF Compliance Findings.
      returned: always
      type: str
      version_added: 1.0.0
      sample: /home/auditor/report/findings.ocsf.json
    facts:
      description: The facts, for the O(baseline) of a later report.
      returned: always
      type: str
      sample: /home/auditor/report/facts.json
"""
