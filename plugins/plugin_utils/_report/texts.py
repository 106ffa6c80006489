# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The texts of report.html by language. The report itself contains the texts of rules and findings."""

from __future__ import annotations

from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.texts_en import TEXTS_EN
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.texts_zh import TEXTS_ZH

TEXTS = {"en": TEXTS_EN, "zh": TEXTS_ZH}


def texts_in(language):
    """Return a function that takes a text's name, an optional number and values, and returns the text.

    ``language``: a key of TEXTS.
    """
    texts = TEXTS[language]

    def text(name, n=None, /, **values):
        forms = texts[name]
        form = forms if isinstance(forms, str) else forms[n != 1]
        return form.format(n=None if n is None else number(n), **values) if n is not None or values else form

    return text


def number(n):
    """Return a number with thousands separators: 12345 as 12,345."""
    return f"{n:,}"
