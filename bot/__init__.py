"""Breachline: answers customers' questions about a data incident."""
