"""Four rankings of the same units, each with what chance alone could do to it."""
