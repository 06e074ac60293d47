
-- ARGV: now, holder, and if there is one the token: value, times to renew it and to its end. Answers 1, or 0: not the
-- holder's turn.
if call('HGET', tag .. ':turn', 'holder') ~= ARGV[2] then
  return 0
end
call('DEL', tag .. ':turn')
if ARGV[3] then
  call('HSET', tag .. ':token', 'value', ARGV[3], 'refresh', now + ARGV[4], 'expires', now + ARGV[5])
  call('PEXPIRE', tag .. ':token', ARGV[5])
end
return 1
