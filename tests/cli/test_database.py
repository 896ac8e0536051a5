"""The operator moves a shop to another database."""

import json
from pathlib import Path

from tests.cli.operator import Operator
from tests.cli.test_care import opened
from tests.people import WANG


def test_a_copy_tells_how_many_rows_there_were(operator: Operator, tmp_path: Path) -> None:
    opened(operator.app).member(WANG)
    url = f"sqlite:///{tmp_path / 'copy.db'}"
    result = operator.types("database copy --to", url)
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["rows"] > 5
    again = operator.types("database copy --to", url)
    assert (again.exit_code, again.stdout) == (1, "")
    assert "not empty" in again.stderr


def test_an_address_that_is_none_is_a_wrong_usage(operator: Operator) -> None:
    result = operator.types("database copy --to mysql://shop")
    assert result.exit_code == 2
    assert "must start with sqlite:///" in result.stderr


def test_a_server_that_is_not_there_is_told(operator: Operator) -> None:
    result = operator.types("database copy --to postgresql+psycopg://nobody@127.0.0.1:9/none")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Traceback" not in result.stderr
    assert isinstance(result.exception, SystemExit)
