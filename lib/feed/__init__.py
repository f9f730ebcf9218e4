"""What screens that nobody touches are fed with: scenes as bytes, once per generation."""
