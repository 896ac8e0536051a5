"""What a message wants. Whatever understands better only has to offer `understand`."""

from bot.dialogue.intents.spelling import normal
from bot.dialogue.intents.understanding import HALF_SURE, SURE, Understanding, Understands
from bot.dialogue.intents.words_and_phrases import WordsAndPhrases

__all__ = ["HALF_SURE", "SURE", "Understanding", "Understands", "WordsAndPhrases", "normal"]
