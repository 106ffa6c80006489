# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Documentation only: the code is in plugins/action/audit_report.py, since it runs on the controller.

from __future__ import annotations

DOCUMENTATION = r"""
module: audit_report
short_description: Judge the facts of call centers and write a report
version_added: 0.4.0
author:
  - The alicloud.ccc maintainers (!UNKNOWN)
description:
  - Judges what M(alicloud.ccc.ccc_fleet_info) has read by rules, compares it with an earlier time, and writes
    the report as HTML, JSON, CSV and JUnit XML, and the facts for a comparison to come.
  - It runs on the controller, and reads and writes files there. A relative path begins in the folder in which
    C(ansible-playbook) was started.
  - The files can hold what the facts hold. They are made for nobody but the user who runs Ansible (mode C(0600)), and
    so is O(dest) if it is not there (C(0700)). Each file is either what it was before or complete.
  - No fact is in the result, and none in what the task writes to the terminal.
options:
  dest:
    description: The folder of the report. It is made if it is not there. Files of an earlier report are replaced.
    type: path
    required: true
  reads:
    description:
      - What was read, a list, or the name of a variable that holds it (V(found) or V(found.reads), without braces).
        Give the name if there are many call centers. It takes a fraction of the time.
      - It can be the result of M(alicloud.ccc.ccc_fleet_info), also of one that failed. Or it is a list of your own, as
        follows.
      - C(account), a name of yours for what was read, and C(instances), the facts that the module returned, are needed.
        C(instances) can be the name of a variable, too.
      - C(region) is the region that was asked, C(api_version) the API version, and C(seconds) how long it took.
      - C(error) is the C(msg) of the module, if it failed. It makes a finding with the id V(account_not_read), which
        has no severity, and an audit that is incomplete. What was read anyway counts.
      - If no call center was read at all, there is a finding with the id V(nothing_read), and the audit is incomplete.
      - A call center that an account shows in two regions counts once, for the first. One that both API versions show
        (C(also_in)) is one call center, and each of its facts is from the version that reports it.
      - If it is left out, the other options are checked, and nothing is judged and written.
    type: raw
  rules:
    description:
      - The rules, a list as P(alicloud.ccc.audit_rules#filter) gives it, or the name of a variable that holds it.
      - What a rule is made of is described in P(alicloud.ccc.audit_findings#filter).
    type: raw
    required: true
  overrides:
    description:
      - What to change in rules, by their ids, as for P(alicloud.ccc.audit_rules#filter), or the name of a variable that
        holds it.
      - With it, even if it is empty, O(rules) are rules of your own. They come after the built-in ones, whose texts are
        in O(language).
    type: raw
  exceptions:
    description:
      - Findings that you accept, a list, or the name of a variable that holds it. They are in the report, and do not
        count for O(fail_on).
      - Give the name if a date is not in quotes. Before 2.19, ansible-core makes a text of C({{ the_list }}) then.
      - Each has C(rule_id), C(until) (a date, V(2026-12-31), which still counts, in UTC) and C(reason). An id that no
        rule has is an error.
      - C(account), C(instance_id) and C(subject) (whom or what a finding is about) say which findings of the rule are
        meant. One that is left out may be anything. A subject that the report masks can be written with or without the
        mask.
      - A rule that could not be evaluated is accepted by its C(rule_id), possibly with the C(account).
      - What an exception accepted until a day that is past counts again, with a finding C(exception_expired). An
        exception that accepts nothing makes a finding C(exception_unused). Both are of the severity V(info).
    type: raw
    default: []
  baseline:
    description:
      - The C(facts.json) of an earlier report. The report tells what changed since. If this is empty, it does not.
      - What was not read now, or could not be read then, is neither new nor gone. An account that was read with other
        versions of the API is not compared, and the report says so.
      - If the facts of one of the two are masked, those of the other are for the comparison.
    type: path
  history_dir:
    description:
      - A folder in which each run is kept, for nobody but its owner, with its facts and findings. If there is no
        O(baseline), the newest run of which all could be read is it, and if there is none, the newest one.
      - The report has a row of figures for each run.
      - What else is in the folder is left alone. Without this option, nothing is kept.
    type: path
  history_keep:
    description: How many runs O(history_dir) keeps. The oldest go.
    type: int
    default: 90
  fail_on:
    description:
      - From which severity on a violation that is not accepted makes the verdict V(failed), and a rule that could not
        be evaluated V(incomplete).
      - The task does not fail for it. Look at RV(verdict).
    type: str
    choices: [none, low, medium, high]
    default: none
  fail_on_new:
    description:
      - Whether only findings that are new since the O(baseline) make the verdict V(failed).
      - Without an earlier run, nothing is known to be new, so nothing makes it V(failed).
    type: bool
    default: false
  language:
    description: The language of the report. Rules have their own texts, see P(alicloud.ccc.audit_rules#filter).
    type: str
    choices: [en, zh]
    default: en
  personal_data:
    description:
      - How personal data is handled. V(keep) leaves it, and V(mask) puts masks in its place, as
        P(alicloud.ccc.mask_personal_data#filter) does without a key.
      - Rules see what was read. Their messages, and the subjects of findings, are masked.
    type: str
    choices: [mask, keep]
    default: mask
  accounts:
    description:
      - The name of a variable with accounts for M(alicloud.ccc.ccc_fleet_info), which are checked before anything is
        read. Neither the network nor a key is needed.
    type: raw
  include:
    description:
      - The name of a variable with O(alicloud.ccc.ccc_fleet_info#module:include), which is checked as well.
    type: raw
  settings:
    description:
      - Names of variables, all of which begin with C(audit_). A variable of the host that nearly has one of these names
        is an error, and any other one that begins so a warning. What a task registered is neither.
    type: list
    elements: str
attributes:
  action:
    description: Has an action plugin, which runs on the controller.
    support: full
  check_mode:
    description: Can run in C(check_mode) and return changed status prediction without modifying target.
    support: full
    details:
      - It judges, and writes nothing.
  diff_mode:
    description: Will return details on what has changed, or would in C(check_mode), when in diff mode.
    support: none
    details:
      - What would be shown are facts.
notes:
  - The report says when it was made, so RV(ignore:changed) is always true.
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

- name: Judge them by the built-in rules, and write a report
  alicloud.ccc.audit_report:
    dest: report
    reads: fleet
    rules: []
    overrides: {}

- name: Tell what changed since, accept a finding, and judge from the severity medium on
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

- name: Say how it ended, and where the report is
  ansible.builtin.debug:
    msg: "{{ audit.verdict }}, see {{ audit.files.html }}"
"""

