"""The whole story on data that it makes: a shop's orders, a healthy day, and a day in another unit."""
