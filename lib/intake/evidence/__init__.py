"""Intake of what the awards are decided on besides sales: four kinds of tables, row by row.

    file = reading.read(data, "phat.xlsx", "deliveries", most_bytes=..., most_rows=...)
    checked = checking.check(reader, file, campaign_code="day", as_of=now)
    receipt = committing.commit(store, checked, sender="An", at=now)

A form is one row of the same table: it goes through the same checks.
"""
