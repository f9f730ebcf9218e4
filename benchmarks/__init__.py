"""The measured comparisons, each one command."""
