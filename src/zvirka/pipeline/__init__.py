"""The order of a run, caching, progress: the only place that knows all stages and writes."""
