# make demo: a tour, with an emulated gateway.    make unit: the quick tests.    make test: every check.
# Each creates .venv first, with the newest Python on this machine, or with another one: make unit PYTHON=python3.11
# Requirements: make, git, python3 with venv, and PyPI. Files are written only to .venv, tests/output and caches here.

PYTHON := newest
PYTHONS := $(PYTHON:newest=python3.14 python3.13 python3.12 python3.11 python3.10 python3)
# uv leaves lock files in the folder where it builds a package.
UV_INSTALL := TMPDIR="$(CURDIR)/.venv/cache" .venv/bin/uv pip install --quiet --python .venv/bin/python
# For tools that need other tools on the PATH, and write logs to the home directory.
AT_HOME := HOME="$(CURDIR)/.venv/home" PATH="$(CURDIR)/.venv/bin:$$PATH"

export LC_ALL := C.UTF-8
export UV_CACHE_DIR := $(CURDIR)/.venv/cache/uv
export UV_SYSTEM_CERTS := true
# If it were set, each of the many short-lived Pythons here would compile all of Ansible again.
unexport PYTHONDONTWRITEBYTECODE
# One more than there are cores, since tests sometimes wait, but at most six, to save memory.
WORKERS = $(shell .venv/bin/python -c 'import os; print(min(6, os.cpu_count() + 1))')
PYTEST = .venv/bin/pytest --numprocesses=$(WORKERS) --dist=loadgroup
# Tests do not depend on the user's Ansible settings and folders. With pipelining, modules write no files to the home.
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

# T selects tests by a part of their name or of their file's name: make unit T=facts
unit: .venv/dev.stamp
	$(if $(T),.venv/bin/pytest -k '$(T)',$(PYTEST)) tests/unit

# Every check, on the ansible-core of .venv: two targets at a time, then pytest, which ends with a summary.
test:
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target lint sanity integration molecule galaxy site fuzz SECONDS=20
	@$(MAKE) --no-print-directory coverage

# Sanity, units and integration on all other ansible-cores. To run one session: make matrix SESSIONS='units(2.18)'
matrix: .venv/dev.stamp .venv/oldest-core.stamp
	XDG_CACHE_HOME="$(CURDIR)/.venv/cache" PATH="$(CURDIR)/.venv/bin:$$PATH" \
	  .venv/bin/nox --parallel $(WORKERS) $(if $(SESSIONS),--sessions '$(SESSIONS)')

# The checks of .pre-commit-config.yaml. The stage `manual` includes the slow ones.
lint: .venv/dev.stamp
	$(AT_HOME) PRE_COMMIT_HOME="$(CURDIR)/.venv/cache/pre-commit" .venv/bin/pre-commit run --all-files --hook-stage=manual

sanity: .venv/dev.stamp
	.venv/bin/python tests/tools/ansible_test.py sanity --local

# To run each task in a process of its own: make integration IN_PROCESS=false
integration: .venv/dev.stamp
	.venv/bin/python tests/tools/ansible_test.py integration --local $(if $(filter false,$(IN_PROCESS)),--own-process)

molecule: .venv/dev.stamp
	$(AT_HOME) .venv/bin/molecule test --all

# The checks that Galaxy makes when an archive is uploaded
galaxy: .venv/galaxy-importer.stamp
	.venv/bin/python tests/tools/galaxy_importer.py

system: .venv/dev.stamp .venv/oldest-core.stamp
	$(PYTEST) tests/system

# Build the site, and test that the documentation is true.
docs: site
	$(PYTEST) tests/docs

# Build the site in .venv/docs/html, from a copy of all files, so that links between any two of them work. It fails on a
# broken link.
site: .venv/dev.stamp
	rm -rf .venv/docs && mkdir -p -m 755 .venv/docs/source/reference
	git ls-files -z --cached --others --exclude-standard | tar -c --null --files-from=- | tar -x -C .venv/docs/source
	$(AT_HOME) .venv/bin/antsibull-docs collection --use-current --squash-hierarchy --fail-on-error \
	  --dest-dir .venv/docs/source/reference alicloud.ccc
	.venv/bin/sphinx-build --fail-on-warning --keep-going --quiet --conf-dir docs/docsite .venv/docs/source .venv/docs/html
	echo '<meta http-equiv="refresh" content="0; url=docs/index.html">' >.venv/docs/html/index.html

# Run all tests of pytest, and check how many branches of plugins/ they cover.
coverage: .venv/dev.stamp .venv/oldest-core.stamp
	$(PYTEST) --cov --cov-report=term-missing:skip-covered --cov-fail-under=95

# To run it longer: make fuzz SECONDS=3600
SECONDS := 60
fuzz: .venv/dev.stamp
	.venv/bin/python tests/fuzz/fuzz.py --seconds $(SECONDS)

# Print the tables; benchmark-docs also writes them into docs/performance.md.
benchmark: .venv/dev.stamp .venv/oldest-core.stamp
	.venv/bin/python tests/benchmark/benchmark.py

benchmark-docs: .venv/dev.stamp .venv/oldest-core.stamp
	.venv/bin/python tests/benchmark/benchmark.py --write docs/performance.md

# If PYTHON has changed, .venv is created again.
ifneq ($(PYTHON),$(shell cat .venv/python.stamp 2>/dev/null))
.PHONY: .venv/python.stamp
endif
.venv/python.stamp: tests/tools/make_venv.sh
	@sh tests/tools/make_venv.sh $(PYTHONS)
	@touch .venv/ansible.cfg && echo '$(PYTHON)' >$@

# The demo needs only two packages of the list.
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

# Galaxy's importer needs other versions of some packages than the other tools.
.venv/galaxy-importer.stamp: .venv/demo.stamp tests/system/packaging/requirements.txt
	@TMPDIR="$(CURDIR)/.venv/cache" .venv/bin/uv venv --quiet --clear --python .venv/bin/python .venv/galaxy-importer
	@TMPDIR="$(CURDIR)/.venv/cache" .venv/bin/uv pip install --quiet --python .venv/galaxy-importer/bin/python \
	  --requirement tests/system/packaging/requirements.txt
	@touch $@

# Update everything in requirements-dev.in, and Galaxy's importer, to the newest version for each Python.
requirements: .venv/python.stamp
	.venv/bin/uv pip compile --quiet --universal --python-version 3.10 --upgrade --no-annotate \
	  --custom-compile-command 'make requirements' --output-file requirements-dev.txt requirements-dev.in
	echo galaxy-importer | .venv/bin/uv pip compile --quiet --universal --python-version 3.10 --upgrade --no-annotate \
	  --custom-compile-command 'make requirements' --output-file tests/system/packaging/requirements.txt -

# Write CHANGELOG.md for the version in galaxy.yml, from the fragments and from version_added of plugins.
changelog: .venv/dev.stamp
	$(AT_HOME) .venv/bin/antsibull-changelog release --update-existing --refresh-plugins --reload-plugins

clean:
	rm -rf .venv .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis .ansible ccc-demo tests/output
