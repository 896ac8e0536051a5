"""Templates of service notices that WeChat would refuse, or that nobody can fill."""

from pathlib import Path

import pytest

from bot.texts_check.templates import template_faults
from tests.content.broken import break_text, shown


def test_the_templates_that_come_with_the_shop_are_in_order(content: Path) -> None:
    assert shown(template_faults(content)) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('phrase2 = "处理中"', 'phrase2 = "正在处理当中"', "phrase2 does not hold what a phrase"),
        ('thing1 = "{about}"', 'thing1 = "{abuot}"', "nobody fills {abuot} here"),
        ('thing1 = "{about}"', 'first = "{about}"', "first is no key"),
        ('thing1 = "{about}"', 'thing1 = "你好"', "speaks to her as 你"),
        ('purposes = ["complaint"]', 'purposes = ["care"]', "care is no service notice"),
        ('kinds = ["appointment"]', "", "for service name the kinds"),
        ('kinds = ["work"]', 'kinds = ["work", "thanks"]', "thanks are no service notice"),
        ('title = "投诉处理进度通知"', "", "complaint.title: Field required"),
    ],
)
def test_a_template_that_cannot_be_sent_is_found(
    content: Path, old: str, new: str, fault: str
) -> None:
    break_text(content, "templates.toml", old, new)
    assert any(fault in each for each in shown(template_faults(content)))


def test_an_id_without_a_template_is_found(content: Path) -> None:
    line = break_text(content, "shop.toml", 'complaint = "', 'grievance = "')
    (fault,) = shown(template_faults(content))
    assert fault.startswith(f"shop.toml:{line}: no template is called grievance")


def test_a_shop_without_templates_is_in_order(content: Path) -> None:
    (content / "templates.toml").unlink()
    source = (content / "shop.toml").read_text(encoding="utf-8")
    kept = source.partition("[templates]")[0]
    (content / "shop.toml").write_text(kept, encoding="utf-8")
    assert shown(template_faults(content)) == []
