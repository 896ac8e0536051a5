"""Aliyun's gateway, Dysmsapi 2017-05-25."""
