"""Times that customers have booked: for a service, with one specialist, at one store or at home."""
