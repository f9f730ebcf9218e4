"""Awards: the organisers' rules as data, and what is proposed and decided from them."""
