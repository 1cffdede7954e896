"""A file is whole or it is not there."""

import os
import stat
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

import uat
from uat.base.errors import FileError, InputError
from uat.base.files import written_whole
from uat.exchange.load import load
from uat.page.build import save_page
from uat.plots import save_plot


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


def test_a_dash_is_no_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="no file's name"), written_whole("-"):
        pass
    assert list(tmp_path.iterdir()) == []


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


def test_files_that_cannot_be_written_leave_what_was_there(tmp_path):
    net = uat.approximate("x", neurons=10)
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "file").write_text("kept")
    for path in (tmp_path / "folder.json", tmp_path / "file" / "net.json"):
        with pytest.raises(FileError, match="cannot write"):
            net.save(path)
    assert sorted(os.listdir(tmp_path)) == ["file", "folder.json"]
    assert (tmp_path / "file").read_text() == "kept"


@contextmanager
def read_only():
    """A folder that this process may read but not write to, whoever runs it.

    It is not below `tmp_path`, whose parents only their owner may enter.
    """
    root = os.geteuid() == 0
    with tempfile.TemporaryDirectory() as parent:
        os.chmod(parent, 0o755)
        folder = Path(parent, "read-only")
        folder.mkdir(mode=0o555)
        if root:
            os.seteuid(65534)
        try:
            yield folder
        finally:
            if root:
                os.seteuid(0)


def test_a_read_only_folder_is_one_sentence(tmp_path):
    net = uat.approximate("x", neurons=10)
    writers = (
        lambda folder: net.save(folder / "net.json"),
        lambda folder: save_plot(net, folder / "net.png"),
        lambda folder: save_page(folder / "net.html"),
    )
    for write in writers:  # imports what it needs: a lesser user may not read where Python is
        write(tmp_path)
    with read_only() as folder:
        for write in writers:
            with pytest.raises(FileError, match=r"cannot write .*: permission denied"):
                write(folder)
        assert os.listdir(folder) == []


def test_writers_that_meet_leave_one_whole_file(tmp_path):
    """Many times over, in threads: whichever is last, the file is one of the two, and whole."""
    nets = [uat.approximate("x", neurons=count) for count in (10, 400)]
    path = tmp_path / "net.json"

    def write(net):
        for _ in range(20):
            net.save(path)

    threads = [threading.Thread(target=write, args=(net,)) for net in nets]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        if path.exists():
            assert load(path).network.neurons in (10, 400)
    assert os.listdir(tmp_path) == ["net.json"]
