-- ARGV: now, the campaign's id. Answers the campaign, or nothing.
local c = load_campaign(ARGV[2])
return c and c.public and tell(c.id) or false
