"""The file format: Parquet that anyone reads, of which no byte can change without being noticed."""

from __future__ import annotations

import hashlib
import io
import json
from typing import TYPE_CHECKING, Any, Final

import polars as pl
import pytest

from drift.errors import FileDamagedError, FileIncompatibleError, InputNotFoundError, InputUnreadableError
from drift.profile.archive import FORMAT_VERSION, archive_bytes, read_archive, write_archive

if TYPE_CHECKING:
    from pathlib import Path

TABLE: Final = pl.DataFrame({"n": [1, 2, None], "text": ["a", None, "ü"]})
MANIFEST: Final[dict[str, Any]] = {"rows": 3, "name": "trips", "end": None, "list": [1, 2.5, "x"]}
ZEROS: Final = "0" * 64
MIMICRY: Final = f'"file_digest":"sha256:{ZEROS}"'


def read_bytes(path: Path, data: bytes, kind: str = "profile") -> tuple[dict[str, Any], pl.DataFrame]:
    path.write_bytes(data)
    return read_archive(path, kind=kind)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.drift"


def test_what_is_written_is_read(path: Path) -> None:
    write_archive(path, "profile", MANIFEST, TABLE)
    manifest, table = read_archive(path, kind="profile")
    assert {name: manifest[name] for name in MANIFEST} == MANIFEST
    assert table.equals(TABLE)
    assert table.schema == TABLE.schema


def test_the_same_content_is_the_same_bytes() -> None:
    assert archive_bytes("profile", MANIFEST, TABLE) == archive_bytes("profile", MANIFEST, TABLE.clone())
    assert archive_bytes("profile", MANIFEST, TABLE) != archive_bytes("profile", MANIFEST, TABLE.reverse())


def test_polars_reads_it_without_drift() -> None:
    data = archive_bytes("profile", MANIFEST, TABLE)
    assert pl.read_parquet(io.BytesIO(data)).equals(TABLE)
    manifest = json.loads(pl.read_parquet_metadata(io.BytesIO(data))["drift"])
    assert list(manifest) == ["kind", "format_version", "file_digest", *MANIFEST]
    assert (manifest["kind"], manifest["format_version"]) == ("profile", FORMAT_VERSION)


def test_the_digest_is_that_of_the_file_with_zeros_in_its_place() -> None:
    data = archive_bytes("profile", MANIFEST, TABLE)
    digest = json.loads(pl.read_parquet_metadata(io.BytesIO(data))["drift"])["file_digest"]
    name, value = digest.split(":")
    assert data.count(value.encode()) == 1
    assert (name, value) == (
        "sha256",
        hashlib.sha256(data.replace(value.encode(), ZEROS.encode())).hexdigest(),
    )


def test_one_changed_bit_in_any_byte_is_noticed(path: Path) -> None:
    data = archive_bytes("profile", MANIFEST, TABLE)
    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= 1 << place % 8
        with pytest.raises(FileDamagedError):
            read_bytes(path, bytes(changed))


