"""Cells are read as people write numbers, dates and gaps; what could be mistaken is said."""

from datetime import date, datetime, timedelta

import numpy as np
import pytest

from uat.base.errors import InputError
from uat.functions.table.choose import read_table

NARROW, THIN, HARD = "\u202f", "\u2009", "\u00a0"


def read(tmp_path, text, encoding="utf-8", **options):
    path = tmp_path / "samples.csv"
    path.write_bytes(text.encode(encoding) if isinstance(text, str) else text)
    return read_table(path, **options)


def column(tmp_path, cells, separator=";"):
    """What the cells are read as, beside an x of 0, 1, 2, …; and what is said of them."""
    quoted = [f'"{cell}"' if separator in cell else cell for cell in cells]
    rows = "".join(f"{k}{separator}{cell}\n" for k, cell in enumerate(quoted))
    found = read(tmp_path, f"x{separator}mass\n{rows}")
    return found.table.values[:, 0].tolist(), found.columns.partition("mass: ")[2]


@pytest.mark.parametrize(
    ("cells", "separator", "numbers", "said"),
    [
        # Groups of three digits.
        (["310", "1,310", "2,005", "87"], ",", [310, 1310, 2005, 87], "'1,310' read as 1310"),
        (["1,310", "2,005"], ",", [1310, 2005], "'1,310' read as 1310"),
        (["1,234,567.5", "9"], ",", [1234567.5, 9], "'1,234,567.5' read as 1234567.5"),
        (["1.310,25", "2.005"], ";", [1310.25, 2005], "'1.310,25' read as 1310.25"),
        (["1.310.000", "12"], ";", [1310000, 12], "'1.310.000' read as 1310000"),
        (["1 310", "22 005,5"], ";", [1310, 22005.5], "'22 005,5' read as 22005.5"),
        (["1'310.5", "22'005"], ",", [1310.5, 22005], "'1'310.5' read as 1310.5"),
        (["1’310", "5"], ",", [1310, 5], ""),
        ([f"1{NARROW}310", f"2{THIN}005", f"3{HARD}001"], ",", [1310, 2005, 3001], ""),
        (["12,34,567", "1,00,000"], ",", [1234567, 100000], "'12,34,567' read as 1234567"),
        # Decimal commas.
        (["1,5", "2,25"], ";", [1.5, 2.25], ""),
        (["0,125", "0,250"], ";", [0.125, 0.25], ""),
        (["1,125", "2,250"], ";", [1.125, 2.25], "'1,125' read as 1.125"),
        (["1,125", "940"], ";", [1125, 940], "'1,125' read as 1125"),
        (["1,5e-3", "2"], ";", [0.0015, 2], ""),
        # Three decimals behind a point.
        (["1.125", "2.250"], ",", [1.125, 2.25], ""),
        (["1.125", "2.250"], ";", [1.125, 2.25], "'1.125' read as 1.125"),
        (["1.125", "940"], ",", [1.125, 940], "'1.125' read as 1.125"),
        # Signs.
        (["−3", "–4", "-5", "－6", "+7"], ";", [-3, -4, -5, -6, 7], ""),
        (["(1,200)", "(3)", "4"], ",", [-1200, -3, 4], "'(1,200)' read as -1200"),
        (["12.5-", "3"], ",", [-12.5, 3], ""),
        (["1e−3", "2.5D+02"], ";", [0.001, 250], ""),
        # Units.
        (["5 %", "12.5%"], ";", [5, 12.5], "in %"),
        (["$1,200.50", "$9"], ",", [1200.5, 9], "in $; '$1,200.50' read as 1200.5"),
        (["-€5", "€ 7"], ";", [-5, 7], "in €"),
        (["3 kg", "4.5 kg"], ";", [3, 4.5], "in kg"),
        (["20°C", "21 °C"], ";", [20, 21], "in °C"),
        (["3 # first", "4"], ",", [3, 4], ""),
    ],
)
def test_numbers_as_people_write_them(tmp_path, cells, separator, numbers, said):
    assert column(tmp_path, cells, separator) == (numbers, said)


