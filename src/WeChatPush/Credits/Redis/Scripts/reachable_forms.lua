-- ARGV: now, the last user that was told, at most so many users, at most so many looks. Answers 1 if there may be more,
-- the last user that was looked at, and those who have a formId that has not run out.
local last, max, looks = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local users = {}
while #users < max and looks > 0 do
  looks = looks - 1
  local from = last == '' and '-' or '(' .. last .. '\1'
  local next = call('ZRANGEBYLEX', key('f'), from, '+', 'LIMIT', 0, 1)[1]
  if not next then return {0, '', unpack(users)} end
  last = read_form(next)
  if forms_until(last) > now then users[#users + 1] = last end
end
return {1, last, unpack(users)}
