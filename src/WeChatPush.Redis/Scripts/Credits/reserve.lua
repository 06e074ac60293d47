-- ARGV: now, user, the template's id or '' for a formId, the reservation's id, lease (ms).
-- Answers the formId, '' for a permit, or nothing: there is none.
local no
if ARGV[3] ~= '' then
  no = call('HGET', key('t'), ARGV[3])
  if not no then return false end
end
local u = open(ARGV[2])
local r = take(u, no)
if not r then return false end
close(u)
r.user, r.begun = u.id, 0
call('HSET', key('r'), ARGV[4], cmsgpack.pack(r))
call('ZADD', key('l'), ms + ARGV[5], ARGV[4])
return r.form or ''
