# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write generated documentation from the operations and docs/facts.yml, the only place that describes facts.

``.venv/bin/python tests/tools/write_docs.py`` writes RETURN of the modules, the tables of docs/facts.md,
docs/facts.zh-CN.md and personal_facts.py, the RAM policy and the table of actions in pages, and the built-in rules in
docs/audit_rules.md. With ``--check``, it only lists the files that differ and exits with 1. It also exits with 1 if a
fact has no description or no mark ``personal``.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from ansible_collections.alicloud.ccc.plugins.module_utils import _operations
from ansible_collections.alicloud.ccc.plugins.module_utils._facts import Shape
from ansible_collections.alicloud.ccc.plugins.module_utils._fleet import FleetOperation
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import (
    API_VERSIONS,
    LIST_INSTANCES,
    LIST_INSTANCES_OF_USER,
    LIST_UNASSIGNED_NUMBERS,
    Operation,
    Where,
)
from fleet_docs import fleet_return, fleet_section, in_markdown
from personal_tables import personal_tables
from policy_tables import PAGES_WITH_POLICY, POLICY_BEGIN, POLICY_END, policy
from rule_tables import PAGE as PAGE_OF_RULES
from rule_tables import RULES_BEGIN, RULES_END, VERSIONS_BEGIN, VERSIONS_END, rule_sections, version_table

ROOT = Path(__file__).resolve().parents[2]
MODULES = ROOT / "plugins" / "modules"
DESCRIBED = yaml.safe_load((ROOT / "docs" / "facts.yml").read_text(encoding="utf-8"))
NO_KINDS = {"fleet", "result"}
OPERATIONS = [operation for operation in vars(_operations).values() if isinstance(operation, Operation)]
PERSONAL_FACTS = ROOT / "plugins" / "plugin_utils" / "_audit" / "personal_facts.py"
BEGIN, END = "<!-- facts: begin -->", "<!-- facts: end -->"
PAGES = {"en": "docs/facts.md", "zh": "docs/facts.zh-CN.md"}
WORDS = {
    "en": {
        "head": "| fact | type, unit | description | 2017-07-05 | 2020-07-01 |",
        "fleet head": "| key | type | description |",
        "null": "`null`",
        "no key": "no key",
        "list of dict": "list of dict",
        "list of str": "list of str",
        "place": "{path} in {version}",
        "flattened": " and `{inner}` in it",
        "and": ", ",
    },
    "zh": {
        "head": "| 字段 | 类型，单位 | 说明 | 2017-07-05 | 2020-07-01 |",
        "fleet head": "| 键 | 类型 | 说明 |",
        "null": "`null`",
        "no key": "无此键",
        "list of dict": "list of dict",
        "list of str": "list of str",
        "place": "{version} 的 {path}",
        "flattened": " 及其中的 `{inner}`",
        "and": "、",
    },
}


class Use(NamedTuple):
    """A place where an operation has objects of a kind, in one API version.

    holder: the kind and the fact that contain them, or None for the operation's own list. path: the path of fields.
    """

    operation: Operation
    version: str
    shape: Shape
    holder: tuple[str, str] | None
    path: str


class Entry(NamedTuple):
    """A fact of a shape. type, elements: Ansible's names. inner: the Shape of the objects in it, or None."""

    type: str
    field: str
    inner: Shape | None = None
    elements: str | None = None


def entries(shape: Shape) -> dict[str, Entry]:
    """Return the facts of a shape."""
    found = {}
    for field, (fact, kind) in shape.fields.items():
        found[fact] = Entry("str" if issubclass(kind, str) else kind.__name__, field)
    for fact, source in shape.derived.items():
        found[fact] = Entry("str", found[source].field)
    for fact, inner in shape.gathered.items():
        fields = (field for field in inner.fields if field not in shape.fields)
        found[fact] = Entry("list", ", ".join(fields), inner, "dict")
    for field, (fact, element, inner) in shape.lists.items():
        path = field if element == field else f"{field}.{element}"
        found[fact] = Entry("list", path + "[]", inner, "dict")
    for field, fact in shape.texts.items():
        found[fact] = Entry("list", field + "[]", None, "str")
    for fact, (source, inner_fact) in shape.plucked.items():
        inner_field = entries(found[source].inner)[inner_fact].field
        found[fact] = Entry("list", f"{found[source].field}.{inner_field}", None, "str")
    for field, (fact, inner) in shape.objects.items():
        found[fact] = Entry("dict", field, inner)
    return found


