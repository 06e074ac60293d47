-- ARGV: now. Answers the campaigns that run.
local campaigns = {}
for i, id in ipairs(call('SMEMBERS', app_key('running'))) do campaigns[i] = tell(id) end
return campaigns
