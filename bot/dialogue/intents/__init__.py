"""What a message wants. Whatever understands better only has to offer `understand`."""

from bot.dialogue.intents.script import is_traditional, traditional
from bot.dialogue.intents.spelling import is_wordless, normal
from bot.dialogue.intents.understanding import HALF_SURE, SURE, Understanding, Understands
from bot.dialogue.intents.words_and_phrases import WordsAndPhrases

__all__ = [
    "HALF_SURE",
    "SURE",
    "Understanding",
    "Understands",
    "WordsAndPhrases",
    "is_traditional",
    "is_wordless",
    "normal",
    "traditional",
]
