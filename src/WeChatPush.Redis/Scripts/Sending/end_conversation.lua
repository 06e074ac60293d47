-- ARGV: user, when (ms). Answers whether anything is known of the user.
return answer(ARGV[1], tonumber(ARGV[2]))
