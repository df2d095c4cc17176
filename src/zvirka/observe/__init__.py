"""What maps and lists show by themselves: bytes and plain data in, observations and issues out."""
