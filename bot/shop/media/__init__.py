"""Pictures and voices that customers send: fetched before they expire, kept sealed."""
