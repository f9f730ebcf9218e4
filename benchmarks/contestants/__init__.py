"""Those who answer the same page of six questions, each in its own way."""
