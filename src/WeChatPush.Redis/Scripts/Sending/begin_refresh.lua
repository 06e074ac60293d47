
-- ARGV: now, holder, unwanted token (sealed), lease. Answers 2 with a newer token and its times from now, 1: your turn,
-- 0: another's.
local holder, unwanted, lease = ARGV[2], ARGV[3], tonumber(ARGV[4])

local token = call('HMGET', tag .. ':sealed', 'token', 'refresh', 'expires')
local refresh, expires = time_of(token[2]), time_of(token[3])
-- One that cannot be read is fetched again.
if token[1] and token[1] ~= unwanted and string.match(token[1], '^[!-~]+$') and refresh and expires and expires > now then
  return {2, token[1], refresh - now, expires - now}
end

local turn = call('HMGET', tag .. ':turn', 'holder', 'ends')
local ends = turn[1] and turn[1] ~= holder and time_of(turn[2]) or 0
-- A turn that lies further ahead than any lasts is of a clock that was set back since.
if ends > now and ends <= now + lease then
  return {0}
end
call('HSET', tag .. ':turn', 'holder', holder, 'ends', now + lease)
-- Kept for longer than it lasts: as long as no other holder wanted the turn, a late holder's token is good.
call('PEXPIRE', tag .. ':turn', 4 * lease)
return {1}
