# make demo: the main job, on an emulated gateway.    make unit: the quick tests.    make test: every check.
# Each makes .venv first, with the newest Python that runs here, or with another one: make unit PYTHON=python3.11
# They need make, git, python3 with venv, and PyPI, and write nothing outside this folder's .venv, tests/output and caches.

PYTHON := newest
PYTHONS := $(PYTHON:newest=python3.14 python3.13 python3.12 python3.11 python3.10 python3)
# uv leaves lock files where it builds a package
UV_INSTALL := TMPDIR="$(CURDIR)/.venv/cache" .venv/bin/uv pip install --quiet --python .venv/bin/python
# For tools that look for other tools on the PATH, and write logs into a home
AT_HOME := HOME="$(CURDIR)/.venv/home" PATH="$(CURDIR)/.venv/bin:$$PATH"

export LC_ALL := C.UTF-8
export UV_CACHE_DIR := $(CURDIR)/.venv/cache/uv
export UV_SYSTEM_CERTS := true
# Without it, each of the many short-lived Pythons here would compile all of Ansible again.
unexport PYTHONDONTWRITEBYTECODE
# One more than cores, since tests wait at times; not too many for the memory.
WORKERS = $(shell .venv/bin/python -c 'import os; print(min(6, os.cpu_count() + 1))')
PYTEST = .venv/bin/pytest --numprocesses=$(WORKERS) --dist=loadgroup
# The user's Ansible settings and folders stay out of it, and modules run through a pipe: no files in a home.
export ANSIBLE_CONFIG := $(CURDIR)/.venv/ansible.cfg
export ANSIBLE_HOME := $(CURDIR)/.venv/ansible
export ANSIBLE_REMOTE_TEMP := $(CURDIR)/.venv/ansible/tmp
export ANSIBLE_PIPELINING := true
# Plays on localhost need no inventory.
export ANSIBLE_LOCALHOST_WARNING := false
export ANSIBLE_INVENTORY_UNPARSED_WARNING := false

.PHONY: demo unit test matrix lint sanity integration molecule galaxy system docs site coverage
.PHONY: fuzz benchmark benchmark-docs requirements changelog clean

demo: .venv/demo.stamp
	@.venv/bin/ansible-playbook alicloud.ccc.demo

# Those whose name has a word in it, or that of their file: make unit T=facts
unit: .venv/dev.stamp
	$(if $(T),.venv/bin/pytest -k '$(T)',$(PYTEST)) tests/unit

# Every check, on the ansible-core of .venv. Two at a time, and what pytest runs last: its closing line is the last.
test:
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target lint sanity integration molecule galaxy site fuzz SECONDS=20
	@$(MAKE) --no-print-directory coverage

# Sanity, units and integration on each other ansible-core; or one of them: SESSIONS='units(2.18)'
matrix: .venv/dev.stamp .venv/oldest-core.stamp
	XDG_CACHE_HOME="$(CURDIR)/.venv/cache" PATH="$(CURDIR)/.venv/bin:$$PATH" \
	  .venv/bin/nox --parallel $(WORKERS) $(if $(SESSIONS),--sessions '$(SESSIONS)')

# The list stands in .pre-commit-config.yaml. The stage is one in which the slow ones run, too.
lint: .venv/dev.stamp
	$(AT_HOME) PRE_COMMIT_HOME="$(CURDIR)/.venv/cache/pre-commit" .venv/bin/pre-commit run --all-files --hook-stage=manual

sanity: .venv/dev.stamp
	.venv/bin/python tests/tools/ansible_test.py sanity --local

# With a process for each task: make integration IN_PROCESS=false
integration: .venv/dev.stamp
	.venv/bin/python tests/tools/ansible_test.py integration --local $(if $(filter false,$(IN_PROCESS)),--own-process)

molecule: .venv/dev.stamp
	$(AT_HOME) .venv/bin/molecule test --all

# What Galaxy checks when an archive is uploaded
galaxy: .venv/galaxy-importer.stamp
	.venv/bin/python tests/tools/galaxy_importer.py

system: .venv/dev.stamp .venv/oldest-core.stamp
	$(PYTEST) tests/system

