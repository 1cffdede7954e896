"""Name this folder in the site-packages of the Python that runs this.

An editable installation finds uat by code, which type checkers and editors do not run; they read
the folders that stand in files called .pth.
"""

import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
Path(sysconfig.get_path("purelib"), "uat-checkout.pth").write_text(f"{ROOT}\n", encoding="utf-8")
