"""A small file read whole, wherever it is: here, in a store, or on the web."""

from __future__ import annotations

from pathlib import Path

from drift.errors import InputNotFoundError, InputUnreadableError
from drift.files import url_named
from drift.sources.download import WEB, download
from drift.stores.objects import get, url_in_store


def read_whole(path: str | Path) -> bytes:
    """Return the bytes of a file.

    Parameters
    ----------
    path : str or Path
        Of a file here, or the URL of one in S3, GCS or Azure, or on the web.

    Raises
    ------
    InputNotFoundError
        If there is no such file.
    InputUnreadableError
        If it may not be read.
    InputUnreachableError
        If its store or server cannot be reached.
    NotBuiltError
        For a URL of another kind.
    """
    url = url_named(path)
    if url is not None:
        return _downloaded(url) if WEB.match(url) else get(url_in_store(url, "reading from"))
    try:
        return Path(path).read_bytes()
    except FileNotFoundError as error:
        raise InputNotFoundError(f"{path}: no such file", mend="check the path") from error
    except OSError as error:
        raise InputUnreadableError(
            f"{path}: cannot be read",
            seen=error.strerror or str(error),
            mend="check what it is and who may read it",
        ) from error


def _downloaded(url: str) -> bytes:
    kept = download(url)  # whose file is gone as soon as nobody holds it
    return kept.temporary.path.read_bytes()
