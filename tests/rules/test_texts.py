"""What is said: in her script, with names as they are on file."""

from bot.dialogue.intents import traditional
from bot.texts import Texts, line

TEXTS = Texts(
    {
        "points.balance": ("{name}，您有{points}分，在{place}都能用。——{guide}",),
        "stores.place": ("{store}，{name}常来的那家",),
    }
)


def test_the_script_she_writes_never_changes_a_name() -> None:
    place = line("stores.place", store="静安店")
    said = line("points.balance", name="范于斗", points="1,280", place=place, guide="钟里")
    assert TEXTS.spelled(traditional).render(said) == (
        "范于斗，您有1,280分，在靜安店，范于斗常來的那家都能用。——钟里"
    )


def test_who_writes_simplified_reads_it_as_it_stands() -> None:
    said = line("stores.place", store="静安店", name="范于斗")
    assert TEXTS.render(said) == "静安店，范于斗常来的那家"
