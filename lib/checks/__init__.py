"""What is worth a second look: the organisers' thresholds."""
