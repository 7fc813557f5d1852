"""What understands inside Rasa: one graph component per file, in the order of config.yml."""
