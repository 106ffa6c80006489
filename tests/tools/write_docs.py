# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write what follows from the table of operations and docs/facts.yml: facts are described there and nowhere else.

``.venv/bin/python tests/tools/write_docs.py`` writes RETURN of each module that reads an operation, the tables of
docs/facts.md and docs/facts.zh-CN.md, and the RAM policy wherever a page shows it. With ``--check`` it writes nothing,
names the files that differ, and ends with status 1; so it does, with a word, if a fact is not described.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from ansible_collections.alicloud.ccc.plugins.module_utils import _operations
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import (
    API_VERSIONS,
    OLD_VERSION,
    Operation,
    Shape,
)

ROOT = Path(__file__).resolve().parents[2]
MODULES = ROOT / "plugins" / "modules"
DESCRIBED = yaml.safe_load((ROOT / "docs" / "facts.yml").read_text(encoding="utf-8"))
OPERATIONS = [operation for operation in vars(_operations).values() if isinstance(operation, Operation)]
PAGES_WITH_POLICY = (
    "README.md",
    "README.zh-CN.md",
    "docs/authentication.md",
    "docs/quickstart.md",
    "docs/quickstart.zh-CN.md",
)
BEGIN, END = "<!-- facts: begin -->", "<!-- facts: end -->"
PAGES = {"en": "docs/facts.md", "zh": "docs/facts.zh-CN.md"}
WORDS = {
    "en": {
        "head": "| fact | type, unit | what it is | 2017-07-05 | 2020-07-01 |",
        "null": "`null`",
        "no key": "no such key",
        "only": "{field}, only from `{only}`, else `null`",
        "list": "list of dict",
        "from": "From {places}.",
        "in": "In `{fact}`. From {places}.",
        "place": "{path} in {version}",
        "flattened": "{path}, and `{inner}` in it, in {version}",
        "of": "`{path}` of `{action}`",
        "and": " and ",
    },
    "zh": {
        "head": "| 字段 | 类型，单位 | 说明 | 2017-07-05 | 2020-07-01 |",
        "null": "`null`",
        "no key": "没有该键",
        "only": "{field}；只有 `{only}` 返回，否则为 `null`",
        "list": "list of dict",
        "from": "来自 {places}。",
        "in": "位于 `{fact}`。来自 {places}。",
        "place": "{version} 的 {path}",
        "flattened": "{version} 的 {path} 及其中的 `{inner}`",
        "of": "`{path}`（`{action}`）",
        "and": "、",
    },
}


class Fact(NamedTuple):
    """A fact of a kind: its description in facts.yml, and for each version that has it, where it comes from.

    fields: of version to the API's field. absent: the versions that do not document it. shapes: of version to the Shape
    of what is in it. type: as Ansible calls it.
    """

    name: str
    described: dict[str, Any]
    type: str
    fields: dict[str, str]
    absent: set[str]
    shapes: dict[str, Shape]

    @property
    def kind(self) -> str:
        """The kind of what is in it, as facts.yml calls it."""
        return self.described.get("of", self.name)


def facts_of_kind(kind: str, shapes: dict[str, Shape]) -> list[Fact]:
    """Return the facts of a kind, in the order of facts.yml; exit with a word if that has others than the shapes."""
    found: dict[str, Fact] = {}
    for version, shape in shapes.items():
        for name, kind_of_value, field, inner in entries(shape):
            fact = found.setdefault(name, Fact(name, {}, kind_of_value, {}, set(), {}))
            fact.fields[version] = field
            if name in shape.absent:
                fact.absent.add(version)
            if inner:
                fact.shapes[version] = inner
    described = DESCRIBED.get(kind, {}).get("facts", {})
    if described.keys() != found.keys():
        sys.exit(f"docs/facts.yml and the shapes differ, {kind}: {sorted(described.keys() ^ found.keys())}")
    return [found[name]._replace(described=described[name]) for name in described]


