# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sphinx configuration of `make docs`. Sources keep the paths of the repository, so relative links work in both.

The guides are in Markdown. antsibull-docs writes the reference of the plugins to the folder ``reference``.
"""

from __future__ import annotations

import re

from docutils import nodes

project = "alicloud.ccc"
author = copyright = "The alicloud.ccc maintainers"
root_doc = "docs/index"
include_patterns = ["*.md", "docs/*.md", "roles/*/README.md", "reference/**"]
extensions = ["myst_parser", "sphinx.ext.intersphinx", "sphinx_antsibull_ext"]
# Empty, so that no requests go to other sites.
intersphinx_mapping = {}
# A broken link is a warning, and a warning fails the build.
nitpicky = True
# Headings down to this level get the same anchors as on a Git host.
myst_heading_anchors = 4

html_theme = "sphinx_ansible_theme"
html_theme_options = {"topbar_links": {}}
html_title = html_short_title = "alicloud.ccc"
html_show_sphinx = False
html_copy_source = False
html_use_index = False
pygments_style = "ansible"

# The pages of Ansible's own documentation that the reference links to.
ANSIBLE = "https://docs.ansible.com/ansible/latest/"
ANSIBLES_PAGES = {
    "action_plugins": "plugins/action.html",
    "ansible_configuration_settings": "reference_appendices/config.html",
    "common_return_values": "reference_appendices/common_return_values.html",
    **{
        f"ANSIBLE_CACHE_PLUGIN{option}": f"reference_appendices/config.html#envvar-ANSIBLE_CACHE_PLUGIN{option}"
        for option in ("", "_CONNECTION", "_PREFIX", "_TIMEOUT")
    },
}


def link_to_ansible(app, env, node, content):
    page = ANSIBLES_PAGES.get(node["reftarget"])
    return page and nodes.reference("", "", content, refuri=ANSIBLE + page)


def add_navigation(app, docname, source):
    """Build the navigation of the site from the links on the landing page, with one list for each section.

    So the landing page stays plain Markdown, and the guides are listed only once.
    """
    if docname != root_doc:
        return
    for section in source[0].split("\n## ")[1:]:
        caption, _line_break, text = section.partition("\n")
        pages = re.findall(r"\]\(([^()]+)\.md\)", text) or ["The reference </reference/index>"]
        source[0] += "\n".join(["\n```{toctree}", ":hidden:", f":caption: {caption}", *pages, "```", ""])


def setup(app):
    app.connect("missing-reference", link_to_ansible)
    app.connect("source-read", add_navigation)
