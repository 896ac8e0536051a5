"""Moving in: one line of figures on standard output, sentences on standard error."""

import json
from pathlib import Path

from tests.cli.operator import Operator

FILES = Path("tests/fixtures/imports")


def moved(operator: Operator, folder: Path, name: str, *words: str) -> tuple[dict[str, int], str]:
    file = folder / name
    file.write_bytes((FILES / name).read_bytes())
    kind = "members" if name.startswith("members") else "purchases"
    result = operator.types(f"{kind} import", str(file), *words)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout), result.stderr


def test_a_shop_moves_in_with_two_commands(operator: Operator, tmp_path: Path) -> None:
    told, said = moved(operator, tmp_path, "members.xlsx")
    assert told == {"read": 3, "created": 3, "updated": 0, "known": 0, "refused": 0}
    assert said == "这几列没有用到：会员卡号\n"
    assert moved(operator, tmp_path, "sales.csv")[0]["created"] == 6


def test_a_dry_run_tells_the_same_twice(operator: Operator, tmp_path: Path) -> None:
    tried = moved(operator, tmp_path, "sales.csv", "--dry-run")
    assert moved(operator, tmp_path, "sales.csv", "--dry-run") == tried
    assert moved(operator, tmp_path, "sales.csv") == tried


def test_refused_rows_are_named_on_standard_error(operator: Operator, tmp_path: Path) -> None:
    file = tmp_path / "会员.csv"
    file.write_text("姓名,手机号\n王,12345\n")
    result = operator.types("members import", str(file))
    assert (result.exit_code, json.loads(result.stdout)["refused"]) == (0, 1)
    assert f"有1行没有收下，原因写在 {file}.refused.csv" in result.stderr


def test_a_file_with_wrong_columns_is_refused(operator: Operator, tmp_path: Path) -> None:
    file = tmp_path / "wrong.csv"
    file.write_text("姓名,卡号\n王,1\n")
    result = operator.types("members import", str(file))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Error: 缺少这几列：手机号；文件里有：姓名、卡号\n"
    assert not Path(f"{file}.refused.csv").exists()
