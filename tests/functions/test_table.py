"""Tables are read as people write them."""

import numpy as np
import pytest

from uat.base.errors import FileError, InputError
from uat.functions.table.choose import read_table
from uat.functions.target import make_target


def table_of(path, inputs=None):
    return read_table(path, inputs).table


def write(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "samples.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    "text",
    [
        "x,y\n0,1\n1,3\n2,2\n",
        "0,1\n1,3\n2,2\n",
        "2,2\n0,1\n1,3\n",
        "t;value\n0;1\n1;3\n2;2\n",
        "0\t1\n1\t3\n2\t2",
        "# measured\nx, y\n0, 1\n\n1, 3\n2, 2\n",
        "x,y\n0,1\n1,3\n1,3\n2,2\n",
        '"x","y","note"\n0,1,a\n1,3,b\n2,2,\n',
    ],
)
def test_the_same_function_in_many_spellings(tmp_path, text):
    table = table_of(write(tmp_path, text))
    np.testing.assert_array_equal(table.axes[0], [0, 1, 2])
    np.testing.assert_array_equal(table(np.array([0.0, 0.5, 1.0, 1.75])), [1, 2, 3, 2.25])


def test_decimal_commas(tmp_path):
    table = table_of(write(tmp_path, "x;y\n0,5;1,5\n1,5;2\n"))
    np.testing.assert_array_equal(table.axes[0], [0.5, 1.5])
    np.testing.assert_array_equal(table.values[:, 0], [1.5, 2.0])


def test_gaps_are_left_out_and_said(tmp_path):
    table = table_of(write(tmp_path, "x,y\n0,1\n1,\n2,nan\n3,4\n"))
    np.testing.assert_array_equal(table.axes[0], [0, 3])
    assert table.note == (
        "linear between 2 samples; 2 rows left out (row 3: y is empty, row 4: y is 'nan')"
    )
    assert table(np.array([1.0]))[0] == pytest.approx(2.0)


def test_names_and_byte_order_marks(tmp_path):
    table = table_of(write(tmp_path, "time,height\n0,1\n1,2\n", "utf-8-sig"))
    assert table.names[0] == "time"
    assert table_of(write(tmp_path, "größe,y\n0,1\n1,2\n", "latin-1")).names[0] == "größe"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "at least two rows"),
        ("x,y\n1,2\n", "at least two rows"),
        ("a,b\nc,d\n", "at least two rows"),
        ("0,1\n0,2\n1,1\n", "x = 0 has two values, 1 and 2"),
        ("1,2\n1,2\n", "the same x"),
        ("0 1\n", "at least two rows"),
    ],
)
def test_what_is_no_function_is_refused(tmp_path, text, message):
    with pytest.raises(InputError, match=message):
        table_of(write(tmp_path, text))


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(FileError, match="cannot read"):
        table_of(tmp_path / "none.csv")


def test_tables_of_other_countries_and_repeated_points(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("Länge;Höhe\n0,0;1,5\n0,5;2,5\n1,0;0,5\n", encoding="cp1252")
    target = make_target(path)
    assert target.names == ("Länge",)
    np.testing.assert_allclose(target([0.0, 0.25, 1.0]), [1.5, 2.0, 0.5])
    path.write_text("x,y\n0,1\n0,2\n1,3\n")
    with pytest.raises(InputError, match="x = 0 has two values, 1 and 2"):
        make_target(path)
    path.write_text("x,y\n0,1\n0,1\n1,3\n")
    assert make_target(path)(0.5) == 2.0
