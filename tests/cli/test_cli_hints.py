"""What is mistyped, or typed as elsewhere, is told what may be meant."""

import shlex

import pytest
from click.testing import CliRunner

import uat
from uat.cli import main
from uat.cli.hints import COMMANDS, OPTIONS, closest, with_minus


def run(*args):
    return CliRunner().invoke(main, [str(arg) for arg in args], prog_name="uat")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("approximate x --lang de", "no option --lang: reports are in English"),
        ("approximate x --bits 8", "in 8 bits with --precision float8"),
        ("approximate x --width 4", "--with folds builds a deep network"),
        ("render neuron --lang de", "films speak English"),
        ("approximate x --method steps", "Did you mean --with?"),
        ("approximate x --neurns 5", "Did you mean --neurons?"),
        ("approximate x --qqq 5", "no option --qqq."),
        ("approximate x --with step", "did you mean steps?"),
        ("approximate x --heights meen", "did you mean mean?"),
        ("approximate x --view eror --plot x.png", "did you mean error?"),
        ("approximate x --activation sigmoidd", "did you mean sigmoid?"),
        ("approximate nielson", "did you mean nielsen?"),
        ("approximate x^2 0:2", "a domain is given with -d: write -d 0:2"),
        (
            "approximate x^2 sin(x)",
            "'sin(x)' is a second function: one function with several values",
        ),
        ("approximate sin x", "a formula is one argument, in quotes: write 'sin x'"),
        ("approximate x*y -d 0:1", "give one interval for each input"),
        ("render staircas", "did you mean staircase?"),
        ("render neuron --quality medium", "choose one of l, m, h, k"),
        ("load x.json --savee y", "Did you mean --save?"),
        ("functions nielsen", "'nielsen' is left over"),
        ("load x.json 1 2", "'2' is left over"),
        ("approximate x --from 0 --to 2", "the domain is one option, such as -d 0:2"),
        ("help bumps", "uat approximate FUNCTION --with bumps"),
        ("approximate x --font-size 18", "--style font.size=18"),
        ("approximate x*y -d -2:2", "one interval for each input, such as -d -2:2 -d -2:2 for the"),
        ("render bump --poster t.png", "-o says where its files go"),
        ("render bump --colours red", "--theme light is the other ground"),
        ("eval net.json 0.5", "uat load FILE POINT, such as 0.5"),
        ("render neuron --script", "--script needs a value: --script FILE"),
        ("render bump --clips --quality l", "--clips needs a value: --clips FOLDER"),
        ("approximate x --plot --tol 0.1", "--plot needs a value: --plot FILE"),
        ("render bump --duration 30", "--list has the lengths"),
        ("render bump --dry-run", "neither renders"),
        ("explore x --embed", "--panel bumps -o figure.html"),
        ("explore bump", "bump is a panel, not a function: write --panel bumps"),
        ("explore draw -o a.html", "write --panel draw"),
        ("explore --panel bump -o a.html", "did you mean bumps"),
        ("approximate x --plot-range 3", "uat load net.json -d -1:2 --plot beyond.png"),
        ("compare x --quiet", "standard error"),
        ("approximate a/mine.py:f", "write py:mine:f, and run uat in the folder a"),
        ("render tower --function x*y", "another chapter such as quadrants, ridges, surface"),
        ("aproximate x", "Did you mean: uat approximate"),
        ("plot x", "uat approximate FUNCTION --plot FILE"),
        ("film", "uat render CHAPTER"),
        ("exercises", "uat explore FUNCTION"),
        ("x^2 --tol 0.1", "Did you mean: uat approximate 'x^2' --tol 0.1"),
        ("nielsen", "Did you mean: uat approximate nielsen"),
        ("blah!", "there is no command 'blah!'. See uat --help"),
    ],
)
def test_a_mistyped_word_is_answered_with_what_may_be_meant(line, words):
    result = run(*shlex.split(line))
    assert result.exit_code == 2
    assert words in " ".join(result.stderr.split())


