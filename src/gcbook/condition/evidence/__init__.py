"""What proves an answer, and how anyone can check it: no engine is needed, and none is imported."""
