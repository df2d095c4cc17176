"""The gates of pictures: copies found through edits, the same scene, displacement. `make gate-pictures`; figures in results.json."""
