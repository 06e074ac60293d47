-- ARGV: now, at most so many, the words for those whose send had begun, how far ahead (ms) a lease may end. Takes recipients
-- from one holder whose lease is over; answers how many, and whether there may be more.
shorten_leases(app_key('leases'), ARGV[2], ARGV[4])
local lease = call('ZRANGEBYSCORE', app_key('leases'), '-inf', text(ms), 'LIMIT', 0, 1)[1]
if not lease then return {0, 0} end
local id, holder = string.sub(lease, 1, 32), string.sub(lease, 34)
local c = load_campaign(id)
if not c then
  call('ZREM', app_key('leases'), lease)
  return {0, 1}
end
many = true
local some = call('HRANDFIELD', held_key(c, holder), ARGV[2])
for _, number in ipairs(some) do
  local held, begun = in_hand(c, holder, number)
  if begun and held then
    local u = open(held.user)
    end_in_hand(c, holder, number, held, u, OUTCOME.uncertain, 'uncertain', '\n' .. ARGV[3])
  elseif held then
    release(c, holder, tonumber(number), held)
  end
end
if call('EXISTS', held_key(c, holder)) == 0 then
  call('ZREM', app_key('leases'), lease)
  call('SREM', own_key(c, 'holders'), holder)
end
bring_up()
save_campaign(c)
return {#some, 1}