def entries(shape: Shape) -> Iterator[tuple[str, str, str, Shape | None]]:
    """Yield name, Ansible's type, API field and inner shape of each fact of a shape."""
    fields = {fact: field for field, (fact, _kind) in shape.fields.items()}
    for field, (fact, kind) in shape.fields.items():
        yield fact, kind.__name__, field, None
    for fact, source in shape.derived.items():
        yield fact, "str", fields[source], None
    for fact, inner in shape.gathered.items():
        yield fact, "list", ", ".join(field for field in inner.fields if field not in shape.fields), inner
    for field, (fact, _element, inner) in shape.lists.items():
        yield fact, "list", field, inner
    for field, (fact, inner) in shape.objects.items():
        yield fact, "dict", field, inner


# --- RETURN ---


class Dumper(yaml.SafeDumper):
    """Writes YAML with the elements of a list indented, as in the rest of a module's documentation."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def return_of(operation: Operation) -> dict[str, Any]:
    """Return what RETURN of an operation's module holds."""
    result = DESCRIBED["result"]["facts"]
    order = "the gateway's order"
    if operation.each:
        is_list = operation.versions[OLD_VERSION].element is not None
        order = "the order of O(instance_ids)" + (" and, for each, of the gateway's list" if is_list else "")
    always = "Every key is always there"
    if any(OLD_VERSION not in fact.fields for fact in all_facts(operation)):
        always += ", but for those of O(api_version=2020-07-01)"
    return {
        operation.result: {
            "description": [
                f"The facts of the {DESCRIBED[operation.noun]['many']}, in {order}. On failure, those that were read.",
                f"{always}. A value that the gateway did not send is V(null), and a list without elements is empty. "
                "Fields of the gateway that are not listed here are returned as well, under their names in snake_case, "
                "as they came.",
            ],
            "returned": "always",
            "type": "list",
            "elements": "dict",
            "contains": contains(operation.noun, shapes_of(operation)),
        },
        **result,
    }


def shapes_of(operation: Operation) -> dict[str, Shape]:
    return {version: where.shape for version, where in operation.versions.items()}


def all_facts(operation: Operation) -> Iterator[Fact]:
    waiting = [(operation.noun, shapes_of(operation))]
    while waiting:
        for fact in facts_of_kind(*waiting.pop()):
            yield fact
            if fact.shapes:
                waiting.append((fact.kind, fact.shapes))


def contains(kind: str, shapes: dict[str, Shape]) -> dict[str, Any]:
    """Return the facts of a kind as RETURN has them."""
    found = {}
    for fact in facts_of_kind(kind, shapes):
        described = fact.described
        text = [described["en"] + (f" Unit: {described['unit']}." if "unit" in described else "")]
        if "only" in described:
            text.append(f"Reported by C({described['only']}) only, and V(null) in a list.")
        text += [f"Not reported with O(api_version={version})." for version in sorted(fact.absent)]
        returned = "always" if OLD_VERSION in fact.fields else f"with O(api_version={next(iter(fact.fields))})"
        found[fact.name] = {
            "description": text if len(text) > 1 else text[0],
            "returned": returned,
            "type": fact.type,
            **({"elements": "dict"} if fact.type == "list" else {}),
            **({"sample": described["sample"]} if "sample" in described else {}),
            **({"contains": contains(fact.kind, fact.shapes)} if fact.shapes else {}),
        }
    return found


# --- Pages ---


def tables(language: str) -> str:
    """Return the sections of the page of facts: a table for each kind."""
    words, sections = WORDS[language], []
    kinds: dict[str, tuple[str, dict[str, Shape]]] = {}
    for operation in OPERATIONS:
        if operation.noun not in kinds:
            places = words["and"].join(operation_place(version, operation, words) for version in operation.versions)
            kinds[operation.noun] = (words["from"].format(places=places), shapes_of(operation))
    # Those that are found on the way are at the end, and are looked at, too.
    waiting = list(kinds)
    while waiting:
        kind = waiting.pop(0)
        shapes = kinds[kind][1]
        for fact in facts_of_kind(kind, shapes):
            if fact.shapes and fact.kind not in kinds:
                places = words["and"].join(inner_place(version, fact, shapes, words) for version in fact.shapes)
                kinds[fact.kind] = (words["in"].format(fact=fact.name, places=places), fact.shapes)
                waiting.append(fact.kind)
    for kind in DESCRIBED.keys() - {"result"} - kinds.keys():
        sys.exit(f"docs/facts.yml describes {kind}, which no operation has")
    for kind in filter(kinds.get, DESCRIBED):
        place, shapes = kinds[kind]
        rows = [row(fact, words, language) for fact in facts_of_kind(kind, shapes)]
        title = DESCRIBED[kind]["title"][language]
        sections.append("\n".join([f"## {title}", "", place, "", words["head"], "|---|---|---|---|---|", *rows]))
    return "\n\n".join(sections)