def test_hints_name_what_there_is():
    options = {
        name for command in main.commands.values() for p in command.params for name in p.opts
    }
    assert set(OPTIONS.values()) <= options
    assert {words.split()[0] for words in COMMANDS.values()} <= set(main.commands)
    assert not set(COMMANDS) & set(main.commands)
    assert closest("tolerence", ["tolerance", "box"]) == "tolerance"


@pytest.mark.parametrize(
    ("args", "meant"),
    [
        (["-x^2"], ["--function=-x^2"]),
        (["-1 if x<0 else 1", "--tol", "0.1"], ["--function=-1 if x<0 else 1", "--tol", "0.1"]),
        (["x", "--steepness", "-5"], ["x", "--steepness", "-5"]),
        (["-d", "-1:1", "x"], ["-d", "-1:1", "x"]),
        (["-", "-d-1:1"], ["-", "-d-1:1"]),
        (["--", "-x"], ["--", "-x"]),
    ],
)
def test_a_function_that_begins_with_a_minus_is_no_option(args, meant):
    assert with_minus(args, main.commands["approximate"]) == meant


def test_two_names_for_one_thing():
    ours = run("approximate", "x^2", "-d", "0:2", "--with", "steps", "--tol", "0.2")
    others = run("approximate", "x^2", "--box", "0:2", "--construction", "steps", "--tol", "0.2")
    assert ours.stdout.replace(" -d 0:2", "") == others.stdout.replace(" -d 0:2", "")


@pytest.mark.parametrize(
    ("tol", "value"), [("10%", 0.4), ("2,5%", 0.1), ("1/10", 0.1), ("0.1", 0.1), ("1e-1", 0.1)]
)
def test_a_tolerance_may_be_a_share_of_the_range(tol, value):
    """x^2 on [0, 2] has the range 4."""
    assert uat.approximate(
        "x^2", (0, 2), construction="steps", tol=tol.replace(",", ".")
    ).tolerance == (pytest.approx(value))
    result = run("approximate", "x^2", "-d", "0:2", "--with", "steps", "--tol", tol)
    assert f"outside the tolerance {value:g}" in result.stdout
    assert (f"{tol.replace(',', '.')[:-1]} % of f's range" in result.stdout) is ("%" in tol)


@pytest.mark.parametrize("tol", ["-1%", "0%", "x%", "nan%"])
def test_a_share_without_meaning(tol):
    assert run("approximate", "x", "--tol", tol).exit_code == 2
    with pytest.raises(uat.InputError):
        uat.approximate("x", tol=tol)


def test_a_share_is_for_comparisons_too():
    found = uat.compare("x^2", (0, 2), tol=["10%", 1.0], train=False)
    tolerances = {entry.tolerance for entry in found.entries if entry.tolerance is not None}
    assert sorted(tolerances) == pytest.approx([0.4, 1.0])


def test_pictures_are_repeatable(tmp_path):
    files = [tmp_path / name for name in ("a.png", "b.svg")]
    result = run(
        "approximate", "x", "--with", "steps", "--tol", "0.2", "--view", "error",
        "--plot", files[0], "--plot", files[1],
    )  # fmt: skip
    assert result.stdout.count("written") == 2
    assert all(file.stat().st_size > 1000 for file in files)


@pytest.mark.parametrize(
    ("function", "domain"),
    [
        ("1/x", "0.1:1"),
        ("log(x)", "0.1:1"),
        ("sqrt(x-1)", "1:2"),
        ("1/(x-0.3)", "0.4:1"),
        ("exp(1000*x)", "0:0.44"),
    ],
)
def test_where_a_function_has_no_values_a_domain_is_offered_that_works(function, domain):
    refused = run("approximate", function, "--tol", "5%")
    assert refused.exit_code == 1
    assert refused.stderr.endswith(f", such as {domain}\n")
    again = run("approximate", function, "-d", domain, "--tol", "20%", "--with", "steps")
    assert again.exit_code == 0, again.stderr


