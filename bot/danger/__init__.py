<<<<<<< HEAD
"""Hears in what a customer writes that a life or somebody's safety is in danger. Pure: used by Rasa and the gateway."""
=======
"""Danger to somebody's life or safety, which is listened for in every message."""
>>>>>>> wt-rasa
