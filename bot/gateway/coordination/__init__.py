"""What the gateways of one store share beside it, and how they tell each other apart; see `coordination.py`."""
