# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Jinja expressions and messages of rules: compiled once, evaluated over plain data. Pure, except for the environment.

The environment is the one that Ansible passes to a filter, with all tests, filters and lookups. A rule's own text is
evaluated. A value is never a template, because the names are plain data in a context of Jinja's own class: Ansible's
contexts render their values, or copy them at each access. Jinja's compile_expression() would create such a context for
each condition, which takes two to five times as long; here, all rules for an object share one context.
"""

from __future__ import annotations

import collections
import json
import re

from jinja2 import TemplateError, nodes
from jinja2.lexer import describe_token
from jinja2.parser import Parser
from jinja2.runtime import Context, Undefined

# {expression} in a text. Ansible does not render single braces, so they need no quoting on any ansible-core.
_PART = re.compile(r"\{([^{}]*)\}")
_JINJA = ("{{", "{%", "{#")
# How Jinja calls the end of an expression, and how Jinja and ansible-core 2.16 say that there is no filter or test.
_END = re.compile(r"'?end of (template|print statement)'?")
_UNKNOWN = re.compile(
    r"""(?:No (?:filter|test) named '([^']+)'|Could not load "([^"]+)": '(?:\2|Invalid plugin FQCN .*)')\.?\Z"""
)
_GUARDS = ("defined", "undefined")
_NO_FACTS = ("params", "listed")
# The value of these, and of Jinja's own filters and tests below, depends only on what is inside them.
_SIMPLE = (nodes.Const, nodes.Compare, nodes.Operand, nodes.BinExpr, nodes.UnaryExpr, nodes.CondExpr, nodes.List)
_SIMPLE += (nodes.Tuple, nodes.Filter, nodes.Test)
_PLAIN = ("defined", "undefined", "none", "default", "d", "lower", "length")

Expression = collections.namedtuple("Expression", ("label", "template", "words", "paths", "guarded", "reads"))
"""A compiled expression.

label: its name in reasons.
template: the Jinja template, which sets ``result``.
words: names, attributes and strings in it (frozenset of str), by which it could reach a fact, except those of
``params`` and ``listed``.
paths: the names it uses, a tuple of one or two str each (``storage_bucket``, ``instance.storage_bucket``).
guarded: the words (frozenset of str) that may be undefined: those of ``is defined`` and ``default``.
reads: all paths that its value depends on; None if it is too complex to tell.
"""


class NotEvaluated(Exception):
    """An expression does not return true or false, or a string. The reason does not contain the value of a fact.

    missed: the missing fact that caused it, as ``(object, name)``; the object is None for a name of the context. None
    if there was another cause.
    """

    def __init__(self, reason, missed=None):
        super().__init__(reason)
        self.missed = missed


def compiled_expression(environment, source, label):
    """Return the Expression of ``source`` (str). Raises ValueError, whose text is the rest of a sentence."""
    if not source.strip():
        raise ValueError("contains an empty expression")
    # The line break ends a comment in the source, which would hide the parenthesis.
    try:
        tree = environment.parse("{%% set result = (%s\n) %%}" % source)
    except TemplateError:
        raise ValueError(_syntax_error(environment, source)) from None
    if len(tree.body) != 1 or not isinstance(tree.body[0], nodes.Assign):
        raise ValueError("is not an expression")
    return _compiled(environment, tree, tree.body[0].node, label)


def compiled_message(environment, source, label):
    """Return the parts of a message: str and Expression, or one Jinja template. Raises ValueError.

    A message with ``{{``, ``{%`` or ``{#`` is a Jinja template. Otherwise, what is in braces is an expression.
    """
    if any(beginning in source for beginning in _JINJA):
        try:
            tree = environment.parse(source)
        except TemplateError as error:
            raise ValueError("has a syntax error: %s" % error.message) from None
        return [_compiled(environment, tree, tree, label)]
    parts = _PART.split(source)
    return [compiled_expression(environment, part, label) if odd % 2 else part for odd, part in enumerate(parts)]


def context_of(environment, names):
    """Return a context for evaluating expressions, with these names (dict, which may change afterwards)."""
    return Context(environment, names, None, {})


def truth_of(expression, context):
    """Return the value of a condition, true or false. Raises NotEvaluated, also if a fact was missing.

    ``context``: of a quick_environment, which records missing facts.
    """
    missed = context.environment.missed
    missed.clear()
    value = _value_of(expression, context)
    if missed and _last_missed(expression, missed):
        raise _not_evaluated(expression, context.parent, missed=missed)
    if isinstance(value, bool):
        return value
    hint = _hint(expression, context.parent)
    raise NotEvaluated("%s returns %s, not true or false%s" % (expression.label, _type_of(value), hint))


def is_constant(expression):
    """Return whether an expression uses only params, and so has the same value for each object."""
    return bool(expression.paths) and all(path[0] in _NO_FACTS for path in expression.paths)


def message_of(parts, context):
    """Return the message (str) for ``parts`` of compiled_message. Raises NotEvaluated."""
    context.environment.missed.clear()
    if len(parts) == 1 and not isinstance(parts[0], str):
        return _rendered(parts[0], context.parent)
    return "".join(part if isinstance(part, str) else _string(_value_of(part, context), part.label) for part in parts)


def _syntax_error(environment, source):
    """Return what is wrong with an expression, in terms of its own text: the rest of a sentence."""
    try:
        parser = Parser(environment, source, state="variable")
        parser.parse_tuple()
    except TemplateError as error:
        problem = error.message
    else:
        problem = "unexpected '%s'" % describe_token(parser.stream.current)
    return "has a syntax error: %s" % _END.sub("end of the expression", problem)


