"""The fifty names in files for programs, compilers and people: text, never markup or code."""

import ast
import csv
import io
import json
import re
import subprocess

import numpy as np
import pytest
from click.testing import CliRunner
from naming import NAMES, named

import uat
from uat.approximation import approximate
from uat.base.quoting import (
    for_comment,
    for_terminal,
    for_tex,
)
from uat.cli import main
from uat.cli.load import _report as loaded_report
from uat.exchange.load import load
from uat.exchange.save import save


@pytest.mark.parametrize("name", NAMES)
def test_files_for_programs_hold_the_name_and_nothing_runs(net_of_two, name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    net = named(net_of_two, name)
    point = np.array([[0.3, 0.7]])
    wanted = net.network.forward(point)[0, 0]
    for suffix in (".json", ".npz", ".onnx", ".safetensors"):
        save(net, f"n{suffix}")
        loaded = load(f"n{suffix}")
        assert (loaded.about.function, loaded.about.names) == (name, net.target.names)
        said = {"error": {"written": 1.0, "measured": None}}
        assert len(loaded_report(loaded, said, loaded.box).split("\n")) == 4
    save(net, "n.py")
    scope = {}
    exec(compile(ast.parse((tmp_path / "n.py").read_text()), "n.py", "exec"), scope)
    assert scope["network"](0.3, 0.7) == pytest.approx(wanted)
    save(net, "n.tex")
    title = (tmp_path / "n.tex").read_text().split("\\begin{document}")[1].split("\n\n")[0]
    assert for_tex(name) in title
    comment = (tmp_path / "n.tex").read_text().split("\n")[0]
    assert comment.startswith("% ")
    assert sorted(p.name for p in tmp_path.iterdir() if p.suffix not in
                  (".json", ".npz", ".onnx", ".safetensors", ".py", ".tex")) == []  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_tex_has_no_bare_special_character(name):
    bare = re.sub(r"\\text[a-z]+\{\}|\\[#$%&_{}]|\{-\}", "", for_tex(name))
    assert not set(bare) & set("\\#$%&_{}^~")


def test_c_files_with_the_fifty_compile(net_of_two, tmp_path):
    headers = []
    for k, name in enumerate(NAMES):
        save(named(net_of_two, name), tmp_path / "n.c")
        code = (tmp_path / "n.c").read_text()
        headers.append(code.split("#include")[0] + f"int after_{k};")
    (tmp_path / "all.c").write_text("\n".join([*headers, code]), encoding="utf-8")
    flags = ["-std=c99", "-Wall", "-Wextra", "-Werror", "-trigraphs", "-Wno-trigraphs"]
    subprocess.run(["cc", *flags, "-c", "all.c", "-o", "all.o"], cwd=tmp_path, check=True)
    symbols = subprocess.run(["nm", "all.o"], cwd=tmp_path, capture_output=True, text=True).stdout
    assert len(re.findall(r" after_\d+\b", symbols)) == len(NAMES)


def test_typst_files_with_the_fifty_compile_and_compute(plain_net, tmp_path):
    import typst

    for name in NAMES:
        save(named(plain_net, name), tmp_path / "n.typ")
        code = (tmp_path / "n.typ").read_text()
        code += "\n#metadata(network(0.5)) <value>"
        found = json.loads(typst.query(code.encode(), "<value>", field="value"))
        assert found == [pytest.approx(float(plain_net.network.forward([[0.5]])[0, 0]))]


@pytest.mark.parametrize("name", [name for name in NAMES if name.strip()])
def test_a_header_is_a_name(name, tmp_path):
    file = io.StringIO()
    csv.writer(file).writerows([[name, "value"], [0, 1], [1, 3], [2, 2]])
    path = tmp_path / "a.csv"
    path.write_text(file.getvalue(), encoding="utf-8")
    target = uat.make_target(str(path))
    assert target.function.axes[0].tolist() == [0, 1, 2]
    assert target.columns == for_terminal(target.columns)
    assert len(target.columns.splitlines()) == 1
    with pytest.raises(uat.InputError, match="the page computes formulas"):
        from uat.page import build_page

        build_page(str(path))


@pytest.mark.parametrize("name", NAMES)
def test_comments_end_where_their_line_ends(name):
    text = for_comment(name)
    assert "*/" not in text and "/*" not in text and len(text.splitlines()) <= 1


def test_the_verdict_on_a_proof_stays_in_its_lines(tmp_path):
    net = approximate("x^2", construction="ramps", tol=0.3, prove=True)
    path = tmp_path / "a.proof.json"
    net.proof.save(path)
    data = json.loads(path.read_text())
    wanted = len(CliRunner().invoke(main, ["check", str(path)]).stdout.splitlines())
    for name in NAMES:
        path.write_text(json.dumps({**data, "function": name}))
        told = CliRunner().invoke(main, ["check", str(path)], color=True)
        assert told.exit_code == 0
        assert len(told.stdout.splitlines()) == wanted
        assert told.stdout == for_terminal(told.stdout)
