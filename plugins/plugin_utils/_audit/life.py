# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The life of findings: which are new since a baseline, since when others are open, and which were fixed. Pure."""

from __future__ import annotations

import collections

from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.baseline import Comparable, differ, own_ids_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.both_versions import versions_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.outcomes import HOLDS, VIOLATED
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.own_findings import OWN_RULES
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.personal_data import is_mask, masked_text

NEW, OPEN = "new", "open"
REMOVED = "The call center was removed."
_PEOPLE = ("admin", "user")


def with_life(findings, now, then, fleet_rules=()):
    """Return ``(findings, fixed)``: copies of findings with ``state`` and ``since``, and those that were fixed.

    ``findings``: with ``accepted``. ``now``: their side (of baseline.py). ``then``: the baseline, or None.
    ``fleet_rules``: the ids of rules that look at all call centers together. If the baseline does not show whether a
    finding is new, its state is None; ``fixed`` is None without a baseline that has findings.
    """
    if then is None or then["findings"] is None:
        return [{**finding, "state": None, "since": None} for finding in findings], None
    lives = _Lives(now, then, fleet_rules)
    return [{**finding, **lives.of(finding)} for finding in findings], lives.fixed(findings)


class _Lives:
    def __init__(self, now, then, fleet_rules):
        self._own_ids = own_ids_of(now["instances"], then["instances"])
        self._now, self._then = _Side(now, self._own_ids), _Side(then, self._own_ids)
        self._comparable = Comparable(now, then)
        self._moment, self._moment_then = now["generated_at"], then["generated_at"]
        self._becomes_masked = now["personal_data"] == "mask" != then["personal_data"]
        self._fleet_rules = set(fleet_rules)
        self._earlier = {self._key(finding): finding for finding in then["findings"]}

    def of(self, finding):
        """Return the ``state`` of a finding, and ``since`` when it is open."""
        earlier = self._earlier.get(self._key(finding))
        if earlier:
            return {"state": OPEN, "since": self._since(earlier)}
        if self._would_have_been_found(finding):
            return {"state": NEW, "since": self._moment}
        return {"state": None, "since": None}

    def fixed(self, findings):
        """Return the violations of the baseline that are known to be fixed."""
        known = {self._key(finding) for finding in findings}
        others = [(self._earlier[key], key) for key in self._earlier if key not in known]
        fixed = [self._fixed(earlier, key) for earlier, key in others if earlier["kind"] == "violation"]
        return [finding for finding in fixed if finding]

    def _key(self, finding):
        """Return the identity of a finding, which does not depend on the API version and masks."""
        account, subject = finding["account"], finding["subject"]
        if subject is not None and not is_mask(subject):
            subject = masked_text(subject)
        own_id = self._own_ids.get((account, finding["instance_id"]), finding["instance_id"])
        return finding["rule_id"], account, own_id, subject

    def _since(self, earlier):
        # The very first run does not know since when its findings are open.
        return earlier.get("since") or self._moment_then

    def _would_have_been_found(self, finding):
        """Return whether the baseline would contain a finding if its cause had existed then."""
        rule_id, account, instance_id, _subject = self._key(finding)
        if rule_id in OWN_RULES:
            return account is None or self._comparable.then.has(account)
        if rule_id in self._fleet_rules and not self._comparable.is_whole(self._comparable.then):
            return False
        now, then = self._now.instance(account, instance_id), self._then.instance(account, instance_id)
        if account is not None and then is None and not self._comparable.is_new(now or finding):
            return False
        is_new_center = instance_id is not None and then is None
        return self._then.judges(rule_id) and (
            is_new_center or self._is_judged(self._then, rule_id, account, now, then)
        )

    def _fixed(self, earlier, key):
        """Return a finding of the baseline as a fixed one, or None if that is not known."""
        rule_id, account, instance_id, _subject = key
        now, then = self._now.instance(account, instance_id), self._then.instance(account, instance_id)
        comparable = self._comparable
        if instance_id is not None and now is None and account is not None:
            return self._as_fixed(earlier, REMOVED) if comparable.is_removed(then or earlier) else None
        if rule_id in OWN_RULES or rule_id in self._fleet_rules:
            is_known = comparable.is_whole(comparable.now)
        else:
            is_known = account is None or now is not None or comparable.is_removed(earlier)
        is_judged = rule_id in OWN_RULES or self._is_judged(self._now, rule_id, account, then, now)
        return self._as_fixed(earlier, earlier["reason"]) if is_known and is_judged else None

    def _is_judged(self, side, rule_id, account, other, instance):
        """Return whether a side evaluated a rule in ``instance`` the way the other side did in ``other``, its match."""
        if account is not None and not self._comparable.has(account):
            return False
        if instance and other and differ(versions_of(instance), versions_of(other)):
            return False
        both = (instance, other) if side is self._then else (other, instance)
        if None not in both and not self._comparable.compares_inside(*both):
            return False
        return side.judges(rule_id) and side.judges_in(rule_id, account, instance)

    def _as_fixed(self, earlier, reason):
        finding = {key: value for key, value in earlier.items() if key != "accepted"}
        if self._becomes_masked:
            # It is unknown which parts of the message identify a person.
            finding.update(message=finding["title"], subject_name=None)
            if finding["scope"] in _PEOPLE and finding["subject"] is not None:
                finding["subject"] = masked_text(finding["subject"])
        return {**finding, "reason": reason, "since": self._since(earlier)}


class _Side:
    """What was evaluated on one side."""

    def __init__(self, side, own_ids):
        self._rules = side["rules"]
        places = [(facts.get("account"), facts.get("instance_id")) for facts in side["instances"]]
        own = [(place[0], own_ids.get(place, place[1])) for place in places]
        self._instances = dict(zip(own, side["instances"], strict=True))
        self._lines = collections.defaultdict(list)
        for line in side["not_judged"] or ():
            self._lines[line["rule_id"]].append(line)

    def instance(self, account, instance_id):
        return self._instances.get((account, instance_id)) if instance_id is not None else None

    def judges(self, rule_id):
        """Return whether a rule was evaluated somewhere."""
        return self._rules.get(rule_id) in (VIOLATED, HOLDS)

    def judges_in(self, rule_id, account, instance):
        """Return whether a rule, evaluated somewhere, was evaluated in ``instance``, or everywhere if that is None."""
        for line in self._lines[rule_id]:
            if line["account"] is not None and account is not None and line["account"] != account:
                continue
            if instance is None:
                return False
            if any(instance.get(kind) is None for kind in line["kinds"]):
                return False
            if any(fact not in instance for fact in line["facts"]) or line["instance_id"] == instance["instance_id"]:
                return False
        return True
