"""When the shop speaks first: journeys as data, who is due, and what is said."""
