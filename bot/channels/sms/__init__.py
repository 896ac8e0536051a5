"""SMS: what every gateway takes and says, the text's length, and a folder for each gateway."""
