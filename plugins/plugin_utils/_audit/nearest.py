# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Suggestions for misspelled names. Pure."""

from __future__ import annotations

import difflib

# How alike two names must be (0 to 1) for one to be suggested for the other.
_ALIKE = 0.6


def nearest_name(name, known, prefix="", alike=_ALIKE):
    """Return the known name (of an iterable of str) that is most like ``name``, or None.

    ``prefix``: all names begin with it, so it does not make them more alike.
    """
    by_end = {other[len(prefix) :]: other for other in known}
    found = difflib.get_close_matches(str(name)[len(prefix) :], by_end, n=1, cutoff=alike)
    return by_end[found[0]] if found else None


def suggestion(name, known):
    """Return a question that names the nearest known name, with a space before it; the empty string if none is near."""
    nearest = nearest_name(name, known)
    return " Did you mean %s?" % nearest if nearest else ""
