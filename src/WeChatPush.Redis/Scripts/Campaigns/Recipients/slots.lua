-- ARGV: now, the campaign's id, how many, how far back slots may begin (us). Answers the rate, and how far (us) the first
-- is ahead; or nothing.
local c = load_campaign(ARGV[2])
if not c then return false end
local ahead, rate = give_slots(c, tonumber(ARGV[3]), tonumber(ARGV[4]), true)
save_campaign(c)
return {rate, ahead}
