"""The packages of the default installation: their licences, and known vulnerabilities.

    python tests/supply_chain.py [--python PYTHON] [--audit]

Lists every package that the interpreter's environment has, with version and licence, and exits with 1 if a licence is
not among :data:`ALLOWED`. ``--audit`` asks PyPI for known vulnerabilities of the versions in ``requirements.lock``. It
needs the package ``pip-audit`` and the network, and fails if PyPI does not answer for every package.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path

ALLOWED = re.compile(
    r"MIT|BSD|Apache|PSF|Python Software Foundation|ISC|MPL|Mozilla|Unlicense|0BSD|Zlib|HPND|CNRI|LGPL|Public Domain|"
    r"CC0|NCSA",
    re.IGNORECASE,
)
"""Licences under which a package may be used by this one, which is under Apache-2.0; LGPL since it is only imported."""

_LIST = """
import json
from importlib.metadata import distributions
def licence(about):
    told = about.get("License-Expression") or ""
    classes = [c.rpartition(" :: ")[2] for c in about.get_all("Classifier") or [] if c.startswith("License ::")]
    return told or ", ".join(classes) or (about.get("License") or "").strip().splitlines()[:1]
print(json.dumps(sorted([d.name, d.version, licence(d.metadata)] for d in distributions())))
"""


def packages(python: str) -> list[tuple[str, str, str]]:
    """Name, version and licence of each package that an interpreter has."""
    done = subprocess.run([python, "-c", _LIST], capture_output=True, text=True, check=True)
    return [(n, v, told if isinstance(told, str) else "".join(told)) for n, v, told in json.loads(done.stdout)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--audit", action="store_true")
    options = parser.parse_args()
    refused = []
    for name, version, told in packages(options.python):
        print(f"{name:28} {version:12} {told[:70] or 'no licence stated'}")
        if not ALLOWED.search(told):
            refused.append(name)
    if refused:
        print(f"look at the licence of: {', '.join(refused)}", file=sys.stderr)
    if options.audit:
        lock = Path(__file__).resolve().parent.parent / "requirements.lock"
        audit = [sys.executable, "-m", "pip_audit", "-r", str(lock), "--require-hashes", "--disable-pip", "--strict"]
        return subprocess.run(audit, check=False).returncode
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
