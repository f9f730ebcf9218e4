"""A long watch over the wall: no blank frame, no error, no growth, every scene in its time."""
