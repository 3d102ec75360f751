"""The driver's output: never another picture than the stock driver's, and far fewer bytes."""
