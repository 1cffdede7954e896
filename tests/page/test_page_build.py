"""The page is one file that asks nobody anything, and says what it was told to begin with."""

import base64
import gzip
import hashlib
import json
import re

import pytest
from click.testing import CliRunner

import uat
from uat.base.errors import InputError
from uat.cli import main
from uat.page import build_page, save_page
from uat.page.build import STATIC, module_text, start_state
from uat.page.bundle import Bundle
from uat.page.minify import minify, tokens
from uat.page.shorten import shortened

LARGEST = 190_000  # bytes


def start_of(page):
    return json.loads(re.search(r'id="start">(.*?)</script>', page, re.DOTALL)[1])


def hash_of(text):
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def test_it_is_small_and_names_no_other_place():
    page = build_page()
    code = code_of(page)
    assert len(page.encode()) <= LARGEST
    for text in (page, code):
        places = set(re.findall(r"\b(?:https?|wss?|ftp)://[\w./]+", text))
        assert places <= {"http://www.w3.org/2000/svg"}  # a name, which nobody asks for
    assert not re.search(r"\b(fetch|XMLHttpRequest|WebSocket|eval|Function)\(", code)
    assert "{{" not in page


def code_of(page):
    size, text = re.search(r'id="code" data-bytes="(\d+)">(.*?)</script>', page).groups()
    marks = [ord(mark) - 36 for mark in text.replace("!", "<").replace('"', "{")]
    pairs = zip(marks[::2], marks[1::2], strict=True)
    bits = "".join(f"{91 * high + low:013b}" for high, low in pairs)
    return gzip.decompress(
        bytes(int(bits[8 * i : 8 * i + 8], 2) for i in range(int(size)))
    ).decode()


def later_style(code):
    """The style sheet that the program brings along."""
    return json.loads(re.search(r'textContent=("(?:\\.|[^"\\])*")', code)[1])


def test_its_title_is_painted_before_its_program_runs():
    for page, title in (
        (build_page(language="de"), "Jede Funktion, Neuron für Neuron"),
        (build_page(panel="towers"), "A field of towers"),
    ):
        assert f"<h1>{title}</h1>" in page.split("<script", 1)[0]


def test_the_policy_allows_what_is_in_the_page_and_nothing_else():
    page = build_page()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    loader = re.search(r'<script type="module">(.*?)</script>', page, re.DOTALL)[1]
    styles = [re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1], later_style(code_of(page))]
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == f"'sha256-{hash_of(loader)}' 'sha256-{hash_of(code_of(page))}'"
    assert rules["style-src"] == " ".join(f"'sha256-{hash_of(style)}'" for style in styles)
    assert "unsafe" not in policy and "connect-src" not in policy


def test_it_is_the_same_every_time():
    assert build_page("sin(x)") == build_page("sin(x)")


@pytest.mark.parametrize(
    ("function", "box", "state"),
    [
        ("x^2", (-1, 2), {"v": 1, "f": "x^2", "box": [-1.0, 2.0]}),
        ("x*y", [(0, 1), (2, 3)], {"v": 1, "f2": "x*y", "box2": [0.0, 1.0, 2.0, 3.0]}),
        ("sine", None, {"v": 1, "f": "sin(2*pi*x)", "box": [0.0, 1.0]}),
        (uat.make_target("cos(t)", (0, 3)), None, {"v": 1, "f": "cos(t)", "box": [0.0, 3.0]}),
    ],
)
def test_it_begins_with_the_function(function, box, state):
    assert start_of(build_page(function, box)) == state == start_state(function, box)


def test_a_function_cannot_leave_its_script_element():
    page = build_page("x < 3 and 1 < 2")
    assert start_of(page)["f"] == "x < 3 and 1 < 2"
    inside = re.search(r'id="start">(.*?)</script>', page, re.DOTALL)[1]
    assert "<" not in inside


@pytest.mark.parametrize("function", [abs, "(cos(t), sin(t))", "x*y*z", "x" + "+x" * 1500])
def test_functions_that_a_page_cannot_compute(function):
    box = [(0, 1)] * 3 if function == "x*y*z" else None
    with pytest.raises(InputError, match="page"):
        build_page(function, box)