RETURN = r"""
verdict:
  description:
    - V(failed) if there is an open violation as O(fail_on) says.
    - Otherwise V(incomplete) if something was not read, or no call center at all, or if a rule as O(fail_on) says could
      not be evaluated.
    - Otherwise V(passed).
  returned: success, with O(reads)
  type: str
  sample: passed
msg:
  description: The verdict as a sentence, with the reason, and where the report is.
  returned: success, with O(reads)
  type: str
  sample: The audit passed. See /home/auditor/report/report.html.
summary:
  description: How many there are of what.
  returned: success, with O(reads)
  type: dict
  contains:
    accounts:
      description: Accounts that were asked.
      returned: always
      type: int
      sample: 2
    accounts_failed:
      description: Those that could not be read, or not all of it.
      returned: always
      type: int
      sample: 0
    instances:
      description: Call centers that were judged.
      returned: always
      type: int
      sample: 100
    users:
      description: Users of these. V(null) if no users were read.
      returned: always
      type: int
      sample: 1200
    findings:
      description: Open findings, which are violations that nobody has accepted, by severity.
      returned: always
      type: dict
      sample: {"high": 0, "medium": 2, "low": 5, "info": 0}
    rules:
      description:
        - Rules by what became of them. If that differs by account, the first of these that is true somewhere counts.
        - V(violated), V(holds), V(not_reported) (the API version does not have the fact), V(not_evaluated) (it should
          have been judged, and could not) and V(not_asked) (a list or a kind is missing that it needs).
      returned: always
      type: dict
      sample: {"violated": 3, "holds": 20, "not_reported": 2, "not_evaluated": 0, "not_asked": 9}
    new:
      description: Open findings that the last run did not have. V(null) if that is not known.
      returned: always
      type: int
      sample: 2
    fixed:
      description: Findings of the last run that are gone. V(null) if that is not known.
      returned: always
      type: int
      sample: 1
    accepted:
      description: Findings that exceptions accept.
      returned: always
      type: int
      sample: 1
    drift:
      description: Call centers that are C(added), C(removed) and C(changed). V(null) without O(baseline).
      returned: always
      type: dict
      sample: {"added": 1, "removed": 0, "changed": 3}
accounts:
  description: What was read, an element for each account and region.
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
      description: The API versions that were asked.
      returned: always
      type: list
      elements: str
      sample: ["2017-07-05", "2020-07-01"]
    identity:
      description: Whose key it was, the ARN that STS told. V(null) if it was not asked.
      returned: always
      type: str
      sample: acs:ram::1059803544828509:user/auditor
    instances:
      description: How many call centers were judged.
      returned: always
      type: int
      sample: 50
    findings:
      description: How many open findings there are about these, and about numbers of the account.
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
      description: What else M(alicloud.ccc.ccc_fleet_info) says of it.
      returned: always
      type: list
      elements: str
      sample: []
lines:
  description:
    - What to say about it. A line for each account and region (of more than 20, for those that failed), and lines with
      the figures of RV(summary) and with RV(msg).
  returned: success, with O(reads)
  type: list
  elements: str
  sample:
    - "production, cn-shanghai, 2017-07-05 and 2020-07-01: 50 call centers, 7 open findings, 1.50 s"
report_dir:
  description: The folder of the report.
  returned: success, with O(reads)
  type: str
  sample: /home/auditor/report
files:
  description: The files of the report. In check mode, those that would be written.
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
      sample: /home/auditor/report/findings.ocsf.json
    facts:
      description: The facts, for O(baseline) of a later report.
      returned: always
      type: str
      sample: /home/auditor/report/facts.json
"""