# The site, and that the documentation is true
docs: site
	$(PYTEST) tests/docs

# In .venv/docs/html, from a copy of what git knows, so that links between any two files work. No link may lead nowhere.
site: .venv/dev.stamp
	rm -rf .venv/docs && mkdir -p -m 755 .venv/docs/source/reference
	git ls-files -z --cached --others --exclude-standard | tar -c --null --files-from=- | tar -x -C .venv/docs/source
	$(AT_HOME) .venv/bin/antsibull-docs collection --use-current --squash-hierarchy --fail-on-error \
	  --dest-dir .venv/docs/source/reference alicloud.ccc
	.venv/bin/sphinx-build --fail-on-warning --keep-going --quiet --conf-dir docs/docsite .venv/docs/source .venv/docs/html
	echo '<meta http-equiv="refresh" content="0; url=docs/index.html">' >.venv/docs/html/index.html

# All that pytest runs, and whether it runs the branches of plugins/
coverage: .venv/dev.stamp .venv/oldest-core.stamp
	$(PYTEST) --cov --cov-report=term-missing:skip-covered --cov-fail-under=95

# For longer: make fuzz SECONDS=3600
SECONDS := 60
fuzz: .venv/dev.stamp
	.venv/bin/python tests/fuzz/fuzz.py --seconds $(SECONDS)

# One table; benchmark-docs puts it into the page, too.
benchmark: .venv/dev.stamp .venv/oldest-core.stamp
	.venv/bin/python tests/benchmark/benchmark.py

benchmark-docs: .venv/dev.stamp .venv/oldest-core.stamp
	.venv/bin/python tests/benchmark/benchmark.py --write docs/performance.md

# Another PYTHON than the one that .venv was made with makes it again.
ifneq ($(PYTHON),$(shell cat .venv/python.stamp 2>/dev/null))
.PHONY: .venv/python.stamp
endif
.venv/python.stamp: tests/tools/make_venv.sh
	@sh tests/tools/make_venv.sh $(PYTHONS)
	@touch .venv/ansible.cfg && echo '$(PYTHON)' >$@

# The demo needs two packages of the list only.
.venv/demo.stamp: .venv/python.stamp requirements-dev.txt
	@$(UV_INSTALL) --constraint requirements-dev.txt ansible-core requests
	@touch $@

.venv/dev.stamp: .venv/demo.stamp
	@$(UV_INSTALL) --requirement requirements-dev.txt
	@touch $@

# ansible-core 2.16 next to the newest one, for the tests that need both.
.venv/oldest-core.stamp: .venv/demo.stamp tests/tools/make_oldest_core.sh
	@sh tests/tools/make_oldest_core.sh
	@touch $@

# Galaxy's importer wants other versions of some packages than the other tools do.
.venv/galaxy-importer.stamp: .venv/demo.stamp tests/system/packaging/requirements.txt
	@TMPDIR="$(CURDIR)/.venv/cache" .venv/bin/uv venv --quiet --clear --python .venv/bin/python .venv/galaxy-importer
	@TMPDIR="$(CURDIR)/.venv/cache" .venv/bin/uv pip install --quiet --python .venv/galaxy-importer/bin/python \
	  --requirement tests/system/packaging/requirements.txt
	@touch $@

# New versions of everything in requirements-dev.in, and of Galaxy's importer, for each Python the newest that it runs.
requirements: .venv/python.stamp
	.venv/bin/uv pip compile --quiet --universal --python-version 3.10 --upgrade --no-annotate \
	  --custom-compile-command 'make requirements' --output-file requirements-dev.txt requirements-dev.in
	echo galaxy-importer | .venv/bin/uv pip compile --quiet --universal --python-version 3.10 --upgrade --no-annotate \
	  --custom-compile-command 'make requirements' --output-file tests/system/packaging/requirements.txt -

# CHANGELOG.md for the version in galaxy.yml: its fragments, and the plugins whose version_added it is.
changelog: .venv/dev.stamp
	$(AT_HOME) .venv/bin/antsibull-changelog release --update-existing --refresh-plugins --reload-plugins

clean:
	rm -rf .venv .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis .ansible ccc-demo tests/output
