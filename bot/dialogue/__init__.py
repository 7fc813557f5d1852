"""What answers inside Rasa: texts in the customer's language, and the promise never to be silent."""
