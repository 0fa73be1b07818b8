"""Files, paths and mappings as configs, and what is said where one cannot be read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from drift.config import Config, load_config
from drift.config.reading import MAX_BYTES
from drift.errors import ConfigError

STATE = "  state:    nothing was read or written"


def message(path: Path | str) -> str:
    """Return what is said of a config at this path."""
    with pytest.raises(ConfigError) as caught:
        load_config(path)
    assert (caught.value.kind, caught.value.retryable) == ("config", False)
    return str(caught.value)


def test_a_config_can_be_a_path_a_mapping_or_a_config(tmp_path: Path) -> None:
    """However it is given, it is the same config."""
    path = tmp_path / "trips.yaml"
    path.write_text("version: 1\ndataset: Zürich\n", encoding="utf-8")
    config = Config(dataset="Zürich")
    assert load_config(path) == load_config(str(path)) == config
    assert load_config({"dataset": "Zürich"}) == config
    assert load_config(config) is config


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault(tmp_path: Path) -> None:
    """Editors on Windows write both."""
    path = tmp_path / "trips.yaml"
    path.write_bytes("version: 1\r\ndataset: Zürich\r\n".encode("utf-8-sig"))
    assert load_config(path).dataset == "Zürich"


def test_an_error_names_the_file_as_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative path stays relative."""
    (tmp_path / "trips.yaml").write_text("version: 1\ntme: at\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert message("trips.yaml").startswith("trips.yaml line 2: unknown key `tme`\n")


def test_a_file_that_is_not_there_is_a_config_error(tmp_path: Path) -> None:
    """A config does not come later by itself, so there is no retry."""
    path = tmp_path / "trips.yaml"
    assert message(path) == f"{path}: no such file\n  mend it:  check the path\n{STATE}"


def test_a_directory_is_no_config(tmp_path: Path) -> None:
    """The error says that it is one."""
    assert message(tmp_path) == (
        f"{tmp_path}: a directory, not a config file\n  mend it:  name a file in it\n{STATE}"
    )


def test_a_file_that_may_not_be_read_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system refuses to open it; simulated, for root may read everything."""

    def refuse(_: Path, *__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    path = tmp_path / "trips.yaml"
    assert message(path) == (
        f"{path}: may not be read by this user\n  mend it:  check the file's permissions\n{STATE}"
    )


def test_a_path_that_cannot_be_is_told_with_the_systems_reason(tmp_path: Path) -> None:
    """A file is no directory, and no path has a null character."""
    (tmp_path / "file").touch()
    assert "cannot be read\n  seen:     Not a directory\n" in message(tmp_path / "file" / "trips.yaml")
    assert message("a\0b").startswith("a\\x00b: cannot be read\n")


@pytest.mark.parametrize(
    ("encoding", "line", "byte"), [("latin-1", 2, "0xFC"), ("utf-16-le", 2, None), ("utf-16", 1, "0xFF")]
)
def test_another_encoding_is_told_with_its_line(
    tmp_path: Path, encoding: str, line: int, byte: str | None
) -> None:
    """UTF-8 is the one encoding; what can be decoded by accident is still no YAML."""
    path = tmp_path / "trips.yaml"
    path.write_bytes("version: 1\ndataset: Zürich\n".encode(encoding))
    text = message(path)
    if byte is None:
        assert text.startswith(f"{path} line ")
    else:
        assert text == (
            f"{path} line {line}: not UTF-8 text\n"
            f"  seen:     the byte {byte}\n"
            f"  mend it:  save the file as UTF-8\n{STATE}"
        )


def test_a_file_of_data_is_not_read_to_its_end(tmp_path: Path) -> None:
    """Past a bound it is no config, whatever it holds."""
    path = tmp_path / "trips.parquet"
    path.write_bytes(b"#" * (MAX_BYTES + 1))
    assert message(path) == (
        f"{path}: larger than 10,000,000 bytes, so no config\n"
        f"  mend it:  give a config file, not data\n{STATE}"
    )


def test_yaml_is_imported_only_to_read_a_file() -> None:
    """A run without a config file does not wait for PyYAML."""
    code = "import sys, drift.config as c; c.load_config({'time': 'at'}); sys.exit('yaml' in sys.modules)"
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", code], check=True, cwd=root)  # noqa: S603 - our own code, our own Python
