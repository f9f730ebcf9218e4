"""From a file people hand in to rows that count: read, find the table, parse, check, commit, undo.

    data -> reading.read -> checking.check -> committing.commit -> committing.undo
                                 ^                  |
                                 +---- fixing <-----+  rows that were set aside, put right

A file may be the filled-in template or whatever a unit has: text in old and new encodings,
old and new workbooks, web tables, with titles above and signatures below. Nothing here asks
what time it is, knows a screen, or guesses: what cannot be read is refused (the file) or set
aside with its reason (the row).
"""
