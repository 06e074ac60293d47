-- ARGV: now, the reservation's id, its outcome. Answers 1, or 0: it had ended before.
return end_reservation(ARGV[2], ARGV[3]) and 1 or 0
