"""What the tests of this room share. The expensive parts live as long as the session or the module."""
