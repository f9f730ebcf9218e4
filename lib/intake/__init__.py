"""From a file people hand in to rows that count: read, find the table, parse, check, commit, undo.

    data -> reading.read -> checking.check -> committing.commit -> committing.undo

Nothing here asks what time it is, knows a screen, or guesses: what cannot be read is
refused (the file) or set aside with its reason (the row).
"""
