"""The benchmarks are run by hand; what they compare is kept true here."""
