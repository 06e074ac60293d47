-- What a user's own device reports; it changes nothing but what this user has, and ends by itself.
-- ARGV: now, user, the most formIds, reports and permits there may be, until when the report is remembered (s), the report's
-- number ('': it has none), how many formIds follow, for each of them: itself, when it runs out (s), its number, and then for
-- each accept: the template's id, the news. Answers how many formIds and how many permits counted.
local u, forms, permits = open(ARGV[2]), 0, 0
local max_forms, max_reports, max_permits = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
load_log(u)

-- Whatever the sweep is at, what the user has stays bounded.
local old = find_forms('ZRANGEBYLEX', first_form(u.id), after_forms(u.id), max_forms)
for _, member in ipairs(old) do
  local _, expires, form = read_form(member)
  if expires < now - KEEP_FORMS then remove_form(u, expires, form) end
end

local first_accept = 9 + 3 * ARGV[8]
for i = 9, first_accept - 1, 3 do
  local form, expires = ARGV[i], tonumber(ARGV[i + 1])
  if expires > now and u.kinds.c < max_forms and not place_of(u, form) and not seen(ARGV[i + 2])
    and add_form(u, expires, form) then
    add_to_log(u, 'c', form, expires + KEEP_FORMS, max_forms)
    forms = forms + 1
  end
end

local report = ARGV[7]
local known = report ~= '' and (u.place['r' .. digest(report)] or seen(report))
if first_accept <= #ARGV and not known then
  for i = first_accept, #ARGV, 2 do
    local template = ARGV[i]
    local no = call('HGET', key('t'), template)
    if not no then
      no = number_template(template)
    end
    local p = load_permits(u, no)
    if p.usable + p.reserved < max_permits then
      learn(p, ARGV[i + 1])
      save_permits(u, p)
      permits = permits + 1
    end
  end
  if report ~= '' then add_to_log(u, 'r', report, tonumber(ARGV[6]), max_reports) end
end
save_log(u)
close(u)
return {forms, permits}
