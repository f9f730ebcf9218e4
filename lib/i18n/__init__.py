"""What people read: the sentences of both languages, and how numbers and names are written."""
