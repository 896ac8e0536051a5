"""The API explains itself, to programs and to people, without asking anybody outside."""

import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

from bot.web.api import CALLS
from tests.api.cast import Shop, Till, sale, says
from tests.databases import ONE_SERVER

pytestmark = ONE_SERVER


def anybody_sees(shop: Shop, path: str) -> TestResponse:
    return shop.app.test_client().get(f"/api/v1{path}")


@pytest.fixture
def openapi(shop: Shop) -> dict[str, Any]:
    return says(anybody_sees(shop, "/openapi.json"))


def test_every_call_is_described(openapi: dict[str, Any]) -> None:
    described = {
        (method.upper(), path.removeprefix("/api/v1"))
        for path, methods in openapi["paths"].items()
        for method in methods
    }
    assert described == {
        (call.method, re.sub("<.*?([a-z]+)>", r"{\1}", call.path)) for call in CALLS
    }
    assert openapi["openapi"].startswith("3.")


def test_every_reference_leads_somewhere(openapi: dict[str, Any]) -> None:
    known = {f"#/components/schemas/{name}" for name in openapi["components"]["schemas"]}
    used = set(re.findall(r"#/components/schemas/[^'\"]+", str(openapi)))
    assert used == known


def test_every_call_says_in_words_what_it_does(openapi: dict[str, Any]) -> None:
    calls = [call for methods in openapi["paths"].values() for call in methods.values()]
    assert all(call["summary"].endswith(".") for call in calls)
    assert len({call["operationId"] for call in calls}) == len(CALLS)


def test_the_questions_of_a_list_are_described(openapi: dict[str, Any]) -> None:
    parameters = openapi["paths"]["/api/v1/outbox"]["get"]["parameters"]
    names = {one["name"] for one in parameters}
    assert names == {"member", "from", "to", "cursor", "limit"}


def test_a_sale_is_described_with_all_its_fields(openapi: dict[str, Any]) -> None:
    fields = openapi["components"]["schemas"]["Purchase"]
    assert set(sale()) <= set(fields["properties"])
    assert set(fields["required"]) == set(sale())


def test_what_is_counted_of_a_customer_is_said(openapi: dict[str, Any]) -> None:
    described = openapi["components"]["schemas"]["Customer"]
    assert {"segment", "file_score"} <= set(described["required"])
    assert "from 0 to 100" in described["description"]


def test_the_page_and_all_its_parts_are_here(shop: Shop) -> None:
    page = anybody_sees(shop, "/docs").text
    parts = re.findall(r'(?:href|src)="(docs/[^"]+)"', page)
    assert len(parts) == 4
    for part in parts:
        assert anybody_sees(shop, f"/{part}").status_code == 200


def test_the_page_may_load_nothing_from_outside(shop: Shop) -> None:
    policy = anybody_sees(shop, "/docs").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert not re.search(r"unsafe|http|\*", policy)
    assert not re.search(
        r"""(?:href|src)=["'](?:https?:)?//|<script>""", anybody_sees(shop, "/docs").text
    )


@pytest.mark.parametrize(
    "name", ["nothing.js", "index.html", "../docs.py", "%2e%2e/docs.py", "LICENSE"]
)
def test_the_page_gives_its_own_files_only(shop: Shop, name: str) -> None:
    assert anybody_sees(shop, f"/docs/{name}").status_code == 404


def test_no_answer_about_people_is_kept_on_the_way(till: Till) -> None:
    assert till.gets("/members").headers["Cache-Control"] == "no-store"
