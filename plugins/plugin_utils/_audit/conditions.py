# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Jinja expressions and texts of rules: compiled once, evaluated over plain data. Pure, but for the environment.

The environment is the one that Ansible hands a filter, with all tests, filters and lookups. What is evaluated is the
rule's own text; a value is never taken for a template, since the names are plain data in a context of Jinja's own.
(Ansible's contexts template what they hold, or copy it whenever it is touched.)
"""

from __future__ import annotations

import collections
import functools
import json
import re

from jinja2 import TemplateError, nodes
from jinja2.runtime import Context, Undefined

# {expression} in a text. Ansible does not take a single brace for a template: no quoting, on whichever ansible-core.
_PART = re.compile(r"\{([^{}]*)\}")
_JINJA = ("{{", "{%", "{#")
_GUARDS = ("defined", "undefined")
_NO_FACTS = ("params", "listed")

Expression = collections.namedtuple("Expression", ("label", "template", "words", "paths"))
"""An expression that is compiled.

label: what a reason calls it.
template: Jinja's; it sets ``result``.
words: names, attributes and texts in it (frozenset of str), by which it could reach a fact. Not what it asks
``is defined`` of, and not what it takes from ``params`` or ``listed``.
paths: the names it uses, a tuple of one or two str each (``storage_bucket``, ``instance.storage_bucket``).
"""


class NotEvaluated(Exception):
    """An expression that gives nothing to judge by; its text is the reason, and holds no value of a fact."""


# A set of rules is compiled to check it, and compiled to judge by it.
@functools.lru_cache(maxsize=1024)
def compiled_expression(environment, source, label):
    """Return the Expression of ``source`` (str). Raises ValueError, which says what is wrong with it."""
    if not source.strip():
        raise ValueError("an expression is empty")
    # On a line of its own, so that no end of the source can hide the parenthesis.
    tree = _parsed(environment, "{%% set result = (%s\n) %%}" % source)
    if len(tree.body) != 1 or not isinstance(tree.body[0], nodes.Assign):
        raise ValueError("it is no expression")
    words, paths = set(), set()
    _collect(tree.body[0].node, words, paths)
    return Expression(label, _compiled(environment, tree), frozenset(words), tuple(sorted(paths)))


def compiled_message(environment, source, label):
    """Return the parts of a text: str and Expression, or a Jinja template. Raises ValueError.

    A text with ``{{``, ``{%`` or ``{#`` is a Jinja template; else, what stands in braces is an expression.
    """
    if any(beginning in source for beginning in _JINJA):
        tree = _parsed(environment, source)
        words, paths = set(), set()
        _collect(tree, words, paths)
        return [Expression(label, _compiled(environment, tree), frozenset(words), ())]
    parts = _PART.split(source)
    return [
        compiled_expression(environment, part, label) if position % 2 else part for position, part in enumerate(parts)
    ]


def context_of(environment, names):
    """Return what expressions are evaluated in, with these names (dict, which can change afterwards)."""
    return Context(environment, names, None, {})


def value_of(expression, context):
    """Return what an Expression gives. Raises NotEvaluated."""
    try:
        for _chunk in expression.template.root_render_func(context):
            pass
        value = context.vars["result"]
    except Exception as error:
        raise NotEvaluated(_reason(expression, context.parent, error)) from None
    if isinstance(value, Undefined):
        raise NotEvaluated(_reason(expression, context.parent, None))
    return value


def truth_of(expression, context):
    """Return what a condition gives, true or false. Raises NotEvaluated."""
    value = value_of(expression, context)
    if isinstance(value, bool):
        return value
    raise NotEvaluated(
        "%s gives %s, not true or false%s" % (expression.label, _kind(value), _hint(expression, context.parent))
    )


def is_constant(expression):
    """Tell whether an expression uses nothing but params: whatever is judged, it gives the same."""
    return bool(expression.paths) and all(path[0] in _NO_FACTS for path in expression.paths)


def message_of(parts, context):
    """Return the text of ``parts`` from compiled_message. Raises NotEvaluated."""
    if len(parts) == 1 and not isinstance(parts[0], str):
        return "".join(_rendered(parts[0], context.parent))
    return "".join(part if isinstance(part, str) else _written(value_of(part, context), part.label) for part in parts)


def _parsed(environment, source):
    try:
        return environment.parse(source)
    except TemplateError as error:
        raise ValueError("syntax error: %s" % error.message) from None


def _compiled(environment, tree):
    try:
        return environment.from_string(tree)
    except TemplateError as error:  # a filter or test that is not there
        raise ValueError(str(error.message)) from None


def _rendered(expression, names):
    """Return the chunks of a Jinja template as a list of str, whichever class of environment it is."""
    context = context_of(expression.template.environment, names)  # of its own: a template can set names
    try:
        chunks = list(expression.template.root_render_func(context))
        if any(isinstance(chunk, Undefined) for chunk in chunks):
            raise NotEvaluated(_reason(expression, names, None))
        return [_written(chunk, expression.label) for chunk in chunks]
    except NotEvaluated:
        raise
    except Exception as error:
        raise NotEvaluated(_reason(expression, names, error)) from None


def _written(value, label):
    """Return a value as a text: null, true and false as in JSON and YAML. Raises NotEvaluated."""
    if isinstance(value, str):
        return str.__str__(value)
    try:
        return json.dumps(value, ensure_ascii=False, default=str)
    except Exception as error:  # something undefined in a list, a dict with keys of its own kind
        raise NotEvaluated("%s gives what is no text: %s" % (label, type(error).__name__)) from None


def _collect(node, words, paths):
    """Add to ``words`` and ``paths``, as Expression has them, what is in ``node`` and below."""
    if isinstance(node, nodes.Test) and node.name in _GUARDS and isinstance(node.node, (nodes.Name, nodes.Getattr)):
        return
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name) and node.node.name in _NO_FACTS:
        paths.add((node.node.name, node.attr))
        return
    if isinstance(node, nodes.Name) and node.ctx == "load":
        words.add(node.name)
        paths.add((node.name,))
    elif isinstance(node, nodes.Getattr):
        words.add(node.attr)
        if isinstance(node.node, nodes.Name):
            paths.add((node.node.name, node.attr))
    elif isinstance(node, nodes.Const) and isinstance(node.value, str):
        words.update(node.value.split("."))
    for child in node.iter_child_nodes():
        _collect(child, words, paths)


# --- Reasons. The text of an exception may quote a value, so none is taken. ---


def _reason(expression, names, error):
    missing = [".".join(path) for path in expression.paths if _is_missing(path, names)]
    if missing:
        return "%s uses %s, which is not defined" % (expression.label, " and ".join(missing))
    cause = error
    while cause is not None and cause.__cause__ is not None:
        cause = cause.__cause__
    # Both classes of undefined values that Ansible has had raise errors that are UndefinedErrors.
    if cause is None or isinstance(cause, TemplateError):
        what = "gives nothing, or uses what is not defined"
    else:
        what = "fails with %s" % type(cause).__name__
    return "%s %s%s" % (expression.label, what, _hint(expression, names))


def _hint(expression, names):
    nulls = [".".join(path) for path in expression.paths if _lookup(path, names) is None]
    return "; %s is null" % " and ".join(nulls) if nulls else ""


def _is_missing(path, names):
    return _lookup(path, names) is Undefined


def _lookup(path, names):
    """Return the value at ``path``; the class Undefined where there is none. What is no dict can have attributes."""
    value = names
    for step in path:
        if not isinstance(value, dict):
            return True
        if step not in value:
            return True if hasattr(dict, step) and value is not names else Undefined
        value = value[step]
    return value


def _kind(value):
    names = ((str, "a str"), (int, "an int"), (float, "a float"), (dict, "a dict"), (list, "a list"))
    if value is None:
        return "null"
    return next((name for kind, name in names if isinstance(value, kind)), "no JSON value")