def test_files_are_written_whole_and_named_as_pages(tmp_path):
    save_page(tmp_path / "page.html", "x^2")
    assert start_of((tmp_path / "page.html").read_text())["f"] == "x^2"
    with pytest.raises(InputError, match=r"\.html"):
        save_page(tmp_path / "page.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_the_command(tmp_path, monkeypatch):
    runner = CliRunner()
    out = tmp_path / "page.html"
    result = runner.invoke(main, ["explore", "sin(x)", "-d", "0:2*pi", "-o", str(out)])
    assert (result.exit_code, result.stdout) == (0, f"{out}\n")
    assert start_of(out.read_text())["box"] == pytest.approx([0, 6.283185307])
    opened = []
    monkeypatch.setattr("webbrowser.open", lambda address: opened.append(address) or True)
    assert runner.invoke(main, ["explore"]).exit_code == 0
    assert opened[0].startswith("file://") and opened[0].endswith("explore.html")
    assert runner.invoke(main, ["explore", "sin(", "-o", str(out)]).exit_code == 2
    assert runner.invoke(main, ["explore", "x", "-o", str(tmp_path / "page.pdf")]).exit_code == 2


# The tools


def test_modules_are_called_in_order_of_need():
    files = {
        "a/one.js": 'import { two as deux } from "./two.js";\nexport const one = () => deux + 1;\n',
        "a/two.js": 'export { three } from "../three.js";\nexport const two = 2;\n',
        "three.js": "export function three() {}\n",
    }
    bundle = Bundle(files.__getitem__)
    bundle.add("a/one.js")
    assert list(bundle.modules) == ["three.js", "a/two.js", "a/one.js"]
    assert "const {two: deux} = m_a_two;" in bundle.code
    assert "return {two, three: m_three.three};" in bundle.code


def test_modules_that_need_each_other_and_unknown_forms_are_refused():
    files = {"a.js": 'import { b } from "./b.js";\n', "b.js": 'import { a } from "./a.js";\n'}
    with pytest.raises(ValueError, match=r"a\.js → b\.js"):
        Bundle(files.__getitem__).add("a.js")
    with pytest.raises(ValueError, match="not known"):
        Bundle({"a.js": "export default 3;\n"}.__getitem__).add("a.js")


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("const a = 1; // one\n", "const a=1;"),
        ("a + +b; a - -b; a++ + b;", "a+ +b;a- -b;a++ +b;"),
        ('"a  /* b */" + `x  ${ a + `y  ${b}` }  z`', '"a  /* b */"+`x  ${a+`y  ${b}`}  z`'),
        ("x = a / b / c; y = /a  b/g.test(z);", "x=a/b/c;y=/a  b/g.test(z);"),
        ("return /a b/ ; typeof x in y", "return/a b/;typeof x in y"),
        ("/* a */ f(/[/ ]/ , 2)", "f(/[/ ]/,2)"),
        # names that are declared, unless they are a property somewhere
        ("const long = 1; f(long, `${long}`);", "const a=1;f(a,`${a}`);"),
        ("const long = 1; g({ long, b: a.other });", "const long=1;g({long,b:a.other});"),
        ("let near, far; x.near = far(...near);", "let near,far;x.near=far(...near);"),
        (
            "const { open } = window; open(); const of = [a];",
            "const{open}=window;open();const of=[a];",
        ),
    ],
)
def test_minified_text(text, short):
    assert minify(text) == short


def test_what_is_minified_stays_so():
    """What the modules still do is seen by the tests in the browser, which run them minified."""
    for path in sorted(STATIC.rglob("*.js")):
        short = minify(path.read_text())
        assert minify(short) == short and "\n" not in re.sub(r"`[^`]*`", "", short), path


def test_no_name_of_a_browser_becomes_another(chromium):
    """A program may use what browsers call by a name, and declare the same name elsewhere."""
    bundle = Bundle(module_text)
    for entry in ("view/app.js", "view/served.js", "view/widget.js"):
        bundle.add(entry)
    names = shortened([each for each in tokens(bundle.code) if each[0] != "blank"])
    page = chromium.new_page()
    known = page.evaluate("""() => {
      const names = [];
      for (let each = globalThis; each; each = Object.getPrototypeOf(each)) {
        names.push(...Object.getOwnPropertyNames(each));
      }
      return names;
    }""")
    page.close()
    assert len(names) > 500 and names.keys() & set(known) == set()
    assert len(set(names.values())) == len(names)
