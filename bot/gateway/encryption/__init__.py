"""Envelope encryption: what is personal is sealed with its conversation's key, and keys are wrapped by a master key."""
