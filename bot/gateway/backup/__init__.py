"""Copies of what is kept, made while the gateway serves, and put back: texts and keys apart, what was erased never."""