def kind_in(kind: str, fact: str) -> str:
    """Return the kind of the objects in a fact, by its name in facts.yml."""
    return DESCRIBED[kind]["facts"][fact].get("of", fact)


def uses() -> dict[str, list[Use]]:
    """Return the uses of each kind; exit with a message if facts.yml and the shapes do not have the same facts."""
    found: dict[str, list[Use]] = {}
    waiting = [
        (operation.noun, Use(operation, version, where.shape, None, path_of(where)))
        for operation in OPERATIONS
        for version, where in operation.versions.items()
    ]
    while waiting:
        kind, use = waiting.pop(0)
        found.setdefault(kind, []).append(use)
        check(kind, set(entries(use.shape)) - set(DESCRIBED.get(kind, {}).get("facts", {})))
        for fact, entry in entries(use.shape).items():
            if entry.inner and fact not in use.shape.absent:
                waiting.append(
                    (kind_in(kind, fact), use._replace(shape=entry.inner, holder=(kind, fact), path=entry.field))
                )
    for kind in DESCRIBED.keys() - NO_KINDS:
        check(
            kind, set(DESCRIBED[kind]["facts"]) - {fact for use in found.get(kind, ()) for fact in entries(use.shape)}
        )
    return found


def check(kind: str, facts: set[str]) -> None:
    if facts:
        sys.exit(f"docs/facts.yml and the shapes differ in {kind}: {', '.join(sorted(facts))}")


def path_of(where: Where) -> str:
    wrapper = [where.element] if where.element not in (None, where.path[-1]) else []
    return ".".join([*where.path, *wrapper]) + ("" if where.element is None else "[]")


# --- RETURN ---


class Dumper(yaml.SafeDumper):
    """Writes YAML like the rest of a module's documentation: with indented lists and without aliases."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def return_of(operation: Operation) -> dict[str, Any]:
    """Return RETURN of an operation's module."""
    order = "the gateway's order"
    if operation.each:
        is_list = any(where.element is not None for where in operation.versions.values())
        order = "the order of O(instance_ids)" + (" and, for each of them, of the gateway's list" if is_list else "")
    inner = contains(operation.noun, shapes_of([operation]), operation.optional)
    always = "All keys are always present"
    if "with O(api_version=" in str(inner):
        always += ", except for those that only O(api_version=2020-07-01) reports"
    return {
        operation.result: {
            "description": [
                f"The facts of the {DESCRIBED[operation.noun]['many']}, in {order}. On failure, those that were read.",
                f"{always}. A value that the gateway did not send is V(null), and a list without elements is empty. "
                "Fields of the gateway that are not listed here are also returned, unchanged, with their names in "
                "snake_case.",
            ],
            "returned": "always",
            "type": "list",
            "elements": "dict",
            "contains": inner,
        },
        **DESCRIBED["result"]["facts"],
    }


def completed(written: dict[str, Any]) -> dict[str, Any]:
    """Return handwritten keys of RETURN, followed by the keys of all modules."""
    common = DESCRIBED["result"]["facts"]
    return {**{name: field for name, field in written.items() if name not in common}, **common}


def shapes_of(operations: Sequence[Operation]) -> dict[str, list[Shape]]:
    """Return by API version the shapes of the objects of one kind in these operations."""
    found: dict[str, list[Shape]] = {}
    for operation in operations:
        for version, where in operation.versions.items():
            found.setdefault(version, []).append(where.shape)
    return found


