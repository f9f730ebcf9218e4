"""Where a campaign will end: learned from how earlier days went, or else from its plan's shape."""
