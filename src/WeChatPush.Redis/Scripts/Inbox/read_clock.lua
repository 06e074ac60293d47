-- The time (ms) by the clock of the steps.
return now_text
