# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The benchmark: `make benchmark` prints what the collection costs. docs/performance.md explains the rows.

It exits with 1 if a row exceeds a bound. With --quick everything is small and runs once, without bounds, to try the
benchmark itself.
"""

from __future__ import annotations

import argparse
import datetime
import importlib.metadata
import os
import pathlib
import platform
import re
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

import rows_audit
import rows_fleet
import rows_modules
import rows_report
from measure import FULL, QUICK, UNITS

TABLES = [[*rows_modules.ROWS, *rows_audit.ROWS, *rows_fleet.ROWS, *rows_report.ROWS], rows_fleet.GROWTH]
ROWS = [row for rows in TABLES for row in rows]
COLUMNS = ("what", "time", "each", "compared with", "its time", "ratio", "memory", "its memory", "bound")
COMMAND = "tests/benchmark/benchmark.py"
QUICK_RUN = "**A quick run: it only shows that the benchmark works. Its figures mean nothing.**"
BEGIN, END = "<!-- benchmark: begin -->", "<!-- benchmark: end -->"


def three_digits(value):
    """Round to three significant digits, or to a whole number; without an exponent."""
    rounded = float(f"{value:.3g}") if value < 100 else round(value)
    return f"{rounded:.{max(0, 2 - int(f'{rounded:e}'.partition('e')[2]))}f}"


def figures(ours, theirs):
    """Return the figures of two costs as texts, by the names of their bounds; ratios are calculated from the texts."""
    shown = {"time": three_digits(ours.seconds), "memory": three_digits(ours.memory)}
    if theirs:
        shown["its time"] = three_digits(theirs.seconds)
        shown["ratio"] = f"{float(shown['time']) / float(shown['its time']):.2f}"
        if theirs.memory:
            shown["its memory"] = three_digits(theirs.memory)
            shown["memory ratio"] = f"{float(shown['memory']) / float(shown['its memory']):.2f}"
    return shown


def each(seconds, count):
    return (
        f"{three_digits(seconds / count * 1000)} ms"
        if seconds / count >= 0.001
        else f"{three_digits(seconds / count * 1e6)} µs"
    )


def table_row(row, size, ours, theirs, bounds):
    """Return the cells of a row, and the names of the bounds that it exceeds."""
    sizes = size._asdict()
    shown = figures(ours, theirs)
    over = [name for name, bound in bounds.items() if float(shown[name]) > bound]
    shown_bounds = [
        f"{name} {bound}{UNITS.get(name, '')}{' **exceeded**' if name in over else ''}"
        for name, bound in bounds.items()
    ]
    cells = {
        **{name: text + UNITS.get(name.removeprefix("its "), "") for name, text in shown.items()},
        "what": row.what.format(**sizes),
        "each": each(ours.seconds, sizes[row.count]) if row.count else "",
        "compared with": row.against.format(**sizes),
        "bound": ", ".join(shown_bounds),
    }
    return [cells.get(column, "") for column in COLUMNS], over


def machine():
    """Return lines with the machine and the versions of the measurement."""
    cpu = re.search(r"^model name\s*: (.*)$", pathlib.Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = platform.freedesktop_os_release()["PRETTY_NAME"]
    packages = ("ansible-core", "requests", "alibabacloud-ccc20170705")
    versions = [f"{name} {importlib.metadata.version(name)}" for name in packages]
    return [
        f"- Machine: {cpu.group(1) if cpu else platform.machine()}, {os.cpu_count()} cores, {memory:.1f} GiB of memory;"
        f" load before the run: {os.getloadavg()[0]:.1f}",
        f"- System: {system}, Linux {platform.release()}",
        f"- Python {platform.python_version()}, {', '.join(versions)}",
        f"- Date: {datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d}",
    ]


def peak_of_this_process():
    """Return the peak memory in MiB. getrusage() would return that of the process that started this one, if larger."""
    status = pathlib.Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"^VmHWM:\s*(\d+) kB$", status, re.MULTILINE).group(1)) / 1024


def markdown(cells):
    return f"| {' | '.join(cells)} |"


def write(page, lines):
    """Replace the lines between the markers of a page."""
    before, begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _old, end, after = rest.partition(END)
    page.write_text("\n".join([before + begin, "", *lines, end + after]), encoding="utf-8")


def parse_arguments():
    parser = argparse.ArgumentParser(description="Measure what the collection costs.")
    parser.add_argument(
        "rows", nargs="*", metavar="ROW", help=f"the rows to measure: {', '.join(row.name for row in ROWS)}"
    )
    parser.add_argument(
        "--quick", action="store_true", help="run everything small and once, to try the benchmark itself"
    )
    parser.add_argument("--short", action="store_true", help="leave out rows that take a minute or more")
    parser.add_argument("--write", metavar="PAGE", type=pathlib.Path, help="also write the tables into this page")
    arguments = parser.parse_args()
    unknown = set(arguments.rows) - {row.name for row in ROWS}
    if unknown:
        parser.error(f"unknown row: {', '.join(unknown)}")
    if arguments.write and (arguments.rows or arguments.short):
        parser.error("--write needs all rows: do not name rows or use --short")
    return arguments


def measured_row(row, size, bounds):
    """Return the cells of a row and the bounds that it exceeds, or None if a program that it needs is missing."""
    with tempfile.TemporaryDirectory() as folder:
        costs = row.measure(size, pathlib.Path(folder))
    if not costs:
        print(f"{row.name}: skipped, since a program that it needs is missing", file=sys.stderr)
        return None
    ours, theirs = costs
    # On Linux, the peak of a child process is at least that of its parent, so the work is done by `programs`.
    if min(cost.memory for cost in (ours, theirs) if cost and cost.memory) <= peak_of_this_process():
        raise SystemExit("the benchmark itself needs more memory than the program that it measures")
    return table_row(row, size, ours, theirs, bounds)


def main():
    arguments = parse_arguments()
    size = QUICK if arguments.quick else FULL
    lines, exceeded = [], []

    def show(line):
        lines.append(line)
        print(line, flush=True)

    head = [QUICK_RUN, ""] if arguments.quick else []
    head += [f"- Command: `{' '.join([COMMAND, *sys.argv[1:]])}`", *machine(), ""]
    for line in head:
        show(line)
    for table in TABLES:
        rows = [
            row
            for row in table
            if (row.name in arguments.rows or not arguments.rows) and not (arguments.short and row.is_long)
        ]
        for line in [markdown(COLUMNS), "|" + "---|" * len(COLUMNS)] if rows else []:
            show(line)
        for row in rows:
            measured = measured_row(row, size, {} if arguments.quick else row.bounds)
            if measured:
                show(markdown(measured[0]))
                exceeded += [f"{row.name}: {name}" for name in measured[1]]
        show("")
    if arguments.write:
        write(arguments.write, lines)
    if exceeded:
        print(f"bounds exceeded: {', '.join(exceeded)}")
    return int(bool(exceeded))


if __name__ == "__main__":
    sys.exit(main())
