# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an audit finds about itself: what was not read, an exception that accepts nothing. Pure."""

from __future__ import annotations

ACCOUNT_NOT_READ = "account_not_read"
NOTHING_READ = "nothing_read"
EXPIRED = "exception_expired"
UNUSED = "exception_unused"

# What was not read is no violation and has no severity: it makes the audit incomplete.
_SHAPES = {
    ACCOUNT_NOT_READ: {"severity": None, "scope": "account", "kind": "not_read"},
    NOTHING_READ: {"severity": None, "scope": "fleet", "kind": "not_read"},
    EXPIRED: {"severity": "info", "scope": "exception", "kind": "violation"},
    UNUSED: {"severity": "info", "scope": "exception", "kind": "violation"},
}
_TEXTS = {
    "en": {
        ACCOUNT_NOT_READ: {
            "title": "An account could not be read",
            "message": "{error}",
            "why": "What is in it was not judged, or not all of it: this report says less than it seems to.",
            "fix": "Do what the message says, and run the audit again.",
        },
        NOTHING_READ: {
            "title": "No call center was read",
            "message": "No call center was found in {where}, so no rule about call centers was judged.",
            "why": "The accounts have no call center, or the keys do not see them. Nothing is known of either.",
            "fix": "Check that the key's user is a member of the call centers or that its RAM policy allows "
            "ccc:ListInstances, that the call centers are in these regions, and that the API versions are theirs.",
        },
        EXPIRED: {
            "title": "An exception has expired",
            "message": "The exception for {rule} was valid until {until}; what it accepted counts again. ({reason})",
            "why": "Somebody accepted this until a day that is past. It was neither repaired nor accepted again.",
            "fix": "Repair what was accepted, or decide about it again and give the exception another date.",
        },
        UNUSED: {
            "title": "An exception accepts nothing",
            "message": "The exception for {rule} until {until} accepts no finding. ({reason})",
            "why": "What was accepted is repaired, or the exception names something that is not there. One that is "
            "left behind would accept the same again, unseen.",
            "fix": "Remove the exception, or correct its rule_id, instance_id, account or subject.",
        },
    },
    "zh": {
        ACCOUNT_NOT_READ: {
            "title": "有账号无法读取",
            "message": "{error}",
            "why": "该账号的内容没有被检查，或没有全部被检查，因此本报告并不完整。",
            "fix": "按消息中的提示处理，然后重新运行审计。",
        },
        NOTHING_READ: {
            "title": "未读取到任何呼叫中心实例",
            "message": "在 {where} 中没有找到任何呼叫中心实例，因此没有评估任何关于实例的规则。",
            "why": "可能账号中没有实例，也可能密钥看不到它们；两种情况都无法确认。",
            "fix": "请检查：密钥所属用户是否为实例成员，或其 RAM 策略是否允许 ccc:ListInstances；"
            "实例是否在这些地域；API 版本是否与实例一致。",
        },
        EXPIRED: {
            "title": "有例外已过期",
            "message": "规则 {rule} 的例外有效期至 {until}，其接受的问题重新计入。（{reason}）",
            "why": "该问题曾被接受到某一天，而这一天已过；它既没有修复，也没有被重新接受。",
            "fix": "修复该问题，或重新评估后为例外设定新的日期。",
        },
        UNUSED: {
            "title": "有例外未匹配任何问题",
            "message": "规则 {rule} 的例外（有效期至 {until}）未匹配任何问题。（{reason}）",
            "why": "问题已修复，或例外所指的对象不存在。遗留的例外会在同样的问题再次出现时悄悄接受它。",
            "fix": "删除该例外，或更正其 rule_id、instance_id、account 或 subject。",
        },
    },
}
LANGUAGES = tuple(_TEXTS)


def own_rule(rule_id, language):
    """Return a rule of this file as other rules are (dict), with texts in this language; its severity can be None."""
    texts, shape = _TEXTS[language][rule_id], _SHAPES[rule_id]
    rule = {"id": rule_id, "title": texts["title"], "severity": shape["severity"], "scope": shape["scope"]}
    return {**rule, "why": texts["why"], "fix": texts["fix"], "params": {}}


OWN_RULES = tuple(_SHAPES)


def own_finding(rule_id, language, account=None, region=None, instance_id=None, instance_name=None, **values):
    """Return a finding of a rule of this file; ``values`` are what its message has."""
    shape, texts = _SHAPES[rule_id], _TEXTS[language][rule_id]
    return {
        "rule_id": rule_id,
        "title": texts["title"],
        **{key: shape[key] for key in ("severity", "scope", "kind")},
        "account": account,
        "region": region,
        "instance_id": instance_id,
        "instance_name": instance_name,
        "subject": None,
        "subject_name": None,
        "message": texts["message"].format(**values),
        "reason": None,
        "accepted": None,
    }
