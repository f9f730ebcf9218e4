"""The wall: scenes in turn on a television that nobody touches; it draws itself from the feed."""

from lib.ui import wall

wall.show()