def test_the_other_columns_tell_what_a_point_means(tmp_path):
    rows = "\n".join(f"{k},5;{k + 1}.250" for k in range(1, 4))
    found = read(tmp_path, f"x;mass\n{rows}\n")
    assert found.table.axes[0].tolist() == [1.5, 2.5, 3.5]
    assert found.table.values[:, 0].tolist() == [2250, 3250, 4250]
    assert "mass: '2.250' read as 2250" in found.columns


@pytest.mark.parametrize(
    "cell", ["n/a", "NaN", "NA", "-", "—", "?", "inf", "~3", "<5", "3*", "4 g"]
)
def test_what_is_left_out_is_said_by_row_column_and_cell(tmp_path, cell):
    found = read(tmp_path, f"# measured\nx;mass\n0;1\n1;{cell}\n\n2;3\n3;4\n")
    assert found.table.axes[0].tolist() == [0, 2, 3]
    assert found.table.note == f"linear between 3 samples; 1 row left out (row 4: mass is {cell!r})"


def test_many_gaps_are_counted(tmp_path):
    body = "".join(f"{k},{'' if k % 2 else k}\n" for k in range(20))
    note = read(tmp_path, f"x,y\n{body}").table.note
    empty = ", ".join(f"row {k}: y is empty" for k in (3, 5, 7))
    assert note.endswith(f"10 rows left out ({empty}, and 7 more)")


@pytest.mark.parametrize(
    "text",
    [
        "1|2\n3|5\n",
        "u v\n1 2\n3 5\n",
        "  1   2\n  3   5\n",
        "u\tv\n1\t2\n3\t5\n",
        "1 \t2\n3 \t 5\n",
        "1.000000000000000000e+00 2.000000000000000000e+00\n3.0e+00 5.0e+00\n",
        "# u v\n1 2\n3 5\n",
        "% u v\n1 2\n3 5\n",
        "sep=;\nu;v\n1;2\n3;5\n",
        "| u | v |\n|---|---|\n| 1 | 2 |\n| 3 | 5 |\n",
        'u,v\n"1","2"\n"3","5"\n',
        "u;v\n1,0;2,0\n;\n3,0;5,0\n",
        "u,v,\n1,2,\n3,5,\n",
        "u,v\r\n1,2\r\n\r\n3,5\r\n",
        "u,v\r1,2\r3,5\r",
        "1, 2\n3, 5\n",
        "u, v\nm, s\n1, 2\n3, 5\n",
        '"u",v\n1,2 # a remark\n3,5\n',
        "Run 7 of May\nwith the new probe\nu,v\n1,2\n3,5\n",
        '"u\n[m]",v\n1,2\n3,5\n',
        "Probe 7,\nu,v\n1,2\n3,5\n",
        "Probe 7;\n;\nu;v\n1;2\n3;5\n",
        '"u" "v"\n"first" 1 2\n"second" 3 5\n',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_same_two_samples_in_many_files(tmp_path, text, encoding):
    table = read(tmp_path, text, encoding).table
    assert (table.axes[0].tolist(), table.values[:, 0].tolist()) == ([1, 3], [2, 5])


def test_a_comment_and_units_name_the_columns(tmp_path):
    assert read(tmp_path, "# u v\n1 2\n3 5\n").columns == "v of u"
    assert read(tmp_path, "u,v\n(m),s\n1,2\n3,5\n").columns == "v [s] of u (m)"
    assert "2 lines above the table left out" in read(tmp_path, "Run 7\nMay\nu,v\n1,2\n3,5").columns


def test_both_readers_agree_on_commas(tmp_path, monkeypatch):
    body = "\n".join(f"{k},25;{k * k},5" for k in range(30))
    quick = read(tmp_path, f"x;y\n{body}\n").table
    monkeypatch.setattr("uat.functions.table.read._quickly", lambda lines, layout: None)
    slow = read(tmp_path, f"x;y\n{body}\n").table
    np.testing.assert_array_equal(quick.axes[0], slow.axes[0])
    np.testing.assert_array_equal(quick.values[:, 0], slow.values[:, 0])
    assert quick.values[:, 0][3] == 9.5


DAYS = [date(2019, 12, 31), date(2020, 1, 2), date(2020, 2, 29)]
ENGLISH = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
GERMAN = {1: "Januar", 2: "Februar", 12: "Dezember"}


@pytest.mark.parametrize(
    "written",
    [
        lambda d: d.isoformat(),
        lambda d: d.strftime("%Y/%m/%d"),
        lambda d: d.strftime("%d.%m.%Y"),
        lambda d: d.strftime("%d.%m.%y"),
        lambda d: d.strftime("%d/%m/%Y"),
        lambda d: d.strftime("%m/%d/%Y"),
        lambda d: d.strftime("%Y%m%d"),
        lambda d: f"{d.day} {ENGLISH[d.month - 1]} {d.year}",
        lambda d: f"{d.day}-{ENGLISH[d.month - 1]}-{d.year}",
        lambda d: f"{ENGLISH[d.month - 1]} {d.day}, {d.year}",
        lambda d: f"{d.day}. {GERMAN[d.month]} {d.year}",
    ],
)
def test_dates_are_days(tmp_path, written):
    rows = "\n".join(f"{written(day)};{k}" for k, day in enumerate(DAYS))
    found = read(tmp_path, f"when;value\n{rows}\n")
    assert found.table.axes[0].tolist() == [(day - DAYS[0]).days for day in DAYS]
    assert found.columns == "value of when; when: days since 2019-12-31"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2021-01", "2021-02"),
        ("Jan 2021", "Feb 2021"),
        ("01.2021", "02.2021"),
        ("01/2021", "02/2021"),
    ],
)
def test_months_are_their_first_days(tmp_path, first, second):
    found = read(tmp_path, f"month,value\n{first},4\n{second},6\n")
    assert found.table.axes[0].tolist() == [0, 31]
    assert found.columns.endswith("month: days since 2021-01-01")


