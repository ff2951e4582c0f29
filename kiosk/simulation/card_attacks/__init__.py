"""What is held up instead of a sound card: copies, screens, covered and doctored cards. For measuring warnings."""
