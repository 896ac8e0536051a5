"""Answer as api.weixin.qq.com does."""
