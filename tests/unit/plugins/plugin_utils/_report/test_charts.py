# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.charts import (
    severity_chart,
    status_chart,
    trend_of,
)
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.texts import texts_in

TEXT = texts_in("en")


def run(instances, users=None, **findings):
    counts = {"high": 0, "medium": 0, "low": 0, "info": 0, **findings}
    return {"generated_at": "2026-11-22T08:00:00Z", "findings": counts, "instances": instances, "users": users}


def test_the_parts_of_a_chart_fill_it_and_small_statuses_are_combined():
    ring = severity_chart({"high": 1, "medium": 0, "low": 5000, "info": 20}, TEXT)
    statuses = status_chart({"status-%d" % n: n for n in range(1, 11)}, TEXT)
    for chart in (ring, statuses):
        assert sum(part["length"] for part in chart["parts"]) == pytest.approx(100, abs=0.1)
    assert [part["n"] for part in statuses["parts"]] == [10, 9, 8, 7, 6, 5, 10]
    assert ring["parts"][0]["length"] > 1.5


def test_a_status_is_counted_once_in_both_spellings():
    chart = status_chart({"RUNNING": 2, "Running": 3, "Stopped": 4}, TEXT)
    assert [(part["name"], part["n"]) for part in chart["parts"]] == [("Running", 5), ("Stopped", 4)]


def test_the_bars_of_a_run_are_stacked():
    trend = trend_of([run(1, high=1, low=2), run(1), run(1, info=6)], TEXT)
    height = trend["height"]
    high, low, info = trend["bars"]
    assert [part[0] for part in trend["bars"]] == ["high", "low", "info"]
    assert high[2] + high[4] == pytest.approx(height)  # y and height
    assert low[2] + low[4] == pytest.approx(high[2], abs=0.02)
    assert (info[2], info[4]) == (0, height)
    assert high[1] < info[1] <= 100
    assert trend["range"] == "0 to 6, now 6"


def test_a_trend_line_needs_values_of_two_runs():
    lines = trend_of([run(1, None), run(3, 20), run(2, None)], TEXT)["lines"]
    assert [(line["key"], line["range"]) for line in lines] == [("instances", "1 to 3, now 2")]
    ys = [float(point.partition(",")[2]) for point in lines[0]["points"].split()]
    assert ys[1] < ys[2] < ys[0]
    flat = trend_of([run(5), run(5)], TEXT)["lines"][0]
    assert flat["range"] == "5"


def test_there_are_no_trend_charts_without_a_history():
    assert trend_of(None, TEXT) is None
