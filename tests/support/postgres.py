"""A PostgreSQL server of one's own, on a socket in a folder of its own."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

DEBIAN: Final = Path("/usr/lib/postgresql")  # which puts the server's programs on no path
USER: Final = "postgres"  # the server does not start as root


def programs() -> Path:
    """Return the folder of the server's programs; where there is none a test is skipped, in CI it fails."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    folders = sorted(DEBIAN.glob("*/bin/initdb"))
    if folders:
        return folders[-1].parent
    if os.environ.get("CI"):
        pytest.fail("no PostgreSQL server is installed: .ci/run installs one")
    pytest.skip("no PostgreSQL server is installed")


@contextmanager
def server() -> Iterator[str]:
    """Give the URI of a fresh server, which is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))  # short: the name of a socket has 107 characters at most
    root = os.geteuid() == 0
    bin_ = programs()

    def run(program: str, *arguments: str) -> None:
        subprocess.run(  # noqa: S603 - the server's own programs
            [bin_ / program, "-D", folder / "data", *arguments],
            cwd=folder,
            user=USER if root else None,
            check=True,
            capture_output=True,
        )

    try:
        if root:
            account = pwd.getpwnam(USER)
            os.chown(folder, account.pw_uid, account.pw_gid)
        run("initdb", "-U", USER, "--auth=trust", "-N")
        run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", f"-k {folder} -c listen_addresses=''", "start")
        try:
            yield f"postgresql://{USER}:s3cret@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)
