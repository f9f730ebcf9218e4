"""Who may do what: for now one code, the operator's, and a brake on guessing it."""
