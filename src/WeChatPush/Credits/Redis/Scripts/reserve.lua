-- ARGV: now, user, the template's id or '' for a formId, the reservation's id, 1: the send follows at once, lease (ms).
-- Answers the formId, '' for a permit, or nothing: there is none.
local user, template, id, begun = ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])
local r = {user = user, begun = begun}
local u
if template == '' then
  local first = call('ZRANGEBYLEX', key('f'), usable_form(user), after_forms(user), 'LIMIT', 0, 1)[1]
  if not first then return false end
  u = open(user)
  local _, expires, form = read_form(first)
  remove_form(user, expires, form)
  take_forms(u, 1, 0)
  r.form, r.expires = form, expires
else
  local no = call('HGET', key('t'), template)
  if not no then return false end
  u = open(user)
  local p = load_permits(u, no)
  if p.usable == 0 then return false end
  r.no, r.earned, r.long = no, p.earned, p.long
  p.reserved = p.reserved + 1
  if p.long == 0 then p.usable = p.usable - 1 end
  save_permits(u, p)
end
close(u)
call('HSET', key('r'), id, cmsgpack.pack(r))
call('ZADD', key('l'), ms + ARGV[6], id)
return r.form or ''
