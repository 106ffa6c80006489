# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An audit's report as one HTML file that needs no network. Pure, but for the files of the folder templates.

Every value is escaped by Jinja. Scripts and styles are those of the folder, and the policy in the page allows no other:
it names their hashes. Long lists and facts are in the page as packed JSON, and a script makes text nodes of them when
they are opened.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from pathlib import Path

from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.rules import WORST_FIRST
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.facts_shown import about_facts, facts_to_show
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.labels import labels_in
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.packed import packed, script_json
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.printable import name_of, printable
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.texts import TEXTS, number, texts_in
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.view import FIRST, MOST_IN_TEXT, view_of
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

_FOLDER = Path(__file__).parent / "templates"
_STYLES = ("base.css", "findings.css", "sections.css", "narrow.css", "print.css")
_SCRIPTS = ("page.js", "parts.js", "findings.js", "facts.js", "instances.js", "start.js")
# No address, so nothing to load; what the page itself holds is named by its hash.
_POLICY = "default-src 'none'; style-src 'sha256-%s'; script-src 'sha256-%s'; base-uri 'none'; form-action 'none'"
# Texts that the script needs.
_SCRIPT_TEXTS = (
    *("lang", "and", "shown", "instances_shown", "more", "open_all", "close_all", "copied", "too_old", *WORST_FIRST),
    *("is_new", "open_since", "until", "fleet", "facts_link", "findings_link", "unknown"),
    *("null", "empty", "none", "yes", "no", "unreported", "kind_left_out", "kind_not_read", "all_facts"),
    *("contact", "groups", "user", "masked_value", "masks_in_json", "numbers_in_json"),
)
# So many call centers' facts are packed together: what is unpacked to show one of them.
_PACKED_TOGETHER = 100
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\dZ\Z", re.ASCII)


def html_of(report, language):
    """Yield the parts of report.html.

    ``language``: ``en`` or ``zh``, of all but the report's own texts.
    """
    text = texts_in(language)
    labels = labels_in(language)
    style, script = _joined(_STYLES), "(() => {\n%s})();\n" % _joined(_SCRIPTS)
    view = view_of(report, text, labels)
    return (
        _environment()
        .get_template("report.html.j2")
        .generate(
            report=report,
            view=view,
            t=text,
            labels=labels,
            severities=WORST_FIRST,
            first=FIRST,
            most_in_text=MOST_IN_TEXT,
            style=Markup(style),  # noqa: S704 - files of this collection, which must not be escaped
            script=Markup(script),  # noqa: S704 - files of this collection, too
            policy=_POLICY % (_hash(style), _hash(script)),
            data=_data(report, view),
            about={
                "texts": {name: TEXTS[language][name] for name in _SCRIPT_TEXTS},
                "open": view["open"],
                "instances": len(report["instances"]),
                "together": _PACKED_TOGETHER,
                "all_in_text": view["all_in_text"],
                **about_facts(language),
            },
        )
    )


def _data(report, view):
    """Return what the script unpacks (dict of text, or of list of text): lists of which the page has the beginning."""
    instances = report["instances"]
    chunks = range(0, len(instances), _PACKED_TOGETHER)
    news = view["news"] or {}
    unassigned = report["unassigned_numbers"] or []
    rest = {
        "fixed": _table(news.get("fixed", ())[FIRST:]),
        "changed": news.get("changed", [])[FIRST:],
        "added": news.get("added", [])[FIRST:],
        "removed": news.get("removed", [])[FIRST:],
        "unassigned": unassigned[FIRST:],
    }
    return {
        "findings": packed(_table(view["rows"])) if view["rows"] else None,
        "instances": packed(_table(view["instances"])) if instances else None,
        "facts": [packed(list(map(facts_to_show, instances[n : n + _PACKED_TOGETHER]))) for n in chunks],
        **{name: packed(more) if _is_there(more) else None for name, more in rest.items()},
    }


def _is_there(rest):
    return bool(rest["rows"] if isinstance(rest, dict) else rest)


def _table(items):
    """Return a list of dicts of the same keys without their repetition."""
    keys = list(items[0]) if items else []
    return {"keys": keys, "rows": [list(item.values()) for item in items]}


@functools.cache
def _environment():
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(text=printable, name=name_of, number=number, json=script_json, utc=_utc)
    return environment


def _utc(moment):
    """Return a moment as people read it without a script, in UTC; text that is none stays as it is."""
    found = _MOMENT.match(printable(moment))
    return "%s %s UTC" % found.groups() if found else printable(moment)


@functools.cache
def _joined(names):
    return "".join((_FOLDER / name).read_text("utf-8") for name in names)


def _hash(content):
    return base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
