"""A sentence encoder's files on disk, checked and run; what its numbers mean is for those who ask."""
