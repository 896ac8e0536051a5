"""One text for many (群发): rows that say the same to several people leave as one call."""
