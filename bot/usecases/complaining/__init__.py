"""A complaint crosses subjects: the case, the talk, tasks, notices, messages, points."""
