"""The WeChat service account: its envelopes, its API, its doors."""
