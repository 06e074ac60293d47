-- ARGV: now. Answers the campaigns that run.
local campaigns = {}
for _, id in ipairs(call('SMEMBERS', app_key('running'))) do
  if is_id(id) and load_campaign(id) then
    campaigns[#campaigns + 1] = tell(id)
  else
    call('SREM', app_key('running'), id)
  end
end
return campaigns
