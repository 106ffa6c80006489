# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All built-in rules with their cases, and the outcome of a rule in a case, by API version."""

from __future__ import annotations

import audit_cases
import inside_cases
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import NEW_VERSION, OLD_VERSION
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.judge import judge
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.rules import rules_of
from audit_cases import BOTH, ENVIRONMENT, NOW, OVERRIDES, SEEN, seen

FIRES = {**audit_cases.FIRES, **inside_cases.FIRES}
QUIET = {**audit_cases.QUIET, **inside_cases.QUIET}
NULL_FACT = {OLD_VERSION: audit_cases.NULL_FACT, BOTH: inside_cases.NULL_FACT}
EXPECTED_NUMBER = {"unassigned_number": {"params": {"expected_numbers": ["02150000099"]}}}
RULES = {language: rules_of(ENVIRONMENT, [], {**OVERRIDES, **EXPECTED_NUMBER}, language) for language in ("en", "zh")}


def judged(rule_id, case, versions, rules=RULES["en"]):
    """Return the Judgement of a rule, or of all (None), over a case. ``versions``: a key of SEEN.

    ``case``: call centers (list), or an unassigned number (dict), which only 2020-07-01 shows.
    """
    rules = [rule for rule in rules if rule_id in (None, rule["id"])]
    instances, numbers = (case, []) if isinstance(case, list) else ([], [case])
    place = {"account": "a", "region": "cn-shanghai", "error": None}
    reads = [{**place, "api_version": version, "has_numbers": version == NEW_VERSION} for version in SEEN[versions]]
    numbers = numbers if NEW_VERSION in SEEN[versions] else []
    return judge(ENVIRONMENT, seen(instances, SEEN[versions]), rules, NOW, reads=reads, numbers=numbers)