def contains(kind: str, shapes: Mapping[str, Sequence[Shape]], optional: Mapping[str, str]) -> dict[str, Any]:
    """Return RETURN of the facts of a kind. ``shapes``: by version. ``optional``: of Operation."""
    found = {}
    for fact, described in DESCRIBED[kind]["facts"].items():
        known = {version: [shape for shape in some if fact in entries(shape)] for version, some in shapes.items()}
        known = {version: some for version, some in known.items() if some}
        if not known:
            continue
        by_version = {version: [entries(shape)[fact] for shape in some] for version, some in known.items()}
        [entry, *_others] = next(iter(by_version.values()))
        text = [described["en"] + (f" Unit: {described['unit']}." if "unit" in described else "")]
        absent = [version for version, some in known.items() if all(fact in shape.absent for shape in some)]
        text += [f"Not reported with O(api_version={version})." for version in sorted(absent)]
        returned = "always" if len(known) == len(shapes) else f"with O(api_version={next(iter(known))})"
        if fact in optional:
            returned += f" and O({optional[fact]}=true)"
        found[fact] = {
            "description": text if len(text) > 1 else text[0],
            "returned": returned.replace("always and", "with"),
            "type": entry.type,
            **({"elements": entry.elements} if entry.elements else {}),
            **{key: described[key] for key in ("version_added", "sample") if key in described},
        }
        if entry.inner:
            inner = {version: [one.inner for one in some if one.inner] for version, some in by_version.items()}
            found[fact]["contains"] = contains(kind_in(kind, fact), inner, {})
    return found


def without_version(fields: Any, version: str) -> Any:
    """Return what RETURN of a module of this ``version`` says, without repeating the version at a fact."""
    if isinstance(fields, dict):
        kept = {key: value for key, value in fields.items() if (key, value) != ("version_added", version)}
        return {key: without_version(value, version) for key, value in kept.items()}
    return fields


def return_of_fleet(written: dict[str, Any]) -> dict[str, Any]:
    """Return RETURN of ccc_fleet_info. ``written``: the present one, which is handwritten in part."""
    instance, number = (
        contains(some[0].noun, shapes_of(some), {})
        for some in ([LIST_INSTANCES_OF_USER, LIST_INSTANCES], [LIST_UNASSIGNED_NUMBERS])
    )
    by_action = {module.OPERATION.action: name for name, module in modules() if isinstance(module.OPERATION, Operation)}
    return fleet_return(written, DESCRIBED, by_action, instance, number)


# --- Pages ---


def tables(language: str) -> str:
    """Return the sections of the page of facts, with a table for each kind."""
    words, sections = WORDS[language], []
    places = uses()
    for kind in DESCRIBED.keys() - NO_KINDS - places.keys():
        sys.exit(f"docs/facts.yml describes {kind}, which is not in any operation")
    for kind in filter(places.get, DESCRIBED):
        rows = [row(fact, kind, places[kind], words, language) for fact in DESCRIBED[kind]["facts"]]
        title = DESCRIBED[kind]["title"][language]
        place = place_of(places[kind], words)
        sections.append("\n".join([f"## {title}", "", place, "", words["head"], "|---|---|---|---|---|", *rows]))
    return "\n\n".join([*sections, fleet_section(DESCRIBED["fleet"], language, words["fleet head"])])


def place_of(kind_uses: list[Use], words: dict[str, str]) -> str:
    """Return a list of the sources of a kind."""
    places: dict[str, dict[str, None]] = {}
    for use in kind_uses:
        name = f"`{use.operation.action}`" if use.holder is None else f"`{use.holder[1]}`"
        path = f"`{use.path}`" + "".join(words["flattened"].format(inner=inner) for inner in use.shape.flattened)
        places.setdefault(name, {})[words["place"].format(path=path, version=use.version)] = None
    return "\n".join(f"- {name}: {words['and'].join(paths)}" for name, paths in places.items())


def row(fact: str, kind: str, kind_uses: list[Use], words: dict[str, str], language: str) -> str:
    described = DESCRIBED[kind]["facts"][fact]
    entry = next(entries(use.shape)[fact] for use in kind_uses if fact in entries(use.shape))
    what_kind = words[f"list of {entry.elements}"] if entry.elements else entry.type
    unit = f", {described['unit']}" if "unit" in described else ""
    what = in_markdown(described[language])
    cells = [cell(fact, [use for use in kind_uses if use.version == version], words) for version in API_VERSIONS]
    return f"| `{fact}` | {what_kind}{unit} | {what} | {' | '.join(cells)} |"


