"""Which columns are inputs, values, classes or helpers; what was chosen is said."""

import json
import shlex

import numpy as np
import pytest
from click.testing import CliRunner

import uat
from uat.base.errors import InputError
from uat.cli import main
from uat.films.renderer.spec import FilmSpec
from uat.functions.table.asked import with_columns
from uat.functions.table.choose import read_table

ROWS = [(0, 1, 7), (2, 5, 11), (3, 4, 13), (9, 6, 2)]


def write(tmp_path, text, name="samples.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def table(tmp_path, header, rows, **options):
    body = "\n".join(",".join(map(str, row)) for row in rows)
    return read_table(write(tmp_path, f"{header}\n{body}\n"), **options)


@pytest.mark.parametrize(
    "name", ["rownames", "nr", "Nr.", "index", "Unnamed: 0", "", "ID", "No", "#n"]
)
@pytest.mark.parametrize("first", [0, 1])
def test_a_counter_is_no_input(tmp_path, name, first):
    rows = [(k + first, *row) for k, row in enumerate(ROWS)]
    found = table(tmp_path, f'"{name}",x,y,z', rows)
    assert found.table.names == ("x", "y")
    assert found.columns.startswith("z of x and y; left out: ")
    assert found.columns.endswith("(counts the rows)")


def test_a_counter_without_names(tmp_path):
    rows = [(k + 1, *row) for k, row in enumerate(ROWS)]
    body = "\n".join(" ".join(map(str, row)) for row in rows)
    found = read_table(write(tmp_path, body))
    assert found.table.box == ((0, 9), (1, 6))
    assert (
        found.columns == "column 4 of column 2 and column 3; left out: column 1 (counts the rows)"
    )


@pytest.mark.parametrize("header", ["index,height", "nr,height", "x,y", "1st,2nd"])
def test_of_two_columns_the_first_is_x_even_if_it_counts(tmp_path, header):
    found = table(tmp_path, header, [(1, 4), (2, 9), (3, 16)])
    assert found.table.axes[0].tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    ("header", "whose"),
    [
        ("x,y,dy", "y"),
        ("x,y,yerr", "y"),
        ("x,y,y_err", "y"),
        ("x,y,ydelta", "y"),
        ("x,y,Δy", "y"),
        ("x,y,sigma_y", "y"),
        ("x,y,y error", "y"),
        ("x,y,std", ""),
        ("x,y,±", ""),
        ("x,y,err", ""),
        ("volt,amp,amp_std", "amp"),
        ("volt [V],amp [A],d amp [A]", "amp [A]"),
    ],
)
def test_error_bars_are_no_values(tmp_path, header, whose):
    found = table(tmp_path, header, [(0, 3, 0.1), (1, 5, 0.2), (2, 4, 0.1)])
    x, y, error = header.split(",")
    assert (found.table.names, found.table.values[:, 0].tolist()) == ((x,), [3, 5, 4])
    reason = f"errors of {whose}" if whose else "errors"
    assert found.columns == f"{y} of {x}; left out: {error} ({reason})"


def test_errors_of_both_axes_and_of_two_inputs(tmp_path):
    found = table(tmp_path, "x,dx,y,dy", [(0, 0.1, 3, 0.2), (1, 0.1, 5, 0.2)])
    assert found.table.values[:, 0].tolist() == [3, 5]
    found = table(tmp_path, "x,y,z,dz", [(*row, 0.5) for row in ROWS])
    assert (found.table.names, found.table.outputs) == (("x", "y"), 1)


def test_what_is_negative_is_no_error(tmp_path):
    found = table(tmp_path, "a,b,db", [(0, 3, -0.1), (1, 5, 0.2), (2, 4, 0.1)])
    assert "left out" not in found.columns


@pytest.mark.parametrize("name", ["time", "t", "Date", "timestamp [s]", "year", "epoch"])
def test_two_channels_of_a_time(tmp_path, name):
    rows = [(k, 0.5 * k, k % 2, -k) for k in range(4)]
    found = table(tmp_path, f"nr,{name},left,right", rows)
    assert (found.table.names, found.table.outputs) == ((name,), 2)
    assert found.columns == f"left and right of {name}; left out: nr (counts the rows)"


def test_times_that_repeat_are_an_input_of_two(tmp_path):
    rows = [(year, month, year + month) for year in (2001, 2002) for month in (1, 2, 3)]
    assert table(tmp_path, "year,month,sales", rows).table.names == ("year", "month")


WORDS = [(0.1, 0.3, "red"), (0.8, 0.2, "green"), (0.2, 0.9, "red"), (0.7, 0.6, "green")]


