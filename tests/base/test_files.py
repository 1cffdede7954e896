"""A file is whole or it is not there."""

import os
import stat

import pytest

from uat.base.errors import FileError
from uat.base.files import written_whole


def test_the_file_appears_when_the_block_ends(tmp_path):
    path = tmp_path / "a.txt"
    with written_whole(path) as temporary:
        temporary.write_text("whole")
        assert not path.exists()
        assert temporary.suffix == ".txt"
    assert path.read_text() == "whole"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(RuntimeError), written_whole(path) as temporary:
        temporary.write_text("half")
        raise RuntimeError
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_permissions_are_those_of_a_new_file(tmp_path):
    path, other = tmp_path / "a.txt", tmp_path / "b.txt"
    other.write_text("")
    with written_whole(path) as temporary:
        temporary.write_text("")
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(other.stat().st_mode)


def test_a_missing_folder_and_a_folder_in_the_way_are_told(tmp_path):
    with pytest.raises(FileError, match="cannot write"), written_whole(tmp_path / "no" / "a"):
        pass
    (tmp_path / "folder").mkdir()
    with pytest.raises(FileError, match="cannot write"), written_whole(tmp_path / "folder") as new:
        new.write_text("x")
    assert os.listdir(tmp_path) == ["folder"]
