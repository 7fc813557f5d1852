"""From a text to numbers that classifiers read: n-grams, and the tuned sentence encoder. Pure; knows no Rasa."""
