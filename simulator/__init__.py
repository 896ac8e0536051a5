"""Play WeChat and the SMS gateways, phones and a till, for demos and tests.

A program of its own. It knows the bot only over HTTP, as WeChat does.
"""
