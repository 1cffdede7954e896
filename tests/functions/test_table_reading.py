"""Files of samples are read in any encoding, quickly where they can be, and no file is a crash."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from uat.base.errors import FileError, InputError, UatError
from uat.functions.table import read as reading
from uat.functions.table.choose import read_table


def table_of(path, inputs=None):
    return read_table(path, inputs).table


def write(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "samples.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_encodings(tmp_path, encoding):
    table = table_of(write(tmp_path, "größe\tmaß\n0,5\t1\n2,5\t3\n", encoding))
    assert table.names[0] == "größe"
    np.testing.assert_array_equal(table.axes[0], [0.5, 2.5])


def test_both_readers_read_the_same(tmp_path, monkeypatch):
    body = "\n".join(
        ",".join(map(repr, row)) for row in np.random.default_rng(0).random((9, 3)).tolist()
    )
    quick = reading.read_sheet(write(tmp_path, f"x,y,f\n{body}\n"))
    monkeypatch.setattr(reading, "_quickly", lambda lines, separator: None)
    slow = reading.read_sheet(write(tmp_path, f"x,y,f\n{body}\n"))
    assert quick.header == slow.header == ("x", "y", "f")
    np.testing.assert_array_equal(quick.numbers, slow.numbers)


def test_large_files_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_BYTES", 100)
    with pytest.raises(InputError, match="larger than"):
        table_of(write(tmp_path, "0,1\n" * 50))
    monkeypatch.undo()
    monkeypatch.setattr(reading, "MOST_BYTES_BY_ROW", 100)
    with pytest.raises(InputError, match="words among its numbers"):
        table_of(write(tmp_path, "0,1\n" * 50 + "a,b\n"))
    monkeypatch.undo()
    with pytest.raises(InputError, match="not a table of text"):
        table_of(write(tmp_path, "1," * 199_999 + "x\n" + "1\n" * 1000))


def test_gaps_are_read_quickly_too(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_BYTES_BY_ROW", 0)
    sheet = reading.read_sheet(write(tmp_path, "a;b;c\n1,5;;3\n; ;\n4;5;\n;;6\n"))
    nan = np.nan
    wanted = [[1.5, nan, 3], [nan, nan, nan], [4, 5, nan], [nan, nan, 6]]
    np.testing.assert_array_equal(sheet.numbers, wanted)


def test_what_cannot_be_opened(tmp_path):
    for path in (tmp_path, tmp_path / "a\0b.csv", "/dev/zero"):
        with pytest.raises(FileError, match="cannot read"):
            table_of(path)


CELLS = ["0", "1", "2.5", "", "nan", "1e308", "-1e308", "x"]


@given(
    st.one_of(
        st.binary(max_size=60),
        st.text(alphabet='0123.,;\t\n"-e xyta', max_size=80).map(str.encode),
        st.lists(
            st.lists(st.sampled_from(CELLS), max_size=4),
            max_size=12,
        ).map(lambda found: "\n".join(",".join(row) for row in found).encode()),
    ),
    st.sampled_from([None, 1, 2, 3]),
)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_file_is_a_function_or_a_sentence(tmp_path, content, inputs):
    path = tmp_path / "any.csv"
    path.write_bytes(content)
    try:
        table = table_of(path, inputs)
    except UatError as error:
        assert "\n" not in str(error)
        return
    middle = [np.array(a / 2 + b / 2) for a, b in table.box]
    assert table(*middle).shape == (() if table.outputs == 1 else (table.outputs,))


@pytest.mark.parametrize(
    ("text", "write_it"),
    [
        ("year,amount\n2001,1,234,567\n2002,1,345,678\n2003,2,345,111\n", "1234 for 1,234"),
        ("n,amount\n1,1,234\n2,1,500\n3,2,345\n", "1234 for 1,234"),
        ("year,amount\n2001,950\n2002,1,345.50\n2003,2,345.75\n", "1234 for 1,234"),
        ("x,y\n1,0,5\n2,0,75\n3,1,25\n", "0.5 for 0,5"),
        ("x,y\n0,1,0,5\n0,2,0,75\n0,3,1,25\n", "0.5 for 0,5"),
    ],
)
def test_commas_inside_numbers_of_a_comma_file_are_told(tmp_path, text, write_it):
    with pytest.raises(InputError, match=f"the header names 2 columns, .*write {write_it}"):
        table_of(write(tmp_path, text))


@pytest.mark.parametrize(
    "text",
    ['"a","b"\n"1",2,3\n"2",3,4\n"3",5,5\n', "a,b\nM,2,3\nF,3,4\nG,5,5\n", "a,b\n1,2,.5\n2,3,.7\n"],
)
def test_names_of_rows_need_no_name_of_their_own(tmp_path, text):
    assert table_of(write(tmp_path, text)).names == ("a",)
