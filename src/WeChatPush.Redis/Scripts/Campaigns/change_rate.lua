-- ARGV: now, the campaign's id, the rate, the plan with it. Answers whether it was changed, and the campaign's state; or nothing.
local c = load_campaign(ARGV[2])
if not c or not c.public then return false end
if c.state == FINISHED or c.state == CANCELLED then return {0, c.state} end
change(c, 'rate', ARGV[3])
change(c, 'plan', ARGV[4])
-- It neither waits for the next slot of the old rate nor catches up with what was missed at it (SlotSchedule.cs).
local next = math.min(c.slot, us + math.floor(1000000 / ARGV[3]))
change(c, 'slot', text(next))
change(c, 'due', text(next))
save_campaign(c)
signal_campaigns()
return {1, c.state}
