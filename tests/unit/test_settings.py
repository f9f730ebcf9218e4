"""The settings: where each value comes from, and what is refused by its name."""

from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from lib.errors import SettingsError
from lib.settings import PROJECT, Settings, read_settings

VARIABLES = {one.name: one.metadata["variable"] for one in fields(Settings)}


@pytest.fixture
def no_file(tmp_path: Path) -> dict[str, str]:
    """An environment that names a settings file which is not there."""
    return {"RAQUAN_SETTINGS": str(tmp_path / "raquan.toml")}


def written(folder: Path, text: str) -> dict[str, str]:
    """An environment that names a settings file."""
    file = folder / "raquan.toml"
    file.write_text(text, encoding="utf-8")
    return {"RAQUAN_SETTINGS": str(file)}


def test_without_anything_the_defaults_hold(no_file: dict[str, str]) -> None:
    assert read_settings(no_file) == Settings()


def test_the_environment_stands_over_the_file_and_the_file_over_the_default(
    tmp_path: Path,
) -> None:
    environment = written(tmp_path, 'keep = 7\nlanguage = "en"\n')
    assert (read_settings(environment).keep, read_settings(environment).language) == (7, "en")
    environment["RAQUAN_KEEP"] = "9"
    settings = read_settings(environment)
    assert (settings.keep, settings.language, settings.port) == (9, "en", Settings().port)


@pytest.mark.parametrize("name", VARIABLES)
def test_every_setting_has_a_variable_that_is_read(name: str, no_file: dict[str, str]) -> None:
    default = getattr(Settings(), name)
    other = {
        **{"store": "file:///elsewhere", "engine": "duckdb", "language": "en"},
        **{"demo": "false", "address": "0.0.0.0", "office": "o.sqlite"},
        **{"campaign": "nam-2024", "memory": "2GB"},
    }.get(name, "3")
    value = getattr(read_settings({**no_file, VARIABLES[name]: other}), name)
    assert type(value) is type(default)
    assert value != default or name == "engine"


def test_variables_are_named_after_the_program_and_none_twice() -> None:
    assert len(set(VARIABLES.values())) == len(VARIABLES)
    assert all(one == "PORT" or one.startswith("RAQUAN_") for one in VARIABLES.values())
    assert all(one.metadata["meaning"].endswith(".") for one in fields(Settings))


@pytest.mark.parametrize("words", ("1", "true", "TRUE", " yes ", "Yes"))
def test_yes_is_written_in_many_ways(words: str, no_file: dict[str, str]) -> None:
    assert read_settings({**no_file, "RAQUAN_DEMO": words}).demo is True


@pytest.mark.parametrize("words", ("0", "false", "No"))
def test_so_is_no(words: str, no_file: dict[str, str]) -> None:
    assert read_settings({**no_file, "RAQUAN_DEMO": words}).demo is False


@pytest.mark.parametrize(
    ("variable", "value"),
    (
        ("RAQUAN_DEMO", "perhaps"),
        ("RAQUAN_DEMO", ""),
        ("RAQUAN_KEEP", "several"),
        ("RAQUAN_KEEP", "1.5"),
        ("RAQUAN_KEEP", "-1"),
        ("RAQUAN_KEEP", ""),
        ("RAQUAN_KEEP", "²"),
        ("PORT", "http"),
        ("RAQUAN_STORE", "/data/warehouse"),
        ("RAQUAN_STORE", "lake://warehouse"),
        ("RAQUAN_ENGINE", "spark"),
        ("RAQUAN_LANGUAGE", "fr"),
        ("RAQUAN_INBOX", ""),
        ("RAQUAN_INBOX", ".."),
        ("RAQUAN_INBOX", "data/warehouse"),
        ("RAQUAN_INBOX", "data/warehouse/inbox"),
        ("RAQUAN_INBOX", "data"),
    ),
)
def test_a_wrong_value_is_refused_by_the_name_of_its_variable(
    variable: str, value: str, no_file: dict[str, str]
) -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings({**no_file, variable: value})
    assert refused.value.values["name"] == variable
    assert refused.value.values["value"] == value
    assert refused.value.values["reason"]


@pytest.mark.parametrize("name", ("port", "upload_mb", "upload_rows", "keep", "threads"))
def test_none_of_what_there_must_be_some_of_is_refused(name: str, no_file: dict[str, str]) -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings({**no_file, VARIABLES[name]: "0"})
    assert refused.value.values["name"].lower().endswith(name)


@pytest.mark.parametrize(
    ("text", "named"),
    (
        ("kep = 7\n", "kep"),
        ("[store]\nfolder = 1\n", "store"),
        ('RAQUAN_KEEP = "7"\n', "RAQUAN_KEEP"),
        ("keep = true\n", "keep"),
        ("keep = 1.5\n", "keep"),
        ("keep = [1]\n", "keep"),
        ("demo = 2\n", "demo"),
        ("keep = \n", "raquan.toml"),
        ("keep", "raquan.toml"),
    ),
)
def test_a_wrong_file_is_refused_by_what_is_wrong_in_it(
    tmp_path: Path, text: str, named: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings(written(tmp_path, text))
    assert named.lower() in str(refused.value.values["name"]).lower()


def test_a_file_that_is_not_utf_8_is_refused_by_its_path(tmp_path: Path) -> None:
    file = tmp_path / "raquan.toml"
    file.write_bytes(b'campaign = "\xff\xfe"\n')
    with pytest.raises(SettingsError) as refused:
        read_settings({"RAQUAN_SETTINGS": str(file)})
    assert str(file) in str(refused.value)


def test_paths_are_found_from_the_project_or_as_they_stand() -> None:
    assert Settings().store_folder == PROJECT / "data/warehouse"
    assert Settings(store="file:///var/store").store_folder == Path("/var/store")
    assert Settings().office_file == PROJECT / "data/office.sqlite"
    assert Settings(office="/var/office.sqlite").office_file == Path("/var/office.sqlite")
    assert Settings().inbox_folder == PROJECT / "data/inbox"
    assert Settings(inbox="/var/inbox").inbox_folder == Path("/var/inbox")


def test_settings_do_not_change_after_they_are_read() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().port = 1  # type: ignore[misc]


def test_the_readme_lists_every_variable_with_its_default_and_meaning() -> None:
    lines = (PROJECT / "README.md").read_text(encoding="utf-8").splitlines()
    for one in fields(Settings):
        default = str(one.default).lower() if isinstance(one.default, bool) else str(one.default)
        start = f"| `{one.metadata['variable']}` | `{default}` | "
        listed = [line for line in lines if line.startswith(start)]
        assert len(listed) == 1, start
        assert one.metadata["meaning"] in listed[0]
