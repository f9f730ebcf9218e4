"""Ra Quân: the live board of a post office's sales campaign."""