@pytest.mark.parametrize(
    ("cells", "seconds", "unit"),
    [
        (["06:00", "06:15", "18:00"], [21600, 22500, 64800], "seconds since midnight"),
        (["6:00:01", "6:00:02.5"], [21601, 21602.5], "seconds since midnight"),
        (["6:00 AM", "12:30 pm"], [21600, 45000], "seconds since midnight"),
        (["23:50", "00:10"], [85800, 87000], "seconds since midnight of the first day"),
        (["1600000000", "1600000060"], [1600000000, 1600000060], "seconds since 1970-01-01"),
        (["1600000000500", "1600000060000"], [1600000000500, 1600000060000], "milliseconds since"),
    ],
)
def test_times_are_seconds(tmp_path, cells, seconds, unit):
    rows = "\n".join(f"{cell},{k}" for k, cell in enumerate(cells))
    found = read(tmp_path, f"time,value\n{rows}\n")
    assert found.table.axes[0].tolist() == seconds
    assert f"time: {unit}" in found.columns


MOMENTS = [datetime(2021, 3, 4, 5, 6, 7), datetime(2021, 3, 4, 17, 0), datetime(2021, 3, 6)]


@pytest.mark.parametrize(
    "written",
    [
        lambda m: m.isoformat(),
        lambda m: m.isoformat(" "),
        lambda m: m.isoformat() + "Z",
        lambda m: (m + timedelta(hours=2)).isoformat() + "+02:00",
        lambda m: m.strftime("%d.%m.%Y %H:%M:%S"),
        lambda m: m.strftime("%d.%m.%Y;%H:%M:%S"),
    ],
)
def test_dates_with_times_are_seconds(tmp_path, written):
    both = ";" in written(MOMENTS[0])
    rows = "\n".join(f"{written(moment)};{k}" for k, moment in enumerate(MOMENTS))
    found = read(tmp_path, f"{'day;hour' if both else 'when'};value\n{rows}\n")
    midnight = datetime(2021, 3, 4)
    assert found.table.axes[0].tolist() == [(m - midnight).total_seconds() for m in MOMENTS]
    assert "seconds since 2021-03-04 00:00" in found.columns


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Month,Sales\n2-01,5\n2-02,6\n", r"Month holds no numbers \('2-01'\)"),
        ("day,v\n01/03/2021,5\n02/03/2021,6\n", "day holds dates whose day could be the month"),
        ("day,v\n2021-02-30,5\n2021-02-31,6\n", "day holds no numbers"),
        ("only\n3\n4\n", "one column of numbers, only"),
        ("a,b\np,q\nr,s\n", "a.* holds no numbers"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path, text, sentence):
    with pytest.raises(InputError, match=sentence):
        read(tmp_path, text)


