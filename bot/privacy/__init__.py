"""What is personal in a text, and its masking."""