def test_every_summary_is_a_whole_sentence():
    rows = run("--help").stdout.partition("Commands:")[2]
    assert "..." not in rows
    summaries = [c.get_short_help_str() for c in main.commands.values()]
    assert all(s[0].isupper() and s.endswith(".") and len(s) < 100 for s in summaries)


def test_what_is_no_proof_is_named(tmp_path):
    for name, options in (("net.json", []), ("p.json", ["--prove"])):
        path = tmp_path / name
        saved = run("approximate", "x", "--with", "steps", "--tol", "0.2", "--save", path, *options)
        assert ("a proof is saved as a name" in saved.stdout) is bool(options)
        refused = run("check", path)
        assert refused.exit_code == 2
        assert "holds a network, not a proof" in refused.stderr
    (tmp_path / "other.json").write_text("{}")
    assert "is not a proof file of uat" in run("check", tmp_path / "other.json").stderr


@pytest.mark.parametrize("suffix", ["onnx", "pt", "safetensors"])
@pytest.mark.parametrize("command", ["approximate", "load"])
def test_what_is_missing_is_said_before_any_work(suffix, command, monkeypatch, without, tmp_path):
    package = {"pt": "torch"}.get(suffix, suffix)
    uat.approximate("x", construction="steps", tol=0.2).save(tmp_path / "x.json")
    without(package)
    first = "x" if command == "approximate" else tmp_path / "x.json"
    monkeypatch.setattr("uat.approximation.approximate", None)
    monkeypatch.setattr("uat.exchange.load.load", None)
    result = run(command, first, "--save", tmp_path / f"x.{suffix}")
    assert result.exit_code == 1
    assert f"{package} is not installed" in result.stderr
    assert f"-m pip install {package} brings it" in result.stderr


def test_estimators_name_scikit_learn_where_it_is_missing(without):
    import importlib

    without("sklearn", "uat.sklearn")
    with pytest.raises(uat.UatError, match="pip install scikit-learn brings it"):
        importlib.import_module("uat.sklearn")


@pytest.mark.parametrize("content", [bytes(range(256)) * 8, b"\x00\x01\xff\xfe\x93abc\x00"])
def test_a_table_of_bytes_is_answered_in_few_words(content, tmp_path):
    (tmp_path / "b.csv").write_bytes(content)
    result = run("approximate", tmp_path / "b.csv")
    assert result.exit_code == 2
    assert "is not text" in result.stderr and len(result.stderr) < 200 + len(str(tmp_path))


@pytest.mark.parametrize(
    ("line", "box"),
    [
        ("x^2", "[0, 1]"),
        ("py:math:sin", "[0, 1]"),
        ("'(x, x^2)'", "[0, 1]"),
        ("x*y --with ridges --tol 0.2", "[0, 1] × [0, 1]"),
        ("'x + y < 1' --neurons 20", "[0, 1] × [0, 1]"),
        ("x^2 -d 0:1", None),
        ("nielsen --tol 0.2", None),
        ("t.csv --with ramps", None),
    ],
)
def test_the_report_says_which_domain_was_taken(line, box, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t.csv").write_text("x,y\n0,0\n1,2\n3,3\n")
    result = run("approximate", *shlex.split(line))
    assert result.exit_code == 0
    rows = [row for row in result.stdout.splitlines() if row.startswith("  domain")]
    assert rows == ([f"  domain     {box} was taken: -d A:B chooses another"] if box else [])


@pytest.mark.parametrize("formula", ["1/x", "log(x)", "tan(pi*x)", "1/(x - 0.3)", "1/(x*(1 - x))"])
def test_a_domain_that_works_is_offered(formula):
    refused = run("approximate", formula, "--with", "ramps", "--tol", "5%")
    assert refused.exit_code == 1
    offered = refused.stderr.split("such as ")[1].split()[0]
    built = run("approximate", formula, "-d", offered, "--with", "ramps", "--tol", "5%")
    assert built.exit_code == 0
