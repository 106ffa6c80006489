# make demo: the main job, on an emulated gateway.    make test: every check.    make clean: remove what they made.
# Each makes .venv first, with the newest Python that runs here, or with another one: make test PYTHON=python3.11
# They need make, python3 with venv, and PyPI, and write nothing outside this folder's .venv, tests/output and caches.

PYTHON := newest
PYTHONS := $(PYTHON:newest=python3.14 python3.13 python3.12 python3.11 python3.10 python3)
# uv leaves lock files where it builds a package
UV_INSTALL := TMPDIR="$(CURDIR)/.venv/cache" .venv/bin/uv pip install --quiet --python .venv/bin/python
# For tools that look for other tools on the PATH, and write logs into a home
AT_HOME := HOME="$(CURDIR)/.venv/home" PATH="$(CURDIR)/.venv/bin:$$PATH"

export LC_ALL := C.UTF-8
export UV_CACHE_DIR := $(CURDIR)/.venv/cache/uv
export UV_SYSTEM_CERTS := true
# Without it, each of the many short-lived Pythons here would compile all of Ansible anew.
unexport PYTHONDONTWRITEBYTECODE
# The user's Ansible settings and folders stay out of it, and modules run through a pipe: no files in a home.
export ANSIBLE_CONFIG := $(CURDIR)/.venv/ansible.cfg
export ANSIBLE_HOME := $(CURDIR)/.venv/ansible
export ANSIBLE_REMOTE_TEMP := $(CURDIR)/.venv/ansible/tmp
export ANSIBLE_PIPELINING := true
# Plays on localhost need no inventory.
export ANSIBLE_LOCALHOST_WARNING := false
export ANSIBLE_INVENTORY_UNPARSED_WARNING := false

.PHONY: demo test lint sanity integration molecule unit fuzz benchmark requirements changelog clean

demo: .venv/demo.stamp
	@.venv/bin/ansible-playbook alicloud.ccc.demo

# Quick checks first; unit last, so that the run ends with pytest's closing line.
test:
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target sanity integration molecule
	@$(MAKE) --no-print-directory unit

lint: .venv/dev.stamp
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/yamllint --strict .
	.venv/bin/codespell
	.venv/bin/shellcheck .ci/run tests/tools/*.sh
	.venv/bin/antsibull-changelog lint
	$(AT_HOME) .venv/bin/antsibull-docs lint-collection-docs --plugin-docs --validate-collection-refs=self .
	$(AT_HOME) .venv/bin/ansible-lint --offline

sanity: .venv/dev.stamp
	.venv/bin/python tests/tools/ansible_test.py sanity --local

integration tests/output/integration.coverage: .venv/dev.stamp
	.venv/bin/python tests/tools/ansible_test.py integration --local --coverage
	.venv/bin/coverage combine --keep --quiet --data-file=tests/output/integration.coverage tests/output/coverage/*

molecule: .venv/dev.stamp
	$(AT_HOME) .venv/bin/molecule test --all

# What the last integration run has covered counts, too.
unit: .venv/dev.stamp .venv/oldest-core.stamp tests/output/integration.coverage
	cp tests/output/integration.coverage .coverage
	.venv/bin/pytest --numprocesses=auto --maxprocesses=4 --cov --cov-append --cov-report=term-missing:skip-covered --cov-fail-under=95

# For longer: make fuzz SECONDS=3600
SECONDS := 60
fuzz: .venv/dev.stamp
	.venv/bin/python tests/fuzz/fuzz.py --seconds $(SECONDS)

benchmark: .venv/dev.stamp
	.venv/bin/python tests/benchmark/benchmark.py
	.venv/bin/python tests/benchmark/inventory.py
	.venv/bin/python tests/benchmark/rules.py
	.venv/bin/python tests/benchmark/audit.py

# Another PYTHON than the one that .venv was made with makes it anew.
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

# ansible-core 2.16 beside the newest one, for the tests that need both.
.venv/oldest-core.stamp: .venv/demo.stamp tests/tools/make_oldest_core.sh
	@sh tests/tools/make_oldest_core.sh
	@touch $@

# New versions of everything in requirements-dev.in, for each Python the newest that it runs.
requirements: .venv/python.stamp
	.venv/bin/uv pip compile --quiet --universal --python-version 3.10 --upgrade --no-annotate \
	  --custom-compile-command 'make requirements' --output-file requirements-dev.txt requirements-dev.in

# CHANGELOG.md for the version in galaxy.yml: its fragments, and the plugins whose version_added it is.
changelog: .venv/dev.stamp
	$(AT_HOME) .venv/bin/antsibull-changelog release --update-existing --refresh-plugins --reload-plugins

clean:
	rm -rf .venv .coverage .pytest_cache .ruff_cache .hypothesis .ansible ccc-demo tests/output
