"""Play the two SMS gateways and the network behind them."""