def test_a_column_of_words_names_classes(tmp_path):
    path = write(tmp_path, "u,v,label\n" + "\n".join(",".join(map(str, row)) for row in WORDS))
    target = uat.make_target(str(path))
    assert (target.kind, target.labels) == ("classes", ("green", "red"))
    assert target.columns == "classes: label of u and v"
    u, v, words = zip(*WORDS, strict=True)
    assert [target.labels[k] for k in target.classify(u, v)] == list(words)


def test_words_that_name_no_classes_are_left_out_by_name(tmp_path):
    rows = [(0, 3, "a"), (1, 5, "b"), (2, 4, "c")]
    found = table(tmp_path, "x,y,remark", rows)
    assert found.table.values[:, 0].tolist() == [3, 5, 4]
    assert found.columns == "y of x; left out: remark (words: 'a')"
    one = table(tmp_path, "u,v,label", WORDS, inputs=1)
    assert one.columns == "v of u; left out: label (words: 'red')"


def test_numbers_name_classes_if_they_are_asked_for(tmp_path):
    rows = [(0, 0, 3), (0, 1, 5), (1, 0, 5), (1, 1, 3)]
    path = write(tmp_path, "x,y,kind\n" + "\n".join(",".join(map(str, row)) for row in rows))
    target = uat.make_target(f"classes:{path}")
    assert (target.kind, target.labels) == ("classes", ("3", "5"))
    assert [target.labels[k] for k in target.classify(*np.array(rows).T[:2])] == list("3553")


def test_one_place_of_two_classes(tmp_path):
    rows = [*WORDS, (0.1, 0.3, "green")]
    with pytest.raises(
        InputError, match=r"u = 0\.1, v = 0\.3 is both (red and green|green and red)"
    ):
        table(tmp_path, "u,v,label", rows)


@pytest.mark.parametrize(
    ("columns", "names", "values", "said"),
    [
        ("x=c,y=a", ("c",), [[0, 2, 3, 9][k] for k in (3, 0, 1, 2)], "a of c"),
        ("x=3,y=1", ("c",), [9, 0, 2, 3], "a of c"),
        ("x=a,f=c", ("a",), [7, 11, 13, 2], "c of a"),
        ("x=a,f=b,f=c", ("a",), [[1, 7], [5, 11], [4, 13], [6, 2]], "b and c of a"),
        ("t=a,x=b,y=c", ("a",), [[1, 7], [5, 11], [4, 13], [6, 2]], "b and c of a"),
        ({"x": "a", "f": ["b", "c"]}, ("a",), [[1, 7], [5, 11], [4, 13], [6, 2]], "b and c of a"),
        ({"x": 1, "y": 3}, ("a",), [7, 11, 13, 2], "c of a"),
        ("a,c", ("a",), [7, 11, 13, 2], "c of a"),
    ],
)
def test_columns_that_are_asked_for(tmp_path, columns, names, values, said):
    path = write(tmp_path, "a,b,c\n" + "\n".join(",".join(map(str, row)) for row in ROWS))
    target = uat.make_target(str(path), columns=columns)
    assert target.names == names
    assert np.squeeze(target.function.values).tolist() == values
    assert target.columns.partition(";")[0] == said


@pytest.mark.parametrize("name", ["a,b", 'the "best"', "mean(a)", "x=y", "[m]", "größe", "a  b"])
def test_any_name_can_be_asked_for(tmp_path, name):
    header = '"' + name.replace('"', '""') + '"'
    path = write(tmp_path, f"k,{header}\n1,5\n2,3\n")
    columns = {"x": name, "f": "k"}
    assert uat.make_target(path, columns=columns).function.axes[0].tolist() == [3, 5]
    assert uat.make_target(with_columns(str(path), columns)).function.axes[0].tolist() == [3, 5]


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ("x=a,y=q", "no column 'q': there are a, b, c"),
        ("a,y=b", "is not of this form"),
        (
            "b",
            "b is a value, but of which input\\? Write --columns x=a,y=b or x=c,y=b or x=word,y=b",
        ),
        ("", "is not of this form"),
        ("x=a", "an input and a value"),
        ("f=a,f=b", "an input and a value"),
        ("x=a,x=b", "given once"),
        ("x=a,q=b", "there is no 'q'"),
        ("x=a,y=a", "two things at once"),
        ("x=a,f=mean(b),f=c", "the same of mean"),
        ("x=a,y=word", "word holds no numbers"),
        (3, "text or a dict, not int"),
    ],
)
def test_columns_that_are_asked_for_wrongly(tmp_path, columns, sentence):
    path = write(tmp_path, "a,b,c,word\n1,2,3,u\n4,5,6,u\n7,8,8,v\n")
    if "there are a, b, c" in sentence:
        sentence += ", word"
    with pytest.raises(InputError, match=sentence):
        uat.make_target(path, columns=columns)


