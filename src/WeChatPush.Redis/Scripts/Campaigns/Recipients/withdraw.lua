-- ARGV: now, the campaign's id, the holder, and the numbers of the recipients. Takes back what begin noted; passes over those
-- that the holder no longer has.
local c = load_campaign(ARGV[2])
if not c then return 0 end
for i = 4, #ARGV do
  local packed = call('HGET', held_key(c, ARGV[3]), ARGV[i])
  if packed and string.sub(packed, 1, 1) == '1' then
    call('HSET', held_key(c, ARGV[3]), ARGV[i], '0' .. string.sub(packed, 2))
  end
end
return 1
