# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sentences about what changed since the baseline. Pure."""

from __future__ import annotations

import re

from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.labels import label_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.printable import printable

# The list that contains an element, from the path of its change: roles for users[user_id=1].roles[role_id=Admin].
_LAST_LIST = re.compile(r"(?:.*\.)?(\w+)\[[^\]]*\]\Z", re.DOTALL)
# Keys with the name of an object, best first.
_NAMES = (
    "role_name",
    "skill_group_name",
    "contact_flow_name",
    "display_name",
    "login_name",
    "number",
    "name",
    "version",
)
_PEOPLE = ("users", "admins")
# A fact is left out if this other fact of the same element changed too: the change is implied.
_IMPLIED_BY = {
    "contact_flow_id": "contact_flow_name",
    "skill_group_id": "skill_group_name",
    "role_id": "role_name",
    "created_time": "created_at",
}


def sentences_of(changes, text, labels):
    """Return sentences about the changes of one call center: a list of ``(sentence, path)``.

    ``changes``: from a report's drift. ``text``: from texts_in. ``labels``: from labels_in.
    """
    changed = {(_parent(change), change["fact"]) for change in changes}
    return [
        (_Change(change, text, labels).sentence(), printable(change["path"]))
        for change in changes
        if (_parent(change), _IMPLIED_BY.get(change["fact"], "")) not in changed
    ]


def _parent(change):
    return printable(change["path"]).rpartition(".")[0]


class _Change:
    """A change, with the sentence about it."""

    def __init__(self, change, text, labels):
        self.kind, self.what, self.fact = change["kind"], change["what"], change["fact"]
        self.before, self.after = change["before"], change["after"]
        self.name, self.path = printable(change["name"]) or text("unknown"), printable(change["path"])
        found = _LAST_LIST.match(self.path)
        # None if a fact changed, not an element.
        self.list = found.group(1) if found and self.what in ("added", "removed") else None
        self.text, self.labels = text, labels

    def sentence(self):
        if self.list and self.list == self.kind:
            return self._of_element()
        if self.list:
            return self._of_inner_element()
        return self._of_fact()

    def _of_element(self):
        """Return the sentence about an element that was added to or removed from a list of the call center."""
        element = self.after if self.what == "added" else self.before
        element = element if isinstance(element, dict) else {}
        if self.kind == "users":
            what = self._value(element.get("roles") or None)
            return self._say("user_%s%s" % (self.what, "_roles" if element.get("roles") else ""), what=what)
        name = "%s_%s" % (self.kind, self.what)
        if name not in _FORMS:
            return self._plain()
        return self._say(name, what=self._value(element.get("value")))

    def _of_inner_element(self):
        """Return the sentence about an element of an inner list that was added or removed: a role of a user."""
        what = self._value(self.after if self.what == "added" else self.before)
        name = "number_group" if (self.kind, self.list) == ("phone_numbers", "skill_groups") else self.list
        if "%s_%s" % (name, self.what) in _FORMS and (self.kind in _PEOPLE or name == "number_group"):
            return self._say("%s_%s" % (name, self.what), what=what)
        return self._say("element_%s" % self.what, label=label_of(self.labels, self.list, self.kind), what=what)

    def _of_fact(self):
        before, after = self._value(self.before), self._value(self.after)
        if self.kind == "phone_numbers" and self.fact in ("contact_flow_name", "contact_flow_id"):
            form = "flow" if self.before and self.after else "flow_first" if self.after else "flow_none"
            return self._say(form, before=before, after=after)
        if self.kind == "contact_flows" and self.fact == "published" and isinstance(self.after, bool):
            return self._say("published" if self.after else "unpublished")
        if self.kind in _PEOPLE and self.fact in ("role_name", "roles"):
            return self._say("role", before=before, after=after)
        if self.kind == "config_items" and self.fact == "value":
            return self._say("config_item", before=before, after=after)
        return self._plain()

    def _plain(self):
        label = label_of(self.labels, printable(self.fact or self.path), self.kind)
        form = "fact_of" if self.kind else "fact"
        return self._say(form, label=label, before=self._value(self.before), after=self._value(self.after))

    def _say(self, form, **values):
        return self.text("s_" + form, name=self.name, **values)

    def _value(self, value):
        """Return any value as text for people."""
        if value is None or value == "":
            return self.text("null" if value is None else "empty")
        if isinstance(value, bool):
            return self.text("yes" if value else "no")
        if isinstance(value, list):
            return self.text("and").join(map(self._value, value)) or self.text("none")
        if isinstance(value, dict):
            name = next((value[key] for key in _NAMES if value.get(key)), None)
            if name is not None:
                return printable(name)
            pairs = [(label_of(self.labels, printable(key)), self._value(value[key])) for key in value]
            return self.text("and").join(self.text("pair", what=key, value=part) for key, part in pairs)
        return printable(value)


_FORMS = {
    "%s_%s" % (name, what)
    for name in (
        "roles",
        "skill_levels",
        "admins",
        "phone_numbers",
        "skill_groups",
        "contact_flows",
        "config_items",
        "number_group",
    )
    for what in ("added", "removed")
}