@pytest.mark.parametrize("columns", ["temp", "y=temp", "f=temp", "2"])
def test_a_value_alone_has_the_other_column_as_its_input(tmp_path, columns):
    path = write(tmp_path, "day,temp\n1,5\n2,3\n")
    assert uat.make_target(path, columns=columns).columns == "temp of day"
    with pytest.raises(InputError, match="one column: put an input beside it"):
        uat.make_target(write(tmp_path, "temp\n1\n5\n"), columns="temp")


def test_columns_are_of_tables_only():
    with pytest.raises(InputError, match="chosen of a table"):
        uat.make_target("x^2", columns="x=a,y=b")
    with pytest.raises(InputError, match="chosen of a table"):
        uat.make_target(np.sin, columns="x=a,y=b")


@pytest.mark.parametrize(
    ("how", "wanted"),
    [("mean", [3.0, 8.0]), ("median", [2.0, 8.0]), ("min", [1, 7]), ("max", [6, 9])],
)
def test_several_values_at_one_place_become_one(tmp_path, how, wanted):
    path = write(tmp_path, "dose,mass\n5,1\n5,6\n5,2\n8,7\n8,9\n")
    target = uat.make_target(path, columns=f"x=dose,y={how}(mass)")
    assert (target.function.axes[0].tolist(), target.function.values[:, 0].tolist()) == (
        [5, 8],
        wanted,
    )
    assert target.columns == f"{how}(mass) of dose"


@pytest.mark.parametrize("header", ["dose,mass", '"a,b",c', "5 mg,x"])
def test_the_advice_about_several_values_works(tmp_path, header):
    path = write(tmp_path, f"{header}\n5,1\n5,6\n8,7\n")
    with pytest.raises(InputError, match=r"= 5 has two values, 1 and 6") as caught:
        uat.make_target(path)
    columns = str(caught.value).partition("columns ")[2].removesuffix(" (option --columns)")
    target = uat.make_target(path, columns=shlex.split(columns)[0])
    assert target.function.values[:, 0].tolist() == [3.5, 7]


def run(*arguments):
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def test_the_report_says_which_columns_it_took(tmp_path):
    path = write(tmp_path, "nr,u,v,w\n" + "".join(f"{k},{k / 9},{k * k},{-k}\n" for k in range(10)))
    found = run("approximate", str(path), "--columns", "x=u,y=w", "--with", "steps", "--plot",
                str(tmp_path / "p.png"))  # fmt: skip
    assert "  columns    w of u; left out: nr (not asked for), v (not asked for)\n" in found.output
    assert "--columns x=u,y=w" in found.output.splitlines()[-1]
    compared = run("compare", str(path), "--columns", "x=u,y=w", "--no-train", "--json")
    data = json.loads(compared.stdout)
    assert data["function"] == "samples.csv"
    assert "columns: w of u; left out: nr (not asked for), v (not asked for)" in data["notes"]
    built = run("approximate", str(path), "--columns", "x=u,y=w", "--json")
    told = json.loads(built.stdout)
    assert told["read_as"] == "linear between 10 samples"
    assert told["columns"].startswith("w of u; left out: ")


@pytest.mark.parametrize("suffix", ["csv", "tsv", "txt", "dat", "tab", "CSV"])
def test_suffixes_of_tables(tmp_path, suffix):
    assert uat.make_target(str(write(tmp_path, "0 1\n1 3\n", f"a.{suffix}"))).outputs == 1


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("a.xlsx", "save the sheet as .csv"),
        ("a.npy", "numpy.savetxt"),
        ("a.json", "uat load"),
        ("a.svg", "save it as .png"),
        ("a.parquet", "pandas"),
        ("a.csv.gz", "unpack it"),
        ("folder/a.xlsx", "save the sheet as .csv"),
    ],
)
def test_other_files_are_told_how(name, advice):
    with pytest.raises(InputError, match=f"reads tables .*{advice}"):
        uat.make_target(name)


def test_a_file_of_any_other_name_is_told(tmp_path):
    with pytest.raises(InputError, match=r"not data\.log: give it one of these names"):
        uat.make_target(str(write(tmp_path, "0 1\n", "data.log")))


def test_a_film_of_a_table_follows_its_file(tmp_path):
    path = write(tmp_path, "a,b\n0,1\n1,3\n")
    spec = FilmSpec(with_columns(str(path), "x=a,y=b"))
    before = spec.fingerprint()
    assert before == FilmSpec(with_columns(str(path), "x=a,y=b")).fingerprint()
    assert before != FilmSpec(with_columns(str(path), "x=b,y=a")).fingerprint()
    path.write_text("a,b\n0,1\n1,4\n")
    assert spec.fingerprint() != before
