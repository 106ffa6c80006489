# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The files of an audit, written to a folder on the controller."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile

FILES = {
    "html": "report.html",
    "json": "report.json",
    "csv": "findings.csv",
    "junit": "junit.xml",
    "ocsf": "findings.ocsf.json",
    "facts": "facts.json",
}


def json_of(document):
    """Yield the parts of JSON for a dict. Each element of a list in it is on its own line, for grep and diff."""
    before = "{\n"
    for key, value in document.items():
        yield "%s%s: " % (before, _json(key))
        yield from _lines(value)
        before = ",\n"
    yield "\n}\n"


def _lines(value):
    if not isinstance(value, list) or not value:
        yield _json(value)
        return
    before = "[\n"
    for item in value:
        yield before + _json(item)
        before = ",\n"
    yield "\n]"


_json = json.JSONEncoder(ensure_ascii=False).encode


def paths_in(folder):
    """Return the paths of all files (dict) by the keys of FILES."""
    return {kind: os.path.join(folder, name) for kind, name in FILES.items()}


def write_files(folder, texts):
    """Write the files of a report, readable only by their owner. Raises OSError.

    ``texts``: by the keys of FILES. A text is a str or an iterable of its parts, so that a large text is never in
    memory as a whole. Each file is replaced as a whole or not at all. The folder is created if it is missing.
    """
    os.makedirs(folder, mode=0o700, exist_ok=True)
    written = {}
    try:
        for kind, path in paths_in(folder).items():
            written[path] = _written_temporary(path, texts[kind])
        for path in list(written):
            os.replace(written[path], path)
            del written[path]
    finally:
        for temporary in written.values():
            with contextlib.suppress(OSError):
                os.unlink(temporary)


def _written_temporary(path, text):
    """Write a temporary file in the folder of ``path`` (mode 0600), and return its path."""
    handle, temporary = tempfile.mkstemp(prefix=".%s." % os.path.basename(path), dir=os.path.dirname(path))
    try:
        # JSON allows half a surrogate pair, UTF-8 does not. It is written as the JSON escape "\ud800".
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            file.writelines([text] if isinstance(text, str) else text)
    except BaseException:
        os.unlink(temporary)
        raise
    return temporary
