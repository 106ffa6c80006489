# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The texts of report.html. Those of rules and findings come with the report.

A text that counts has two forms in English: for one, and for any other number.
"""

from __future__ import annotations

_EN = {
    "lang": "en",
    "title": "Call center audit",
    "skip": "Skip to the findings",
    "sections": "Sections",
    "theme": "Switch between light and dark",
    "failed": "Failed",
    "incomplete": "Incomplete",
    "passed": "Passed",
    "high": "High",
    "medium": "Medium",
    "low": "Low",
    "info": "Info",
    "not_evaluated": "Not evaluated",
    "accepted": "Accepted",
    # The verdict, by what fails the audit
    "failed_none": ("{n} open finding.", "{n} open findings."),
    "failed_low": (
        "{n} open finding of low severity or above fails this audit.",
        "{n} open findings of low severity or above fail this audit.",
    ),
    "failed_medium": (
        "{n} open finding of medium severity or above fails this audit.",
        "{n} open findings of medium severity or above fail this audit.",
    ),
    "failed_high": (
        "{n} open finding of high severity fails this audit.",
        "{n} open findings of high severity fail this audit.",
    ),
    "passed_none": (
        "{n} open finding. This audit reports, and never fails.",
        "{n} open findings. This audit reports, and never fails.",
    ),
    "passed_low": (
        "{n} open finding, but not of low severity or above.",
        "{n} open findings, but none of low severity or above.",
    ),
    "passed_medium": (
        "{n} open finding, but not of medium severity or above.",
        "{n} open findings, but none of medium severity or above.",
    ),
    "passed_high": (
        "{n} open finding, but not of high severity.",
        "{n} open findings, but none of high severity.",
    ),
    "passed_empty": ("No open finding: the rule holds.", "No open finding: all {n} rules hold."),
    "read_instances": ("{n} call center", "{n} call centers"),
    "read_accounts": ("in {n} account", "in {n} accounts"),
    "accounts_failed": ("{n} account could not be read", "{n} accounts could not be read"),
    "masked": "Personal data is masked",
    "not_masked": "Holds personal data",
    # Charts and figures
    "chart_severities": "Open findings by severity",
    "chart_statuses": "Call centers by status",
    "of": "{what}: {n}",
    "and": ", ",
    "open_findings": ("open finding", "open findings"),
    "unknown": "unknown",
    "others": "others",
    "figures": "Figures",
    "no_instances": "No call center was read.",
    "since": "since {moment}",
    "added": "Added",
    "removed": "Removed",
    "changed": "Changed",
    "no_baseline": "No earlier run to compare with.",
    # Findings
    "findings": "Findings",
    "no_findings": "Nothing to do. Every rule holds for every call center that was read.",
    "no_open_findings": "Nothing is open.",
    "search": "Search findings",
    "search_hint": "Name, id, number, text",
    "filter_severity": "Show only",
    "group": "Group",
    "by_rule": "By rule",
    "by_instance": "By call center",
    "open_all": "Open all",
    "close_all": "Close all",
    "shown": "{shown} of {all} findings",
    "none_shown": "No finding matches.",
    "clear": "Clear filters",
    "why": "Why it matters",
    "fix": "How to fix it",
    "rule_id": "Rule",
    "facts_link": "Facts",
    "fleet": "All call centers",
    "reason": "Why it could not be checked",
    "until": "Accepted until {date}",
    "accepted_findings": "Accepted findings",
    "accepted_intro": "Someone decided to live with these until a date. They do not count.",
    "met": "Rules that hold",
    "met_intro": "Checked, and nothing open.",
    # Drift
    "drift": "Changes",
    "drift_intro": "Compared with the run of {moment}.",
    "no_drift": "Nothing has changed.",
    "field": "Field",
    "before": "Before",
    "after": "After",
    "null": "not set",
    "empty": "empty",
    # Accounts
    "accounts": "Accounts",
    "account": "Account",
    "region": "Region",
    "api_version": "API version",
    "instances": "Call centers",
    "judged": "Call centers judged",
    "seconds": "Seconds",
    "result": "Result",
    "read": "Read",
    "not_read": "Could not be read",
    "no_accounts": "No account was asked for.",
    # Instances
    "instances_intro": "What the gateway said of each.",
    "no_script": "The facts are shown by a script, which this browser does not run. They are in report.json, too.",
    "search_instances": "Search call centers",
    "instances_shown": "{shown} of {all} call centers",
    "count_findings": ("{n} finding", "{n} findings"),
    "id": "Id",
    "none": "none",
    "footer": "Made by alicloud.ccc.audit. The same in data: report.json, findings.csv, junit.xml, facts.json.",
}

_ZH = {
    "lang": "zh-CN",
    "title": "呼叫中心审计报告",
    "skip": "跳至审计问题",
    "sections": "章节",
    "theme": "切换浅色与深色主题",
    "failed": "未通过",
    "incomplete": "不完整",
    "passed": "通过",
    "high": "高风险",
    "medium": "中风险",
    "low": "低风险",
    "info": "提示",
    "not_evaluated": "未能评估",
    "accepted": "已接受",
    "failed_none": "存在 {n} 项待处理问题。",
    "failed_low": "存在 {n} 项低风险及以上的待处理问题，审计未通过。",
    "failed_medium": "存在 {n} 项中风险及以上的待处理问题，审计未通过。",
    "failed_high": "存在 {n} 项高风险的待处理问题，审计未通过。",
    "passed_none": "有 {n} 项待处理问题。本次审计仅作报告，不判定为未通过。",
    "passed_low": "有 {n} 项待处理问题，但均低于低风险。",
    "passed_medium": "有 {n} 项待处理问题，但均低于中风险。",
    "passed_high": "有 {n} 项待处理问题，但均低于高风险。",
    "passed_empty": "没有待处理的问题，全部 {n} 条规则均符合要求。",
    "read_instances": "{n} 个呼叫中心实例",
    "read_accounts": "{n} 个账号",
    "accounts_failed": "{n} 个账号读取失败",
    "masked": "个人信息已脱敏",
    "not_masked": "包含个人信息",
    "chart_severities": "待处理问题（按风险等级）",
    "chart_statuses": "实例状态分布",
    "of": "{what}：{n}",
    "and": "，",
    "open_findings": "项待处理问题",
    "unknown": "未知",
    "others": "其他",
    "figures": "概览数据",
    "no_instances": "未读取到任何呼叫中心实例。",
    "since": "自 {moment} 起",
    "added": "新增",
    "removed": "移除",
    "changed": "变更",
    "no_baseline": "没有可供对比的历史审计。",
    "findings": "审计问题",
    "no_findings": "一切正常：所有已读取的实例均符合全部规则。",
    "no_open_findings": "没有待处理的问题。",
    "search": "搜索问题",
    "search_hint": "名称、ID、号码或文字",
    "filter_severity": "仅显示",
    "group": "分组方式",
    "by_rule": "按规则",
    "by_instance": "按实例",
    "open_all": "全部展开",
    "close_all": "全部收起",
    "shown": "显示 {shown} 项，共 {all} 项问题",
    "none_shown": "没有符合条件的问题。",
    "clear": "清除筛选条件",
    "why": "为什么重要",
    "fix": "处理建议",
    "rule_id": "规则",
    "facts_link": "实例详情",
    "fleet": "全部实例",
    "reason": "未能评估的原因",
    "until": "接受至 {date}",
    "accepted_findings": "已接受的问题",
    "accepted_intro": "以下问题在指定日期前已被接受，不计入审计结论。",
    "met": "符合要求的规则",
    "met_intro": "已检查，没有待处理的问题。",
    "drift": "变更",
    "drift_intro": "与 {moment} 的审计对比。",
    "no_drift": "没有变更。",
    "field": "字段",
    "before": "变更前",
    "after": "变更后",
    "null": "未设置",
    "empty": "空",
    "accounts": "账号",
    "account": "账号",
    "region": "地域",
    "api_version": "API 版本",
    "instances": "呼叫中心实例",
    "judged": "已评估的实例",
    "seconds": "耗时（秒）",
    "result": "结果",
    "read": "读取成功",
    "not_read": "读取失败",
    "no_accounts": "没有指定任何账号。",
    "instances_intro": "网关返回的每个实例的信息。",
    "no_script": "实例详情需由脚本显示，而此浏览器未运行脚本。相同内容请见 report.json。",
    "search_instances": "搜索实例",
    "instances_shown": "显示 {shown} 个，共 {all} 个实例",
    "count_findings": "{n} 项问题",
    "id": "ID",
    "none": "无",
    "footer": "由 alicloud.ccc.audit 生成。相同内容的数据文件：report.json、findings.csv、junit.xml、facts.json。",
}

TEXTS = {"en": _EN, "zh": _ZH}


def texts_in(language):
    """Return a function that returns a text by its name; a number and other values can follow.

    ``language``: a key of TEXTS.
    """
    texts = TEXTS[language]

    def text(name, n=None, **values):
        forms = texts[name]
        form = forms if isinstance(forms, str) else forms[n != 1]
        return form.format(n=None if n is None else number(n), **values) if n is not None or values else form

    return text


def number(n):
    """Return a number for people: 12345 as 12,345."""
    return f"{n:,}"
