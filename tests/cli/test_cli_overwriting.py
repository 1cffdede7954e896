"""A command never writes over the file that it reads."""

import pytest
from click.testing import CliRunner
from PIL import Image

from uat.cli import main


@pytest.mark.parametrize("command", ["approximate", "compare"])
@pytest.mark.parametrize("other", ["net.png", "./net.png", "linked.png"])
def test_what_is_read_is_never_written_over(command, other, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    picture = tmp_path / "net.png"
    Image.new("RGB", (8, 8), "teal").save(picture)
    (tmp_path / "linked.png").symlink_to(picture)
    before = picture.read_bytes()
    result = CliRunner().invoke(main, [command, "net.png", "--neurons", "20", "--plot", other])

    assert result.exit_code == 2
    assert "is what is read: choose another name to write to" in result.output
    assert picture.read_bytes() == before


def test_the_next_command_names_another_picture_than_the_one_that_was_read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Image.new("RGB", (8, 8), "teal").save("net.png")
    result = CliRunner().invoke(main, ["approximate", "net.png", "--neurons", "20"])

    assert result.exit_code == 0
    assert "--plot network.png" in result.output
