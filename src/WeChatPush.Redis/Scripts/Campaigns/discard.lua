-- ARGV: now, the campaign's id.
local c = load_campaign(ARGV[2])
if c and c.loading then give_up(c) end
return 1
