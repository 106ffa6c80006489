# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An audit's report as one HTML file that needs no network. Pure, but for the files of the folder templates.

Every value is escaped by Jinja. Scripts and styles are those of the folder, and the policy in the page allows no other:
it names their hashes. Facts are in the page as JSON, and a script makes text nodes of them when they are opened.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
from pathlib import Path

from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.rules import WORST_FIRST
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.printable import name_of, printable
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.texts import number, texts_in
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.view import fields_and_tables, view_of
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

_FOLDER = Path(__file__).parent / "templates"
# No address, so nothing to load; what the page itself holds is named by its hash.
_POLICY = "default-src 'none'; style-src 'sha256-%s'; script-src 'sha256-%s'; base-uri 'none'; form-action 'none'"
# Texts that the script needs.
_SCRIPT_TEXTS = ("shown", "instances_shown", "facts_link", "null", "empty", "none", "open_all", "close_all")


def html_of(report, language):
    """Yield the parts of report.html.

    ``language``: ``en`` or ``zh``, of all but the report's own texts.
    """
    text = texts_in(language)
    style, script = _file("report.css"), _file("report.js")
    return (
        _environment()
        .get_template("report.html.j2")
        .generate(
            report=report,
            view=view_of(report, text),
            t=text,
            severities=WORST_FIRST,
            style=Markup(style),  # noqa: S704 - a file of this collection, which must not be escaped
            script=Markup(script),  # noqa: S704 - a file of this collection, too
            policy=_POLICY % (_hash(style), _hash(script)),
            script_texts={name: text(name) for name in _SCRIPT_TEXTS},
        )
    )


@functools.cache
def _environment():
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        text=printable, name=name_of, number=number, json=_script_json, fields_and_tables=fields_and_tables
    )
    return environment


@functools.cache
def _file(name):
    return (_FOLDER / name).read_text("utf-8")


def _hash(content):
    return base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _script_json(value):
    """Return a value as JSON in which neither a tag nor an entity can begin."""
    text = _encode(value)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, "\\u%04x" % ord(character))
    return Markup(text)  # noqa: S704 - what could begin a tag or an entity is escaped above
