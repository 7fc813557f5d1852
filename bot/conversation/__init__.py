"""What travels with a turn between the gateway, Rasa and the actions, as one set of typed models. Pure."""
