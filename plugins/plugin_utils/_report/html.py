# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An audit's report as one HTML file that needs no network. Pure, except that it reads the templates.

Jinja escapes every value. The page's content security policy contains the hashes of its style and script, and allows no
others. Long lists and facts are in the page as packed JSON; the script turns them into text nodes when the user opens
them.
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
# It allows no address, so the page loads nothing. The hashes allow its own style and script.
_POLICY = "default-src 'none'; style-src 'sha256-%s'; script-src 'sha256-%s'; base-uri 'none'; form-action 'none'"
# The texts that the script needs.
_SCRIPT_TEXTS = (
    *(
        "lang",
        "and",
        "colon",
        "shown",
        "instances_shown",
        "more",
        "open_all",
        "close_all",
        "copied",
        "too_old",
        *WORST_FIRST,
    ),
    *("is_new", "open_since", "until", "fleet", "facts_link", "findings_link", "unknown"),
    *("null", "empty", "none", "yes", "no", "unreported", "kind_left_out", "kind_not_read", "all_facts"),
    *("contact", "groups", "user", "masked_value", "masks_in_json", "numbers_in_json"),
)
# The facts of this many call centers are packed, and unpacked, together.
_PACKED_TOGETHER = 100
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\dZ\Z", re.ASCII)


def html_of(report, language):
    """Yield the parts of report.html.

    ``language``: ``en`` or ``zh``, for all texts that are not in the report.
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
            script=Markup(script),  # noqa: S704 - files of this collection, which must not be escaped
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
    """Return the packed data for the script (dict): lists that the page shows only in part, and facts."""
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
        **{name: packed(more) if _has_elements(more) else None for name, more in rest.items()},
    }


def _has_elements(rest):
    return bool(rest["rows"] if isinstance(rest, dict) else rest)


def _table(items):
    """Return a list of dicts with the same keys as a dict of ``keys`` and ``rows``, so that the keys do not repeat."""
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
    """Return a time as text in UTC, for browsers without scripts; any other text is unchanged."""
    found = _MOMENT.match(printable(moment))
    return "%s %s UTC" % found.groups() if found else printable(moment)


@functools.cache
def _joined(names):
    return "".join((_FOLDER / name).read_text("utf-8") for name in names)


def _hash(content):
    return base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