def test_a_file_that_is_cut_off_or_goes_on_is_noticed(path: Path) -> None:
    data = archive_bytes("profile", MANIFEST, TABLE)
    parts = [data[:end] for end in range(0, len(data), 7)]
    for damaged in (*parts, data[1:], data + b"\n", data + data, data[: len(data) // 2] + data[-200:]):
        with pytest.raises(FileDamagedError):
            read_bytes(path, damaged)


def test_a_file_that_was_not_copied_to_its_end_is_called_cut_off(path: Path) -> None:
    data = archive_bytes("profile", MANIFEST, TABLE)
    with pytest.raises(FileDamagedError, match="cut off, or no profile that drift wrote") as failure:
        read_bytes(path, data[: len(data) // 2])
    assert "begins as those of drift do, and has no end" in str(failure.value)


def parquet() -> bytes:
    buffer = io.BytesIO()
    TABLE.write_parquet(buffer)
    return buffer.getvalue()


PNG: Final = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        (b"", "a file of 0 bytes that begins with b''"),
        (PNG, r"a file of 16 bytes that begins with b'\x89PNG\r\n\x1a\n'"),
        (b'{"kind": "profile"}', "a file of 19 bytes that begins with b'{\"kind\":'"),
        (b"PAR1", "a Parquet file without a manifest of drift"),
        (b"PAR1" + MIMICRY.encode()[:30] + b"PAR1", ""),
        (parquet(), "a Parquet file without a manifest of drift"),
    ],
    ids=["empty", "image", "json", "only the magic", "cut digest", "data"],
)
def test_what_is_not_ours_is_told_apart(path: Path, data: bytes, seen: str) -> None:
    with pytest.raises(FileDamagedError) as failure:
        read_bytes(path, data)
    assert seen in str(failure.value)
    assert f"{path}: " in str(failure.value)


def test_damage_is_told_with_what_to_do(path: Path) -> None:
    data = archive_bytes("profile", MANIFEST, TABLE)
    with pytest.raises(FileDamagedError) as failure:
        read_bytes(path, data.replace(b"trips", b"trits"))
    assert str(failure.value).splitlines() == [
        f"{path}: damaged, for its digest does not agree with its bytes",
        "  mend it:  restore it from where it came, or write it anew",
        "  state:    nothing was checked with it",
    ]


@pytest.mark.parametrize(
    ("manifest", "table"),
    [
        ({"columns": [MIMICRY]}, TABLE),
        ({"mapping": {"file_digest": f"sha256:{ZEROS}"}, "after": 1}, TABLE),
        ({"mapping": {"file_digest": "sha256:"}}, TABLE),
        ({}, pl.DataFrame({"text": [MIMICRY, MIMICRY * 3]})),
        ({"mapping": {"file_digest": f"sha256:{ZEROS}"}}, pl.DataFrame({"text": [MIMICRY] * 50})),
    ],
    ids=["a name", "a key of a mapping", "a short value", "a level", "all at once"],
)
def test_what_looks_like_the_digest_does_not_confuse(
    path: Path, manifest: dict[str, Any], table: pl.DataFrame
) -> None:
    """Column names and levels are what users have; a level may even be called `file_digest`."""
    data = archive_bytes("profile", manifest, table)
    found, rows = read_bytes(path, data)
    assert {name: found[name] for name in manifest} == manifest
    assert rows.equals(table)
    for place in range(0, len(data), 50):
        changed = bytearray(data)
        changed[place] ^= 255
        with pytest.raises(FileDamagedError):
            read_bytes(path, bytes(changed))


def test_a_file_of_a_later_version_is_told(path: Path) -> None:
    later = archive_bytes("profile", {"format_version": FORMAT_VERSION + 1}, TABLE)
    with pytest.raises(FileIncompatibleError) as failure:
        read_bytes(path, later)
    assert str(failure.value).splitlines() == [
        f"{path}: written by a later drift",
        f"  seen:     format {FORMAT_VERSION + 1}; this drift reads up to {FORMAT_VERSION}",
        "  mend it:  upgrade drift here",
    ]


def test_a_file_of_another_kind_is_told(path: Path) -> None:
    with pytest.raises(FileIncompatibleError, match="a run, where a reference is wanted"):
        read_bytes(path, archive_bytes("run", MANIFEST, TABLE), kind="reference")


def test_a_missing_file_may_come_later(path: Path) -> None:
    with pytest.raises(InputNotFoundError, match="no such file") as failure:
        read_archive(path, kind="profile")
    assert failure.value.retryable


def test_a_folder_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputUnreadableError, match="cannot be read"):
        read_archive(tmp_path, kind="profile")


def test_a_manifest_holds_no_nan() -> None:
    """JSON has none, and other readers would refuse it."""
    with pytest.raises(ValueError, match="not JSON compliant"):
        archive_bytes("profile", {"end": float("nan")}, TABLE)