def operation_place(version: str, first: Operation, words: dict[str, str]) -> str:
    """Return where the operations of a noun have their objects in a version of the API."""
    paths = []
    for operation in OPERATIONS:
        if operation.noun == first.noun and version in operation.versions:
            where = operation.versions[version]
            wrapper = [where.element] if where.element not in (None, where.path[-1]) else []
            path = ".".join([*where.path, *wrapper]) + ("" if where.element is None else "[]")
            paths.append(words["of"].format(path=path, action=operation.action))
    return placed(", ".join(paths), first.versions[version].shape, version, words)


def inner_place(version: str, fact: Fact, outer: dict[str, Shape], words: dict[str, str]) -> str:
    path = fact.fields[version]
    for field, (name, element, _inner) in outer[version].lists.items():
        if name == fact.name:
            path = (field if element == field else f"{field}.{element}") + "[]"
    return placed(f"`{path}`", fact.shapes[version], version, words)


def placed(path: str, shape: Shape, version: str, words: dict[str, str]) -> str:
    form = "flattened" if shape.flattened else "place"
    return words[form].format(path=path, version=version, inner=", ".join(shape.flattened))


def row(fact: Fact, words: dict[str, str], language: str) -> str:
    described = fact.described
    kind = words["list"] if fact.type == "list" else fact.type
    unit = f", {described['unit']}" if "unit" in described else ""
    what = re.sub(r"\b[VOC]\(([^)]*)\)", r"`\1`", described[language])
    cells = [f"`{fact.name}`", kind + unit, what, *(cell(fact, version, words) for version in API_VERSIONS)]
    return f"| {' | '.join(cells)} |"


def cell(fact: Fact, version: str, words: dict[str, str]) -> str:
    if version not in fact.fields:
        return words["no key"]
    if version in fact.absent:
        return words["null"]
    field = ", ".join(f"`{name}`" for name in fact.fields[version].split(", "))
    only = fact.described.get("only")
    return words["only"].format(field=field, only=only) if only else field


# --- Files ---


def wanted() -> Iterator[tuple[Path, str]]:
    """Yield each file with the text that it should have."""
    for path in sorted(MODULES.glob("ccc_*.py")):
        module = importlib.import_module(f"ansible_collections.alicloud.ccc.plugins.modules.{path.stem}")
        if not hasattr(module, "OPERATION"):  # the documentation of an action
            continue
        text = yaml.dump(return_of(module.OPERATION), Dumper=Dumper, sort_keys=False, width=80, allow_unicode=True)
        yield path, replaced(path, r'RETURN = r?""".*?"""\n', f'RETURN = r"""\n{text}"""\n')
    for language, name in PAGES.items():
        text = f"{BEGIN}\n\n{tables(language)}\n\n{END}"
        yield ROOT / name, replaced(ROOT / name, f"{BEGIN}.*{END}", text)
    actions = json.dumps(sorted(f"ccc:{operation.action}" for operation in OPERATIONS))
    for name in PAGES_WITH_POLICY:
        yield ROOT / name, replaced(ROOT / name, r'"Action": \["ccc:[^\]]*\]', f'"Action": {actions}')


def replaced(path: Path, pattern: str, text: str) -> str:
    """Return a file's content with ``text`` in the one place that matches; exit with a word if there is not one."""
    content, count = re.subn(pattern, lambda _match: text, path.read_text(encoding="utf-8"), flags=re.DOTALL)
    if count != 1:
        sys.exit(f"{path.relative_to(ROOT)} has {count} places for what is written there")
    return content


def main() -> int:
    differing = [(path, text) for path, text in wanted() if path.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv[1:]:
        for path, _text in differing:
            print(f"{path.relative_to(ROOT)} is not what tests/tools/write_docs.py writes")
        return 1 if differing else 0
    for path, text in differing:
        path.write_text(text, encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
