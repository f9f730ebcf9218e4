"""Frame in, figure out: one module per purpose; `theme` owns the colours."""