def _compiled(environment, tree, used, label):
    """Return the Expression of a template. ``used``: the node whose names count."""
    words, paths, guarded = set(), set(), set()
    _collect(used, words, paths, guarded)
    try:
        template = environment.from_string(tree)
    except TemplateError as error:
        unknown = _UNKNOWN.match(error.message)
        if unknown:
            raise ValueError("uses an unknown filter or test: %s" % (unknown[1] or unknown[2])) from None
        raise ValueError("cannot be compiled: %s" % error.message) from None
    return Expression(label, template, frozenset(words), tuple(sorted(paths)), frozenset(guarded), _reads(used))


def _value_of(expression, context):
    try:
        for _chunk in expression.template.root_render_func(context):
            pass
        value = context.vars["result"]
    except Exception as error:
        raise _not_evaluated(expression, context.parent, error, context.environment.missed) from None
    if isinstance(value, Undefined):
        raise _not_evaluated(expression, context.parent, missed=context.environment.missed)
    return value


def _rendered(expression, names):
    """Return the rendered text of a Jinja template, whatever type the environment gives its chunks."""
    environment = expression.template.environment
    context = context_of(environment, names)  # not shared: a template can set names
    try:
        chunks = list(expression.template.root_render_func(context))
    except Exception as error:
        raise _not_evaluated(expression, names, error, environment.missed) from None
    if any(isinstance(chunk, Undefined) for chunk in chunks):
        raise _not_evaluated(expression, names, missed=environment.missed)
    return "".join(_string(chunk, expression.label) for chunk in chunks)


def _string(value, label):
    """Return a value as a string: null, true and false as in JSON and YAML. Raises NotEvaluated."""
    if isinstance(value, str):
        return str.__str__(value)
    try:
        return json.dumps(value, ensure_ascii=False, default=str)
    except Exception as error:  # an undefined value in a list, a dict whose keys are not strings
        raise NotEvaluated("%s cannot be converted to a string: %s" % (label, type(error).__name__)) from None


def _collect(node, words, paths, guarded):
    """Add the ``words``, ``paths`` and ``guarded`` (see Expression) of ``node`` and of all nodes below it."""
    guarded.update(_guarded(node))
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
        _collect(child, words, paths, guarded)


def _reads(node):
    """Return the only paths (set) that the value of a node depends on, or None."""
    if isinstance(node, nodes.Name):
        return {(node.name,)}
    if isinstance(node, nodes.Getattr):
        return {(node.node.name, node.attr)} if isinstance(node.node, nodes.Name) else None
    if not isinstance(node, _SIMPLE) or (isinstance(node, (nodes.Filter, nodes.Test)) and node.name not in _PLAIN):
        return None
    inner = [_reads(child) for child in node.iter_child_nodes()]
    return None if None in inner else set().union(*inner)


def _guarded(node):
    """Return the words (list of str) that a node handles if they are undefined."""
    if isinstance(node, nodes.Test) and node.name in _GUARDS:
        return [getattr(node.node, "attr", None) or getattr(node.node, "name", "")]
    if not isinstance(node, nodes.Filter):
        return []
    if node.name in ("default", "d"):
        return [getattr(node.node, "attr", None) or getattr(node.node, "name", "")]
    texts = [arg.value for arg in node.args if isinstance(arg, nodes.Const) and isinstance(arg.value, str)]
    if node.name in ("selectattr", "rejectattr") and texts[1:2] and texts[1] in _GUARDS:
        return texts[0].split(".")
    if node.name == "map" and any(keyword.key == "default" for keyword in node.kwargs):
        values = [keyword.value.value for keyword in node.kwargs if keyword.key == "attribute"]
        return [word for value in values if isinstance(value, str) for word in value.split(".")]
    return []


# --- Reasons. The text of an exception can quote a value, so it is not used. ---


def _last_missed(expression, missed):
    """Return what an expression last looked for and did not find, or None. Guarded words do not count."""
    for item, name in reversed(missed):
        if name in expression.words and name not in expression.guarded:
            return item, name
    return None


def _not_evaluated(expression, names, error=None, missed=()):
    """Return a NotEvaluated with the reason why an expression has no value."""
    found = _last_missed(expression, missed)
    missing = [".".join(path) for path in expression.paths if path[-1] == found[1]] if found else []
    if not found:
        own = [path for path in expression.paths if path[0] in _NO_FACTS]
        missing = [".".join(path) for path in own if _lookup(path, names) is Undefined]
    if found or missing:
        what = " and ".join(missing) or found[1]
        return NotEvaluated("%s uses %s, which is not defined" % (expression.label, what), found)
    while error is not None and error.__cause__ is not None:
        error = error.__cause__
    # All of Ansible's classes of undefined values raise UndefinedError.
    if error is None or isinstance(error, TemplateError):
        what = "returns nothing, or uses something that is not defined"
    else:
        what = "fails with %s" % type(error).__name__
    return NotEvaluated("%s %s%s" % (expression.label, what, _hint(expression, names)))


def _hint(expression, names):
    nulls = [".".join(path) for path in expression.paths if _lookup(path, names) is None]
    return "; %s is null" % " and ".join(nulls) if nulls else ""


def _lookup(path, names):
    """Return the value at ``path``, or the class Undefined; True if only Jinja can tell, as for an attribute."""
    value = names
    for step in path:
        if not isinstance(value, dict):
            return True
        if step not in value:
            return True if hasattr(dict, step) and value is not names else Undefined
        value = value[step]
    return value


def _type_of(value):
    if value is None:
        return "null"
    names = ((str, "a string"), (int, "an integer"), (float, "a float"), (dict, "a mapping"), (list, "a list"))
    return next((name for kind, name in names if isinstance(value, kind)), "another value")
