"""Options as people know them from elsewhere are read where they have one meaning."""

import json
import shlex

import pytest
from click.testing import CliRunner

import uat
from uat.cli import main
from uat.cli.reading import (
    ALREADY,
    INSTEAD,
    NAMES,
    SHORT_SIDES,
    VALUES,
    WORDS,
    as_ours,
    known_options,
)
from uat.films.renderer.spec import QUALITIES, get_quality


def run(*args, stdin=None):
    return CliRunner().invoke(main, [str(arg) for arg in args], input=stdin, prog_name="uat")


def read(line):
    name, *args = shlex.split(line)
    return as_ours(args, main.commands[name])


@pytest.mark.parametrize(
    ("line", "ours"),
    [
        ("render neuron --upright --voice", "neuron --shape portrait --voice"),
        ("render neuron --voice --upright", "neuron --voice --shape portrait"),
        ("render neuron --output film.mp4", "neuron -o film.mp4"),
        ("render neuron --resolution 1080x1080", "neuron --shape square --quality h"),
        (
            "render neuron --resolution=1080x1920 -d 0:1",
            "neuron --shape portrait --quality h -d 0:1",
        ),
        ("render neuron --resolution 854×480", "neuron --shape wide --quality l"),
        ("render neuron --resolution 720p", "neuron --quality m"),
        ("render neuron --aspect 1:1 --cover", "neuron --shape square --poster"),
        ("approximate x --fewest", "x --with best"),
        ("render neuron --subtitles", "neuron"),
        ("explore x --lang de --exercises", "x --language de"),
        ("approximate x --tolerance=0.1", "x --tol 0.1"),
        ("approximate x -o net.png --out net.c", "x --plot net.png --save net.c"),
        ("approximate x --output sigmoid", "x --output sigmoid"),
        ("compare x --deep --tol 0.1,1e-3", "x --tol 0.1 --tol 1e-3"),
        ("compare x --neurons 4,8", "x --neurons 4 --neurons 8"),
        ("approximate x --relu --steps", "x --activation relu --with steps"),
        ("approximate x --bumps 5 --max-neurons=7", "x --with bumps --neurons 10 --neurons 7"),
        ("approximate x --towers 5", "x --with towers 5"),
        ("render neuron -ql", "neuron --quality l"),
        ("render neuron -pqh -q m", "neuron --quality h --quality m"),
        # These say something else, or nothing, and stay.
        ("render neuron --relu -qx", "neuron --relu -qx"),
        ("compare x --tol 0,01", "x --tol 0,01"),
        ("approximate x --tol 0.1,0.2", "x --tol 0.1,0.2"),
        ("approximate x --title --upright", "x --title --upright"),
        ("approximate x --upright", "x --upright"),
        ("approximate x -- --weights", "x -- --weights"),
        ("render neuron --resolution 100x100", "neuron --resolution 100x100"),
        ("render neuron --resolution 1920", "neuron --resolution 1920"),
        ("render neuron --quality 500p", "neuron --quality 500p"),
    ],
)
def test_what_has_one_meaning_is_read(line, ours):
    found, told = read(line)
    assert found == shlex.split(ours)
    changed = {word.partition("=")[0] for word in shlex.split(line)} - {"compare"} - set(found)
    assert bool(told) == any(word.startswith("-") for word in changed)


def test_values_of_elsewhere_are_read():
    found, told = read("render neuron --quality 480p --shape=9:16 --quality=720P --title 480p")
    assert found == shlex.split("neuron --quality l --shape=portrait --quality=m --title 480p")
    assert told == [
        "--quality 480p is read as --quality l",
        "--shape 9:16 is read as --shape portrait",
        "--quality 720P is read as --quality m",
    ]
    assert {q: VALUES["--quality"][f"{get_quality(q).height}p"] for q in QUALITIES} == {
        q: q for q in QUALITIES
    }


def test_every_word_stands_for_options_that_there_are():
    commands = main.commands.values()
    known = set().union(*map(known_options, commands))
    assert set(NAMES.values()) <= known
    for words in WORDS.values():
        option, *value = words.split()
        (parameter, *_) = [
            p for c in commands for p in c.params if option in p.opts + p.secondary_opts
        ]
        assert not value or value[0] in parameter.type.choices
    assert set(ALREADY) <= set(main.commands)
    assert set(INSTEAD) <= {*main.commands, "*"}
    # A word that a command knows itself never comes to be read.
    for words in (*ALREADY.items(), *INSTEAD.items()):
        name, others = words
        if name != "*":
            assert not {f"--{word}" for word in others} & known_options(main.commands[name])


def test_pixels_are_those_of_the_qualities():
    for short, name in SHORT_SIDES.items():
        for shape in ("wide", "square", "portrait"):
            quality = get_quality(name, shape=shape)
            assert min(quality.width, quality.height) == short
            found, _ = read(f"render neuron --size {quality.width}x{quality.height}")
            assert found == ["neuron", "--shape", shape, "--quality", name]
    assert set(SHORT_SIDES.values()) == set(QUALITIES)


def test_what_was_read_is_said_beside_the_output():
    told = run("approximate", "x", "--weights", "--with", "ramps", "--tolerance", "0.1")
    assert told.stdout == run("approximate", "x", "--formula", "text", "--with", "ramps").stdout
    assert told.stderr.splitlines() == [
        "--weights is read as --formula text",
        "--tolerance is read as --tol",
    ]


def test_the_output_at_points():
    net = uat.approximate("x^2", tol=0.1)
    done = run("approximate", "x^2", "--tol", "0.1", "--at", "0.3,1/2")
    for x in (0.3, 0.5):
        assert (
            f"  at         x = {x}: the network is {net(x):.10g}, and f is {x * x:.10g}\n"
            in done.stdout
        )
    rows = json.loads(run("approximate", "x*y", "--tol", "0.3", "--at", "0.5,1", "--json").stdout)[
        "at"
    ]
    assert [(row["point"], row["f"]) for row in rows] == [([0.5, 1.0], [0.5])]
    assert "2 inputs" in run("approximate", "x*y", "--tol", "0.3", "--at", "0.5").stderr


@pytest.mark.parametrize(
    "text", ["a,b\n0,1\n1,2\n", "0;1\n0,5;2\n", "0 1\n-1e-3 2", "0\t1\n1\t3\n"]
)
def test_a_table_on_standard_input_is_read_as_its_file(text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "stdin.csv").write_text(text)
    piped = run("approximate", "-", "--with", "ramps", "--tol", "0.1", stdin=text)
    named = run("approximate", "stdin.csv", "--with", "ramps", "--tol", "0.1")
    assert piped.exit_code == 0
    # What came by a pipe is gone, so no command is offered that would ask for it again.
    assert piped.stdout == named.stdout[: named.stdout.index("  next")]


def test_a_long_table_on_standard_input_is_read_whole():
    rows = "".join(f"{n},{n % 2}\n" for n in range(5000))  # longer than any formula may be
    assert len(rows) > 20_000
    done = run("approximate", "-", "--with", "ramps", "--tol", "0.6", stdin=rows)
    assert "linear between 5000 samples" in done.stdout
    assert run("approximate", "-", "--tol", "0.1", stdin="x^2 - 1\n").exit_code == 0


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_is_told_how_to_complete(shell):
    assert f"_UAT_COMPLETE={shell}_complete" in run("completion", shell).stdout
