"""Files that are cut off, mistaken or made to harm are refused with a sentence, before anything is
taken; what can be read is read."""

import csv
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile

import pytest

from bot.imports import member_rows
from bot.imports.headers import Wanted
from bot.imports.tables import Row, open_table
from bot.imports.unfit import Unusable
from bot.texts import Texts
from tests.imports.conftest import FILES

NAMES = {"phone": ["手机号", "手机", "phone"], "name": ["姓名", "name"], "points": ["积分"]}
WANTED = Wanted(NAMES, {"手机号": ("phone",), "姓名": ("name",)})


def saved(folder: Path, content: str | bytes) -> Path:
    file = folder / "file.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def rows_of(file: Path) -> list[Row]:
    return list(open_table(file, WANTED).rows())


def why(file: Path) -> str:
    with pytest.raises(Unusable) as refused:
        rows_of(file)
    return Texts.load().render(refused.value.why)


@pytest.mark.parametrize(
    "header",
    [
        "姓名,手机号",
        "手机号（必填）,* 姓名",
        " 姓 名 ;手机",
        "NAME\tPhone",
        "卡号,姓名,手机号,备注",
    ],
)
def test_a_header_is_known_however_it_is_written(tmp_path: Path, header: str) -> None:
    table = open_table(saved(tmp_path, f"{header}\n"), WANTED)
    assert set(table.columns) == {"phone", "name"}


def test_titles_above_the_header_are_passed_over(tmp_path: Path) -> None:
    file = saved(tmp_path, "会员资料\n导出时间：2026-11-22\n\n姓名,手机号\n王,138\n\n,\n李,139\n")
    assert [(row.number, row.cells) for row in rows_of(file)] == [
        (5, ["王", "138"]),
        (8, ["李", "139"]),
    ]


def test_a_wrong_table_is_told_with_what_is_missing_and_what_was_found(tmp_path: Path) -> None:
    told = why(saved(tmp_path, "姓名,卡号\x1b[31m,备注\n王,1,x\n"))
    assert "手机号" in told.partition("；")[0]
    assert "姓名、卡号[31m、备注" in told


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "是空的"),
        (b"\xef\xbb\xbf", "是空的"),
        (b"\n\n\n", "是空的"),
        (b"PK\x03\x04 and no more", "打不开"),
        ((FILES / "members.xlsx").read_bytes()[:3000], "打不开"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".xlsx"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, ""),
        ('姓名,手机号\n"王,138\n李,139\n'.encode(), "第2行起引号没有关上"),
        ("姓名,手机号\n王,138\n".encode("utf-16-le"), ""),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(
    tmp_path: Path, content: bytes, said: str
) -> None:
    assert said in why(saved(tmp_path, content))


def test_a_workbook_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "big.xlsx"
    with ZipFile(file, "w") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", "x")
        archive.infolist()[0].file_size = 3 * 1024**3
    assert "太大" in why(file)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_file_cut_in_the_middle_of_a_letter_keeps_its_encoding(
    tmp_path: Path, encoding: str
) -> None:
    whole = "姓名,手机号\n王芳,13800138000\n李".encode(encoding)
    *_, first, last = rows_of(saved(tmp_path, whole[:-1]))
    assert first.cells == ["王芳", "13800138000"]
    assert len(last.cells) == 1


def test_a_line_of_ten_megabytes_is_one_bad_row(tmp_path: Path) -> None:
    long = "x" * 10_000_000
    rows = rows_of(saved(tmp_path, f"姓名,手机号\n王,138\n{long},1\n李,139\n"))
    assert [(row.number, row.is_cut) for row in rows] == [(2, False), (3, True), (4, False)]
    assert sum(len(str(cell)) for cell in rows[1].cells) < 1000


def test_cells_may_hold_commas_quotes_and_line_ends(tmp_path: Path) -> None:
    cells = ["王,芳", '说"好"\n第二行']
    file = tmp_path / "file.csv"
    with file.open("w", newline="") as opened:
        csv.writer(opened).writerows([["姓名", "手机号"], cells, ["李", "139"]])
    assert [(row.number, row.cells) for row in rows_of(file)] == [(2, cells), (4, ["李", "139"])]


def test_rows_of_a_workbook_have_the_numbers_that_excel_shows() -> None:
    names = {"phone": ["手机号码"], "name": ["会员姓名"]}
    rows = list(open_table(FILES / "members.xlsx", Wanted(names, member_rows.NEEDED)).rows())
    assert [row.number for row in rows] == [4, 5, 6]


def test_columns_that_nothing_is_taken_from_are_named() -> None:
    table = open_table(FILES / "members_utf8_bom.csv", WANTED)
    assert table.unused() == ["生日", "等级", "门店", "导购", "入会日期"]


def test_a_column_is_one_thing_only() -> None:
    found = columns({"at": ["日期", "时间"], "hour": ["时间"]}, ["时间", "日期"])
    assert found == {"at": 1, "hour": 0}
    assert columns({"at": ["日期", "时间"], "hour": ["时间"]}, ["时间"]) == {"at": 0}


def columns(names: dict[str, list[str]], header: Sequence[str]) -> dict[str, int]:
    from bot.imports.headers import columns_in

    return dict(columns_in(header, names))
