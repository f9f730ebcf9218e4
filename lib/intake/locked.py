"""A campaign whose figures are locked takes nothing until it is opened again, with a reason."""

from lib.errors import FileRefused
from lib.intake.handovers import LAST_MOMENT
from lib.queries.frames import Reader


def refuse_locked(reader: Reader, campaign_code: str) -> None:
    """Raise FileRefused (campaign_locked) while a campaign is locked."""
    scope = {"campaign_code": campaign_code, "as_of": LAST_MOMENT}
    found = reader.query("awards/locks", scope).to_pylist()
    if found and found[0]["action"] == "lock":
        raise FileRefused("campaign_locked", campaign_code=campaign_code)


def refuse_locked_batch(reader: Reader, batch_id: int) -> None:
    """Raise FileRefused (campaign_locked) while the campaign of a batch is locked."""
    scope = {"batch_id": batch_id, "as_of": LAST_MOMENT}
    for batch in reader.query("intake/batch_state", scope).to_pylist():
        refuse_locked(reader, batch["campaign_code"])
