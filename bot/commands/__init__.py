"""What a member can ask for: command specifications and the one registry."""
