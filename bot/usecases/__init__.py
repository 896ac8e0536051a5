"""What crosses subjects: one function for each thing that happens in the shop."""
