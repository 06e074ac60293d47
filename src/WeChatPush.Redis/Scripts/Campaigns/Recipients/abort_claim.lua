-- ARGV: now, the campaign's id, the holder, the taking's id, how long (s) it may still come. Gives back what a taking
-- brought whose answer was lost; if it comes only now, it brings nothing. Answers how many were given back.
local c, given = load_campaign(ARGV[2]), 0
if not c then return 0 end
call('SET', own_key(c, 'void:' .. ARGV[4]), 1, 'EX', ARGV[5])
many = true
local all = call('HGETALL', held_key(c, ARGV[3]))
for i = 1, #all, 2 do
  local held = unpacked(string.sub(all[i + 1], 2)) or {}
  if held.taking == ARGV[4] and type(held.user) == 'string' and number_of(all[i]) then
    release(c, ARGV[3], tonumber(all[i]), held)
    given = given + 1
  end
end
bring_up()
save_campaign(c)
return given
