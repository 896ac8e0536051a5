"""What people must do because the bot can't or mustn't."""
