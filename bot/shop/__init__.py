"""What is true about the shop and its customers; knows nothing of WeChat or of messages."""
