"""Who is who: persons, the identities they are known by, merging and its undoing."""
