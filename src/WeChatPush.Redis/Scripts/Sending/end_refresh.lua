
-- ARGV: now, holder, and if there is one the token: sealed, times to renew it and to its end. Answers 1, or 0: not the
-- holder's turn.
if call('HGET', tag .. ':turn', 'holder') ~= ARGV[2] then
  return 0
end
call('DEL', tag .. ':turn')
if ARGV[3] then
  call('HSET', tag .. ':sealed', 'token', ARGV[3], 'refresh', now + ARGV[4], 'expires', now + ARGV[5])
  call('PEXPIRE', tag .. ':sealed', ARGV[5])
  -- Who still looks for one that is not sealed fetches the same token from WeChat.
  call('DEL', tag .. ':token')
end
return 1
