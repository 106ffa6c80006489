#!/bin/sh
# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
#
# make_venv.sh PYTHON...: makes .venv in the current folder with the first of them that runs, is 3.10 or newer and has
# venv; puts uv into it, and a link by which Ansible and pytest find this checkout as alicloud.ccc, whatever its folder.
set -eu

# Tried by running it: a pyenv shim is there even if its version is not, and is slow.
probe='import sys, ensurepip, venv; sys.exit("too old") if sys.version_info < (3, 10) else print(sys.executable)'
for name in "$@"; do
  if python=$("$name" -c "$probe" 2>/dev/null); then break; fi
done
if [ -z "$python" ]; then
  echo "Python 3.10 or newer with its venv module is needed (Debian: apt-get install python3-venv); tried: $*" >&2
  exit 1
fi

echo "Making .venv with $("$python" --version)"
rm -rf .venv
"$python" -m venv --without-pip .venv
mkdir -p .venv/cache .venv/home .venv/tree/ansible_collections/alicloud
ln -s ../../../.. .venv/tree/ansible_collections/alicloud/ccc
echo ../../../tree >"$(echo .venv/lib/python3*/site-packages)/ansible_collections.pth"

# pip asks rustc for its version, and a rustc that rustup manages makes a folder in the home.
export RUSTUP_HOME="$PWD/.venv/cache/rustup"
# The interpreter's own pip, if it has one, saves the 4 s that a pip in .venv costs.
set -- install --quiet --quiet --no-cache-dir --disable-pip-version-check --constraint requirements-dev.txt uv
if ! "$python" -m pip --python .venv/bin/python "$@" 2>/dev/null; then
  .venv/bin/python -m ensurepip >/dev/null
  .venv/bin/python -m pip "$@"
fi