def cell(fact: str, kind_uses: list[Use], words: dict[str, str]) -> str:
    """Return the fields of a fact, with the operations that report it unless all do."""
    known = [use for use in kind_uses if fact in entries(use.shape)]
    if not known:
        return words["no key"]
    actions: dict[str, list[str]] = {}
    for use in known:
        if fact not in use.shape.absent:
            actions.setdefault(entries(use.shape)[fact].field, []).append(use.operation.action)
    if not actions:
        return words["null"]
    reporting = {action for names in actions.values() for action in names}
    if len(actions) == 1 and reporting == {use.operation.action for use in kind_uses}:
        return fields_text(next(iter(actions)))
    texts = [
        f"{fields_text(field)} ({', '.join(f'`{name}`' for name in dict.fromkeys(names))})"
        for field, names in actions.items()
    ]
    return "; ".join(texts)


def fields_text(field: str) -> str:
    return ", ".join(f"`{name}`" for name in field.split(", "))


# --- Personal data ---


def personal_facts() -> str:
    """Return the tables of personal_facts.py."""
    objects = {
        kind: [
            {
                fact: kind_in(kind, fact) if entry.inner else None
                for fact, entry in entries(use.shape).items()
                if fact not in use.operation.optional
            }
            for use in kind_uses
        ]
        for kind, kind_uses in uses().items()
    }
    inside = [operation for operation in OPERATIONS if operation.each and operation.noun != "instance"]
    return personal_tables(DESCRIBED, objects, {operation.result: operation.noun for operation in inside})


# --- Files ---


def modules() -> Iterator[tuple[str, Any]]:
    """Yield name and module of each info module."""
    for path in sorted(MODULES.glob("ccc_*.py")):
        module = importlib.import_module(f"ansible_collections.alicloud.ccc.plugins.modules.{path.stem}")
        if hasattr(module, "OPERATION"):  # the others only document an action
            yield path.stem, module


def wanted() -> Iterator[tuple[Path, str]]:
    """Yield each file with its expected text."""
    for name, module in modules():
        path = MODULES / f"{name}.py"
        written = yaml.safe_load(module.RETURN) or {}
        if isinstance(module.OPERATION, Operation):
            returned = return_of(module.OPERATION)
        else:
            returned = (return_of_fleet if isinstance(module.OPERATION, FleetOperation) else completed)(written)
        returned = without_version(returned, yaml.safe_load(module.DOCUMENTATION)["version_added"])
        text = yaml.dump(returned, Dumper=Dumper, sort_keys=False, width=80, allow_unicode=True)
        yield path, replaced(path, r'RETURN = r?""".*?"""\n', f'RETURN = r"""\n{text}"""\n')
    for language, name in PAGES.items():
        text = f"{BEGIN}\n\n{tables(language)}\n\n{END}"
        yield ROOT / name, replaced(ROOT / name, f"{BEGIN}.*{END}", text)
    yield PERSONAL_FACTS, replaced(PERSONAL_FACTS, r"(?<=\n)NOT_PERSONAL = .*", personal_facts())
    for name, with_table in PAGES_WITH_POLICY.items():
        text = f"{POLICY_BEGIN}\n\n{policy(OPERATIONS, dict(modules()), with_table)}\n\n{POLICY_END}"
        yield ROOT / name, replaced(ROOT / name, f"{POLICY_BEGIN}.*{POLICY_END}", text)

    page = ROOT / PAGE_OF_RULES
    text = f"{VERSIONS_BEGIN}\n\n{version_table()}\n\n{VERSIONS_END}"
    sections = f"{RULES_BEGIN}\n\n{rule_sections()}\n\n{RULES_END}"
    text = replaced(page, f"{VERSIONS_BEGIN}.*{VERSIONS_END}", text)
    yield page, replaced(page, f"{RULES_BEGIN}.*{RULES_END}", sections, text)


def replaced(path: Path, pattern: str, text: str, content: str | None = None) -> str:
    """Return a file's content, or ``content``, with the one match replaced by ``text``; exit unless there is one."""
    content = path.read_text(encoding="utf-8") if content is None else content
    content, count = re.subn(pattern, lambda _match: text, content, flags=re.DOTALL)
    if count != 1:
        sys.exit(f"{path.relative_to(ROOT)} must have one place for its generated text, and has {count}.")
    return content


def main() -> int:
    differing = [(path, text) for path, text in wanted() if path.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv[1:]:
        for path, _text in differing:
            print(f"{path.relative_to(ROOT)} is out of date. Run .venv/bin/python tests/tools/write_docs.py")
        return 1 if differing else 0
    for path, text in differing:
        path.write_text(text, encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
