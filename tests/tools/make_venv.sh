#!/bin/sh
# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
#
# make_venv.sh PYTHON...: create .venv in the current folder with the first Python that runs, is 3.10 or newer and has
# venv. Install uv, and a link by which Ansible and pytest find this checkout as alicloud.ccc, whatever its folder.
set -eu

# Run each one, since a pyenv shim exists even if its version does not.
probe='import sys, ensurepip, venv; sys.exit("too old") if sys.version_info < (3, 10) else print(sys.executable)'
for name in "$@"; do
  if python=$("$name" -c "$probe" 2>/dev/null); then break; fi
done
if [ -z "$python" ]; then
  echo "This needs Python 3.10 or newer with the module venv (Debian: apt-get install python3-venv). Tried: $*" >&2
  exit 1
fi

echo "Creating .venv with $("$python" --version)"
rm -rf .venv
"$python" -m venv --without-pip .venv
mkdir -p .venv/cache .venv/home .venv/tree/ansible_collections/alicloud
ln -s ../../../.. .venv/tree/ansible_collections/alicloud/ccc
echo ../../../tree >"$(echo .venv/lib/python3*/site-packages)/ansible_collections.pth"

# pip runs rustc to get its version, and rustup's rustc would create a folder in the home.
export RUSTUP_HOME="$PWD/.venv/cache/rustup"
# The Python's own pip, if it has one, saves the 4 s of installing pip into .venv.
set -- install --quiet --quiet --no-cache-dir --disable-pip-version-check --constraint requirements-dev.txt uv
if ! "$python" -m pip --python .venv/bin/python "$@" 2>/dev/null; then
  .venv/bin/python -m ensurepip >/dev/null
  .venv/bin/python -m pip "$@"
fi
