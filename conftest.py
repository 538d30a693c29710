"""What every test knows: the cast."""

pytest_plugins = ["tests.cast"]
