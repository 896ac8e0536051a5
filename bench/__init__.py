"""How fast the shop answers, measured over real HTTP beside other bots in the same run."""
