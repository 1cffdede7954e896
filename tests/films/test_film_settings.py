"""Settings that manim cannot read end in a sentence that names them; others change nothing."""

import os
import subprocess
import sys

import pytest


def render(folder, **environment):
    return subprocess.run(
        [sys.executable, "-m", "uat", "render", "neuron", "--format", "png", "--quality", "l",
         "--at", "0", "-o", "a.png"],
        cwd=folder, capture_output=True, text=True, env={**ENVIRONMENT, **environment},
    )  # fmt: skip


ENVIRONMENT = dict(os.environ)


@pytest.mark.parametrize(
    "text",
    ["[logger\nlevel", "no section", "[CLI]\nframe_rate = much\n", "[CLI]\npixel_width = 1.5px\n",
     "[CLI]\nframe_rate = %(none)s\n", "[CLI]\n[CLI]\n", "[CLI]\npreview = perhaps\n"],
)  # fmt: skip
def test_settings_that_manim_cannot_read_are_named(tmp_path, text):
    (tmp_path / "manim.cfg").write_text(text)
    done = render(tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("Error: manim cannot read its settings in manim.cfg: ")
    assert len(done.stderr.splitlines()) == 1


def test_the_settings_of_the_user_are_named_too(tmp_path):
    (tmp_path / ".config" / "manim").mkdir(parents=True)
    (tmp_path / ".config" / "manim" / "manim.cfg").write_bytes(b"\xff\xfe[CLI")
    done = render(tmp_path, HOME=str(tmp_path))
    assert done.returncode == 2
    assert str(tmp_path / ".config" / "manim" / "manim.cfg") in done.stderr


def test_settings_that_can_be_read_change_nothing(tmp_path):
    from PIL import Image

    (tmp_path / "manim.cfg").write_text("[CLI]\nframe_rate = 7\npixel_width = 99\n")
    done = render(tmp_path)
    assert done.returncode == 0, done.stderr
    with Image.open(tmp_path / "a.png") as picture:
        assert picture.size == (854, 480)


def test_the_doctor_names_them(tmp_path):
    (tmp_path / "manim.cfg").write_text("[CLI]\nframe_rate = much\n")
    code = (
        "from uat.cli.findings import _package; found = _package('core', 'manim');"
        "print(found.ok, found.advice)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("False manim cannot read its settings in manim.cfg")
