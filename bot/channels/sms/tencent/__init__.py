"""Tencent Cloud's gateway, SMS 2021-01-11."""
