"""The condition at work: what GC is called in other fields, each an equivalence."""
