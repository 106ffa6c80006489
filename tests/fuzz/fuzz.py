# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Search for a response that gives neither facts nor a CccError: ``make fuzz``, or ``make fuzz SECONDS=3600``.

The search is guided by coverage (atheris, libFuzzer). All output is in tests/output/fuzz: the cases that reached new
code (``corpus``, where the next run continues), and a failed case (``crash-…``, ``timeout-…``, ``oom-…``). To run a
case again: ``.venv/bin/python tests/fuzz/fuzz.py tests/output/fuzz/crash-…``. To keep it as a test, copy it to
tests/fuzz/inputs with a descriptive name; test_inputs.py runs each file there, without atheris.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OUTPUT = ROOT / "tests" / "output" / "fuzz"
INPUTS = ROOT / "tests" / "fuzz" / "inputs"
SECONDS_FOR_ONE = 10  # a case takes milliseconds
MOST_MEMORY = 512  # MiB of the whole process, which starts with 110
LONGEST_CASE = 16384  # bytes


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("cases", nargs="*", type=Path, help="run these cases only")
    options = parser.parse_args()
    # The emulator, and the client of its tests, make the seeds.
    sys.path += [str(ROOT / "tests" / "support"), str(ROOT / "roles" / "emulator" / "files")]
    if options.cases:
        import cases

        for case in options.cases:
            print(cases.check(case.read_bytes()))
        return 0
    try:
        import atheris
    except ImportError as error:
        print(f"Skipped, since atheris is available for Linux on x86_64 only: {error}")
        return 0
    fuzz(atheris, options.seconds)
    return 0


def fuzz(atheris, seconds: int) -> None:
    """Run the fuzzer, which exits with 0, or with another status if a case failed."""
    with atheris.instrument_imports(include=["ansible_collections.alicloud.ccc"]):
        import cases
    from seeds import bad_seeds, good_seeds

    corpus, seeds = OUTPUT / "corpus", OUTPUT / "seeds"
    corpus.mkdir(parents=True, exist_ok=True)
    seeds.mkdir(exist_ok=True)
    first_cases = {**good_seeds(), **bad_seeds()}
    for name, case in first_cases.items():
        (seeds / name).write_bytes(case)
    known = [*words(first_cases.values()), cases.SECRET, cases.TOKEN]
    dictionary = OUTPUT / "dictionary"
    dictionary.write_text("".join(f'"{quoted(word)}"\n' for word in known), encoding="ascii")
    atheris.Setup(
        [
            sys.argv[0],
            f"-max_total_time={seconds}",
            f"-timeout={SECONDS_FOR_ONE}",
            f"-rss_limit_mb={MOST_MEMORY}",
            f"-max_len={LONGEST_CASE}",
            f"-dict={dictionary}",
            f"-artifact_prefix={OUTPUT}/",
            "-print_final_stats=1",
            *map(str, (corpus, seeds, INPUTS)),
        ],
        cases.check,
    )
    atheris.Fuzz()


def words(first_cases: Iterable[bytes]) -> list[str]:
    """Return the words that cases consist of: names in these cases, and the syntax of JSON, XML and HTTP."""
    names = sorted({name.decode() for case in first_cases for name in re.findall(rb'"(\w+)":', case)})
    return [
        *(f'"{name}":' for name in names),
        *(f"<{name}>" for name in names),
        *(f"</{name}>" for name in names),
        *('{"', '"}', "[{", "}]", "[]", "{}", "null", "true", "false", "1e999", "NaN", "-1", "\\ud83d", "\\u0000"),
        *("<?xml version='1.0'?>", "<!DOCTYPE a [", "<!ENTITY", "&lt;", "&#0;", "<![CDATA[", "]]>"),
        *("HTTP/1.1 200 OK\r\n", "\r\n\r\n", "Content-Length: ", "Transfer-Encoding: chunked\r\n", "\r\n0\r\n\r\n"),
        *("Location: ", "x-acs-retry-after: ", "Content-Encoding: gzip\r\n", "Signature=", "StringToSign", "%2525"),
        *('"OK"', "Throttling", "Client."),
    ]


def quoted(word: str) -> str:
    """Return a word in the syntax of libFuzzer's dictionaries."""
    return "".join(char if char.isprintable() and char not in '"\\' else f"\\x{ord(char):02x}" for char in word)


if __name__ == "__main__":
    sys.exit(main())
