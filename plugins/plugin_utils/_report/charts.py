# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The charts of report.html as numbers: rings, bars and lines that a template draws. Pure."""

from __future__ import annotations

from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.rules import WORST_FIRST
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.printable import printable

# Further statuses are shown together.
_MOST_STATUSES = 6
# The smallest size of a part in a chart, in percent, so that it is visible.
_SMALLEST_PART = 2
_GAP = 0.8
# The most runs that are drawn: one a day for a year.
_MOST_RUNS = 366
# A trend chart is 100 wide and this high.
_HEIGHT = 30
_WIDEST_BAR = 5


def severity_chart(counts, text):
    """Return the parts of a ring: open findings by severity."""
    return _chart([(severity, text(severity), counts[severity]) for severity in WORST_FIRST], text)


def status_chart(statuses, text):
    """Return the parts of a bar: call centers by status, as the gateway calls it."""
    # The API versions spell a status differently: Running in 2017-07-05, RUNNING in 2020-07-01.
    spelled = {}
    for name, n in statuses.items():
        known, so_far = spelled.get(name.lower(), (name, 0))
        spelled[name.lower()] = (max(known, name), so_far + n)
    ordered = sorted(spelled.values(), key=lambda item: -item[1])
    named = [(str(i), printable(name) or text("unknown"), n) for i, (name, n) in enumerate(ordered[:_MOST_STATUSES])]
    rest = sum(n for _name, n in ordered[_MOST_STATUSES:])
    return _chart(named + ([("others", text("others"), rest)] if rest else []), text)


def _chart(counted, text):
    """Return a chart: a dict of ``total``, ``parts`` with start and length in percent, and ``description``.

    ``counted``: a list of ``(key, name, number)``.
    """
    total = sum(n for _key, _name, n in counted)
    sizes = (
        [max(100 * n / total, _SMALLEST_PART) if n else 0 for _key, _name, n in counted]
        if total
        else [0] * len(counted)
    )
    scale = 100 / (sum(sizes) or 1)
    parts, start = [], 0
    for (key, name, n), size in zip(counted, sizes, strict=True):
        length = size * scale
        gap = _GAP if length < 100 else 0
        drawn = max(length - gap, 0)
        parts.append(
            {
                "key": key,
                "name": name,
                "n": n,
                "start": round(start, 2),
                "length": round(length, 2),
                "drawn": round(drawn, 2),
            }
        )
        start += length
    return {
        "total": total,
        "parts": parts,
        "description": text("and").join(text("of", part["n"], what=part["name"]) for part in parts),
    }


# --- The trend ---


def trend_of(trend, text):
    """Return the charts of a report's trend (list of runs, oldest first) as a dict, or None if there is no trend.

    ``bars``: the rectangles of all runs (severity, x, y, width, height). ``lines``: the points of a line for call
    centers and for users. ``runs``: the runs, newest first.
    """
    if not trend:
        return None
    runs = trend[-_MOST_RUNS:]
    most = max(sum(run["findings"].values()) for run in runs)
    lines = [_line(key, name, runs, text) for key, name in (("instances", "instances"), ("users", "trend_users"))]
    return {
        "height": _HEIGHT,
        "most": most,
        "bars": [part for place, run in enumerate(runs) for part in _bars(run["findings"], place, len(runs), most)],
        "range": _range([sum(run["findings"].values()) for run in runs], text),
        "lines": [line for line in lines if line],
        "first": runs[0]["generated_at"],
        "last": runs[-1]["generated_at"],
        "runs": runs[::-1],
    }


def _bars(findings, place, count, most):
    width, y = 100 / count, _HEIGHT
    for severity in WORST_FIRST:
        height = _HEIGHT * findings[severity] / (most or 1)
        y -= height
        if height:
            drawn = min(width * 0.85, _WIDEST_BAR)
            yield severity, *(round(v, 2) for v in (place * width + (width - drawn) / 2, y, drawn, height))


def _line(key, name, runs, text):
    """Return a line through the values of ``key``, or None if fewer than two runs have one (users can be null)."""
    width = 100 / len(runs)
    known = [((place + 0.5) * width, run[key]) for place, run in enumerate(runs) if run.get(key) is not None]
    if len(known) < 2:  # a line has two ends
        return None
    values = [value for _x, value in known]
    low, high = min(values), max(values)
    # The top and bottom tenths stay free, so that the line is not cut off.
    points = [(x, _HEIGHT * (0.9 - 0.8 * ((value - low) / (high - low) if high > low else 0.5))) for x, value in known]
    return {
        "key": key,
        "name": text(name),
        "points": " ".join("%.2f,%.2f" % point for point in points),
        "range": _range(values, text),
    }


def _range(values, text):
    """Return the lowest, the highest and the last value as text."""
    low, high, last = ("%s" % format(value, ",") for value in (min(values), max(values), values[-1]))
    return text("trend_range", low=low, high=high, last=last) if low != high else last
