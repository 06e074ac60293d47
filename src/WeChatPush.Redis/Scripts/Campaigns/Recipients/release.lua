-- ARGV: now, the campaign's id, the holder, and the numbers of the recipients. Makes them pending again.
local c = load_campaign(ARGV[2])
if not c then return 0 end
many = true
for i = 4, #ARGV do
  local held = in_hand(c, ARGV[3], ARGV[i])
  if held then release(c, ARGV[3], tonumber(ARGV[i]), held) end
end
bring_up()
save_campaign(c)
return 1
