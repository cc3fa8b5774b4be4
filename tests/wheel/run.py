"""Build the wheel, and use it in an environment of its own, away from the checkout."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def run(*command, cwd):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(list(map(str, command)), cwd=cwd, env=clean, check=False)
    if done.returncode:
        sys.exit(f"failed: {' '.join(map(str, command))}")


def main():
    with tempfile.TemporaryDirectory(prefix="wheel-test-") as temporary:
        folder = Path(temporary)
        venv, empty = folder / "venv", folder / "empty"
        empty.mkdir()
        print("Building the wheel ...", flush=True)
        run(
            *(sys.executable, "-m", "build", "--wheel", "--no-isolation"),
            *("--outdir", folder, ROOT),
            cwd=folder,
        )
        [wheel] = folder.glob("*.whl")

        print(f"Installing {wheel.name} into a fresh environment ...", flush=True)
        run(sys.executable, "-m", "venv", venv, cwd=folder)
        python = venv / "bin" / "python"
        pip = (python, "-m", "pip", "--disable-pip-version-check", "-q", "install")
        locked = ROOT / "requirements" / "runtime.txt"
        run(*pip, "--require-hashes", "--only-binary", ":all:", "-r", locked, cwd=empty)
        run(*pip, "--no-deps", wheel, cwd=empty)

        script = shutil.copy(HERE / "use_wheel.py", folder)
        run(python, "-I", script, cwd=empty)


if __name__ == "__main__":
    main()
