"""Libraries behind ports: cities, and dates in loose words."""