def test_a_row_that_cannot_be_told_apart_is_left_out(tmp_path):
    found = read(tmp_path, "year,people\n1990,870\n1991,1,050\n1992,910\n")
    assert found.table.values[:, 0].tolist() == [870, 910]
    assert found.table.note.endswith("(row 3: year is '1991 | 1 | 050')")
    found = read(tmp_path, "u v w\n1 2 3\n4   6\n5 1 9\n7 7 1\n")
    assert found.table.note.endswith("(row 3: u is '4 | 6')")


def test_two_values_on_one_day_name_the_unit(tmp_path):
    with pytest.raises(
        InputError, match=r"day = 1 \(days since 2021-03-01\) has two values, 5 and 6"
    ):
        read(tmp_path, "day,v\n2021-03-01,4\n2021-03-02,5\n2021-03-02,6\n")


@pytest.mark.parametrize(
    ("begin", "told"),
    [
        (b"PK\x03\x04\x14", "save the sheet as .csv, or unpack"),
        (b"\xd0\xcf\x11\xe0\xa1", "save the sheet"),
        (b"\x1f\x8b\x08", "unpack it first"),
        (b"\x93NUMPY\x01", "give numpy.load of it to uat.approximate"),
        (b"PAR1\x15", "pandas.read_parquet"),
        (b"SQLite format 3\x00", "a database"),
    ],
)
def test_what_is_no_text_is_told_by_its_kind(tmp_path, begin, told):
    with pytest.raises(InputError, match=f"is not text, whatever its name says: .*{told}"):
        read(tmp_path, begin + bytes(range(256)))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<!DOCTYPE html>\n<html><table><tr><td>1</td></tr></table>", "is a web page"),
        ('[{"x": 1, "y": 2}, {"x": 2, "y": 4}]', "is JSON"),
        ('{"x": 1, "y": 2}\n{"x": 2, "y": 4}\n', "is JSON"),
        ('<?xml version="1.0"?>\n<r x="1"/>', "is XML"),
        ("version https://git-lfs.github.com/spec/v1\nsize 12\n", "git lfs pull"),
        ("x,1,2,3,4\ny,2,4,7,9\n", "turn the table round"),
        ("x,y\n1/2,1\n3/4,2\n", r"fractions, which are no decimals such as 0.5 \('1/2'\)"),
        ("x,y\n1,2\n2,4\n\nx,z\n1,5\n2,6\n", r"a second table begins in row 5 \(x, z\)"),
        ("1,1,234,567\n2,2,345,678\n3,3,456,789\n", "if commas stand inside numbers"),
    ],
)
def test_what_is_no_table_is_told_by_its_kind(tmp_path, text, told):
    with pytest.raises(InputError, match=told):
        read(tmp_path, text)


def test_cells_kept_as_text_and_grids_without_a_corner(tmp_path):
    line = read(tmp_path, 'x,y\n="1","=""2"""\n="2",="4.5"\n').table
    assert line.values[:, 0].tolist() == [2, 4.5]
    grid = read(tmp_path, ",0,0.5,1\n0,0,1,2\n1,3,4,5\n").table
    assert [axis.tolist() for axis in grid.axes] == [[0, 0.5, 1], [0, 1]]
    assert grid.values[..., 0].T.tolist() == [[0, 1, 2], [3, 4, 5]]
    found = read(tmp_path, "1,1,234,567\n2,2,345,678\n4,3,456,912\n5,9,111,222\n7,1,100,101\n")
    assert "read as 4 columns; if commas stand inside numbers" in found.columns
