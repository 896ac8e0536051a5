"""Days that are dear to her, beside her own birthday."""
