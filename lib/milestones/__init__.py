"""Milestones: what a campaign has reached, each once, with the moment it became true."""
