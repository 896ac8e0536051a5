"""Who looks after a customer, by the shop's rule or by hand."""
