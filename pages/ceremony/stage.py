"""The stage: what a hall sees of the ceremony, one scene a step; it takes no input."""

from lib.ui import ceremony_mounts

ceremony_mounts.stage()
