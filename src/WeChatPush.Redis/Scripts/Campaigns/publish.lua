-- ARGV: now, the campaign's id, an idempotency key or '', the hash of its body. Answers 'published', 'before' or 'taken'
-- and the campaign that is there now, or nothing: it was given up.
local c = load_campaign(ARGV[2])
if not c or not c.loading then return false end
if ARGV[3] ~= '' then
  local made = call('HGET', app_key('keys'), ARGV[3])
  if made then
    give_up(c)
    if string.sub(made, 33) ~= ARGV[4] then return {'taken'} end
    return {'before', tell(string.sub(made, 1, 32))}
  end
  call('HSET', app_key('keys'), ARGV[3], c.id .. ARGV[4])
end
call('ZREM', app_key('loading'), c.id)
forget_seen(c)
call('ZADD', app_key('all'), 0, c.id)
change(c, 'seen_by', 'all')
stand(c, c.start == '' and DRAFT or SCHEDULED, '', '')
save_campaign(c)
signal_campaigns()
return {'published', tell(c.id)}
