"""One module per topic, one typed function per .sql file; frames out."""
