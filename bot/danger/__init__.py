"""Hears in what a customer writes that a life or somebody's safety is in danger. Pure: used by Rasa and the gateway."""
