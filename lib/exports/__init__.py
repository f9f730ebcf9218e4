"""Frames in, bytes out: what people take away as files."""
