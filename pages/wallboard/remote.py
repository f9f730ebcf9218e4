"""Remote: pin a scene, hold it, send a line, keep the ranking secret; on a phone, by the stage."""

from lib.i18n.catalog import text
from lib.queries import progress
from lib.ui import cards, operator_gate, remote_parts, thumb
from lib.ui.data import read
from lib.ui.question import asked

# What is asked

question = asked()

# What is known

stamp = read(progress.stamp, **question.shared, unit_id=None).iloc[0]

# What is shown

with thumb.column("remote_body"):
    cards.short_heading(text("remote.title"), question, stamp)
    if operator_gate.passed():
        version = remote_parts.version()
        known = remote_parts.known()
        name = remote_parts.chosen(known)
        holding = remote_parts.in_force(name, known, question)
        remote_parts.hold(name, holding.get("held"))
        remote_parts.scenes(name, known, question, holding.get("pinned"))
        remote_parts.message(name, holding.get("message"))
        remote_parts.freeze(name, known, holding.get("freeze"))
        remote_parts.release(name, known, orders=bool(holding))
        operator_gate.way_out()
        remote_parts.follow(version)
    cards.age(question, stamp)
    cards.campaign_line(question)
    cards.footer(question, stamp)
