"""回头客 Huitouke: a shop's WeChat service account and SMS number that keeps its customers."""
