"""Who may do what: the operator's code, the tokens of programs, and a brake on guessing them."""
