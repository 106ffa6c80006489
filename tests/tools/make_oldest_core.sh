#!/bin/sh
# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Install the oldest supported ansible-core into .venv/oldest-core, for tests that need two ansible-cores. Without a
# Python for it, those tests are skipped.
set -eu

for name in python3.12 python3.11 python3.10; do
  if python=$("$name" -c 'import sys; print(sys.executable)' 2>/dev/null); then break; fi
done
if [ -z "${python:-}" ]; then
  echo "ansible-core 2.16 needs Python 3.10, 3.11 or 3.12. Tests that need it are skipped."
  exit 0
fi
export TMPDIR="$PWD/.venv/cache" # uv leaves lock files there
.venv/bin/uv venv --quiet --clear --python "$python" .venv/oldest-core
.venv/bin/uv pip install --quiet --python .venv/oldest-core/bin/python 'ansible-core~=2.16.0' requests
