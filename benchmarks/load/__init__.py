"""Who listens and who clicks, without a picture: more of them than browsers fit on a machine."""
