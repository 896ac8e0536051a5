"""Every blank is filled, every text is said, every text that is said is there."""

from pathlib import Path

import pytest

from bot.dialogue.flow import Ask, Do, Done, Flow, Say
from bot.journeys.plans import read_journeys
from bot.texts_check.blanks import Blanks, blank_faults, example_of
from bot.texts_check.pools import pools_of, said_by
from bot.texts_check.size import size_faults
from bot.texts_check.uses import use_faults
from handlers import FLOWS, INTENTS
from tests.content.broken import break_text, shown, texts_of


def uses(content: Path, *flows: Flow) -> list[str]:
    chosen = said_by(pools_of(read_journeys(content / "care")))
    known = (*FLOWS, *flows)
    return shown(use_faults(texts_of(content), intents=INTENTS, flows=known, chosen=chosen))


def test_a_blank_that_nobody_fills_is_found(content: Path) -> None:
    line = break_text(content, "points.toml", "{points}", "{dots}")
    (fault,) = shown(blank_faults(texts_of(content), content))
    assert fault.startswith(f"points.toml:{line}: nobody fills {{dots}}")


@pytest.mark.parametrize("odd", ["{points", "points}", "{ points }", "{}", "｛points｝"])
def test_a_brace_that_holds_no_name_is_found(content: Path, odd: str) -> None:
    break_text(content, "points.toml", "{points}", odd)
    assert "does not belong to a blank" in "".join(shown(blank_faults(texts_of(content), content)))


def test_a_declared_blank_without_its_text_is_found(content: Path) -> None:
    line = break_text(content, "blanks.toml", '"points.balance"', '"points.balanse"')
    faults = shown(blank_faults(texts_of(content), content))
    assert f"blanks.toml:{line}: no text is called points.balanse: remove it" in faults


def test_texts_to_staff_know_nothing_of_her_unless_it_is_declared(content: Path) -> None:
    break_text(content, "tasks.toml", "她想找人说话", "{name}想找人说话")
    (fault,) = shown(blank_faults(texts_of(content), content))
    assert "this text may use nothing" in fault


def test_every_text_can_be_shown_with_its_examples(content: Path) -> None:
    known = Blanks(content)
    assert all("{" not in example_of(text, known) for text in texts_of(content))


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("welcome.toml", "new"),
        ("register.toml", "ask_phone"),
        ("register.toml", "again_phone"),
        ("register.toml", "why"),
        ("answers.toml", "phone_digits"),
        ("reasons.toml", "points_short"),
        ("reasons.toml", "no_consent_care"),
        ("story.toml", "waiting"),
        ("story.toml", "kind_thanks"),
        ("points.toml", "reason_debt"),
        ("care/thanks.toml", "plain"),
    ],
)
def test_a_text_that_is_said_and_missing_is_found(content: Path, file: str, name: str) -> None:
    break_text(content, file, f"\n{name} = ", f"\nx{name} = ")
    key = f"{Path(file).stem}.{name}"
    assert f"{file}:1: {key} is missing" in "\n".join(uses(content))


def test_a_text_that_nobody_says_is_found(content: Path) -> None:
    line = break_text(content, "points.toml", "\nnone = ", '\nspare = "好的。"\nnone = ') + 1
    assert uses(content) == [
        f"points.toml:{line}: nobody says points.spare: remove it, or the code misspells it"
    ]


def test_words_for_no_step_of_a_journey_are_found(content: Path) -> None:
    line = break_text(content, "care/holiday.toml", "\nqixi_stars = ", "\nqxi_stars = ") + 1
    assert f"care/holiday.toml:{line}: nobody says holiday.qxi_stars" in "".join(uses(content))


def test_a_tap_for_what_nobody_does_is_found(content: Path) -> None:
    break_text(content, "taps.toml", "\nhuman =", '\nflying = "<<飞>>"\nhuman =')
    (fault,) = uses(content)
    assert "nothing is done for taps.flying" in fault


def test_a_new_conversation_needs_its_texts(content: Path) -> None:
    lends = Do("lent", lambda _talk, _answers: Done(), needs=("deposit",))
    umbrella = Flow("umbrella", (Say("hello"), Ask("deposit", lambda text, _: text), lends))
    faults = uses(content, umbrella)
    names = ["umbrella.again_deposit", "umbrella.ask_deposit", "umbrella.hello"]
    assert [fault.split()[1] for fault in faults] == names
    assert all(fault.startswith("umbrella.toml:1: ") for fault in faults)


def test_a_bubble_that_would_be_cut_is_found(content: Path) -> None:
    break_text(content, "points.toml", "您还不是会员，", "您还不是会员，" * 100)
    (fault,) = shown(size_faults(texts_of(content), content))
    assert "a bubble holds 2048" in fault


def test_thanks_that_go_on_and_on_are_found(content: Path) -> None:
    line = break_text(content, "care/thanks.toml", "真谢谢您。", "真谢谢您。" * 20)
    (fault,) = shown(size_faults(texts_of(content), content))
    assert fault.startswith(f"care/thanks.toml:{line}: ")
    assert "at most 120" in fault
