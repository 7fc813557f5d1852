from bot.rasa.left_out import leave_out

leave_out()  # before a test or a measurement imports Rasa
